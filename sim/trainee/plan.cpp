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
constexpr int kMostTouches = 4;
constexpr double kTiltTolerance_deg = 1.0;
constexpr double kBracketPress_N = 6.0;
constexpr double kBracketSpread = 26.0;

double angle_deg(const Vec3& a, const Vec3& b) {
    return det::degrees(det::acos(dot(normalised(a), normalised(b))));
}

}  // namespace

void ScriptedTrainee::choose_way() {
    target_depth_ = briefing_.target_nominal_depth + profile_.depth_spread * normal();
    bone_depth_ = briefing_.expected_bone_depth + profile_.depth_spread * normal();
    const double below = std::fmax(bone_depth_ - target_depth_, 4.0);
    rib_offset_ = rib_offset();
    // The line through rib and target meets the skin on the other side of the mark.
    const double steep = det::tan(det::radians(profile_.tilt_deg)) * target_depth_;
    const double along_line = length(rib_offset_) * target_depth_ / below;
    const double back = profile_.seeks_rib && ribs_.is_felt ? along_line : steep;
    touch_entry(normalised(rib_offset_, mark_.caudal) * -back, kMostTouches);
}

void ScriptedTrainee::touch_entry(const Vec3& offset, int tries) {
    move_finger(mark_.at + offset);
    script_.add([this](const session::Percepts& percepts) {
        hands_.palpating_hand.press_N = kRest_N;
        return percepts.is_touching;
    });
    wait(0.12);
    script_.decide([this, offset, tries](const session::Percepts& percepts) {
        hands_.palpating_hand.press_N = 0.0;
        entry_ = felt_now(percepts);
        const Vec3 target = mark_.at - mark_.normal * target_depth_;
        way_.entry = entry_.at;
        way_.entry_normal = entry_.normal;
        way_.direction = normalised(target - entry_.at, -entry_.normal);
        way_.path = distance(target, entry_.at);
        // The skin is no plane: look again where the needle would stand too steep.
        const double tilt = std::fmin(angle_deg(way_.direction, -entry_.normal),
                                      angle_deg(way_.direction, -mark_.normal));
        if (tilt < profile_.tilt_deg - kTiltTolerance_deg && tries > 1) {
            touch_entry(offset * 1.15, tries - 1);
            return;
        }
        state_plan();
    });
}

void ScriptedTrainee::state_plan() {
    const auto& lengths = briefing_.stocked_lengths;
    std::size_t choice = lengths.size() - 1;
    for (std::size_t i = lengths.size(); i-- > 0;)
        if (lengths[i] >= way_.path + kShaftOutside) choice = i;
    // Of equal length, the thinner one is stocked first.
    if (profile_.needle_choice == "one_longer") {
        const double shortest = lengths[choice];
        for (std::size_t i = lengths.size(); i-- > 0;)
            if (lengths[i] > shortest) choice = i;
    }
    if (profile_.needle_choice == "longest") choice = lengths.size() - 1;
    needle_ = briefing_.stocked_needles[choice];
    needle_length_ = lengths[choice];
    deepest_allowed_ =
        std::fmin(way_.path + profile_.beyond_target, needle_length_ - 0.5 * kShaftOutside);

    say(events::ChooseNeedle{needle_});
    if (profile_.states_plan) {
        const double inward = -dot(way_.direction, mark_.normal);
        events::StatePlan plan;
        plan.target = briefing_.muscle;
        plan.structure_at_risk = "pleura";
        plan.tilt_deg = angle_deg(way_.direction, -mark_.normal);
        plan.medial_deg = det::degrees(det::atan2(dot(way_.direction, mark_.medial), inward));
        plan.caudal_deg = det::degrees(det::atan2(dot(way_.direction, mark_.caudal), inward));
        plan.expected_bone_depth = bone_depth_;
        plan.stop_depth = way_.path + profile_.stop_beyond;
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
    script_.add([this, across](const session::Percepts& percepts) {
        events::PalpatingHand& hand = hands_.palpating_hand;
        hand.is_on_patient = true;
        hand.grip = events::PadGrip::TwoPadsFlat;
        hand.position = mark_.at + rib_offset_;
        hand.across = across;
        hand.spread = kBracketSpread;
        hand.press_N = std::min(kBracketPress_N, hand.press_N + 0.03);
        return percepts.is_touching && hand.press_N >= kBracketPress_N;
    });
    wait(0.3);
    script_.add([this](const session::Percepts&) {
        hands_.palpating_hand.is_held = true;
        return true;
    });
    wait(0.2);
}

}  // namespace dryrun::trainee
