// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "geometry/solids.h"

#include <gtest/gtest.h>

#include "core/random.h"

namespace dryrun {
namespace {

TEST(Solids, SayHowFarTheirSurfaceIs) {
    EXPECT_NEAR(capsule({0, 5, 0}, {-10, 0, 0}, {10, 0, 0}, 2, 2), 3.0, 1e-12);
    EXPECT_NEAR(capsule({14, 0, 0}, {-10, 0, 0}, {10, 0, 0}, 2, 3), 1.0, 1e-12);
    EXPECT_NEAR(ellipsoid({0, 0, 3}, {}, {8, 5, 2}), 1.0, 1e-12);
    EXPECT_NEAR(elliptical_cylinder({0, 0, 12}, 15, 10, 9, 0.1, 2), 3.0, 1e-12);
    EXPECT_NEAR(elliptical_cylinder({0, 9, 0}, 15, 10, 9, 0.1, 2), 0.0, 1e-12) << "its waist";
    EXPECT_NEAR(strip({2, 2, 7}, {{0, 0, 0}, {10, 0, 0}}, {{0, 9, 0}, {10, 9, 0}}, 1.5), 5.5,
                1e-12);
}

TEST(Solids, AFlatCapsuleIsThinAcrossAndWideAlong) {
    const auto at = [](const Vec3& p) {
        return flat_capsule(p, {-10, 0, 0}, {10, 0, 0}, {0, 1, 0}, 3.0, 2.0, 2.0);
    };
    EXPECT_NEAR(at({0, 2, 0}), 0.0, 1e-12);
    EXPECT_NEAR(at({0, 0, 6}), 0.0, 1e-12);
    EXPECT_LT(at({0, 0, 5.9}), 0.0);
    EXPECT_GT(at({0, 2.1, 0}), 0.0);
}

TEST(Solids, AUnionFilletsOnlyWhereBothAreNear) {
    EXPECT_EQ(smooth_union(1.0, 5.0, 3.0), 1.0);
    EXPECT_LT(smooth_union(1.0, 1.0, 3.0), 1.0);
    EXPECT_GT(smooth_union(1.0, 1.0, 3.0), 0.0);
    EXPECT_EQ(smooth_cut(-5.0, 8.0, 2.0), -5.0) << "what is cut lies outside";
    EXPECT_GT(smooth_cut(-5.0, -3.0, 2.0), 0.0);
}

// What skeletons skip on the strength of this must not show.
TEST(Solids, WhatIsTooFarToShowIsLeftOutWithoutADifference) {
    const RandomStream stream(12, "solids");
    const Capsule round({3, 4, 5}, {10, -6, 2}, 3, 2);
    const FlatCapsule flat({3, 4, 5}, {10, -6, 2}, {0, 0.6, 0.8}, 2.2, 3, 2);
    for (std::uint64_t i = 0; i < 3000; ++i) {
        const auto drawn = [&](std::uint64_t k) { return 60 * stream.uniform(i, k) - 30; };
        const Vec3 p{drawn(0), drawn(1), drawn(2)};
        const double d = 0.4 * drawn(3);
        ASSERT_EQ(joined(d, round, p, 3.0), smooth_union(d, round.distance_to(p), 3.0)) << i;
        ASSERT_EQ(joined(d, flat, p, 3.0), smooth_union(d, flat.distance_to(p), 3.0)) << i;
    }
}

// isosurface() skips blocks on the strength of this.
TEST(Solids, NoDistanceChangesFasterThanTheDistanceMoved) {
    const RandomStream stream(11, "solids");
    const auto solid = [](const Vec3& p) {
        double d = elliptical_cylinder(p, 15, 11, 10, 0.1, 3);
        d = smooth_union(d, flat_capsule(p, {5, 5, 0}, {14, 30, -9}, {1, 0, 0}, 2.5, 3, 2), 4);
        d = smooth_union(d, ellipsoid(p, {-10, 3, 4}, {6, 18, 12}), 5);
        d = smooth_union(d, strip(p, {{0, 9, 0}, {9, 9, 0}}, {{0, 9, 9}, {9, 20, 9}}, 2), 3);
        return smooth_cut(d, capsule(p, {0, 15, -30}, {0, 15, 30}, 7, 7), 2);
    };
    for (std::uint64_t i = 0; i < 3000; ++i) {
        const auto drawn = [&](std::uint64_t k) { return 60 * stream.uniform(i, k) - 30; };
        const Vec3 p{drawn(0), drawn(1), drawn(2)};
        const Vec3 q = p + Vec3{drawn(3), drawn(4), drawn(5)} * 0.1;
        ASSERT_LE(std::fabs(solid(p) - solid(q)), 1.25 * distance(p, q)) << i;
    }
}

}  // namespace
}  // namespace dryrun
