// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "anatomy/chart.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "core/random.h"

namespace dryrun::anatomy {
namespace {

const SagittalLine kMidline(
    {{86.0, -132.0}, {74.0, -32.0}, {45.0, 70.0}, {67.0, 191.0}, {87.0, 282.0}, {84.0, 368.0}},
    {64.0, 468.0});
const Chart kChart(kMidline, 1.0);
const RandomStream kRandom(3, "chart test");

// Anywhere on the back, the neck and the shoulders.
ChartPoint some_place(std::uint64_t i) {
    const double u = 500.0 * kRandom.uniform(i, 0) - 250.0;
    double v = 760.0 * kRandom.uniform(i, 1) - 20.0;
    if (std::fabs(u) > 25.5) v = std::fmin(v, kChart.v_of_turn(u, 1.6));
    const double low = std::fmax(-90.0, kChart.deepest(u, v));
    return {u, v, low + (60.0 - low) * kRandom.uniform(i, 2)};
}

TEST(Chart, TheSpineLiesOnTheReferenceSurface) {
    for (const Vec3& tip : {Vec3{0.0, 74.0, -32.0}, Vec3{0.0, 87.0, 282.0}, Vec3{0.0, 84.0, 368.0},
                            Vec3{0.0, 64.0, 468.0}})
        EXPECT_NEAR(kChart.to_chart(tip).h, 0.0, 1e-6);
}

TEST(Chart, GoesThereAndBack) {
    for (std::uint64_t i = 0; i < 5000; ++i) {
        const ChartPoint place = some_place(i);
        const ChartPoint back = kChart.to_chart(kChart.from_chart(place));
        EXPECT_NEAR(back.u, place.u, 1e-6);
        EXPECT_NEAR(back.v, place.v, 1e-6);
        EXPECT_NEAR(back.h, place.h, 1e-6);
    }
}

// Below the line's start, above its end, on the flat and round the sides, in any pairing.
TEST(Chart, FindsTwoPointsAtOnceToTheLastBitAsEachByItself) {
    for (std::uint64_t i = 0; i < 5000; ++i) {
        const std::array<Vec3, 2> points = {
            Vec3{600.0 * kRandom.uniform(i, 3) - 300.0, 400.0 * kRandom.uniform(i, 4) - 250.0,
                 1100.0 * kRandom.uniform(i, 5) - 300.0},
            kChart.from_chart(some_place(i))};
        const std::array<ChartPoint, 2> both = kChart.to_chart(points[0], points[1]);
        for (std::size_t k = 0; k < 2; ++k) {
            const ChartPoint one = kChart.to_chart(points[k]);
            EXPECT_EQ(both[k].u, one.u);
            EXPECT_EQ(both[k].v, one.v);
            EXPECT_EQ(both[k].h, one.h);
        }
    }
}

TEST(Chart, AxesAreTheDerivativesOfTheMap) {
    constexpr double kStep = 1e-4;
    for (std::uint64_t i = 0; i < 2000; ++i) {
        const ChartPoint p = some_place(i);
        const ChartAxes axes = kChart.axes(p);
        const auto derivative = [&](double u, double v, double h) {
            return (kChart.from_chart({p.u + u, p.v + v, p.h + h}) -
                    kChart.from_chart({p.u - u, p.v - v, p.h - h})) /
                   (2.0 * kStep);
        };
        const double tolerance = 1e-4;
        EXPECT_LT(length(derivative(kStep, 0, 0) - axes.by_u), tolerance);
        EXPECT_LT(length(derivative(0, kStep, 0) - axes.by_v), tolerance);
        EXPECT_LT(length(derivative(0, 0, kStep) - axes.outward), tolerance);
    }
}

TEST(Chart, AxesAreRightHandedAndOrthogonalOffTheNeck) {
    for (std::uint64_t i = 0; i < 2000; ++i) {
        const ChartPoint place = some_place(i);
        const ChartAxes axes = kChart.axes(place);
        EXPECT_NEAR(length(axes.outward), 1.0, 1e-12);
        EXPECT_GT(dot(cross(axes.by_u, axes.outward), axes.by_v), 0.0);
        const bool is_between = place.v > kChart.shoulder_v(place.u) && std::fabs(place.u) > 25.0 &&
                                std::fabs(place.u) < 190.0;
        EXPECT_NEAR(dot(axes.by_v, axes.outward), 0.0, 1e-9);
        if (is_between) continue;
        EXPECT_NEAR(dot(axes.by_u, axes.by_v), 0.0, 1e-9);
        EXPECT_NEAR(dot(axes.by_u, axes.outward), 0.0, 1e-9);
    }
}

TEST(Chart, FacesUpOnTheShelfOfTheShoulderAndBackOnTheNeck) {
    const double v = kChart.v_of_turn(100.0, 1.57);
    EXPECT_GT(kChart.axes({100.0, v, 0.0}).outward.z, 0.9);
    EXPECT_GT(kChart.axes({0.0, v, 0.0}).outward.y, 0.9);
}

TEST(Chart, FacesSidewaysAtTheMidAxillaryLine) {
    EXPECT_GT(kChart.axes({264.0, 400.0, 0.0}).outward.x, 0.99);
}

TEST(Chart, AlmostStraightSpineStaysFinite) {
    const Chart straight(SagittalLine({{60.0, 0.0}, {60.0, 200.0}, {60.0, 420.0}}, {60.0, 500.0}),
                         1.0);
    const ChartPoint place = straight.to_chart({-80.0, 70.0, 300.0});
    const Vec3 back = straight.from_chart(place);
    EXPECT_NEAR(distance(back, {-80.0, 70.0, 300.0}), 0.0, 1e-6);
}

}  // namespace
}  // namespace dryrun::anatomy
