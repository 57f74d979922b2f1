// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "needle/hand_and_faces.h"

#include <cstddef>

#include "core/deterministic_math.h"
#include "core/result.h"
#include "needle/on_track.h"

namespace dryrun::needle {
namespace {

constexpr double kHandTurn = 0.004;       // rad a tick: 150 mm/s at 38 mm from the tip
constexpr double kSteady = 0.02;          // rad; a hand that trembles by less is steady
constexpr int kSteadyTicks = 40;          // before a shallow needle takes a new direction
constexpr double kRedirectAngle = 0.03;   // rad; less bends the shaft
constexpr double kRedirectAtOnce = 0.26;  // rad; without waiting for the hand to be steady
constexpr double kRedirectPath = 8.0;     // deeper than this a turn bends the shaft
constexpr double kSkinSlide = 4.0;        // a tip that only presses slides on beyond this
constexpr double kSkinTurn = 0.10;        // rad, the same for its direction
constexpr double kOldChannelPuncture = 0.35;
constexpr double kOldChannelCutting = 0.5;
constexpr double kOldChannelReach = 0.3;  // mm

}  // namespace

void move_held_hand(const Vec3& target, const Vec3& wanted_direction, NeedleState& state) {
    const Vec3 way = target - state.hand_position;
    const double far = length(way);
    const double share = far > kHandSpeed ? kHandSpeed / far : 1.0;
    state.hand_position += way * share;
    const Vec3 turn = wanted_direction - state.hand_direction;
    const double angle = length(turn);
    const Vec3 before = state.hand_direction;
    state.hand_direction = angle > kHandTurn
                               ? normalised(before + turn * (kHandTurn / angle), before)
                               : wanted_direction;
    if (distance(state.steady_direction, state.hand_direction) < kSteady) {
        ++state.steady_ticks;
    } else {
        state.steady_direction = state.hand_direction;
        state.steady_ticks = 0;
    }
}

bool slides_on_skin(const Vec3& from_entry, const NeedleState& state) {
    const Vec3& direction = state.track->direction;
    return length(from_entry - direction * dot(from_entry, direction)) > kSkinSlide ||
           distance(direction, state.hand_direction) > kSkinTurn;
}

bool can_redirect(const NeedleState& state) {
    return state.is_held && state.is_in_skin && state.tip_path <= kRedirectPath;
}

std::optional<double> angle_of_new_track(const NeedleState& state) {
    if (!can_redirect(state)) return {};
    const double angle = distance(state.track->direction, state.hand_direction);
    const bool waits = angle < kRedirectAtOnce && state.steady_ticks < kSteadyTicks;
    if (angle < kRedirectAngle || waits) return {};
    return angle;
}

void count_layers_entered(NeedleState& state) {
    state.deepest_path = state.tip_path;
    state.layers_entered = 0;
    for (const TrackLayer& layer : state.layers) {
        if (state.tip_path < layer.enter) break;
        ++state.layers_entered;
    }
}

double puncture_force(const NeedleState& state, const TrackLayer& layer) {
    const bool is_old = state.deepest_path > layer.enter + kOldChannelReach;
    return layer.puncture_N * (is_old ? kOldChannelPuncture : 1.0);
}

double cutting_force(const NeedleState& state) {
    if (state.layers_entered == 0) return 0.0;
    DRYRUN_ASSERT(static_cast<std::size_t>(state.layers_entered) <= state.layers.size());
    const TrackLayer& layer = state.layers[static_cast<std::size_t>(state.layers_entered - 1)];
    const double fresh =
        det::smoothstep(state.deepest_path - kOldChannelReach, state.deepest_path, state.tip_path);
    return layer.cutting_N * (kOldChannelCutting + (1.0 - kOldChannelCutting) * fresh);
}

void tell_bone(bool is_on_bone, NeedleState& state, StepFacts& facts) {
    const bool was_on_bone = state.tip_state == TipState::OnBone;
    if (is_on_bone) {
        if (!was_on_bone) {
            facts.has_touched_bone = true;
            facts.bone = state.bone;
        }
        state.tip_state = TipState::OnBone;
    } else if (was_on_bone) {
        state.tip_state = TipState::InTissue;
    }
}

}  // namespace dryrun::needle
