// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Trigger points in a body.
#include <gtest/gtest.h>

#include <cmath>
#include <set>

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
    const auto points = place_trigger_points(prone_body(), std::span(&placement, 1), {}, {}, seed);
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
    const auto moved =
        place_trigger_points(prone_body(), std::span(&placement, 1), {}, {}, 1, shift);
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
    const auto wrong = place_trigger_points(prone_body(), placements, {}, {}, 1);
    ASSERT_FALSE(wrong.ok());
    EXPECT_NE(wrong.error().text().find("trigger_points[1].site"), std::string::npos);
    placements[1] = in_rhomboid();
    placements[1].muscle = "rib.5.right";
    EXPECT_FALSE(place_trigger_points(prone_body(), placements, {}, {}, 1).ok());
    const auto both =
        place_trigger_points(prone_body(), std::span(placements.data(), 1), {}, {}, 1);
    EXPECT_TRUE(both.ok());
}

TEST(Placement, DrawsSizesOfThePublishedMeanAndSpread) {
    const TriggerPointPlacement placement = in_rhomboid();
    double sum = 0.0;
    double squares = 0.0;
    constexpr int kSeeds = 400;
    for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
        const auto& band = placed(placement, seed).band;
        const double area = std::acos(-1.0) * band.nodule_half_length * band.nodule_half_width;
        EXPECT_NEAR(band.nodule_half_length, 2.0 * band.nodule_half_width, 1e-9);
        sum += area;
        squares += area * area;
    }
    const double mean = sum / kSeeds;
    // 16 ± 11 mm² (Sikdar 2009).
    EXPECT_NEAR(mean, 16.0, 1.5);
    EXPECT_NEAR(std::sqrt(squares / kSeeds - mean * mean), 11.0, 2.0);
    TriggerPointPlacement told = placement;
    told.nodule_area_mm2 = 30.0;
    told.threshold_kPa = 150.0;
    told.endplate_noise_uV = 12.0;
    const TriggerPoint point = placed(told, 3);
    EXPECT_NEAR(std::acos(-1.0) * point.band.nodule_half_length * point.band.nodule_half_width,
                30.0, 1e-6);
    EXPECT_DOUBLE_EQ(point.threshold_kPa, 150.0);
    EXPECT_DOUBLE_EQ(point.endplate_noise_uV, 12.0);
}

TEST(Placement, NoiseOfEndplatesIsWhereItWasFound) {
    TriggerPointPlacement placement = in_rhomboid();
    double active = 0.0;
    int noisy_zones = 0;
    constexpr int kSeeds = 200;
    for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
        placement.kind = PointKind::Active;
        const double noise_uV = placed(placement, seed).endplate_noise_uV;
        EXPECT_GT(noise_uV, 0.0) << "all active points (Simons, Hong and Simons 2002)";
        active += noise_uV / kSeeds;
        placement.kind = PointKind::BandOnly;
        EXPECT_EQ(placed(placement, seed).endplate_noise_uV, 0.0) << "no band without a point";
        placement.kind = PointKind::TenderOnly;
        noisy_zones += placed(placement, seed).endplate_noise_uV > 0.0 ? 1 : 0;
    }
    EXPECT_NEAR(active, 21.3, 2.0);
    EXPECT_NEAR(noisy_zones, 0.364 * kSeeds, 22);
}

TEST(Placement, OfADrawnSetVariesInNumberAndKindAndUsesNoSiteTwice) {
    DrawnPoints drawn;
    drawn.muscles = {"muscle.rhomboid_major.right", "muscle.infraspinatus.right"};
    drawn.least = 1;
    drawn.most = 3;
    std::set<std::size_t> counts;
    int active = 0;
    int decoys = 0;
    int all = 0;
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        const auto set = draw_placements(prone_body(), drawn, seed);
        ASSERT_TRUE(set.ok()) << set.error().text();
        counts.insert(set->size());
        std::set<std::string> sites;
        for (const auto& one : *set) {
            EXPECT_TRUE(sites.insert(one.muscle + one.site).second) << "twice";
            ++all;
            active += one.kind == PointKind::Active ? 1 : 0;
            decoys += one.kind == PointKind::BandOnly || one.kind == PointKind::TenderOnly ? 1 : 0;
        }
    }
    EXPECT_EQ(counts, (std::set<std::size_t>{1, 2, 3}));
    EXPECT_NEAR(static_cast<double>(decoys) / all, 0.2, 0.05);
    EXPECT_NEAR(static_cast<double>(active) / all, 0.4, 0.06);
    drawn.muscles.push_back("muscle.no_such");
    const auto wrong = draw_placements(prone_body(), drawn, 1);
    ASSERT_FALSE(wrong.ok());
    EXPECT_NE(wrong.error().text().find("drawn_trigger_points.muscles[2]"), std::string::npos);
}

}  // namespace
}  // namespace dryrun::physiology
