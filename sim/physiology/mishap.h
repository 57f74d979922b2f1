// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What happens by chance while a needle is in: a faint that begins, a muscle that holds the needle
// fast, a patient who moves, a needle that bends or breaks. The trainee's part is what raises the
// odds (a patient sitting up or fasting, a jerk at a held needle) and what is done about it.
// Chances and odds are rows of assets/physiology/mishaps.json; most are assumed.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/hash.h"
#include "core/result.h"
#include "physiology/emergency.h"

namespace dryrun::physiology {

struct MishapParameters {
    double vasovagal = 0.002;
    double odds_upright = 5.0;
    double odds_later_visit = 0.116;
    double odds_fasting = 1.5;
    double odds_fearful = 2.0;
    double odds_fainted_before = 3.0;
    double held_fast = 0.01;
    double odds_spasm = 3.0;
    double held_grasp = 12.0;
    double lets_go_after_s = 20.0;
    double bent = 0.01;
    double odds_moved = 3.0;
    double jerk_N = 0.5;
    double jerk_bends = 0.3;
    double bent_breaks = 0.05;
    double moves_from_nrs = 6.0;
    double moves_a_second = 0.05;
    // The next days (aftermath.h).
    double soreness_after_twitch = 1.0;
    double soreness = 0.48;
    double pain_during = 0.045;
    double odds_twitch = 1.5;
    double odds_many_strokes = 1.5;
    double pain_after = 0.0219;
    double odds_each_insertion = 1.15;
    double odds_women = 1.3;
    double aggravation = 0.0088;
    double drowsiness = 0.0026;
    double headache = 0.0014;
    double nausea = 0.0013;
    double fatigue = 0.0004;
    double infection = 0.00001;
    double odds_unclean = 30.0;
    double haematoma_width = 20.0;
};
Result<MishapParameters> read_mishap_parameters();

/// Whom it happens to.
struct PatientRisk {
    bool is_antithrombotic = false;
    bool is_first_visit = true;
    bool is_fasting = false;
    bool has_fainted_before = false;
    bool is_upright = false;
    bool is_female = false;
    double fear_nrs = 2.0;
};
/// Chance of a faint in a treatment.
double vasovagal_chance(const PatientRisk& risk, const MishapParameters& parameters);

/// What an author wants to happen, whatever is drawn; counted from the first puncture of the skin.
struct PlannedEvent {
    std::string kind;  ///< of assets/physiology/emergencies.json
    double after_s = 20.0;
};
/// One error for each event whose kind is no emergency; its place is "planned_events[1].kind".
std::vector<Error> check_planned_events(std::span<const PlannedEvent> planned,
                                        std::span<const EmergencyKind> kinds);

struct MishapInput {
    std::int64_t tick = 0;
    bool is_needle_in = false;
    bool has_punctured_skin = false;  ///< in this tick
    bool has_twitched = false;        ///< in this tick
    double pull_N = 0.0;              ///< of the hand, outward
    double pain_now_nrs = 0.0;
    std::span<const std::string> steps{};
};
struct MishapFacts {
    std::vector<std::string> emergencies;  ///< kinds that begin, with signs after `delay_s`
    std::vector<double> delays_s;
    bool has_moved = false;
    bool is_held_now = false;  ///< began to be held fast in this tick
    bool is_let_go = false;
    double held_for_s = 0.0;
    bool has_jerked = false;
    bool has_bent = false;
    std::string bent_by;  ///< "movement", "jerk", "withdrawal"
    bool has_broken = false;
};
struct MishapState {
    std::int64_t first_puncture = -1;
    std::int64_t insertions = 0;
    std::int64_t punctured = -1;  ///< tick of this insertion; −1 while no needle is in
    bool is_hold_drawn = false;   ///< for this insertion
    bool is_held = false;
    std::int64_t held_from = 0;
    double waited_s = 0.0;  ///< with the patient relaxed
    bool is_relaxed = false;
    bool is_eased = false;  ///< put back, or tapped beside
    bool is_bent = false;
    bool is_broken = false;
    bool is_pulled = false;   ///< the last jerk's pull has not been eased
    std::size_t planned = 0;  ///< events begun so far
    void hash(StateHasher& hasher) const;
};
/// Factor on the friction of muscle on the shaft, 1 where nothing holds the needle.
double held_grasp(const MishapParameters& parameters, const MishapState& state);

MishapFacts step_mishaps(const PatientRisk& risk, std::span<const PlannedEvent> planned,
                         const MishapParameters& parameters, const MishapInput& input,
                         std::uint64_t seed, MishapState& state);

}  // namespace dryrun::physiology
