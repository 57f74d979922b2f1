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

struct FiniteTerms {
    double energy = 0.0;         ///< N mm
    HexahedronVector force{};    ///< ∂energy/∂u: what holds the nodes there, N
    HexahedronMatrix tangent{};  ///< ∂force/∂u, N/mm
    double volume = 0.0;         ///< mm³, deformed; not positive: inside out, and the rest is zero
};

/// `rest`: corners unloaded; `moved`: the same, deformed; a material at each Gauss point.
FiniteTerms finite_terms(const HexahedronCorners& rest, const HexahedronCorners& moved,
                         std::span<const Hyperelastic* const, kHexahedronPoints> materials);
/// The energy alone; infinite where a Gauss point is inside out.
double finite_energy(const HexahedronCorners& rest, const HexahedronCorners& moved,
                     std::span<const Hyperelastic* const, kHexahedronPoints> materials);

/// What a material feels at each Gauss point, its share of the undeformed volume beside it.
struct GaussState {
    Matrix3 deformation{};
    double volume = 0.0;  ///< mm³, undeformed
};
std::array<GaussState, kHexahedronPoints> gauss_states(const HexahedronCorners& rest,
                                                       const HexahedronCorners& moved);

}  // namespace dryrun::softbody
