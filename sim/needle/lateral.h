// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The needle's shaft as a beam: clamped in the hand, held by the tissue at the stations it has
// reached, in two planes. A direct solve each tick. The planes act on each other neither through
// the beam (a round wire) nor, in this version, through the tissue.
#pragma once

#include <array>
#include <cstddef>

#include "needle/axial.h"
#include "needle/needle.h"
#include "softbody/beam.h"

namespace dryrun::needle {

/// The hand's pose against the track's line, at the top of the shaft.
struct LateralPose {
    std::array<double, 2> offset{};
    std::array<double, 2> slope{};
};

struct LateralProblem {
    const TrackCoupling* coupling = nullptr;
    double bending_stiffness = 1.0;
    double free_length = 1.0;  ///< from the grip to the skin
    int engaged = 0;           ///< stations, from the skin
    StationValues hold{};      ///< share of each station's piece that the shaft fills, 0 to 1
    std::array<StationValues, 2> background{};  ///< lateral displacement of the tissue
    bool is_held = true;
};

struct LateralForces {
    std::array<StationValues, 2> tissue_N{};  ///< on the tissue
    std::array<softbody::BeamClamp, 2> clamp;
    double hand_N = 0.0;
};

/// The hand's lateral ceiling scales pose and forces down together.
LateralForces solve_lateral(const LateralProblem& problem, const LateralPose& pose);

/// Deflection of the shaft from the track's line at a distance from the grip, per plane.
std::array<double, 2> deflection_at(const LateralProblem& problem, const LateralForces& forces,
                                    double from_grip);

}  // namespace dryrun::needle
