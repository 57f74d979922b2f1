// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Bricks of tissue at rest: where their nodes lie, what they are made of, how they are held, and
// the displacement at which every force balances, for small strains or for any. mm, N.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "core/result.h"
#include "core/vec3.h"
#include "softbody/assembly.h"
#include "softbody/factor.h"
#include "softbody/hyperelastic.h"

namespace dryrun::softbody {

/// One tissue: its linear law, the law at any stretch that has the same moduli, and what its
/// fibres pull.
struct SolidMaterial {
    Matrix6 small{};
    Hyperelastic large;  ///< with the fibre and its tension
};
SolidMaterial solid_material(const Isotropic& material);
SolidMaterial solid_material(const TransverselyIsotropic& material, const Vec3& fibre);
/// The same with fibres along `fibre` that pull with `tension` N/mm².
SolidMaterial contracted(SolidMaterial material, const Vec3& fibre, double tension);

struct Solid {
    std::vector<Vec3> points;
    std::vector<LatticePlace> places;        ///< as Assembly wants them
    std::vector<std::array<int, 8>> bricks;  ///< corners in the order of HexahedronCorners
    std::vector<int> material_of;            ///< one a brick
    std::vector<SolidMaterial> materials;
    double stiffness_scale = 1.0;  ///< on every brick's moduli (scale.h)
};
/// A box of bricks between planes; each list rises. Nodes run along x, then y, then z.
Solid box_of_bricks(const std::vector<double>& xs, const std::vector<double>& ys,
                    const std::vector<double>& zs, const SolidMaterial& material);

/// A node that cannot move along a unit vector except by what is given.
struct Hold {
    int node = 0;
    Vec3 along;
    double displacement = 0.0;
};

enum class Strain : std::uint8_t { Small, Large };

/// A part of the energy other than the bricks' and its derivatives by the nodes' places: springs,
/// contact.
struct Energy {
    std::function<double(std::span<const Vec3> moved)> value;
    std::function<void(std::span<const Vec3> moved, std::vector<double>& forces, Assembly& tangent)>
        add_derivatives;
};

struct SolidProblem {
    const Solid& solid;
    std::vector<Hold> holds;
    std::vector<double> forces;  ///< three a node, or empty
    std::vector<Energy> others;
    Strain strain = Strain::Large;
    double balanced = 1e-10;  ///< of the sum of all nodal forces, that may be left over
};

struct SolidState {
    std::vector<double> displacement;  ///< three a node
    std::vector<double> force;         ///< with which the bricks pull back at each node, N
    int iterations = 0;
};

/// Newton's method with a line search, from `start` (empty: from rest), in as many steps of the
/// holds and forces as it takes. Errors: nothing holds the solid, no balance is found.
Result<SolidState> balance(const SolidProblem& problem, std::span<const double> start = {});

/// Small strains: what each of `loads` reads (a load as a functional) of the displacement by a unit
/// of each, row-major, mm/N. Errors: nothing holds the solid.
Result<std::vector<double>> compliance(const Solid& solid, const std::vector<Hold>& holds,
                                       std::span<const NodalLoad> loads);

/// Means over the undeformed volume: F − 1 and the first Piola–Kirchhoff and Cauchy stresses; for
/// small strains the gradient of the displacement and the stress.
struct SolidMeans {
    Matrix3 gradient{};
    Matrix3 nominal_stress{};
    Matrix3 cauchy_stress{};
    double volume = 0.0;
};
SolidMeans means(const Solid& solid, std::span<const double> displacement, Strain strain);

}  // namespace dryrun::softbody
