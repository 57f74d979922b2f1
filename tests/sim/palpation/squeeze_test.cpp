// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "palpation/squeeze.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace dryrun::palpation {
namespace {

// Within the table, at its ends and beyond them.
const std::vector<tissue::UnderSkin> kPlaces = {
    {0.5, 0.0, 3.2}, {2.0, 5.0, 10.7}, {7.0, 14.0, 24.7}, {18.0, 32.0, 53.7}, {45.0, 40.0, 88.7}};

TEST(Squeeze, SkinAtRestAndRaisedSkinAreLinear) {
    for (const auto& under : kPlaces) {
        EXPECT_EQ(linear_share(0.0, under).value, 1.0);
        EXPECT_EQ(linear_share(-5.0, under).value, 1.0);
        EXPECT_NEAR(linear_share(0.01 * under.whole, under).value, 1.0, 0.03);
    }
}

TEST(Squeeze, TissueOnlyStiffensAsItIsPressedFurther) {
    for (const auto& under : kPlaces) {
        double before = 1.0;
        for (int i = 0; i <= 2000; ++i) {
            const LinearShare share = linear_share(under.whole * i / 2000.0, under);
            EXPECT_LE(share.value, before + 1e-12) << under.whole << ' ' << i;
            EXPECT_GT(share.value, 0.0);
            EXPECT_LE(share.slope, 0.0);
            before = share.value;
        }
        EXPECT_LT(before, 0.05) << "skin is not squeezed to nothing";
    }
}

TEST(Squeeze, SlopeIsThatOfTheShare) {
    constexpr double kStep = 1e-6;
    for (const auto& under : kPlaces) {
        for (double strain = 0.013; strain < 0.7; strain += 0.0371) {
            const double at = strain * under.whole;
            const double rise =
                (linear_share(at + kStep, under).value - linear_share(at - kStep, under).value) /
                (2.0 * kStep);
            EXPECT_NEAR(linear_share(at, under).slope, rise, 1e-5 + 1e-4 * std::fabs(rise));
        }
    }
}

TEST(Squeeze, TheShareHasNoJumps) {
    for (const auto& under : kPlaces) {
        double before = 1.0;
        for (int i = 0; i <= 20000; ++i) {
            const double share = linear_share(0.74 * under.whole * i / 20000.0, under).value;
            EXPECT_NEAR(share, before, 1e-3) << under.whole << ' ' << i;
            before = share;
        }
    }
}

}  // namespace
}  // namespace dryrun::palpation
