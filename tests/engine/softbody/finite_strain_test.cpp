// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Large stretch: the law against closed forms, and every derivative against a difference.
#include <gtest/gtest.h>

#include <cmath>

#include "core/random.h"
#include "cube.h"
#include "softbody/finite_hexahedron.h"

namespace dryrun::softbody {
namespace {

const TransverselyIsotropic kMuscle = nearly_incompressible(0.012, 0.040, 0.006, 0.45);

Hyperelastic muscle(double stiffening, double tension) {
    Hyperelastic m = hyperelastic(kMuscle, normalised({1.0, 0.4, -0.2}));
    m.stiffening = stiffening;
    m.tension = tension;
    return m;
}

// About the identity, by at most `by` in each number.
Matrix3 some_deformation(std::uint64_t which, double by) {
    const RandomStream random(3, "deformation");
    Matrix3 f = kIdentity3;
    for (std::size_t n = 0; n < 9; ++n) f[n] += by * (2.0 * random.uniform(which, n) - 1.0);
    return f;
}

// The same after a stretch along x, and so nearly along the fibre.
Matrix3 stretched_first(Matrix3 f, double along_x) {
    for (const std::size_t n : {0, 3, 6}) f[n] *= along_x;
    return f;
}

TEST(Hyperelastic, StressAndTangentAreDerivativesOfTheEnergy) {
    constexpr double kStep = 1e-5;
    for (const Hyperelastic& m :
         {hyperelastic(Isotropic{0.0145, 0.45}), muscle(0.0, 0.0), muscle(1.5, 0.004)}) {
        for (std::uint64_t which = 0; which < 6; ++which) {
            constexpr double kAlong[] = {0.7, 1.0, 1.3};
            const Matrix3 f = stretched_first(some_deformation(which, 0.25), kAlong[which % 3]);
            const PointResponse at = respond(m, f);
            for (std::size_t n = 0; n < 9; ++n) {
                Matrix3 more = f, less = f;
                more[n] += kStep;
                less[n] -= kStep;
                EXPECT_NEAR(at.stress[n],
                            (stress(m, more).energy - stress(m, less).energy) / (2.0 * kStep),
                            1e-9);
                const Matrix3 p = respond(m, more).stress, q = respond(m, less).stress;
                for (std::size_t k = 0; k < 9; ++k) {
                    EXPECT_NEAR(at.tangent[9 * k + n], (p[k] - q[k]) / (2.0 * kStep), 1e-8);
                    EXPECT_NEAR(at.tangent[9 * k + n], at.tangent[9 * n + k], 1e-14);
                }
            }
        }
    }
}

// The tangent at rest, asked for a strain, is the linear law.
TEST(Hyperelastic, HasTheModuliOfTheLinearLawAtRest) {
    const Vec3 fibre = normalised({0.3, 1.0, 0.5});
    const Matrix6 linear = stiffness(kMuscle, fibre);
    const Hyperelastic m = hyperelastic(kMuscle, fibre);
    const PointResponse at = respond(m, kIdentity3);
    for (const double p : at.stress) EXPECT_NEAR(p, 0.0, 1e-16);
    constexpr std::size_t kPlace[6] = {0, 4, 8, 1, 5, 6};  // xx yy zz xy yz zx
    for (std::size_t r = 0; r < 6; ++r)
        for (std::size_t c = 0; c < 6; ++c)
            EXPECT_NEAR(at.tangent[9 * kPlace[r] + kPlace[c]], linear[6 * r + c], 1e-12)
                << r << ' ' << c;
}

TEST(Hyperelastic, DoesNotFeelARotation) {
    const Hyperelastic m = muscle(0.7, 0.002);
    const Matrix3 f = some_deformation(1, 0.2);
    const double c = 0.6, s = 0.8;
    Matrix3 turned{};
    for (std::size_t j = 0; j < 3; ++j) {
        turned[j] = c * f[j] - s * f[3 + j];
        turned[3 + j] = s * f[j] + c * f[3 + j];
        turned[6 + j] = f[6 + j];
    }
    EXPECT_NEAR(stress(m, turned).energy, stress(m, f).energy, 1e-16);
}

// W = μ/2 (I₁ − 3 − 2 ln J) + λ/2 ln²J pulled along x with free sides: the sideways stretch b
// solves μ (b² − 1) + λ ln(a b²) = 0.
TEST(Hyperelastic, PulledWithFreeSidesAsTheClosedForm) {
    const Hyperelastic m = hyperelastic(Isotropic{0.0145, 0.45});
    struct Row {
        double stretch, nominal_Pa, lateral;
    };
    for (const Row& row :
         {Row{0.8, -3623.98, 1.10446}, Row{1.2, 2468.47, 0.92063}, Row{1.4, 4372.92, 0.85766}}) {
        double low = 0.5, high = 1.5;
        for (int i = 0; i < 60; ++i) {
            const double b = 0.5 * (low + high);
            const Matrix3 p = respond(m, {row.stretch, 0, 0, 0, b, 0, 0, 0, b}).stress;
            (p[4] > 0.0 ? high : low) = b;
        }
        const Matrix3 p = respond(m, {row.stretch, 0, 0, 0, low, 0, 0, 0, low}).stress;
        EXPECT_NEAR(low, row.lateral, 1e-5);
        EXPECT_NEAR(p[0] * 1e6, row.nominal_Pa, 0.01);
    }
    Hyperelastic rubber = m;
    rubber.shear = 0.005;
    const Matrix3 sheared = respond(rubber, {1, 0.4, 0, 0, 1, 0, 0, 0, 1}).stress;
    EXPECT_NEAR(sheared[1] * 1e6, 2000.0, 1e-6);
}

HexahedronCorners moved(const HexahedronCorners& rest, const Matrix3& f) {
    HexahedronCorners out;
    for (std::size_t c = 0; c < 8; ++c) {
        const Vec3& x = rest[c];
        out[c] = {f[0] * x.x + f[1] * x.y + f[2] * x.z, f[3] * x.x + f[4] * x.y + f[5] * x.z,
                  f[6] * x.x + f[7] * x.y + f[8] * x.z};
    }
    return out;
}

double& number(HexahedronCorners& corners, std::size_t dof) {
    Vec3& v = corners[dof / 3];
    return dof % 3 == 0 ? v.x : dof % 3 == 1 ? v.y : v.z;
}

TEST(FiniteHexahedron, ForceAndTangentAreDerivativesOfItsEnergy) {
    constexpr double kStep = 1e-5;
    const Hyperelastic m = muscle(1.0, 0.003);
    const std::array materials{&m, &m, &m, &m, &m, &m, &m, &m};
    const HexahedronCorners rest = distorted_cube(2.0, 0.12);
    HexahedronCorners now = moved(rest, some_deformation(2, 0.2));
    for (std::size_t dof = 0; dof < 24; ++dof)
        number(now, dof) += 0.05 * static_cast<double>((dof * 7) % 5) - 0.1;
    const FiniteForces at = finite_forces(rest, now, materials);
    const HexahedronMatrix tangent = finite_tangent(rest, now, materials);
    ASSERT_TRUE(std::isfinite(at.energy));
    for (std::size_t dof = 0; dof < 24; ++dof) {
        HexahedronCorners more = now, less = now;
        number(more, dof) += kStep;
        number(less, dof) -= kStep;
        const auto p = finite_forces(rest, more, materials),
                   q = finite_forces(rest, less, materials);
        EXPECT_NEAR(at.force[dof], (p.energy - q.energy) / (2.0 * kStep), 1e-8);
        for (std::size_t other = 0; other < 24; ++other)
            EXPECT_NEAR(tangent[24 * other + dof],
                        (p.force[other] - q.force[other]) / (2.0 * kStep), 1e-7)
                << other << ' ' << dof;
    }
}

TEST(FiniteHexahedron, OfAnyShapeFollowsAUniformStretchExactly) {
    const Hyperelastic m = muscle(0.5, 0.0);
    const std::array materials{&m, &m, &m, &m, &m, &m, &m, &m};
    const HexahedronCorners rest = distorted_cube(3.0, 0.15);
    const Matrix3 f = some_deformation(0, 0.25);
    double volume = 0.0;
    for (const GaussState& point : gauss_states(rest, moved(rest, f))) {
        volume += point.volume;
        for (std::size_t n = 0; n < 9; ++n) EXPECT_NEAR(point.deformation[n], f[n], 1e-12);
    }
    EXPECT_NEAR(finite_forces(rest, moved(rest, f), materials).energy, volume * stress(m, f).energy,
                1e-14);
}

TEST(FiniteHexahedron, SaysWhenItIsInsideOut) {
    const Hyperelastic m = hyperelastic(Isotropic{});
    const std::array materials{&m, &m, &m, &m, &m, &m, &m, &m};
    const HexahedronCorners rest = distorted_cube(2.0, 0.0);
    HexahedronCorners through = rest;
    through[6] = {-1.0, -1.0, -1.0};
    EXPECT_TRUE(std::isinf(finite_forces(rest, through, materials).energy));
}

}  // namespace
}  // namespace dryrun::softbody
