// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The eight-node brick with incompatible modes (Taylor, Beresford and Wilson 1976): three bending
// shapes a direction, condensed out of each element, so that thin layers bend and nearly
// incompressible tissue flows without locking. It passes the patch test in any convex shape.
#pragma once

#include <array>
#include <span>

#include "core/vec3.h"
#include "softbody/elasticity.h"

namespace dryrun::softbody {

/// Corners: 0 to 3 counter-clockwise at the bottom seen from the top, 4 to 7 above them.
using HexahedronCorners = std::array<Vec3, 8>;
/// 24 × 24, row-major, three rows a corner.
using HexahedronMatrix = std::array<double, 576>;
using HexahedronVector = std::array<double, 24>;
inline constexpr int kHexahedronPoints = 8;  ///< Gauss points, in the order of the corners

struct HexahedronTerms {
    HexahedronMatrix stiffness{};  ///< N/mm
    HexahedronVector load{};       ///< nodal forces of the initial stress, N
    double volume = 0.0;           ///< mm³; not positive: the corners are inside out
};

/// Stiffness with the elasticity at each Gauss point, and the forces that an initial stress at
/// each Gauss point puts on the nodes: −∫ Bᵀ σ, so that a contracting fibre pulls its ends
/// together. `initial_stress` may be empty.
HexahedronTerms hexahedron_terms(const HexahedronCorners& corners,
                                 std::span<const Matrix6* const, kHexahedronPoints> elasticity,
                                 std::span<const Vec6> initial_stress);

/// Gradients of the eight corner shapes at a Gauss point, and the volume that stands for it.
double shape_slopes(const HexahedronCorners& corners, std::size_t point,
                    std::array<Vec3, 8>& slopes);

/// Where the Gauss points lie.
std::array<Vec3, kHexahedronPoints> gauss_points(const HexahedronCorners& corners);

}  // namespace dryrun::softbody
