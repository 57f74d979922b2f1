// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "physiology/trigger_point.h"

#include <gtest/gtest.h>

#include <cmath>

#include "example_point.h"

namespace dryrun::physiology {
namespace {

TEST(TriggerPoint, DistanceCountsAThirdAlongTheFibres) {
    const TriggerPoint point = example_point();
    EXPECT_DOUBLE_EQ(anisotropic_distance(point, {9.0, -15.0, 0.0}), 3.0);
    EXPECT_DOUBLE_EQ(anisotropic_distance(point, {0.0, -15.0, 4.0}), 4.0);
    EXPECT_DOUBLE_EQ(anisotropic_distance(point, {9.0, -15.0, 4.0}), 5.0);
}

TEST(TriggerPoint, DistanceOnTheSkinIgnoresDepth) {
    const TriggerPoint point = example_point();
    EXPECT_DOUBLE_EQ(distance_on_skin(point, {9.0, 3.0, 4.0}), 5.0);
}

TEST(TriggerPoint, SiteErrorGoesToTheNearestActivePointOnly) {
    std::vector<TriggerPoint> points = {example_point(PointKind::TenderOnly),
                                        example_point(PointKind::Active)};
    points[1].on_skin = {0.0, 0.0, 20.0};
    EXPECT_DOUBLE_EQ(site_error(points, {0.0, 0.0, 0.0}), 20.0);
    points[1].kind = PointKind::Latent;
    EXPECT_TRUE(std::isinf(site_error(points, {0.0, 0.0, 0.0})));
}

TEST(TriggerPoint, OnlyPointsWithABandGiveOne) {
    const std::vector<TriggerPoint> points = {example_point(PointKind::TenderOnly),
                                              example_point(PointKind::Active),
                                              example_point(PointKind::BandOnly)};
    std::vector<int> band_of;
    EXPECT_EQ(bands_of(points, &band_of).size(), 2u);
    EXPECT_EQ(band_of, (std::vector<int>{-1, 0, 1}));
}

}  // namespace
}  // namespace dryrun::physiology
