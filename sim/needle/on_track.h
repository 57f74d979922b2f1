// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// One tick of a needle that is on its track: what the tip is doing, friction, bending, bone,
// buckling. Knows the track and its layers, no atlas and no site, so that it can be tested on any
// tissue.
#pragma once

#include <span>

#include "needle/axial.h"
#include "needle/lateral.h"
#include "needle/needle.h"
#include "softbody/friction.h"

namespace dryrun::needle {

/// Force and speed ceilings of the hand, N and mm a tick.
inline constexpr double kHandForce = 2.0;
inline constexpr double kHandSpeed = 0.15;

/// What holds the needle: a spring to where it wants the needle, up to a force.
struct Grip {
    double stiffness = 1.0;  ///< N/mm, a needle between finger and thumb. ASSUMED
    double force = kHandForce;
};

/// What acts on a needle on its track in one tick.
struct TrackStep {
    bool is_held = true;
    /// Where the hand would have the tip, along the track from the entry.
    double hand_at = 0.0;
    LateralPose pose;
    /// Displacement of the stations by everything else; all of them by `entry_background` where
    /// there is not one value a station.
    std::span<const Vec3> background;
    Vec3 entry_background;
    bool is_in_guide_tube = false;
    double muscle_grasp = 1.0;
    double step_s = 1e-3;
    Grip grip;
    softbody::FrictionLaw friction;
    double beam_scale = 1.0;  ///< on the shaft's bending stiffness (softbody/scale.h)
    int sweeps = kAxialSweeps;
};

/// Displacement of a station by everything else.
Vec3 background_at(const TrackStep& step, int station, int count);

/// Returns how far the hand has got ahead of what its force can hold, along the track: the hand
/// is to be moved back by that.
double step_on_track(const TrackStep& step, const NeedleSpec& spec, NeedleState& state,
                     StepFacts& facts);

/// Puts a needle on a track: the tip at `travel` from the entry in space, nothing punctured.
/// `layers` and `bone_path` of the state are to be set by the caller.
void begin_track(tissue::Track track, double travel, NeedleState& state);

/// The same needle on another track of the same entry: forces are kept where stations remain, and
/// no station slips by the change.
void change_track(tissue::Track track, const TrackStep& step, NeedleState& state);

/// Forgets the track.
void leave_track(NeedleState& state);

/// Lets the tissue at each station relax as its layer does; needs track and layers. The track's
/// compliance is that of tissue `reference_s` after a strain came on, 0: at once.
void relax_with_layers(NeedleState& state, double reference_s = 0.0);

}  // namespace dryrun::needle
