// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The needle of the rigid corridor. The ceilings of the hand, the laws of faces and old channels
// and the angles at which a shallow needle takes a new direction are those of sim/needle.
#include <algorithm>
#include <cmath>
#include <utility>

#include "core/deterministic_math.h"
#include "needle/hand_and_faces.h"
#include "needle/on_track.h"
#include "needle/track_layers.h"
#include "session/rigid_corridor.h"
#include "session/tissue_contact.h"
#include "softbody/beam.h"

namespace dryrun::session {
namespace {

using needle::NeedleState;
using needle::TipState;

constexpr double kTick_s = 1e-3;

void move_hand(const events::NeedlingHand& command, NeedleState& state) {
    const Vec3 wanted = normalised(command.direction, state.hand_direction);
    const Vec3 target = command.position + wanted * command.travel;
    if (!state.is_held) {
        state.is_held = true;
        state.hand_position = state.track ? state.grip : target;
        state.hand_direction = state.track ? state.track->direction : wanted;
        state.skin_clearance = 0.0;
        state.steady_ticks = 0;
        return;
    }
    needle::move_held_hand(target, wanted, state);
}

void place_in_air(const needle::NeedleSpec& spec, NeedleState& state) {
    state.grip = state.hand_position;
    state.shaft_direction = state.hand_direction;
    state.tip = state.tip_at_rest = state.hand_position + state.hand_direction * spec.length;
    state.free_length = spec.length;
    state.tip_path = state.tip_speed_mm_s = 0.0;
    state.axial_force_N = state.tip_force_N = 0.0;
    state.tip_state = TipState::Free;
    state.is_in_skin = false;
    state.is_buckled = false;
}

void leave(NeedleState& state) {
    state.track.reset();
    state.layers.clear();
    state.bone_path.reset();
    state.layers_entered = 0;
    state.deepest_path = 0.0;
    state.skin_clearance = 0.0;
}

// A straight way from `entry`; false, and all as before, where it meets no layer.
bool lay(const Vec3& entry, const Vec3& direction, const needle::NeedleSpec& spec,
         const needle::NeedleSurroundings& around, NeedleState& state) {
    tissue::Track track;
    track.entry = entry;
    track.direction = direction;
    auto layers = needle::layers_of_track(*around.atlas, *around.materials, around.bands, track,
                                          spec.length, spec.diameter);
    if (layers.empty()) return false;
    state.layers = std::move(layers);
    state.track = std::move(track);
    state.bone_path.reset();
    if (const auto bone = around.atlas->first_bone(entry, direction, spec.length)) {
        state.bone_path = bone->distance;
        state.bone = bone->structure;
    }
    return true;
}

void approach_skin(const needle::NeedleSpec& spec, const needle::NeedleSurroundings& around,
                   NeedleState& state) {
    const Vec3 before = state.tip;
    place_in_air(spec, state);
    state.skin_clearance -= distance(before, state.tip);
    if (state.skin_clearance > 0.0) return;
    const auto skin = around.atlas->skin_at(state.tip);
    if (!skin) return;
    const double height = dot(state.tip - skin->point, skin->normal);
    if (height > 0.0) {
        state.skin_clearance = height - needle::kLeastClearance;
        return;
    }
    const Vec3 direction = state.hand_direction;
    const auto hit = needle::skin_before_tip(*around.atlas, state.tip, direction);
    if (!hit || !lay(hit->point, direction, spec, around, state)) return;
    state.tip_state = TipState::Pressing;
}

// Of the tip that only presses the skin: whether the hand has gone aside.
bool has_slid(const needle::NeedleSpec& spec, const NeedleState& state) {
    return needle::slides_on_skin(
        state.hand_position + state.hand_direction * spec.length - state.track->entry, state);
}

void redirect(const needle::NeedleSpec& spec, const needle::NeedleSurroundings& around,
              NeedleState& state, needle::StepFacts& facts) {
    const auto angle = needle::angle_of_new_track(state);
    if (!angle) return;
    const Vec3 entry = state.track->entry;
    if (!lay(entry, state.hand_direction, spec, around, state)) return;
    needle::count_layers_entered(state);
    state.tip_state = TipState::InTissue;
    facts.has_redirected = true;
    facts.redirected_deg = det::degrees(2.0 * det::asin(0.5 * *angle));
}

// Where the hand would have the tip, as a path from the entry.
double wanted_path(const needle::NeedleSpec& spec, const NeedleState& state) {
    const Vec3 from_entry = state.hand_position - state.track->entry;
    const double along = dot(from_entry, state.track->direction);
    const double wanted = along < 0.0 ? spec.length - length(from_entry) : spec.length + along;
    return std::min(wanted, spec.length);  // the handle is on the skin
}

double friction_N(const NeedleState& state, double grasp) {
    double sum = 0.0;
    for (const needle::TrackLayer& layer : state.layers) {
        if (layer.enter >= state.tip_path) break;
        const double held = std::min(layer.exit, state.tip_path) - layer.enter;
        sum += held * layer.friction_N_per_mm * (layer.is_muscle ? grasp : 1.0);
    }
    return sum;
}

// Pushes the tip on to `path`, through the faces that give way to a hand that wants it at `wanted`.
struct Advance {
    double path = 0.0;
    double tip_N = 0.0;
    bool is_stopped = false;  ///< by a face that holds
};
Advance advance(double path, double wanted, const needle::NeedleSpec& spec, double ceiling_N,
                NeedleState& state, needle::StepFacts& facts) {
    const needle::Grip grip;
    while (static_cast<std::size_t>(state.layers_entered) < state.layers.size()) {
        const auto& layer = state.layers[static_cast<std::size_t>(state.layers_entered)];
        if (path < layer.enter) break;
        if (layer.puncture_N > 0.0) {
            // The face's softness and the hand's in series.
            const double N_per_mm = 1.0 / (1.0 / layer.face_N_per_mm + 1.0 / grip.stiffness);
            const double beyond = std::max(wanted - layer.enter, 0.0);
            const double push_N = std::min(beyond * N_per_mm, ceiling_N);
            const double holds = needle::puncture_force(state, layer);
            if (spec.is_sham() || push_N < holds) return {layer.enter, push_N, true};
            needle::Puncture fact;
            fact.structure = layer.structure;
            fact.path = layer.enter;
            fact.force_N = holds;
            fact.indentation = holds / layer.face_N_per_mm;
            fact.at = tissue::place_at_rest(*state.track, layer.enter);
            fact.is_skin = !state.is_in_skin;
            fact.is_taut_band = layer.is_taut_band;
            facts.punctures.push_back(fact);
            state.is_in_skin = true;
        }
        ++state.layers_entered;
    }
    return {path, 0.0, false};
}

// Meets bone, and undoes the faces that the tip has drawn back from.
void settle(double path, NeedleState& state, needle::StepFacts& facts) {
    const bool is_on_bone = state.bone_path && path >= *state.bone_path;
    if (is_on_bone) path = *state.bone_path;
    needle::tell_bone(is_on_bone, state, facts);
    while (state.layers_entered > 0 &&
           path < state.layers[static_cast<std::size_t>(state.layers_entered - 1)].enter)
        --state.layers_entered;
    state.tip_speed_mm_s = det::clamp((path - state.tip_path) / kTick_s, -needle::kMostTipSpeed,
                                      needle::kMostTipSpeed);
    state.tip_path = path;
    state.deepest_path = std::max(state.deepest_path, path);
}

// The force that the hand can put on the shaft before that bows out.
double ceiling_N(const needle::NeedleSpec& spec, bool is_in_guide_tube, const NeedleState& state) {
    if (spec.is_sham()) return spec.glide_N;  // the shaft's slide into the handle is not followed
    const double free = spec.length - std::max(state.tip_path, 0.0);
    if (is_in_guide_tube || free < needle::kLeastFreeLength) return needle::kHandForce;
    const double bending = softbody::bending_stiffness(spec.youngs_GPa, spec.diameter);
    return std::min(needle::kHandForce,
                    softbody::euler_load(bending, free, softbody::BeamEnds::ClampedPinned));
}

// One tick on a track. The tip moves only as far as the hand's spring overcomes friction and
// cutting.
void step_on_track(const needle::NeedleSpec& spec, const needle::NeedleSurroundings& around,
                   NeedleState& state, needle::StepFacts& facts) {
    const needle::Grip grip;
    const double most = ceiling_N(spec, around.is_in_guide_tube, state);
    double wanted = wanted_path(spec, state);
    const double friction = state.is_in_skin ? friction_N(state, around.muscle_grasp) : 0.0;
    const double forward_N = friction + (state.is_in_skin ? needle::cutting_force(state) : 0.0);
    const double low = wanted - forward_N / grip.stiffness;
    const double high = wanted + friction / grip.stiffness;
    const double path = state.is_in_skin ? det::clamp(state.tip_path, low, high) : low;
    const Advance moved =
        advance(path, wanted - friction / grip.stiffness, spec, most, state, facts);
    if (!state.is_in_skin) {
        // On the skin, or just off it.
        state.tip_state = TipState::Pressing;
        state.tip_path = state.tip_speed_mm_s = 0.0;
        state.tip_force_N = state.axial_force_N = moved.tip_N;
        if (wanted < -needle::kLeastClearance) state.tip_state = TipState::Free;
    } else {
        state.tip_state = moved.is_stopped                      ? TipState::Pressing
                          : state.tip_state == TipState::OnBone ? TipState::OnBone
                                                                : TipState::InTissue;
        settle(moved.path, state, facts);
        const double spring_N = grip.stiffness * (wanted - state.tip_path);
        state.tip_force_N = moved.is_stopped ? moved.tip_N : std::max(0.0, spring_N - friction);
        state.axial_force_N = moved.is_stopped ? friction + moved.tip_N
                                               : std::clamp(spring_N, -needle::kHandForce, most);
        if (state.tip_path <= 0.0 || state.layers_entered == 0) {
            facts.has_left_tissue = true;
            state.tip_state = TipState::Free;
            state.is_in_skin = false;
        }
    }
    const bool is_bowed =
        !spec.is_sham() && most < needle::kHandForce && state.axial_force_N >= most;
    if (is_bowed && !state.is_buckled) {
        facts.has_buckled = true;
        facts.buckling_N = most;
        facts.free_length = spec.length - state.tip_path;
    }
    state.is_buckled = is_bowed;
    // The hand comes no farther than its force, or the shaft, lets it.
    const double ahead = wanted - state.tip_path - most / grip.stiffness;
    const double behind = state.tip_path - wanted - needle::kHandForce / grip.stiffness;
    if (state.is_in_skin && !moved.is_stopped && ahead > 0.0)
        state.hand_position -= state.track->direction * ahead;
    if (state.is_in_skin && behind > 0.0) state.hand_position += state.track->direction * behind;
}

}  // namespace

needle::StepFacts step_needle_in_corridor(const events::NeedlingHand& command,
                                          const needle::NeedleSpec& spec,
                                          const needle::NeedleSurroundings& around,
                                          needle::NeedleState& state) {
    needle::StepFacts facts;
    if (holds_needle(command)) {
        move_hand(command, state);
    } else {
        state.is_held = false;
        state.axial_force_N = state.tip_force_N = state.tip_speed_mm_s = 0.0;
        if (state.track && !state.is_in_skin) leave(state);
        if (!state.track) {
            state.tip_state = TipState::Free;
            return facts;
        }
    }
    if (state.track && !state.is_in_skin && has_slid(spec, state)) {
        leave(state);
        place_in_air(spec, state);
        return facts;
    }
    if (!state.track && state.is_held) approach_skin(spec, around, state);
    if (!state.track) return facts;
    if (state.is_held) {
        redirect(spec, around, state, facts);
        step_on_track(spec, around, state, facts);
    }
    if (state.tip_state == TipState::Free) {
        leave(state);
        if (state.is_held) place_in_air(spec, state);
        return facts;
    }
    const tissue::Track& track = *state.track;
    state.tip = state.tip_at_rest = tissue::place_at_rest(track, state.tip_path);
    state.grip = state.tip - track.direction * spec.length;
    state.shaft_direction = state.is_held ? state.hand_direction : track.direction;
    state.free_length = spec.length - state.tip_path;
    state.grasp = around.muscle_grasp;
    return facts;
}

}  // namespace dryrun::session
