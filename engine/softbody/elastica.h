// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A thin wire that bends as far as it is made to: the planar elastica, neither stretched nor
// sheared (of a filiform needle both are below 0.1 %), from the hand's end to the tip.
//
// Curvature is constant along each of many short arcs; the balance is where the energy has no
// slope, with what is held as constraints. mm, N.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/result.h"
#include "softbody/beam.h"

namespace dryrun::softbody {

/// Springs towards the straight line, N a mm of deflection and mm of wire.
struct Foundation {
    double from = 0.0;  ///< mm from the hand's end
    double to = 0.0;
    double stiffness = 0.0;  ///< N/mm²
};

struct Wire {
    double bending_stiffness = 0.037;  ///< N mm²
    double length = 40.0;
    BeamEnds ends = BeamEnds::ClampedFree;
    std::vector<Foundation> foundation;
    bool is_small = false;         ///< slopes so small that the answer is linear in lateral load
    double stiffness_scale = 1.0;  ///< on bending_stiffness, in the balance alone (scale.h)
};

struct WireLoad {
    double lateral_N = 0.0;            ///< at the tip
    double axial_N = 0.0;              ///< at the tip, towards the hand
    std::optional<double> shortening;  ///< of the tip towards the hand; instead of axial_N
    double hand_offset = 0.0;          ///< lateral, of the hand's end
};

inline constexpr int kWireArcs = 128;

struct WireState {
    std::vector<double> at;     ///< mm from the hand's end, evenly to the tip
    std::vector<double> angle;  ///< radians, towards the positive side
    std::vector<double> deflection;
    double tip_approach = 0.0;     ///< of the tip towards the hand
    double axial_N = 0.0;          ///< compression, at the tip
    double hand_force_N = 0.0;     ///< lateral, by the hand on the wire
    double root_moment_Nmm = 0.0;  ///< by the hand on the wire; zero where it is pinned
    double deflection_at(double s) const;
};

/// Where the wire is straight and would buckle it bows to the positive side. Errors: no balance.
Result<WireState> bend(const Wire& wire, const WireLoad& load);

/// The axial force at which the straight wire gives way, N; the foundation holds it.
double critical_force(const Wire& wire);

}  // namespace dryrun::softbody
