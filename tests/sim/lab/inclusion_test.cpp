// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "lab/inclusion.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/deterministic_math.h"
#include "lab/layers.h"

namespace dryrun::lab {
namespace {

softbody::Solid block(double shift, int cells) {
    std::vector<double> at;
    for (const double x : even(40.0, cells)) at.push_back(x - 20.0 + shift);
    return softbody::box_of_bricks(at, at, at, softbody::solid_material(softbody::Isotropic{}));
}

template <typename Body>
double volume(const softbody::Solid& solid, int cells, const Body& body) {
    double sum = 0.0;
    for (const double share : shares_of(solid, body)) sum += share;
    return sum * std::pow(40.0 / cells, 3.0);
}

TEST(Inclusion, IsAsLargeInEveryMeshWhereverItLies) {
    const Ellipsoid body{{0.3, -0.2, 0.1}, {6.0, 3.0, 2.0}};
    const double whole = 4.0 / 3.0 * det::kPi * 6.0 * 3.0 * 2.0;
    for (const int cells : {8, 16, 32})
        for (const double shift : {0.0, 0.7})
            EXPECT_NEAR(volume(block(shift, cells), cells, body), whole, 0.01 * whole) << cells;
}

TEST(Inclusion, ABandPullsOverItsWholeSectionAndHalfOfItsEnds) {
    const Band band{{0.0, 0.0, 0.0}, 4.0, 30.0};
    // Each end fades over one radius inside its length: half of that is lost.
    const double whole = det::kPi * 16.0 * (30.0 - 4.0);
    for (const int cells : {8, 20})
        EXPECT_NEAR(volume(block(0.5, cells), cells, band), whole, 0.01 * whole) << cells;
}

// Two on the same nodes stretch alike.
TEST(Inclusion, OfTheSameTissueChangesNothing) {
    softbody::Solid solid = block(0.0, 4);
    const auto plain =
        softbody::means(solid, std::vector<double>(375, 0.0), softbody::Strain::Large);
    embed(solid, shares_of(solid, Ellipsoid{{}, {7.0, 6.0, 5.0}}), solid.materials.front());
    EXPECT_GT(solid.bricks.size(), 64u);
    softbody::SolidProblem problem{solid, {}, {}, {}, softbody::Strain::Large};
    for (int n = 0; n < static_cast<int>(solid.points.size()); ++n) {
        const int height = solid.places[static_cast<std::size_t>(n)][2];
        if (height != 0 && height != 4) continue;
        for (const Vec3& along : {Vec3{1, 0, 0}, Vec3{0, 1, 0}})
            problem.holds.push_back({n, along, 0.0});
        problem.holds.push_back({n, {0, 0, 1}, height == 4 ? -4.0 : 0.0});
    }
    const auto embedded = softbody::balance(problem);
    softbody::Solid alone = block(0.0, 4);
    const softbody::SolidProblem without{alone, problem.holds, {}, {}, softbody::Strain::Large};
    const auto bare = softbody::balance(without);
    ASSERT_TRUE(embedded.ok() && bare.ok());
    for (std::size_t i = 0; i < bare->displacement.size(); ++i)
        ASSERT_NEAR(embedded->displacement[i], bare->displacement[i], 1e-6);
    EXPECT_GT(plain.volume, 0.0);
}

}  // namespace
}  // namespace dryrun::lab
