// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// From the mark to a way in: where the needle enters, how it leans, which needle, where it stops.
#include <algorithm>
#include <cmath>

#include "core/deterministic_math.h"
#include "trainee/scripted_trainee.h"

namespace dryrun::trainee {
namespace {

constexpr double kShaftOutside = 5.0;
constexpr double kRest_N = 1.0;
constexpr int kLongestRest_ticks = 1500;
constexpr int kMostTouches = 3;
constexpr double kLeastBelow = 4.0;  // of the rib below the target
// Millimetres of path that a degree is worth.
constexpr double kCostOfSteepness = 4.0;
constexpr double kCostOfCurvature = 0.5;
constexpr double kCostOfFlatness = 2.0;
constexpr double kFlattest_deg = 62.0;
constexpr double kCostOfHub = 15.0;  // of a needle that pushed to the hub may reach the lung
constexpr double kFlatTilt_deg = 57.0;
constexpr double kLineTolerance_deg = 5.0;
// Of a needle that goes onto bone: by so much deeper it may lie, and the plan stops past it.
constexpr double kBoneMayLieDeeper = 4.0;
constexpr double kPastBone = 2.5;
constexpr double kTiltTolerance_deg = 1.0;
constexpr double kBracketPress_N = 6.0;
constexpr double kBracketSpread = 20.0;

double angle_deg(const Vec3& a, const Vec3& b) {
    return det::degrees(det::acos(dot(normalised(a), normalised(b))));
}

}  // namespace

void ScriptedTrainee::choose_way() {
    double usual_depth = briefing_.target_nominal_depth;
    if (profile_.judges_depth && !briefing_.usual_target_depths.empty()) {
        usual_depth = briefing_.usual_target_depths[usual_place_of_mark()];
        fascia_depth_ = briefing_.usual_fascia_depths[usual_place_of_mark()];
    }
    target_depth_ = usual_depth + profile_.depth_spread * normal();
    bone_depth_ = briefing_.expected_bone_depth + profile_.depth_spread * normal();
    const double below = std::fmax(bone_depth_ - target_depth_, kLeastBelow);
    ways_.clear();
    // Either steep enough for a short needle or so flat that a longer one cannot reach the lung.
    std::vector<double> tilts_deg = {profile_.tilt_deg};
    if (profile_.seeks_rib) tilts_deg.push_back(std::fmax(profile_.tilt_deg, kFlatTilt_deg));
    for (const double tilt_deg : tilts_deg) {
        const double straight = det::tan(det::radians(tilt_deg)) * target_depth_;
        for (const Aim& aim : aims(tilt_deg)) {
            // The line through rib and target meets the skin on the other side of the mark.
            const double along_line = length(aim.on_rib) * target_depth_ / below;
            touch_entry(aim, tilt_deg, ribs_.is_felt ? along_line : straight, kMostTouches);
        }
    }
    script_.decide([this](const session::Percepts&) { take_best_way(); });
}

void ScriptedTrainee::touch_entry(const Aim& aim, double wanted_tilt_deg, double back, int tries) {
    move_finger(mark_.at - normalised(aim.on_rib, mark_.caudal) * back);
    rest_finger();
    script_.decide([this, aim, wanted_tilt_deg, back, tries](const session::Percepts& percepts) {
        hands_.palpating_hand = {};
        const Felt entry = felt_now(percepts);
        const Vec3 target = mark_.at - mark_.normal * target_depth_;
        Way way;
        way.aim = aim;
        way.entry = entry.at;
        way.entry_normal = entry.normal;
        way.direction = normalised(target - entry.at, -entry.normal);
        way.path = distance(target, entry.at);
        way.tilt_deg = angle_deg(way.direction, -mark_.normal);
        const double at_entry_deg = angle_deg(way.direction, -entry.normal);
        way.steepest_deg = std::fmin(way.tilt_deg, at_entry_deg);
        way.flattest_deg = std::fmax(way.tilt_deg, at_entry_deg);
        // The skin is no plane: look again where the needle would stand too steep.
        if (way.steepest_deg < wanted_tilt_deg - kTiltTolerance_deg && tries > 1) {
            touch_entry(aim, wanted_tilt_deg, back * 1.15, tries - 1);
            return;
        }
        ways_.push_back(way);
    });
}

void ScriptedTrainee::rest_finger() {
    script_.add([this, tick = 0](const session::Percepts& percepts) mutable {
        hands_.palpating_hand.press_N = kRest_N;
        return percepts.is_touching || ++tick > kLongestRest_ticks;
    });
    wait(0.12);
}

// The first of the stock, which is sorted by length, that leaves some shaft outside.
std::size_t ScriptedTrainee::needle_for(double path) const {
    const auto& lengths = briefing_.stocked_lengths;
    for (std::size_t i = 0; i < lengths.size(); ++i)
        if (lengths[i] >= path + kShaftOutside) return i;
    return lengths.size() - 1;
}

double ScriptedTrainee::needle_reach() const {
    return needle_length_ - 0.5 * kShaftOutside;
}

double ScriptedTrainee::path_to_bone() const {
    return way_.path * bone_depth_ / target_depth_;
}

// With the lung no nearer than the usual depth of a rib.
bool ScriptedTrainee::seems_hub_safe(const Way& way) const {
    const double steepest = det::radians(std::fmax(0.0, way.steepest_deg - kLineTolerance_deg));
    return briefing_.stocked_lengths[needle_for(way.path)] <= bone_depth_ / det::cos(steepest);
}

void ScriptedTrainee::take_best_way() {
    // The shortest way that is flat enough, and flat alike at the mark and at the entry.
    const auto cost = [this](const Way& way) {
        const double missing = std::fmax(0.0, profile_.tilt_deg - 1.5 - way.steepest_deg);
        return way.path + kCostOfSteepness * missing +
               kCostOfCurvature * (way.flattest_deg - way.steepest_deg) +
               kCostOfFlatness * std::fmax(0.0, way.flattest_deg - kFlattest_deg) +
               (seems_hub_safe(way) ? 0.0 : kCostOfHub);
    };
    way_ = *std::min_element(ways_.begin(), ways_.end(),
                             [&](const Way& a, const Way& b) { return cost(a) < cost(b); });
    state_plan();
}

void ScriptedTrainee::state_plan() {
    const auto& lengths = briefing_.stocked_lengths;
    const bool goes_onto_bone = profile_.judges_depth && briefing_.stops_on_bone;
    std::size_t choice =
        needle_for(goes_onto_bone ? path_to_bone() + kBoneMayLieDeeper : way_.path);
    planned_stop_ = goes_onto_bone ? path_to_bone() + kPastBone : way_.path + profile_.stop_beyond;
    if (profile_.needle_choice == "one_longer") {
        const double shortest = lengths[choice];
        for (std::size_t i = lengths.size(); i-- > 0;)
            if (lengths[i] > shortest) choice = i;
    }
    if (profile_.needle_choice == "longest") choice = lengths.size() - 1;
    needle_ = briefing_.stocked_needles[choice];
    needle_length_ = lengths[choice];
    deepest_allowed_ = std::fmin(way_.path + profile_.beyond_target, needle_reach());

    say(events::ChooseNeedle{needle_});
    if (profile_.states_plan) {
        const double inward = -dot(way_.direction, mark_.normal);
        events::StatePlan plan;
        plan.target = briefing_.muscle;
        plan.structure_at_risk = "pleura";
        plan.tilt_deg = way_.tilt_deg;
        plan.medial_deg = det::degrees(det::atan2(dot(way_.direction, mark_.medial), inward));
        plan.caudal_deg = det::degrees(det::atan2(dot(way_.direction, mark_.caudal), inward));
        plan.expected_bone_depth = bone_depth_;
        plan.stop_depth = planned_stop_;
        plan.strokes = profile_.most_strokes;
        plan.stop_rule = "twitch_or_15_strokes";
        say(plan);
        wait(profile_.pace);
    }
    say_all(profile_.steps_before_needle);
    if (profile_.brackets) {
        bracket();
    } else {
        lift_finger();
    }
    script_.decide([this](const session::Percepts&) { insert(); });
}

void ScriptedTrainee::bracket() {
    const Vec3 along_rib =
        normalised(-mark_.medial + mark_.caudal * (ribs_.is_felt ? ribs_.slope : 0.35));
    const Vec3 across = normalised(cross(mark_.normal, along_rib));
    lift_finger();
    script_.decide([this](const session::Percepts&) {
        hands_.palpating_hand.position = mark_.at + way_.aim.middle;
    });
    wait(0.1);
    script_.add([this, across, tick = 0](const session::Percepts& percepts) mutable {
        events::PalpatingHand& hand = hands_.palpating_hand;
        hand.is_on_patient = true;
        hand.grip = events::PadGrip::TwoPadsFlat;
        hand.position = mark_.at + way_.aim.middle;
        hand.across = across;
        hand.spread = kBracketSpread;
        hand.press_N = std::min(kBracketPress_N, hand.press_N + 0.03);
        const bool is_pressing = percepts.is_touching && hand.press_N >= kBracketPress_N;
        return is_pressing || ++tick > kLongestRest_ticks;
    });
    wait(0.3);
    script_.add([this](const session::Percepts&) {
        hands_.palpating_hand.is_held = true;
        return true;
    });
    wait(0.2);
}

}  // namespace dryrun::trainee
