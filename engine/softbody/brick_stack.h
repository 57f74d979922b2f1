// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The skin of flat layers under a small load: how far bricks let it give, and how far the layers
// themselves do. Bricks with corners 5 mm apart cannot follow the dimple under a load of 2 mm: it
// gives by a half too little in the middle of a face, at a corner by little. The difference is what
// a mesh lacks near a load; it falls to nothing within two bricks, and hangs on what lies on top.
//
// Both are summed over waves cos(kx x) cos(ky y) of one square of skin that repeats: for each the
// layers answer by their depth alone. Bricks are those of hexahedron.h, nodes in phase with the
// wave; the layers are followed exactly along the skin and in thin slabs downwards (Kausel and
// Roësset 1981). mm, N.
#pragma once

#include <span>
#include <vector>

#include "softbody/elasticity.h"

namespace dryrun::softbody {

struct FlatBrick {
    double height = 1.0;
    Isotropic upper, lower;  ///< halves
    /// Of a membrane on its upper face: Young's modulus times thickness, N/mm, and Poisson's ratio.
    double tension_stiffness = 0.0;
    double poisson = 0.45;
};
/// From the skin down; the last one's lower face is held.
using BrickStack = std::vector<FlatBrick>;

/// The isotropic solid with the mean shear modulus and the bulk modulus of this stiffness.
Isotropic isotropic_mean(const Matrix6& stiffness);

/// The side of the square of skin that repeats.
inline constexpr double kRepeats = 80.0;

/// Inward displacement of a corner by 1 N inward on another, `i` bricks aside and `j` along:
/// entry i · count + j. A brick's sides are `cell` long, a whole part of kRepeats.
std::vector<double> corner_compliance(const BrickStack& stack, double cell, int count);

/// The same of squares of skin of this side, loaded evenly, the mean over another one `i · side`
/// and `j · side` away.
std::vector<double> square_compliance(const BrickStack& stack, double side, int count);

}  // namespace dryrun::softbody
