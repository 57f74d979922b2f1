// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "anatomy/chart.h"

#include <gtest/gtest.h>

#include "core/random.h"

namespace dryrun::anatomy {
namespace {

const Chart kChart({0.0, 40.5, 464.0}, {0.0, 91.0, 310.0}, {0.0, 59.0, 160.0}, 1.0);
const RandomStream kRandom(3, "chart test");

ChartPoint some_place(std::uint64_t i) {
    return {340.0 * kRandom.uniform(i, 0) - 170.0, 320.0 * kRandom.uniform(i, 1) - 160.0,
            130.0 * kRandom.uniform(i, 2) - 90.0};
}

TEST(Chart, MidlinePointsItWasFittedToLieOnTheReferenceSurface) {
    for (const Vec3& tip : {Vec3{0.0, 40.5, 464.0}, Vec3{0.0, 91.0, 310.0}, Vec3{0.0, 59.0, 160.0}})
        EXPECT_NEAR(kChart.to_chart(tip).h, 0.0, 1e-9);
}

TEST(Chart, GoesThereAndBack) {
    for (std::uint64_t i = 0; i < 500; ++i) {
        const ChartPoint place = some_place(i);
        const ChartPoint back = kChart.to_chart(kChart.from_chart(place));
        EXPECT_NEAR(back.u, place.u, 1e-9);
        EXPECT_NEAR(back.v, place.v, 1e-9);
        EXPECT_NEAR(back.h, place.h, 1e-9);
    }
}

TEST(Chart, AxesAreTheDerivativesOfTheMap) {
    constexpr double kStep = 1e-4;
    for (std::uint64_t i = 0; i < 200; ++i) {
        const ChartPoint p = some_place(i);
        const ChartAxes axes = kChart.axes(p);
        const auto derivative = [&](double u, double v, double h) {
            return (kChart.from_chart({p.u + u, p.v + v, p.h + h}) -
                    kChart.from_chart({p.u - u, p.v - v, p.h - h})) /
                   (2.0 * kStep);
        };
        EXPECT_LT(length(derivative(kStep, 0, 0) - axes.along_u * axes.scale_u), 1e-5);
        EXPECT_LT(length(derivative(0, kStep, 0) - axes.along_v * axes.scale_v), 1e-5);
        EXPECT_LT(length(derivative(0, 0, kStep) - axes.outward), 1e-5);
    }
}

TEST(Chart, AxesAreOrthogonalAndRightHanded) {
    for (std::uint64_t i = 0; i < 200; ++i) {
        const ChartAxes axes = kChart.axes(some_place(i));
        EXPECT_NEAR(dot(axes.along_u, axes.along_v), 0.0, 1e-12);
        EXPECT_NEAR(dot(axes.along_u, axes.outward), 0.0, 1e-12);
        EXPECT_NEAR(dot(axes.along_v, axes.outward), 0.0, 1e-12);
        EXPECT_NEAR(dot(cross(axes.along_u, axes.outward), axes.along_v), 1.0, 1e-12);
    }
}

TEST(Chart, AlmostStraightSpineStaysFinite) {
    const Chart straight({0.0, 60.0, 460.0}, {0.0, 60.0, 310.0}, {0.0, 60.0, 160.0}, 1.0);
    const ChartPoint place = straight.to_chart({-80.0, 70.0, 300.0});
    const Vec3 back = straight.from_chart(place);
    EXPECT_NEAR(distance(back, {-80.0, 70.0, 300.0}), 0.0, 1e-8);
}

}  // namespace
}  // namespace dryrun::anatomy
