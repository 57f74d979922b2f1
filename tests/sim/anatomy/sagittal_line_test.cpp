// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "anatomy/sagittal_line.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/random.h"

namespace dryrun::anatomy {
namespace {

const std::vector<SagittalPoint> kTips = {{86.0, -132.0}, {74.0, -32.0}, {45.0, 70.0},
                                          {67.0, 191.0},  {90.0, 311.0}, {65.0, 420.0}};
const SagittalPoint kNeck{18.0, 549.0};
const SagittalLine kLine(kTips, kNeck);

double gap(const SagittalPoint& a, const SagittalPoint& b) {
    return std::hypot(a.y - b.y, a.z - b.z);
}

TEST(SagittalLine, PassesThroughItsPoints) {
    for (const SagittalPoint& tip : kTips) EXPECT_NEAR(kLine.find(tip).out, 0.0, 1e-6);
    EXPECT_NEAR(kLine.find(kTips.front()).along, 0.0, 1e-9);
    EXPECT_NEAR(kLine.find(kTips.back()).along, kLine.length(), 1e-6);
}

TEST(SagittalLine, GoesOnStraightBeyondItsEnds) {
    EXPECT_NEAR(kLine.find(kNeck).out, 0.0, 1e-6);
    const SagittalPoint below = kLine.at({-40.0, 0.0});
    const SagittalPoint start = kLine.at({0.0, 0.0});
    EXPECT_NEAR(gap(below, start), 40.0, 1e-9);
    EXPECT_EQ(kLine.direction(-40.0).growth, 0.0);
}

TEST(SagittalLine, GoesThereAndBack) {
    const RandomStream random(5, "sagittal line test");
    for (std::uint64_t i = 0; i < 2000; ++i) {
        const SagittalLine::Place place{800.0 * random.uniform(i, 0) - 100.0,
                                        140.0 * random.uniform(i, 1) - 90.0};
        const SagittalLine::Place back = kLine.find(kLine.at(place));
        EXPECT_NEAR(back.along, place.along, 1e-6);
        EXPECT_NEAR(back.out, place.out, 1e-6);
    }
}

TEST(SagittalLine, HasNoKink) {
    for (double along = -20.0; along < kLine.length() + 20.0; along += 0.25) {
        const SagittalPoint a = kLine.direction(along).out;
        const SagittalPoint b = kLine.direction(along + 0.25).out;
        EXPECT_LT(gap(a, b), 0.25 / 90.0) << along;
        EXPECT_NEAR(gap(kLine.at({along, 0.0}), kLine.at({along + 0.25, 0.0})), 0.25, 1e-5);
    }
}

TEST(SagittalLine, BendsBothWaysAsASpineDoes) {
    EXPECT_GT(kLine.direction(kLine.find({90.0, 311.0}).along).growth, 0.0);
    EXPECT_LT(kLine.direction(kLine.find({45.0, 70.0}).along).growth, 0.0);
    EXPECT_GT(kLine.least_hollow_radius(), 100.0);
    EXPECT_GT(kLine.least_bulge_radius(), 130.0);
}

TEST(SagittalLine, MayBeStraight) {
    const SagittalLine line({{60.0, 0.0}, {60.0, 200.0}, {60.0, 400.0}}, {60.0, 500.0});
    EXPECT_NEAR(line.length(), 400.0, 1e-6);
    const SagittalLine::Place place = line.find({75.0, 123.0});
    EXPECT_NEAR(place.along, 123.0, 1e-4);
    EXPECT_NEAR(place.out, 15.0, 1e-4);
}

}  // namespace
}  // namespace dryrun::anatomy
