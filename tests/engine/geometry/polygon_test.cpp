// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "geometry/polygon.h"

#include <gtest/gtest.h>

#include "core/deterministic_math.h"
#include "core/random.h"

namespace dryrun {
namespace {

TEST(Polygon, KnowsItsInside) {
    const std::vector<Vec3> polygon = {{0, 0, 0}, {10, 0, 0}, {10, 10, 0}, {5, 4, 0}, {0, 10, 0}};
    EXPECT_NEAR(polygon_distance(5, 2, polygon), -2.0, 1e-12);
    EXPECT_GT(polygon_distance(5, 6, polygon), 0.0) << "in the notch";
    EXPECT_NEAR(polygon_distance(13, 5, polygon), 3.0, 1e-12);
}

TEST(Polygon, AskedForManyPlacesItAnswersTheSameToTheLastBit) {
    // A star with level sides and notches.
    std::vector<Vec3> polygon;
    for (int i = 0; i < 40; ++i) {
        const double angle = 2.0 * det::kPi * i / 40;
        const double reach = i % 2 == 0 ? 60.0 : 31.0;
        polygon.push_back({reach * det::cos(angle), reach * det::sin(angle), 0.0});
    }
    const PolygonDistance distance(polygon);
    const RandomStream stream(5, "polygon");
    for (std::uint64_t i = 0; i < 20000; ++i) {
        const double x = 180.0 * stream.uniform(i, 0) - 90.0;
        const double y = 180.0 * stream.uniform(i, 1) - 90.0;
        ASSERT_EQ(distance(x, y), polygon_distance(x, y, polygon)) << x << " " << y;
    }
    for (const Vec3& corner : polygon)
        EXPECT_EQ(distance(corner.x, corner.y), polygon_distance(corner.x, corner.y, polygon));
}

}  // namespace
}  // namespace dryrun
