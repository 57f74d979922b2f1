// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Linear elasticity of a material point: isotropic, or transversely isotropic about a fibre.
// Strains and stresses are six numbers in the order xx, yy, zz, xy, yz, zx with engineering
// shear; stresses in N/mm² (1000 kPa).
#pragma once

#include <array>

#include "core/vec3.h"

namespace dryrun::softbody {

using Vec6 = std::array<double, 6>;
/// Symmetric 6 × 6, row-major, all 36 numbers.
using Matrix6 = std::array<double, 36>;

struct Isotropic {
    double youngs = 0.01;  ///< N/mm²
    double poisson = 0.45;
};

/// Five constants about one axis. Thermodynamically admissible constants only; see
/// is_admissible().
struct TransverselyIsotropic {
    double across = 0.01;          ///< Young's modulus across the fibre, N/mm²
    double along = 0.04;           ///< along it
    double shear = 0.006;          ///< between along and across
    double poisson_along = 0.45;   ///< contraction across under pull along
    double poisson_across = 0.45;  ///< across by a pull across
};

/// The transversely isotropic solid whose volume is as hard to change as that of an isotropic one
/// of Poisson's ratio `poisson`: pull along or across changes it by (1 − 2 poisson) of the strain.
TransverselyIsotropic nearly_incompressible(double across, double along, double shear,
                                            double poisson);
bool is_admissible(const TransverselyIsotropic& material);

Matrix6 stiffness(const Isotropic& material);
/// `fibre` is a unit vector.
Matrix6 stiffness(const TransverselyIsotropic& material, const Vec3& fibre);
/// In axes of which the first runs along the fibre; and such a matrix turned to a fibre.
Matrix6 stiffness_along_axes(const TransverselyIsotropic& material);
Matrix6 turned_to(const Matrix6& along_axes, const Vec3& fibre);

/// Inverse of a symmetric positive definite matrix: stiffness to compliance and back.
Matrix6 inverse(const Matrix6& matrix);
/// a + s b
Matrix6 add_scaled(const Matrix6& a, double s, const Matrix6& b);
Vec6 multiply(const Matrix6& matrix, const Vec6& v);
/// The stress of `tension` along `fibre`: tension · fibre ⊗ fibre.
Vec6 fibre_stress(double tension, const Vec3& fibre);
/// Mean of the three shear moduli: the isotropic solid a thin shaft feels.
double mean_shear(const Matrix6& stiffness);

}  // namespace dryrun::softbody
