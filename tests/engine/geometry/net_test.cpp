// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "geometry/net.h"

#include <gtest/gtest.h>

namespace dryrun {
namespace {

TEST(Net, RefinedLinePassesThroughItsPoints) {
    const std::vector<Vec3> points = {{0, 0, 0}, {10, 0, 0}, {12, 9, 0}, {30, 9, 4}};
    const auto line = refined(points, 5);
    ASSERT_EQ(line.size(), 16u);
    for (std::size_t i = 0; i < points.size(); ++i) EXPECT_EQ(line[5 * i], points[i]);
    // Between them it leaves the chord by less than the chord is long.
    for (const Vec3& point : line) EXPECT_GE(point.y, -2.0);
}

TEST(Net, RefinedLineOfAStraightRowIsStraight) {
    const auto line = refined(std::vector<Vec3>{{0, 0, 0}, {1, 0, 0}, {5, 0, 0}, {6, 0, 0}}, 4);
    for (std::size_t i = 1; i < line.size(); ++i) {
        EXPECT_GT(line[i].x, line[i - 1].x);
        EXPECT_EQ(line[i].y, 0.0);
    }
}

TEST(Net, ClosedLineGoesRoundSmoothly) {
    const std::vector<Vec3> square = {{10, 0, 0}, {0, 10, 0}, {-10, 0, 0}, {0, -10, 0}};
    const auto line = refined(square, 6, true);
    ASSERT_EQ(line.size(), 24u);
    for (const Vec3& point : line) EXPECT_NEAR(length(point), 10.0, 1.2);
}

TEST(Net, StepsEvenlyAlongALine) {
    const auto line = evenly_along({{0, 0, 0}, {1, 0, 0}, {1, 9, 0}}, 11);
    ASSERT_EQ(line.size(), 11u);
    EXPECT_EQ(line.front(), (Vec3{0, 0, 0}));
    EXPECT_EQ(line.back(), (Vec3{1, 9, 0}));
    for (std::size_t i = 2; i < line.size(); ++i)
        EXPECT_NEAR(distance(line[i], line[i - 1]), 1.0, 1e-9);
}

// Rows to the right, each row above the one before: the front looks at the viewer, +z.
Plate plate(double bulge) {
    PointNet middle;
    NumberNet half;
    for (int i = 0; i < 5; ++i) {
        middle.emplace_back();
        half.emplace_back();
        for (int j = 0; j < 7; ++j) {
            middle.back().push_back({10.0 * j, 10.0 * i, 0.0});
            half.back().push_back(2.0);
        }
    }
    return {middle, half, bulge};
}

TEST(Plate, IsAClosedSolidThatFacesOutwards) {
    const Plate made = plate(1.0);
    const Mesh mesh = made.mesh();
    EXPECT_TRUE(is_closed_surface(mesh));
    // 60 by 40 by 4 and round it half an octagon of radius 2, cut at the corners.
    EXPECT_NEAR(volume(mesh), 60.0 * 40.0 * 4.0 + 5.66 * 200.0, 60.0);
    EXPECT_EQ(made.normal(2, 3), (Vec3{0, 0, 1}));
    EXPECT_EQ(made.front(2, 3), (Vec3{30, 20, 2}));
    EXPECT_EQ(made.back(2, 3), (Vec3{30, 20, -2}));
    EXPECT_EQ(made.rim(0, 3), (Vec3{30, -2, 0}));
    for (const Vec3& point : mesh.points) EXPECT_TRUE(made.box().holds(point, 1e-9));
}

TEST(Plate, KeepsTheBulgeOfItsRim) {
    EXPECT_EQ(plate(0.5).rim(2, 6), (Vec3{61, 20, 0}));
    EXPECT_EQ(plate(0.5).rim_towards(2, 6, {1, 0, 0}), (Vec3{61, 20, 0}));
    EXPECT_EQ(plate(0.5).rim_towards(2, 6, {0, 0, -1}), (Vec3{60, 20, -2}));
    const Vec3 oblique = plate(1.0).rim_towards(2, 6, {1, 0, 1});
    EXPECT_NEAR(distance(oblique, {60.0 + std::sqrt(2.0), 20.0, std::sqrt(2.0)}), 0.0, 1e-12);
}

}  // namespace
}  // namespace dryrun
