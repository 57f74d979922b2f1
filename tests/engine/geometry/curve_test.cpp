// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "geometry/curve.h"

#include <gtest/gtest.h>

#include "core/deterministic_math.h"

namespace dryrun {
namespace {

// Points of a circle of radius 50 in the plane z = 3, a quarter turn.
Curve quarter_circle() {
    std::vector<Vec3> points;
    for (int i = 0; i <= 6; ++i) {
        const double angle = 0.5 * det::kPi * i / 6.0;
        points.push_back({50.0 * det::cos(angle), 50.0 * det::sin(angle), 3.0});
    }
    return Curve(points);
}

TEST(Curve, IsAsLongAsTheArcItFollows) {
    EXPECT_NEAR(quarter_circle().length(), 25.0 * det::kPi, 0.05);
}

TEST(Curve, PassesItsPoints) {
    const Curve curve({{0, 0, 0}, {10, 5, 0}, {20, -5, 8}, {21, -6, 9}});
    EXPECT_LT(distance(curve.at(0.0), {0, 0, 0}), 1e-12);
    EXPECT_LT(distance(curve.at(curve.arc_length_at(1)), {10, 5, 0}), 1e-9);
    EXPECT_LT(distance(curve.at(curve.arc_length_at(2)), {20, -5, 8}), 1e-9);
    EXPECT_LT(distance(curve.at(curve.length()), {21, -6, 9}), 1e-12);
    EXPECT_LT(distance(curve.at(1e9), {21, -6, 9}), 1e-12);
}

TEST(Curve, StepsEvenlyAlongItsArc) {
    const Curve curve({{0, 0, 0}, {3, 0, 0}, {40, 10, 0}, {60, 60, 5}});
    const std::vector<Vec3> points = curve.evenly(30);
    ASSERT_EQ(points.size(), 30u);
    const double step = curve.length() / 29.0;
    for (std::size_t i = 1; i < points.size(); ++i) {
        EXPECT_NEAR(distance(points[i - 1], points[i]), step, 0.02 * step) << i;
    }
}

TEST(Curve, FindsItsNearestPoint) {
    const Curve curve = quarter_circle();
    const auto nearest = curve.nearest({30.0 * 0.8, 30.0 * 0.6, 3.0});
    EXPECT_NEAR(nearest.distance, 20.0, 0.05);
    EXPECT_NEAR(nearest.point.x, 40.0, 0.2);
    EXPECT_LT(distance(curve.at(nearest.s), nearest.point), 0.05);
}

TEST(Curve, TangentIsAtRightAnglesToTheRadius) {
    const Curve curve = quarter_circle();
    for (const double s : {15.0, 30.0, 45.0, 60.0}) {
        const Vec3 at = curve.at(s);
        const Vec3 tangent = curve.tangent(s);
        EXPECT_NEAR(length(tangent), 1.0, 1e-12);
        EXPECT_NEAR(dot(tangent, Vec3{at.x, at.y, 0.0}) / 50.0, 0.0, 0.03) << s;
    }
}

TEST(Profile, PassesItsValuesAndNeverLeavesTheirRange) {
    const Profile profile({0, 1, 2, 5}, {0, 0, 10, 4});
    EXPECT_EQ(profile(1), 0.0);
    EXPECT_EQ(profile(2), 10.0);
    EXPECT_EQ(profile(-3), 0.0);
    EXPECT_EQ(profile(9), 4.0);
    for (int i = 0; i <= 100; ++i) {
        const double x = 0.05 * i;
        EXPECT_GE(profile(x), 0.0) << x;
        EXPECT_LE(profile(x), 10.0) << x;
    }
    EXPECT_EQ(profile(0.5), 0.0) << "flat where both neighbours are equal";
}

TEST(Profile, IsAConstantWhereOnlyOneValueIsGiven) {
    const Profile profile({3}, {7});
    EXPECT_EQ(profile(-1), 7.0);
    EXPECT_EQ(profile(3), 7.0);
}

}  // namespace
}  // namespace dryrun
