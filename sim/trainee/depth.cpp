// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// How deep the target lies in this patient. A plan takes it from the build; fat differs by half
// between people of one build, and what lies under it goes with it. A hand that knows feels the
// fascia give, sees by how much shaft is outside how deep that was, draws back and aims anew; where
// the site's limit is broad bone it goes on to that.
#include <algorithm>
#include <cmath>

#include "core/deterministic_math.h"
#include "trainee/scripted_trainee.h"

namespace dryrun::trainee {
namespace {

constexpr double kMostShift = 15.0;    // of the muscles, against the usual depth
constexpr double kWorthTurning = 2.0;  // of the line at the target; less is left to the fan
constexpr double kShiftStep = 0.5;
// Under its own fascia bone lies at most so much deeper than usual. Assumed.
constexpr double kBoneDeeper = 6.0;

double angle_deg(const Vec3& a, const Vec3& b) {
    return det::degrees(det::acos(dot(normalised(a), normalised(b))));
}

}  // namespace

// The usual depths are those below the usual place that is nearest to the mark.
std::size_t ScriptedTrainee::usual_place_of_mark() const {
    std::size_t nearest = 0;
    for (std::size_t i = 1; i < briefing_.usual_places.size(); ++i)
        if (distance(briefing_.usual_places[i], mark_.at) <
            distance(briefing_.usual_places[nearest], mark_.at))
            nearest = i;
    return nearest;
}

// Slowly, until something is felt: true when it was, or no farther may be gone.
bool ScriptedTrainee::feel_way_in(const session::Percepts& percepts) {
    events::NeedlingHand& hand = hands_.needling_hand;
    const double path = needle_length_ - percepts.shaft_outside;
    if (percepts.has_felt_give) fascia_path_ = path;
    if (percepts.is_on_bone) bone_path_ = path;
    const double farthest = briefing_.stops_on_bone ? needle_reach() : planned_stop_;
    if (fascia_path_ > 0.0 || bone_path_ > 0.0 || path >= farthest) return true;
    hand.travel += profile_.advance_speed_mm_s * kTick_s;
    return hand.travel > needle_length_;
}

double ScriptedTrainee::felt_shift() const {
    const double slant = way_.path / target_depth_;
    double shift = 0.0;
    if (fascia_path_ > 0.0)
        shift = fascia_path_ / slant - fascia_depth_;
    else if (bone_path_ > 0.0)
        shift = bone_path_ / slant - bone_depth_;
    return det::clamp(shift, -kMostShift, kMostShift);
}

void ScriptedTrainee::judge_depth() {
    double shift = felt_shift();
    const auto target = [&] { return mark_.at - mark_.normal * (target_depth_ + shift); };
    // Not steeper than the site allows, nor than was planned where that was steeper.
    const auto tilt_deg = [&](const Vec3& direction) {
        return std::fmin(angle_deg(direction, -mark_.normal),
                         angle_deg(direction, -way_.entry_normal));
    };
    const double least_deg =
        std::fmin(briefing_.has_rib_behind ? briefing_.needle_tilt_deg : 0.0, way_.steepest_deg);
    while (shift > kShiftStep && tilt_deg(target() - way_.entry) < least_deg) shift -= kShiftStep;
    const Vec3 direction = normalised(target() - way_.entry, way_.direction);
    const double off = std::fabs(shift) * det::sin(det::radians(way_.tilt_deg));
    const Vec3 from = needle_direction_;
    way_.path = dot(target() - way_.entry, direction);
    target_depth_ += shift;
    bone_depth_ += shift;
    const double slant = way_.path / target_depth_;
    if (briefing_.stops_on_bone)
        deepest_allowed_ = std::fmin(slant * (bone_depth_ + kBoneDeeper), needle_reach());
    else
        deepest_allowed_ =
            std::fmin(std::fmin(way_.path + profile_.beyond_target, planned_stop_), needle_reach());
    if (off >= kWorthTurning) {
        way_.direction = with_aim_error(direction);
        draw_back_and_turn(from, fan_direction(0));
    }
    travel_to(briefing_.stops_on_bone ? deepest_allowed_ : std::fmin(way_.path, deepest_allowed_),
              profile_.advance_speed_mm_s, true);
    wait(0.3);
    script_.decide([this](const session::Percepts&) { work_track(0); });
}

}  // namespace dryrun::trainee
