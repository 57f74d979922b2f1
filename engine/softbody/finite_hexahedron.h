// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The eight-node brick at any stretch, with one dilatation for the whole element so that nearly
// incompressible tissue flows without locking (Simo, Taylor and Pister 1985): each Gauss point is
// stretched by F (Θ/J)^⅓, Θ being deformed over undeformed volume of the element. Energy, nodal
// forces and tangent are exact derivatives of each other. mm, N.
#pragma once

#include <array>
#include <span>

#include "core/vec3.h"
#include "softbody/hexahedron.h"
#include "softbody/hyperelastic.h"

namespace dryrun::softbody {

struct FiniteForces {
    double energy = 0.0;       ///< N mm; infinite where a Gauss point is inside out
    HexahedronVector force{};  ///< ∂energy/∂u: what holds the nodes there, N
};

/// `rest`: corners unloaded; `moved`: the same, deformed; a material at each Gauss point.
FiniteForces finite_forces(const HexahedronCorners& rest, const HexahedronCorners& moved,
                           std::span<const Hyperelastic* const, kHexahedronPoints> materials);
/// ∂force/∂u, N/mm; zero where a Gauss point is inside out.
HexahedronMatrix finite_tangent(const HexahedronCorners& rest, const HexahedronCorners& moved,
                                std::span<const Hyperelastic* const, kHexahedronPoints> materials);

/// What a material feels at each Gauss point, its share of the undeformed volume beside it.
struct GaussState {
    Matrix3 deformation{};
    double volume = 0.0;  ///< mm³, undeformed
};
std::array<GaussState, kHexahedronPoints> gauss_states(const HexahedronCorners& rest,
                                                       const HexahedronCorners& moved);

}  // namespace dryrun::softbody
