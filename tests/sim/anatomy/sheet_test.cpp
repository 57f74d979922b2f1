// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What a sheet is made of: its footprint and fibres, and stacked heights.
#include <gtest/gtest.h>

#include "anatomy/footprint.h"
#include "anatomy/height_stack.h"
#include "core/random.h"

namespace dryrun::anatomy {
namespace {

// From three points on the midline to a border that is shorter and further down.
Footprint slanting_sheet() {
    return Footprint(
        {{{0.0, 100.0}, {0.0, 70.0}, {0.0, 40.0}}, {{60.0, 60.0}, {65.0, 30.0}, {70.0, 0.0}}});
}

TEST(Footprint, FindsThePlaceItWasAskedFor) {
    const Footprint sheet = slanting_sheet();
    for (int i = 0; i <= 10; ++i) {
        for (int j = 0; j <= 10; ++j) {
            const ChartPlace place = sheet.at(i / 10.0, j / 10.0);
            const auto found = sheet.find(place.u, place.v);
            ASSERT_TRUE(found) << i << ' ' << j;
            EXPECT_NEAR(found->along, i / 10.0, 1e-6);
            EXPECT_NEAR(found->across, j / 10.0, 1e-6);
        }
    }
}

TEST(Footprint, EndsAtItsOutline) {
    const Footprint sheet = slanting_sheet();
    EXPECT_FALSE(sheet.find(30.0, 90.0));
    EXPECT_FALSE(sheet.find(30.0, 15.0));
    EXPECT_FALSE(sheet.find(75.0, 20.0));
    EXPECT_TRUE(sheet.find(30.0, 50.0));
}

TEST(Footprint, FibresRunFromOriginToInsertion) {
    const auto place = slanting_sheet().find(30.0, 50.0);
    ASSERT_TRUE(place);
    EXPECT_GT(place->direction.u, 0.8);
    EXPECT_LT(place->direction.v, -0.4);
    EXPECT_NEAR(place->fibre_length, 76.0, 4.0);
}

TEST(Footprint, SaysHowAPlaceChangesNextToIt) {
    const Footprint sheet = slanting_sheet();
    const auto place = sheet.find(30.0, 50.0);
    const auto beside = sheet.find(30.2, 50.3);
    ASSERT_TRUE(place && beside);
    EXPECT_NEAR(beside->along - place->along, 0.2 * place->along_by.u + 0.3 * place->along_by.v,
                1e-4);
    EXPECT_NEAR(beside->across - place->across, 0.2 * place->across_by.u + 0.3 * place->across_by.v,
                1e-4);
}

TEST(Footprint, FanFromOnePointKeepsItsPlaces) {
    const Footprint fan({{{0.0, 0.0}, {0.0, 60.0}}, {{50.0, 90.0}, {50.0, 90.0}}});
    const auto place = fan.find(25.0, 60.0);
    ASSERT_TRUE(place);
    EXPECT_NEAR(place->along, 0.5, 1e-6);
    EXPECT_NEAR(place->across, 0.5, 1e-6);
}

HeightStack three_surfaces() {
    ChartGrid grid;
    grid.columns = 12;
    grid.rows = 10;
    const RandomStream random(5, "height stack test");
    std::vector<std::vector<double>> surfaces(3, std::vector<double>(grid.size()));
    for (std::size_t n = 0; n < grid.size(); ++n) {
        surfaces[0][n] = 4.0 * random.uniform(n);
        surfaces[1][n] = surfaces[0][n] + (n % 3 == 0 ? 0.0 : 2.0 * random.uniform(n, 1));
        surfaces[2][n] = surfaces[1][n];
    }
    return HeightStack(grid, surfaces);
}

TEST(HeightStack, SurfacesNeverCross) {
    const HeightStack stack = three_surfaces();
    double heights[kMostSurfaces];
    for (double u = -3.0; u < 50.0; u += 0.7) {
        for (double v = -3.0; v < 42.0; v += 0.7) {
            stack.evaluate(u, v, heights);
            EXPECT_LE(heights[0], heights[1]);
            EXPECT_EQ(heights[1], heights[2]) << "equal at the nodes, equal to the last bit";
            EXPECT_EQ(heights[1], stack.height(1, u, v));
        }
    }
}

TEST(HeightStack, SlopeIsTheDerivative) {
    const HeightStack stack = three_surfaces();
    for (double u = 6.0; u < 38.0; u += 1.3) {
        const double v = 0.6 * u + 4.0;
        const auto slope = stack.slope(1, u, v);
        EXPECT_NEAR(slope.by_u,
                    (stack.height(1, u + 1e-5, v) - stack.height(1, u - 1e-5, v)) / 2e-5, 1e-6);
        EXPECT_NEAR(slope.by_v,
                    (stack.height(1, u, v + 1e-5) - stack.height(1, u, v - 1e-5)) / 2e-5, 1e-6);
    }
}

}  // namespace
}  // namespace dryrun::anatomy
