// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What hurts, and how much: tenderness under a pressing finger, and the pain of needle, twitch,
// bone, nerve and pleura. NRS is 0 to 10.
//
// An algometer's press is answered once, with "now", where pressure has reached the threshold as
// the patient finds it: off by a few percent and by the time to speak.
//
// Tenderness: pressure counts as force over the 1 cm² of an algometer tip, since thresholds were
// measured so. The threshold falls from the healthy muscle's to the trigger point's towards the
// point, three times as slowly along the fibres. Pain grows smoothly above 0.6 of the threshold;
// the patient answers after 300 to 600 ms, once a press and again if it has grown.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/hash.h"
#include "core/result.h"
#include "core/vec3.h"
#include "physiology/trigger_point.h"

namespace dryrun::physiology {

/// Pressure under the tip of an algometer, which is 1 cm².
inline constexpr double kAlgometer_kPa_per_N = 10.0;

struct PainKind {
    double mean_nrs = 0.0;
    double spread_nrs = 0.0;
};
enum class PainCause : std::uint8_t { Palpation, Skin, Needle, Twitch, Bone, Nerve, Pleura };
inline constexpr std::size_t kPainCauses = 7;
std::string_view name_of(PainCause cause);

struct PainParameters {
    std::array<PainKind, kPainCauses> kinds;
    double fear_share = 0.15;        ///< NRS more for each point of fear above 3
    double fading = 4.0;             ///< s, time constant of a pain once its cause is over
    double tender_width = 7.0;       ///< of the tender region across the fibres
    double onset_ratio = 0.6;        ///< pressure over threshold where discomfort begins
    double full_ratio = 2.2;         ///< and where it is 10
    double answer_spread_nrs = 0.7;  ///< of a patient's number about what is felt
    double least_latency = 0.3;
    double most_latency = 0.6;
    double jump_nrs = 6.0;  ///< of a press that makes a plain patient flinch
    double jump_spread_nrs = 1.0;
    double active_referral =
        0.75;  ///< chance that a painful press of such a point is felt elsewhere
    double latent_referral = 0.5;
    double twitch_referral = 0.5;  ///< that a twitch is
    double least_referring_nrs = 3.0;
};
Result<PainParameters> read_pain_parameters();

/// One pad on the skin in this tick.
struct Press {
    Vec3 on_skin;
    double force_N = 0.0;
};

struct TendernessAnswer {
    Vec3 at;
    double force_N = 0.0;
    double nrs = 0.0;  ///< whole number said
    bool is_recognised = false;
    bool has_jumped = false;   ///< flinched or cried out: the jump sign
    bool is_measured = false;  ///< by an algometer: the patient said "now" at this force
    int referring = -1;        ///< the point whose referred pain is felt with it, −1 for none
};

/// Threshold of the muscle under a place on the skin, and the point that lowers it most (−1: none).
struct LocalThreshold {
    double kPa = 300.0;
    int point = -1;
};
LocalThreshold threshold_at(std::span<const TriggerPoint> points,
                            const PressureThresholds& thresholds, const PainParameters& parameters,
                            const Vec3& on_skin);

/// Pain of a steady press, NRS without a patient's spread.
double press_nrs(const PainParameters& parameters, double force_N, double threshold_kPa);

struct PressState {
    bool is_pressing = false;
    std::int64_t presses = 0;  ///< begun so far
    double most_nrs = 0.0;     ///< felt in this press
    double said_nrs = 0.0;     ///< in this press
    std::int64_t due = -1;     ///< tick of the answer on its way, −1 for none
    Vec3 due_at;               ///< where the finger was when it hurt
    double due_force_N = 0.0;
    int due_point = -1;
    std::int64_t answers = 0;  ///< given so far; the counter of the next draw
    std::int64_t last_said = -1;
    double felt_nrs = 0.0;      ///< now
    bool is_measuring = false;  ///< the present or next press is an algometer's
    void hash(StateHasher& hasher) const;
};
/// Follows the palpating hand for one tick; an answer when one is due.
std::optional<TendernessAnswer> hear_press(std::span<const TriggerPoint> points,
                                           const PressureThresholds& thresholds,
                                           const PainParameters& parameters,
                                           std::span<const Press> presses, std::int64_t tick,
                                           std::uint64_t seed, PressState& state);

struct Pain {
    PainCause cause = PainCause::Needle;
    double nrs = 0.0;
};
struct PainState {
    std::int64_t pains = 0;  ///< felt so far; the counter of the next draw
    double lingering = 0.0;  ///< NRS of the strongest pain, fading
    double press_nrs = 0.0;  ///< of the finger, now
    double worst_nrs = 0.0;  ///< so far
    double now() const { return lingering > press_nrs ? lingering : press_nrs; }
    void hash(StateHasher& hasher) const;
};
/// Draws the NRS of one pain and adds it to the state. `scale` weakens it (a small twitch).
Pain feel_pain(PainCause cause, double scale, double fear_nrs, const PainParameters& parameters,
               std::uint64_t seed, PainState& state);
/// Lets pain fade for one tick.
void fade_pain(const PainParameters& parameters, double press_nrs, PainState& state);

}  // namespace dryrun::physiology
