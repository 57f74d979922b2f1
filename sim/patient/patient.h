// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What the patient says and when. Phrases are keys into assets/strings; the session logs the key
// and the English text. The patient knows what they feel, never what a needle touched.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/hash.h"
#include "core/result.h"
#include "patient/person.h"
#include "physiology/pain.h"

namespace dryrun::patient {

/// What is said, asked, done and shown, in one language: the patient's words by their key, and the
/// therapist's ("ask.mood", "do.gloves", "shows.pale", "finish.done").
class Phrases {
  public:
    static Result<Phrases> read_shipped(std::string_view language = "en");
    bool has(std::string_view key) const;
    /// The text with "{nrs}" replaced; the key itself where the language lacks it.
    std::string text(std::string_view key, double nrs = -1.0) const;
    std::vector<std::string> keys() const;

  private:
    std::map<std::string, std::string, std::less<>> texts_;
};

/// Languages there are strings for: "de", "en".
std::vector<std::string> shipped_languages();

/// Something said in this tick.
struct Words {
    std::string phrase;
    double nrs = -1.0;  ///< where a number is said
};
/// The answer that a question gets, known when it is asked and said a moment later.
struct Answer {
    std::string topic;
    std::string phrase;
};

struct PatientInput {
    std::int64_t tick = 0;
    std::span<const std::string> topics;  ///< asked in this tick
    std::span<const std::string> steps;   ///< done in this tick (explaining is answered)
    std::optional<physiology::TendernessAnswer> tenderness;
    std::span<const physiology::Pain> pains;  ///< that came in this tick
    double pain_now_nrs = 0.0;
    bool has_twitched = false;
    bool is_needle_in = false;
    double eased_nrs = 0.0;                   ///< by treatment, of the painful movement
    std::string referral;                     ///< phrase of where a pain is felt too; empty: none
    std::span<const std::string> complaints;  ///< phrases that a sign brings with it
};
struct PatientFacts {
    std::vector<Words> said;
    std::vector<Answer> answers;         ///< one a topic asked, in order
    bool has_withdrawn_consent = false;  ///< in this tick, with the words
};

struct PatientState {
    struct Coming {
        std::int64_t tick = 0;
        std::string phrase;
        double nrs = -1.0;
        bool is_stop = false;
    };
    std::vector<Coming> coming;  ///< on their way, in order of their tick
    std::int64_t said = 0;       ///< so far; the counter of the next latency
    std::int64_t last_exclaimed = -1000000;
    bool is_consent_given = false;
    bool is_consent_withdrawn = false;
    bool is_stop_coming = false;
    bool has_been_needled = false;
    std::int64_t presses_felt = 0;  ///< that were answered
    bool is_last_press_mine = false;
    double worst_nrs = 0.0;                          ///< felt since the start
    std::vector<std::pair<std::string, int>> asked;  ///< topic → times
    std::int64_t last_referral = -1000000;           ///< tick at which it was told last
    std::string told_referral;
    void hash(StateHasher& hasher) const;
};

PatientFacts step_patient(const Person& person, const PatientInput& input, std::uint64_t seed,
                          PatientState& state);

}  // namespace dryrun::patient
