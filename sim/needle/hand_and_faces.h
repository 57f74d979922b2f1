// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What a needle in the block of elements and one in the rigid corridor (sim/session) have in
// common: the hand's ceilings, when a turned handle begins a new track, and the forces of faces and
// of old channels. N, mm, rad.
#pragma once

#include <optional>

#include "needle/needle.h"

namespace dryrun::needle {

inline constexpr double kLeastClearance = 1.0;   // of a free tip, within which skin is looked for
inline constexpr double kLeastFreeLength = 2.0;  // shorter spans do not buckle below a hand's force
inline constexpr double kMostTipSpeed = 150.0;  // mm/s, as reported: a recoil counts as a fast hand

/// Moves a hand that has the needle by a tick, after its ceilings of speed and turning.
void move_held_hand(const Vec3& target, const Vec3& wanted_direction, NeedleState& state);

/// Whether a tip that only presses the skin slides on: it is `from_entry` off where it touched.
bool slides_on_skin(const Vec3& from_entry, const NeedleState& state);

/// Whether the tip is shallow enough for a new track from the same hole.
bool can_redirect(const NeedleState& state);
/// The angle by which the handle was turned with the tip shallow, where that begins a new track
/// from the same hole; needs a track.
std::optional<double> angle_of_new_track(const NeedleState& state);

/// After a new track was laid: the tip is where it was, behind the faces that it has passed.
void count_layers_entered(NeedleState& state);

/// What the face holds, less where the channel is an old one; and what the tip cuts with.
double puncture_force(const NeedleState& state, const TrackLayer& layer);
double cutting_force(const NeedleState& state);

/// The tip is on bone, or is not any more.
void tell_bone(bool is_on_bone, NeedleState& state, StepFacts& facts);

}  // namespace dryrun::needle
