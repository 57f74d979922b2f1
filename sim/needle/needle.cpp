// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The needling hand: its pose after its ceilings, the tip's way to the skin, and which track the
// needle is on. What happens on a track is in on_track.cpp.
#include "needle/needle.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "core/deterministic_math.h"
#include "needle/hand_and_faces.h"
#include "needle/held_tissue.h"
#include "needle/next_track.h"
#include "needle/on_track.h"
#include "needle/torque.h"
#include "needle/track_layers.h"

namespace dryrun::needle {
namespace {

constexpr double kLookForBoneAgain = 0.3;  // of deflection at the tip
constexpr double kStartOffSkin = 1.0;      // a needle taken up inside the body starts here

bool is_needle_in_hand(events::Tool tool) {
    return tool == events::Tool::Needle || tool == events::Tool::NeedleInGuideTube;
}

// How far the tip is ahead of the skin along the shaft; negative before it, nothing off the body.
std::optional<double> tip_beyond_skin(const NeedleSurroundings& around, const Vec3& tip,
                                      const Vec3& direction) {
    const auto hit = skin_before_tip(*around.atlas, tip, direction);
    if (!hit) return {};
    return dot(tip - hit->point, direction);
}

// Takes the needle up where the hand is, at the grip of one that stands in tissue, or off the skin
// where the tip would be in the body.
void take_needle(const Vec3& target, const Vec3& direction, const NeedleSpec& spec,
                 const NeedleSurroundings& around, NeedleState& state) {
    state.is_held = true;
    if (state.track) {
        state.hand_position = state.grip - state.track->direction * state.glided;
        state.hand_direction = state.track->direction;
        return;
    }
    state.hand_position = target;
    state.hand_direction = direction;
    state.skin_clearance = 0.0;
    const auto skin = around.atlas->skin_at(target + direction * spec.length);
    if (!skin || dot(target + direction * spec.length - skin->point, skin->normal) > 0.0) return;
    const auto beyond = tip_beyond_skin(around, target + direction * spec.length, direction);
    if (beyond && *beyond > 0.0) state.hand_position -= direction * (*beyond + kStartOffSkin);
}

void move_hand(const events::NeedlingHand& command, const NeedleSpec& spec,
               const NeedleSurroundings& around, NeedleState& state) {
    const Vec3 wanted_direction = normalised(command.direction, state.hand_direction);
    // The top of the shaft, which a sham has inside its handle.
    const Vec3 target = command.position + wanted_direction * (command.travel - state.glided);
    if (!state.is_held) {
        take_needle(target, wanted_direction, spec, around, state);
        state.turned_deg = command.rotation_deg;
        state.steady_ticks = 0;
        return;
    }
    move_held_hand(target, wanted_direction, state);
    if (state.track && state.is_in_skin) {
        turn_in_tissue(command.rotation_deg - state.turned_deg, state);
    }
    state.turned_deg = command.rotation_deg;
}

// A needle in the air, straight in the hand.
void place_in_air(const NeedleSpec& spec, NeedleState& state) {
    state.grip = state.hand_position + state.hand_direction * state.glided;
    state.shaft_direction = state.hand_direction;
    state.tip = state.hand_position + state.hand_direction * spec.length;
    state.tip_at_rest = state.tip;
    state.travel = 0.0;
    state.grip_travel = 0.0;
    state.free_length = spec.length;
    state.bend = 0.0;
    state.shaft = {state.grip, state.tip};
}

bool has_course(const NeedleState& state) {
    return state.track && !state.track->course.is_straight();
}

// The tissue step that the hand's pose makes on the present track.
TrackStep step_of(const NeedleSpec& spec, const NeedleSurroundings& around,
                  const NeedleState& state) {
    TrackStep step;
    step.is_held = state.is_held;
    step.background = around.station_background;
    // On a course everything is told from where it was when that was laid.
    if (!has_course(state)) step.entry_background = around.entry_background;
    step.is_in_guide_tube = around.is_in_guide_tube;
    step.muscle_grasp = around.muscle_grasp;
    step.beam_scale = around.scale.beam;
    step.friction.scale = around.scale.friction;
    if (!state.is_held || !state.track) return step;
    const TrackCoupling& coupling = *state.coupling;
    const Vec3 from_entry = state.hand_position - tissue::place_in_space(*state.track, 0.0);
    const double along = dot(from_entry, coupling.direction);
    // A grip swung aside holds the same length of shaft outside: what counts is its distance to the
    // hole, which the fingers may have carried aside.
    const Vec3 carried = background_at(step, 0, coupling.count);
    const Vec3 from_hole =
        from_entry - (carried - coupling.direction * dot(carried, coupling.direction));
    step.hand_at = along < 0.0 ? spec.length - length(from_hole) : spec.length + along;
    if (step.hand_at > spec.length) step.hand_at = spec.length;  // the handle is on the skin
    const double forward = dot(state.hand_direction, coupling.direction);
    for (std::size_t plane = 0; plane < 2; ++plane) {
        const Vec3& axis = coupling.lateral_axis[plane];
        step.pose.offset[plane] = dot(from_entry, axis);
        // Small-slope beam: beyond 45 degrees it knows no more.
        const double slope = dot(state.hand_direction, axis) / (forward > 0.1 ? forward : 0.1);
        step.pose.slope[plane] = det::clamp(slope, -1.0, 1.0);
    }
    return step;
}

// What is on the way along a track that the needle has come on to.
void meet_track(std::vector<TrackLayer> layers, const NeedleSpec& spec,
                const NeedleSurroundings& around, NeedleState& state) {
    const tissue::Track& track = *state.track;
    state.layers = std::move(layers);
    state.bone_path.reset();
    if (const auto bone = around.atlas->first_bone(tissue::place_in_space(track, 0.0),
                                                   track.direction, spec.length)) {
        state.bone_path = bone->distance;
        state.bone = bone->structure;
    }
    state.bone_looked_from = {};
    relax_with_layers(state, tissue::kReferenceLoad_s);
}

// Begins a track, and goes on with one that has been begun; true once it is laid.
bool begin_laying(const Vec3& entry, std::optional<tissue::Site::Field> field,
                  const NeedleSpec& spec, const NeedleSurroundings& around, NeedleState& state) {
    state.next_track = std::make_shared<NextTrack>(entry, state.hand_direction, spec, *around.site,
                                                   std::move(field));
    if (around.lays_in_parts) return false;
    while (!state.next_track->go_on(around)) {
    }
    return true;
}

LaidTrack take_laid(NeedleState& state) {
    LaidTrack laid = state.next_track->take();
    state.next_track.reset();
    return laid;
}

// Puts a tip that has met the skin on the track that has been laid from there, unless it has been
// drawn back meanwhile.
void begin_on_laid(const NeedleSpec& spec, const NeedleSurroundings& around, NeedleState& state) {
    constexpr double kDrawnBack = 0.5;
    auto [track, layers] = take_laid(state);
    const double travel = dot(state.tip - tissue::place_in_space(track, 0.0), track.direction);
    if (track.stations.empty() || travel < -kDrawnBack) return;
    begin_track(std::move(track), travel, state);
    meet_track(std::move(layers), spec, around, state);
    if (state.layers.empty()) leave_track(state);
}

void begin_at(const Vec3& entry, std::optional<tissue::Site::Field> field, const NeedleSpec& spec,
              const NeedleSurroundings& around, NeedleState& state) {
    if (begin_laying(entry, std::move(field), spec, around, state))
        begin_on_laid(spec, around, state);
}

// The free tip near skin that the fingers hold. It is looked for exactly, at a back-solve each
// time, when it is near, since a fold's side is not where its height over the skin says.
void approach_held_skin(const anatomy::SkinPoint& under, double height, const NeedleSpec& spec,
                        const NeedleSurroundings& around, NeedleState& state) {
    constexpr double kSurelyOff = 6.0;  // by which the height may err
    constexpr double kShare = 0.5;      // of the gap: the skin's side may come to meet the tip
    constexpr double kLeastStep = 0.2;
    if (height > kSurelyOff + kLeastClearance) {
        state.skin_clearance = kShare * (height - kSurelyOff);
        return;
    }
    auto field = field_of(around);
    const auto below = skin_below(*around.atlas, *field, state.tip, under.point);
    if (!below || !around.site->covers(below->at_rest)) return;
    if (below->gap > 0.0) {
        state.skin_clearance = std::max(kShare * below->gap, kLeastStep);
        return;
    }
    begin_at(below->at_rest, std::move(field), spec, around, state);
}

// The free tip moves on; where it meets the skin it begins a track.
void approach_skin(const NeedleSpec& spec, const NeedleSurroundings& around, NeedleState& state) {
    const Vec3 before = state.tip;
    place_in_air(spec, state);
    if (state.next_track && state.next_track->is_on(around.site)) {
        if (state.next_track->go_on(around)) begin_on_laid(spec, around, state);
        return;
    }
    state.next_track.reset();
    state.skin_clearance -= distance(before, state.tip);
    if (state.skin_clearance > 0.0) return;
    const auto skin = around.atlas->skin_at(state.tip);
    if (!skin) return;
    const double height = dot(state.tip - skin->point - around.entry_background, skin->normal);
    if (is_skin_loaded(around) && around.site->covers(skin->point)) {
        approach_held_skin(*skin, height, spec, around, state);
        return;
    }
    if (height > 0.0) {
        // The skin comes to meet the tip by less than the margin kept here.
        state.skin_clearance = height - kLeastClearance;
        return;
    }
    // The skin's point that the tip touches, where it lies at rest.
    const Vec3 direction = state.hand_direction;
    const Vec3 resting_tip = state.tip - around.entry_background;
    const auto hit = skin_before_tip(*around.atlas, resting_tip, direction);
    if (!hit) return;
    const double beyond = dot(resting_tip - hit->point, direction);
    if (around.site == nullptr || !around.site->covers(hit->point)) {
        if (beyond > 0.0) state.hand_position -= direction * beyond;
        place_in_air(spec, state);
        return;
    }
    begin_at(hit->point, std::nullopt, spec, around, state);
}

// A tip that only presses the skin slides on when the hand has gone aside.
bool has_slid_on_skin(const NeedleSpec& spec, const NeedleSurroundings& around,
                      const NeedleState& state) {
    const Vec3 tip = state.hand_position + state.hand_direction * spec.length;
    const TrackStep step = step_of(spec, around, state);
    const Vec3 carried = background_at(step, 0, state.coupling->count);
    const Vec3 aside = tip - tissue::place_in_space(*state.track, 0.0) - carried;
    return slides_on_skin(aside, state);
}

// Puts the needle on the track that has been laid from the hole it is in.
void redirect_to_laid(const NeedleSpec& spec, const NeedleSurroundings& around, NeedleState& state,
                      StepFacts& facts) {
    auto [track, layers] = take_laid(state);
    if (track.stations.empty()) return;
    const double angle = distance(state.track->direction, track.direction);
    TrackStep step = step_of(spec, around, state);
    std::vector<Vec3> moved;
    if (!track.course.is_straight() || has_course(state)) {
        moved = moved_since_laid(track, around);
        step.background = moved;
        step.entry_background = {};
    }
    change_track(std::move(track), step, state);
    meet_track(std::move(layers), spec, around, state);
    if (state.layers.empty()) {
        leave_track(state);
        return;
    }
    count_layers_entered(state);
    if (state.tip_state == TipState::Pressing) {
        state.tip_state = TipState::InTissue;
        state.tip_force_N = 0.0;
    }
    facts.has_redirected = true;
    facts.redirected_deg = det::degrees(2.0 * det::asin(0.5 * angle));
}

void redirect(const NeedleSpec& spec, const NeedleSurroundings& around, NeedleState& state,
              StepFacts& facts) {
    if (state.next_track) {
        // A stroke may go deeper than a needle turns at while the track is being laid.
        const bool is_still_in = state.is_held && state.is_in_skin;
        if (!is_still_in || !state.next_track->is_on(around.site)) {
            state.next_track.reset();
        } else if (state.next_track->go_on(around)) {
            redirect_to_laid(spec, around, state, facts);
        }
        return;
    }
    if (!angle_of_new_track(state)) return;
    if (around.site == nullptr || !around.site->covers(state.track->entry)) return;
    if (begin_laying(state.track->entry, field_of(around), spec, around, state))
        redirect_to_laid(spec, around, state, facts);
}

// The straight track's bone is not a bent needle's bone. Bone does not move with the tissue, so it
// is looked for where the tip is in space.
void look_for_bone(const NeedleSpec& spec, const NeedleSurroundings& around, NeedleState& state) {
    if (state.tip_state != TipState::InTissue || state.shaft.size() < 3) return;
    const Vec3 aside = state.tip - tissue::place_in_space(*state.track, 0.0) -
                       state.track->direction * state.travel;
    if (distance(aside, state.bone_looked_from) < kLookForBoneAgain) return;
    state.bone_looked_from = aside;
    constexpr double kBefore = 2.0;
    const Vec3 direction =
        normalised(state.tip - state.shaft[state.shaft.size() - 3], state.track->direction);
    const auto bone = around.atlas->first_bone(state.tip - direction * kBefore, direction,
                                               spec.length - state.travel + kBefore);
    state.bone_path.reset();
    if (!bone) return;
    state.bone = bone->structure;
    state.bone_path = state.travel + bone->distance - kBefore;
}

}  // namespace

StepFacts step_needle(const events::NeedlingHand& command, const NeedleSpec& spec,
                      const NeedleSurroundings& around, NeedleState& state) {
    StepFacts facts;
    if (is_needle_in_hand(command.tool)) {
        move_hand(command, spec, around, state);
    } else {
        state.is_held = false;
        if (!state.track) {
            state.next_track.reset();
            state.shaft.clear();
            return facts;
        }
        if (!state.is_in_skin) leave_track(state);
    }
    if (state.track && !state.is_in_skin && has_slid_on_skin(spec, around, state)) {
        // It touches again in the next tick, where it is then.
        leave_track(state);
        place_in_air(spec, state);
        return facts;
    }
    if (!state.track && state.is_held) approach_skin(spec, around, state);
    if (!state.track) return facts;
    redirect(spec, around, state, facts);
    if (!state.track) return facts;
    const double ahead = step_on_track(step_of(spec, around, state), spec, state, facts);
    if (state.is_held) {
        // Back along the line from the entry to the hand, so that the distance changes by `ahead`.
        const Vec3 from_entry = state.hand_position - tissue::place_in_space(*state.track, 0.0);
        const Vec3 outward = normalised(from_entry, -state.track->direction);
        const double along = dot(from_entry, state.track->direction);
        state.hand_position += (along < 0.0 ? outward : -state.track->direction) * ahead;
    } else {
        state.hand_position = state.grip - state.track->direction * state.glided;
        state.hand_direction = state.track->direction;
    }
    state.torque_Nmm =
        state.is_held ? torque_of_tissue_Nmm(state, spec.diameter, around.muscle_grasp) : 0.0;
    look_for_bone(spec, around, state);
    if (state.tip_state == TipState::Free) {
        leave_track(state);
        if (state.is_held) place_in_air(spec, state);
    }
    return facts;
}

void move_to_site(const NeedleSpec& spec, const NeedleSurroundings& around, NeedleState& state) {
    if (!state.track) return;
    state.next_track.reset();
    change_track(make_track_again(*state.track, spec, *around.site), step_of(spec, around, state),
                 state);
    relax_with_layers(state, tissue::kReferenceLoad_s);
}

}  // namespace dryrun::needle
