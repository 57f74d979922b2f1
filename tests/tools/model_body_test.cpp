// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "model_body.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <vector>

namespace dryrun::compare {
namespace {

constexpr double kBeside = 5.0;
constexpr Vec3 kBackwards{0.0, 1.0, 0.0};

FasciclePath path_of(const std::string& group, std::vector<Vec3> points, double section_mm2) {
    FasciclePath path;
    path.name = group + ".left";
    path.group = group;
    path.is_left = true;
    path.bones.emplace_back(points.size(), "L1");
    path.pieces.push_back(std::move(points));
    path.section_mm2 = section_mm2;
    return path;
}

// A rib round a quarter of a circle of 100 mm at the left, 8 mm thick; skin 30 mm behind it, and a
// crest of the pelvis 200 mm lower.
Reference reference_of_one_rib() {
    Reference reference;
    RibLine rib{"rib.5.left", 5, "m", {}, 8.0};
    for (int i = 0; i <= 20; ++i) {
        const double turn = 1.5 * i / 20.0;
        rib.points.push_back({100.0 * std::sin(turn), 100.0 * std::cos(turn), 0.0});
    }
    reference.ribs.push_back(rib);
    for (const double z : {-50.0, 50.0}) {
        reference.skin.push_back({z, 0.0, 0.0, 130.0});
        reference.skin.push_back({z, 100.0, -80.0, 50.0});
    }
    for (const double x : {60.0, 100.0}) {
        reference.places.push_back({"pelvis", "iliac_crest.left", PlaceKind::Surface, "m",
                                    Vec3{x, 20.0, -200.0}, "ilium"});
    }
    return reference;
}

TEST(ModelBody, KeepsMusclesOutOfItsOwnChest) {
    const Reference reference = reference_of_one_rib();
    const ModelBody body(reference);
    const FasciclePath path = path_of("latissimus_dorsi", {}, 0.0);
    const auto at = [&](double away) {
        return body.obstacle_at(path, {0.6 * away, 0.8 * away, 10.0}, kBackwards, -100.0, kBeside);
    };
    EXPECT_NEAR(*body.outside_ribs({60.0, 80.0, 0.0}), -4.0, 0.2);
    EXPECT_EQ(at(106.0), Obstacle::None);
    EXPECT_EQ(at(100.0), Obstacle::None) << "4 mm within the outer face";
    EXPECT_EQ(at(97.0), Obstacle::Ribs);
    EXPECT_EQ(at(60.0), Obstacle::Ribs);
}

TEST(ModelBody, KeepsMusclesUnderItsOwnSkin) {
    const Reference reference = reference_of_one_rib();
    const ModelBody body(reference);
    const FasciclePath path = path_of("trapezius", {}, 0.0);
    EXPECT_NEAR(*body.skin_behind({50.0, 80.0, 0.0}), 10.0, 1e-9);
    const auto at = [&](double y) {
        return body.obstacle_at(path, {10.0, y, 0.0}, kBackwards, 3.0, kBeside);
    };
    EXPECT_EQ(at(118.0), Obstacle::None);
    EXPECT_EQ(at(120.0), Obstacle::Skin);
    EXPECT_EQ(at(140.0), Obstacle::Skin);
    EXPECT_FALSE(body.skin_behind({10.0, 80.0, 90.0})) << "above the highest profile";
}

TEST(ModelBody, KeepsMusclesOfTheCrestAboveIt) {
    const Reference reference = reference_of_one_rib();
    const ModelBody body(reference);
    FasciclePath path = path_of("quadratus_lumborum", {}, 0.0);
    const auto at = [&](double x, double z) {
        return body.obstacle_at(path, {x, 10.0, z}, kBackwards, 3.0, kBeside);
    };
    EXPECT_EQ(at(80.0, -220.0), Obstacle::None) << "a muscle of another bone";
    path.is_from_pelvis = true;
    EXPECT_EQ(at(80.0, -220.0), Obstacle::Pelvis);
    EXPECT_EQ(at(80.0, -202.0), Obstacle::None);
    EXPECT_EQ(at(40.0, -220.0), Obstacle::None) << "medial of the crest is the sacrum";
}

TEST(ModelBody, KeepsASuperficialMuscleFromUnderADeeperOne) {
    Reference reference;
    reference.paths.push_back(
        path_of("longissimus", {{20.0, 50.0, -60.0}, {20.0, 50.0, 60.0}}, 100.0));
    const ModelBody body(reference);
    const auto at = [&](const char* group, double x, double y) {
        return body.obstacle_at(path_of(group, {}, 0.0), {x, y, 0.0}, kBackwards, 3.0, kBeside);
    };
    EXPECT_EQ(at("trapezius", 20.0, 40.0), Obstacle::Muscle);
    EXPECT_EQ(at("trapezius", 20.0, 56.0), Obstacle::None) << "over it";
    EXPECT_EQ(at("trapezius", 27.0, 40.0), Obstacle::None) << "beside its radius of 5.6 mm";
    EXPECT_EQ(at("multifidus", 20.0, 40.0), Obstacle::None) << "lies deeper in people as well";
}

TEST(ModelBody, TellsHowFarItsRibsAndDeeperLinesPushAMuscleOut) {
    Reference reference = reference_of_one_rib();
    reference.paths.push_back(path_of("longissimus", {{20.0, 140.0, -60.0}, {20.0, 140.0, 60.0}},
                                      std::numbers::pi * 36.0));
    const ModelBody body(reference);
    const auto trapezius = path_of("trapezius", {}, 0.0);
    EXPECT_NEAR(body.pushed_out(trapezius, {60.0, 70.0, 0.0}, kBackwards), 104.0 - 92.2, 0.2)
        << "before the outer face of the rib";
    EXPECT_NEAR(body.pushed_out(trapezius, {20.0, 130.0, 1.5}, kBackwards), 16.0, 0.1)
        << "10 before the line of a muscle of 6 about it";
    EXPECT_EQ(body.pushed_out(trapezius, {40.0, 130.0, 0.0}, kBackwards), 0.0);
}

TEST(ModelBody, DrawsALineTightOverWhatPushesItOut) {
    const std::vector<double> tight = drawn_tight({0.0, 0.0, 10.0, 0.0, 0.0});
    ASSERT_EQ(tight.size(), 5u);
    EXPECT_DOUBLE_EQ(tight[0], 2.0);
    EXPECT_DOUBLE_EQ(tight[1], 6.0);
    EXPECT_DOUBLE_EQ(tight[2], 10.0);
    EXPECT_DOUBLE_EQ(tight[4], 2.0);
    for (const double out : drawn_tight({0.0, -3.0, 0.0})) EXPECT_DOUBLE_EQ(out, 0.0);
    EXPECT_DOUBLE_EQ(drawn_tight({4.0}).front(), 4.0);
    EXPECT_TRUE(drawn_tight({}).empty());
}

TEST(ModelBody, CarriesAPointWithItsScapula) {
    const ScapulaPoints from = {{{100.0, 100.0, 300.0}, {80.0, 50.0, 450.0}, {170.0, 15.0, 440.0}}};
    const Vec3 lower{0.0, 5.0, -25.0};
    const ScapulaPoints to = {{from[0] + lower, from[1] + lower, from[2] + lower}};
    const Vec3 on_blade{120.0, 60.0, 430.0};
    EXPECT_LT(distance(carried_with_scapula(on_blade, from, to), on_blade + lower), 1e-9);
    const Vec3 on_chest{30.0, 80.0, 380.0};
    EXPECT_EQ(carried_with_scapula(on_chest, from, to), on_chest) << "medial of the blade";
}

TEST(ModelBody, CarriesAPointWithItsRib) {
    const std::vector<Vec3> from = {{0.0, 50.0, 0.0}, {50.0, 50.0, 0.0}, {100.0, 0.0, 0.0}};
    std::vector<Vec3> to;
    for (const Vec3& point : from) to.push_back(point + Vec3{0.0, -18.0, 4.0});
    const Vec3 at{30.0, 56.0, 2.0};
    EXPECT_LT(distance(carried_with_rib(at, from, to), at + Vec3{0.0, -18.0, 4.0}), 1e-9);
    EXPECT_EQ(carried_with_rib(at, from, {}), at) << "a rib that is not there";
}

}  // namespace
}  // namespace dryrun::compare
