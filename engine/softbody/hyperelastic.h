// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Elasticity of a material point at any stretch: a compressible neo-Hookean solid that may stiffen,
// with one family of fibres that may pull. At small strain it has the moduli of elasticity.h.
//
//   W = μ (exp(b q) − 1) / 2b + λ/2 ln²J                         q = I₁ − 3 − 2 ln J
//     + (α + β ln J) (I₄ − 1) + γ g(I₄) − α/2 (I₅ − 1)           (Bonet and Burton 1998)
//     + T/2 ln I₄
//
// b = 0 is μ/2 q. g is (I₄ − 1)² as theirs where the fibre is stretched; where it is shortened,
// ln² I₄ (Hencky 1928), which carries any T. I₄ = a·C a, I₅ = a·C² a for the fibre a; T is the
// Kirchhoff stress with which the fibre pulls (Cauchy stress where volume is kept). N/mm² (1000
// kPa).
#pragma once

#include <array>

#include "core/vec3.h"
#include "softbody/elasticity.h"

namespace dryrun::softbody {

/// Row-major: [3 i + J] = ∂x_i / ∂X_J.
using Matrix3 = std::array<double, 9>;
/// Row-major derivative of one Matrix3 by another.
using Matrix9 = std::array<double, 81>;

inline constexpr Matrix3 kIdentity3 = {1, 0, 0, 0, 1, 0, 0, 0, 1};

struct Hyperelastic {
    double shear = 0.004;     ///< μ, N/mm²
    double lame = 0.036;      ///< λ, N/mm²
    double stiffening = 0.0;  ///< b, at least 0
    Vec3 fibre{1.0, 0.0, 0.0};
    double alpha = 0.0;  ///< N/mm², as are the next two
    double beta = 0.0;
    double gamma = 0.0;
    double tension = 0.0;  ///< T, N/mm²
};

Hyperelastic hyperelastic(const Isotropic& material);
/// `fibre` is a unit vector; `material` must be admissible.
Hyperelastic hyperelastic(const TransverselyIsotropic& material, const Vec3& fibre);

double determinant(const Matrix3& f);
/// J > 0 only.
Matrix3 inverse(const Matrix3& f);

/// The energy and its slope, without the tangent. `f` must not be inside out.
struct PointStress {
    double energy = 0.0;  ///< of a unit of undeformed volume, N/mm²
    Matrix3 stress{};     ///< first Piola–Kirchhoff: ∂W/∂F
};
PointStress stress(const Hyperelastic& material, const Matrix3& f);

struct PointResponse {
    Matrix3 stress{};   ///< first Piola–Kirchhoff: ∂W/∂F
    Matrix9 tangent{};  ///< ∂²W/∂F∂F
};
PointResponse respond(const Hyperelastic& material, const Matrix3& f);

}  // namespace dryrun::softbody
