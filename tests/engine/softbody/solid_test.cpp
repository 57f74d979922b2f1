// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Bricks held and pulled, against closed forms.
#include "softbody/solid.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/random.h"
#include "prescribed.h"

namespace dryrun::softbody {
namespace {

constexpr Vec3 kX{1, 0, 0}, kY{0, 1, 0}, kZ{0, 0, 1};

// Pulled along x by the faces, which slide freely sideways.
SolidProblem pulled(const Solid& solid, double length, double by, Strain strain) {
    SolidProblem problem{solid, {}, {}, {}, strain};
    for (int n = 0; n < static_cast<int>(solid.points.size()); ++n) {
        const Vec3& p = solid.points[static_cast<std::size_t>(n)];
        if (p.x == 0.0) problem.holds.push_back({n, kX, 0.0});
        if (p.x == length) problem.holds.push_back({n, kX, by});
        if (p.y == 0.0) problem.holds.push_back({n, kY, 0.0});
        if (p.z == 0.0) problem.holds.push_back({n, kZ, 0.0});
    }
    return problem;
}

// 50 × 10 × 10, E 15 kPa, ν 0.45, 0.05 N: 1.66667 longer, 0.15000 thinner.
TEST(Solid, ABarIsPulledLongerAndThinner) {
    const Solid solid = box_of_bricks(even(0, 50, 5), even(0, 10, 2), even(0, 10, 2),
                                      solid_material(Isotropic{0.015, 0.45}));
    SolidProblem problem = pulled(solid, -1.0, 0.0, Strain::Small);
    problem.forces.assign(3 * solid.points.size(), 0.0);
    for (std::size_t n = 0; n < solid.points.size(); ++n) {
        const Vec3& p = solid.points[n];
        if (p.x != 50.0) continue;
        const double share = (p.y == 5.0 ? 0.5 : 0.25) * (p.z == 5.0 ? 0.5 : 0.25);
        problem.forces[3 * n] = 0.05 * share;
    }
    const auto state = balance(problem);
    ASSERT_TRUE(state.ok()) << state.error().text();
    const Vec3 corner = at_node(state->displacement, static_cast<int>(solid.points.size()) - 1);
    EXPECT_NEAR(corner.x / (0.05 * 50 / (0.015 * 100)), 1.0, 1e-8);
    EXPECT_NEAR(corner.y / (-0.45 * 0.05 * 10 / (0.015 * 100)), 1.0, 1e-8);
}

// μ 5 kPa, hardly compressible: P = μ (λ − 1/λ²).
TEST(Solid, RubberPulledFarFollowsItsLaw) {
    const double mu = 0.005, nu = 0.4999;
    const Solid solid = box_of_bricks(even(0, 10, 2), even(0, 6, 2), even(0, 6, 2),
                                      solid_material(Isotropic{2 * mu * (1 + nu), nu}));
    for (const double stretch : {0.7, 1.5}) {
        const auto state = balance(pulled(solid, 10.0, 10.0 * (stretch - 1.0), Strain::Large));
        ASSERT_TRUE(state.ok()) << state.error().text();
        const SolidMeans mean = means(solid, state->displacement, Strain::Large);
        EXPECT_NEAR(mean.nominal_stress[0] / (mu * (stretch - 1.0 / (stretch * stretch))), 1.0,
                    2e-3);
        EXPECT_NEAR(mean.gradient[4], 1.0 / std::sqrt(stretch) - 1.0, 1e-3);
        double force = 0.0;
        for (std::size_t n = 0; n < solid.points.size(); ++n)
            if (solid.points[n].x == 10.0) force += state->force[3 * n];
        EXPECT_NEAR(force / 36.0, mean.nominal_stress[0], 1e-9);
    }
}

// Uniform active stress T along the fibre, nothing held: μ (λ² − 1/λ) + T = 0.
TEST(Solid, AContractingFibreShortensAFreeBar) {
    const double mu = 0.004, nu = 0.499;
    struct Row {
        double tension, stretch;
    };
    for (const Row& row : {Row{0.0012, 0.90037}, Row{0.004, 0.68233}}) {
        const Solid solid = box_of_bricks(
            even(0, 8, 2), even(0, 8, 2), even(0, 8, 2),
            contracted(solid_material(Isotropic{2 * mu * (1 + nu), nu}), kX, row.tension));
        const auto state = balance(pulled(solid, -1.0, 0.0, Strain::Large));
        ASSERT_TRUE(state.ok()) << state.error().text();
        EXPECT_NEAR(means(solid, state->displacement, Strain::Large).gradient[0], row.stretch - 1.0,
                    2e-3);
    }
    const Solid solid =
        box_of_bricks(even(0, 10, 2), even(0, 10, 2), even(0, 10, 2),
                      contracted(solid_material(Isotropic{2 * mu * (1 + nu), nu}), kX, 0.0012));
    const auto held = balance(pulled(solid, 10.0, 0.0, Strain::Large));
    ASSERT_TRUE(held.ok());
    EXPECT_NEAR(means(solid, held->displacement, Strain::Large).nominal_stress[0], 0.0012, 1e-6);
}

TEST(Solid, AFibreThatPullsHarderShortensMoreAndIsNeverTooStrongForItself) {
    double last = 1.0;
    std::vector<double> from;
    for (double tension = 0.005; tension < 0.06; tension *= 1.5) {
        const Solid solid = box_of_bricks(
            even(0, 8, 1), even(0, 8, 1), even(0, 8, 1),
            contracted(solid_material(nearly_incompressible(0.012, 0.040, 0.006, 0.45), kX), kX,
                       tension));
        const auto state = balance(pulled(solid, -1.0, 0.0, Strain::Large), from);
        ASSERT_TRUE(state.ok()) << tension << ": " << state.error().text();
        from = state->displacement;
        const double stretch = 1.0 + means(solid, from, Strain::Large).gradient[0];
        EXPECT_LT(stretch, last - 0.02) << tension;
        last = stretch;
    }
    EXPECT_GT(last, 0.1);
}

// Bricks of any shape inside a uniformly deformed boundary follow it.
TEST(Solid, PassesThePatchTestAtLargeStretch) {
    Solid solid = box_of_bricks(
        even(0, 9, 3), even(0, 9, 3), even(0, 9, 3),
        solid_material(nearly_incompressible(0.012, 0.04, 0.006, 0.45), normalised({1, 2, 0.5})));
    const Matrix3 f = {1.3, 0.2, 0.0, -0.1, 0.8, 0.15, 0.05, 0.0, 1.1};
    SolidProblem problem{solid, {}, {}, {}, Strain::Large};
    const RandomStream random(7, "patch");
    for (std::size_t n = 0; n < solid.points.size(); ++n) {
        Vec3& p = solid.points[n];
        const auto& place = solid.places[n];
        const bool is_outside = place[0] % 3 == 0 || place[1] % 3 == 0 || place[2] % 3 == 0;
        if (!is_outside) {
            p += Vec3{random.uniform(n, 0) - 0.5, random.uniform(n, 1) - 0.5,
                      random.uniform(n, 2) - 0.5};
            continue;
        }
        const Vec3 to{f[0] * p.x + f[1] * p.y + f[2] * p.z, f[3] * p.x + f[4] * p.y + f[5] * p.z,
                      f[6] * p.x + f[7] * p.y + f[8] * p.z};
        const int node = static_cast<int>(n);
        problem.holds.push_back({node, kX, to.x - p.x});
        problem.holds.push_back({node, kY, to.y - p.y});
        problem.holds.push_back({node, kZ, to.z - p.z});
    }
    const auto state = balance(problem);
    ASSERT_TRUE(state.ok()) << state.error().text();
    for (std::size_t n = 0; n < solid.points.size(); ++n) {
        const Vec3& p = solid.points[n];
        const Vec3 u = at_node(state->displacement, static_cast<int>(n));
        EXPECT_NEAR(u.x, (f[0] - 1) * p.x + f[1] * p.y + f[2] * p.z, 1e-7);
        EXPECT_NEAR(u.y, f[3] * p.x + (f[4] - 1) * p.y + f[5] * p.z, 1e-7);
        EXPECT_NEAR(u.z, f[6] * p.x + f[7] * p.y + (f[8] - 1) * p.z, 1e-7);
    }
}

TEST(Solid, ThatNothingHoldsIsAnError) {
    const Solid solid =
        box_of_bricks(even(0, 2, 1), even(0, 2, 1), even(0, 2, 1), solid_material(Isotropic{}));
    SolidProblem problem{solid, {}, std::vector<double>(24, 0.0), {}, Strain::Large};
    problem.forces[0] = 0.01;
    EXPECT_FALSE(balance(problem).ok());
}

}  // namespace
}  // namespace dryrun::softbody
