// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "exchange/tracked_needle.h"

#include <gtest/gtest.h>

namespace dryrun::exchange {
namespace {

/// A needle that rests far away, comes to the body, goes in along `into`, dwells and comes out.
TransformLog insertion(const ShaftAxis& shaft, const Vec3& into) {
    const Frame frame = frame_along({}, into, {0, 0, 1});
    ToolPose pose;
    // The shaft's column is `into` up to its sign; the other two follow so that it is a rotation.
    const auto column = static_cast<std::size_t>(shaft.column);
    pose.axes[column] = frame.z_axis * shaft.sign;
    pose.axes[(column + 1) % 3] = frame.x_axis;
    pose.axes[(column + 2) % 3] = cross(pose.axes[column], frame.x_axis);
    ToolTrack needle{"Needle", {}};
    const double depths[] = {-280, -280, -60, -30, -10, 0, 10, 18, 25, 26, 25, 26, 25, 24, 10, -20};
    const Vec3 entry{40, -30, 12};
    for (const double depth : depths) {
        pose.position = entry + into * depth;
        needle.poses.push_back(pose);
        pose.time_s += 0.5;
    }
    ToolTrack still{"Probe", {needle.poses.front(), needle.poses.front()}};
    return {{still, needle}};
}

const LayingPlace kPlace{{-55, 90, 320}, {0.0, -0.8, -0.6}};

TEST(TrackedNeedle, IsTheToolThatMovesMostAlongItsShaft) {
    for (const char* name : {"x", "-x", "y", "-y", "z", "-z"}) {
        const auto shaft = shaft_axis_named(name);
        ASSERT_TRUE(shaft.has_value());
        const auto log = insertion(*shaft, normalised(Vec3{0.3, 0.9, -0.2}));
        const auto needle = lay_on_body(log, {}, kPlace, "log.xml");
        ASSERT_TRUE(needle.ok()) << needle.error().text();
        EXPECT_EQ(needle->track.name, "Needle");
        EXPECT_EQ(name_of(needle->shaft_axis), name);
    }
}

TEST(TrackedNeedle, DeepestExcursionEndsAtTheTargetAlongTheInwardNormal) {
    const auto log = insertion({2, 1.0}, normalised(Vec3{0.3, 0.9, -0.2}));
    const auto needle = lay_on_body(log, {}, kPlace, "log.xml");
    ASSERT_TRUE(needle.ok());
    EXPECT_TRUE(needle->is_fitted);
    const TipPose deepest = pose_at(*needle, 4.5);
    EXPECT_LT(distance(deepest.tip, kPlace.target), 1e-9);
    EXPECT_GT(dot(deepest.direction, kPlace.inward), 1.0 - 1e-12);
    const TipPose before = pose_at(*needle, 3.0);
    EXPECT_NEAR(dot(kPlace.target - before.tip, kPlace.inward), 16.0, 1e-9);
    EXPECT_TRUE(check_rigid_map(needle->to_lps, "fit").ok());
}

TEST(TrackedNeedle, PositionsAreLinearAndRotationsSphericalBetweenSamples) {
    ToolTrack track{"Needle", {}};
    track.poses.push_back({10.0, {Vec3{1, 0, 0}, Vec3{0, 1, 0}, Vec3{0, 0, 1}}, {0, 0, 0}});
    // A quarter turn about x: the third column turns from z to −y.
    track.poses.push_back({12.0, {Vec3{1, 0, 0}, Vec3{0, 0, 1}, Vec3{0, -1, 0}}, {4, 0, 8}});
    ImportChoices choices;
    choices.shaft_axis = ShaftAxis{2, 1.0};
    choices.to_lps = RigidMap{-1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};
    const auto needle = lay_on_body({{track}}, choices, kPlace, "log.xml");
    ASSERT_TRUE(needle.ok());
    EXPECT_FALSE(needle->is_fitted);
    const TipPose third = pose_at(*needle, 2.0 / 3.0);
    EXPECT_LT(distance(third.tip, {-4.0 / 3.0, 0.0, 8.0 / 3.0}), 1e-12);
    // 30° of the way: (0, −sin 30°, cos 30°) in RAS, y turned to LPS.
    EXPECT_LT(distance(third.direction, {0.0, 0.5, std::sqrt(3.0) / 2.0}), 1e-12);
    EXPECT_LT(distance(pose_at(*needle, 99.0).tip, {-4, 0, 8}), 1e-12);
    EXPECT_LT(distance(pose_at(*needle, 0.0).tip, {0, 0, 0}), 1e-12);
}

TEST(TrackedNeedle, WrongChoicesAreRefused) {
    const auto log = insertion({2, 1.0}, {0, 1, 0});
    ImportChoices choices;
    choices.tool = "Stylus";
    const auto nowhere = lay_on_body(log, choices, kPlace, "log.xml");
    ASSERT_FALSE(nowhere.ok());
    EXPECT_NE(nowhere.error().text().find("Probe, Needle"), std::string::npos);

    ImportChoices mirrored;
    mirrored.to_lps = RigidMap{-1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};
    EXPECT_FALSE(lay_on_body(log, mirrored, kPlace, "log.xml").ok());

    const TransformLog twins{{log.tools[1], {"Twin", log.tools[1].poses}}};
    EXPECT_FALSE(lay_on_body(twins, {}, kPlace, "log.xml").ok());
    EXPECT_FALSE(shaft_axis_named("w").has_value());
    EXPECT_FALSE(shaft_axis_named("").has_value());
    EXPECT_FALSE(shaft_axis_named("--z").has_value());
}

}  // namespace
}  // namespace dryrun::exchange
