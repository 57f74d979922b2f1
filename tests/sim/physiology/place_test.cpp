// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Trigger points in a body.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>

#include "physiology/trigger_point.h"

namespace dryrun::physiology {
namespace {

const anatomy::Atlas& prone_body() {
    static const auto atlas = [] {
        anatomy::BodyParameters body;
        body.posture = anatomy::Posture::Prone;
        auto made = anatomy::Atlas::make(body);
        EXPECT_TRUE(made.ok()) << (made.ok() ? "" : made.error().text());
        return made.ok() ? *made : nullptr;
    }();
    return *atlas;
}

TriggerPointPlacement in_rhomboid() {
    TriggerPointPlacement placement;
    placement.muscle = "muscle.rhomboid_major.right";
    return placement;
}

TriggerPoint placed(const TriggerPointPlacement& placement, std::uint64_t seed) {
    const auto points = place_trigger_points(prone_body(), std::span(&placement, 1), {}, seed);
    EXPECT_TRUE(points.ok()) << (points.ok() ? "" : points.error().text());
    return points.ok() ? points->front() : TriggerPoint{};
}

TEST(Placement, LiesInsideItsMuscleAndVariesWithTheSeed) {
    const TriggerPointPlacement placement = in_rhomboid();
    const anatomy::Atlas& atlas = prone_body();
    const auto muscle = atlas.find(placement.muscle);
    ASSERT_TRUE(muscle);
    const Vec3 usual = atlas.trigger_point_sites(*muscle).front().at;
    double farthest = 0.0;
    double sum = 0.0;
    constexpr int kSeeds = 60;
    for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
        const TriggerPoint point = placed(placement, seed);
        const auto inside = atlas.at(point.centre);
        ASSERT_TRUE(inside);
        EXPECT_EQ(atlas.structure(*inside).name, placement.muscle) << "seed " << seed;
        EXPECT_NEAR(length(point.fibre), 1.0, 1e-9);
        EXPECT_NEAR(distance(point.centre, point.on_skin), point.depth, 1.0);
        const double off = distance(point.centre, usual);
        farthest = std::fmax(farthest, off);
        sum += off;
    }
    // Two axes of 10 mm, each capped at 15, and the muscle's slope.
    EXPECT_LE(farthest, 30.0);
    EXPECT_GT(sum / kSeeds, 6.0);
    EXPECT_EQ(placed(placement, 5).centre, placed(placement, 5).centre);
}

TEST(Placement, BandFollowsTheFibresAndStaysInTheMuscle) {
    const TriggerPointPlacement placement = in_rhomboid();
    const anatomy::Atlas& atlas = prone_body();
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
        const TriggerPoint point = placed(placement, seed);
        const auto& line = point.band.centreline;
        ASSERT_GE(line.size(), 2u);
        double whole = 0.0;
        for (std::size_t i = 0; i + 1 < line.size(); ++i) {
            whole += distance(line[i], line[i + 1]);
            const Vec3 step = normalised(line[i + 1] - line[i]);
            const auto fibre = atlas.fibre_direction(point.muscle, line[i]);
            ASSERT_TRUE(fibre) << "the band leaves its muscle";
            // Two points of the line are two small steps apart, so the fibre may have turned a
            // little.
            EXPECT_GT(std::fabs(dot(step, *fibre)), 0.97);
        }
        EXPECT_LE(whole, placement.band_length + 0.1);
        EXPECT_GE(whole, 18.0) << "ten millimetres of belly on either side, seed " << seed;
    }
}

TEST(Placement, IsShiftedByATestBeforeItIsLaid) {
    TriggerPointPlacement placement = in_rhomboid();
    placement.spread = placement.depth_spread = 0.0;
    const Vec3 shift{0.0, 0.0, -20.0};
    const auto moved = place_trigger_points(prone_body(), std::span(&placement, 1), {}, 1, shift);
    ASSERT_TRUE(moved.ok()) << moved.error().text();
    const Vec3 by = moved->front().on_skin - placed(placement, 1).on_skin;
    EXPECT_NEAR(by.z, -20.0, 3.0);
    EXPECT_NEAR(by.x, 0.0, 3.0);
}

TEST(Placement, OfTheTenderKindHasNoBand) {
    TriggerPointPlacement placement = in_rhomboid();
    placement.kind = PointKind::TenderOnly;
    EXPECT_FALSE(placed(placement, 1).has_band);
    placement.kind = PointKind::BandOnly;
    EXPECT_TRUE(placed(placement, 1).has_band);
    EXPECT_DOUBLE_EQ(placed(placement, 1).threshold_kPa, 300.0);
}

TEST(Placement, ThatIsImpossibleIsToldWithItsIndex) {
    std::vector<TriggerPointPlacement> placements = {in_rhomboid(), in_rhomboid()};
    placements[1].site = "TrP99";
    const auto wrong = place_trigger_points(prone_body(), placements, {}, 1);
    ASSERT_FALSE(wrong.ok());
    EXPECT_NE(wrong.error().text().find("trigger_points[1].site"), std::string::npos);
    placements[1] = in_rhomboid();
    placements[1].muscle = "rib.5.right";
    EXPECT_FALSE(place_trigger_points(prone_body(), placements, {}, 1).ok());
    const auto both = place_trigger_points(prone_body(), std::span(placements.data(), 1), {}, 1);
    EXPECT_TRUE(both.ok());
}

}  // namespace
}  // namespace dryrun::physiology
