// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "trainer/body_chart.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

#include "trainer/play.h"

namespace dryrun::trainer {
namespace {

std::shared_ptr<const anatomy::Atlas> prone() {
    anatomy::BodyParameters body;
    body.posture = anatomy::Posture::Prone;
    return *anatomy::Atlas::make(body);
}

TEST(BodyChart, ShowsABackAsWideOnBothSides) {
    const auto chart = make_body_chart(*prone());
    ASSERT_GT(chart.outline.size(), 30u);
    for (const auto& row : chart.outline) EXPECT_NEAR(-row[1], row[2], 8.0f) << row[0];
    EXPECT_GT(chart.outline.front()[0], chart.outline.back()[0]) << "from above";
}

TEST(BodyChart, HoldsWhatThePatientSaidOnTheSideItIsFelt) {
    const auto atlas = prone();
    for (const bool is_left : {false, true}) {
        BodyChart chart = make_body_chart(*atlas);
        ASSERT_TRUE(add_told("referral.infraspinatus.TrP1", is_left, *atlas, chart).ok());
        ASSERT_TRUE(add_told("referral.infraspinatus.TrP1", is_left, *atlas, chart).ok());
        ASSERT_EQ(chart.zones.size(), 1u) << "said twice, drawn once";
        const ChartZone& zone = chart.zones.front();
        EXPECT_NE(std::find(zone.elsewhere.begin(), zone.elsewhere.end(), "down the arm"),
                  zone.elsewhere.end());
        ASSERT_FALSE(zone.areas.empty());
        for (const ChartPoint& point : zone.areas.front())
            EXPECT_GT(is_left ? -point[0] : point[0], 0.0f) << "from behind, right is right";
    }
}

TEST(BodyChart, OtherWordsDrawNothing) {
    const auto atlas = prone();
    BodyChart chart = make_body_chart(*atlas);
    EXPECT_TRUE(add_told("tender_there", false, *atlas, chart).ok());
    EXPECT_TRUE(add_told("referral.of_nothing.TrP1", false, *atlas, chart).ok());
    EXPECT_TRUE(chart.zones.empty());
}

TEST(LandmarksToName, AreThoseOfTheCasesSideThatThisBodyHas) {
    const auto atlas = prone();
    const auto names = landmarks_to_name(*atlas, "left");
    EXPECT_GE(names.size(), 25u);
    for (const std::string& name : names) {
        EXPECT_FALSE(name.ends_with(".right")) << name;
        EXPECT_NE(words_of_landmark(name), name);
    }
    EXPECT_EQ(words_of_landmark("rib.5.left"), "rib 5, left");
    EXPECT_EQ(words_of_landmark("spinous.T4"), "T4 spinous process");
}

}  // namespace
}  // namespace dryrun::trainer
