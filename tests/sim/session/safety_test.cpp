// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "session/safety.h"

#include <gtest/gtest.h>

namespace dryrun::session {
namespace {

TipView in_tissue(double path, double depth = 10.0, double shaft_left = 10.0) {
    TipView view;
    view.is_in_tissue = true;
    view.path = path;
    view.depth = depth;
    view.shaft_left = shaft_left;
    return view;
}

LineLook pleura_at(double travel) {
    return {travel, travel};
}

TEST(LineWatch, TellsAnUnprotectedLineAfterHalfASecond) {
    LineWatch watch;
    const TipView view = in_tissue(15.0);
    for (int tick = 0; tick < 500; ++tick) {
        const auto facts = watch.step(view, pleura_at(8.0));
        EXPECT_EQ(facts.warning.has_value(), tick == 0);
        EXPECT_FALSE(facts.unprotected) << tick;
    }
    const auto facts = watch.step(view, pleura_at(8.0));
    ASSERT_TRUE(facts.unprotected);
    EXPECT_DOUBLE_EQ(facts.unprotected->travel_to_pleura, 8.0);
    EXPECT_FALSE(watch.step(view, pleura_at(8.0)).unprotected) << "told once";
}

TEST(LineWatch, OnlyWarnsInTheBandBeyondTheShaft) {
    LineWatch watch;
    int warnings = 0;
    for (int tick = 0; tick < 2000; ++tick) {
        const auto facts = watch.step(in_tissue(15.0), pleura_at(13.0));
        warnings += facts.warning.has_value();
        EXPECT_FALSE(facts.unprotected);
    }
    EXPECT_EQ(warnings, 1);
}

TEST(LineWatch, DoesNotMindAShallowTipOrABoneInTheWay) {
    LineWatch watch;
    for (int tick = 0; tick < 2000; ++tick) {
        EXPECT_FALSE(watch.step(in_tissue(3.0, 2.9), pleura_at(8.0)).warning);
        EXPECT_FALSE(watch.step(in_tissue(15.0), {}).warning);
    }
}

TEST(LineWatch, DoesNotCountWithdrawal) {
    LineWatch watch;
    for (int tick = 0; tick < 400; ++tick) watch.step(in_tissue(15.0), pleura_at(8.0));
    TipView out = in_tissue(15.0);
    out.speed_mm_s = -10.0;
    for (int tick = 0; tick < 1500; ++tick) {
        out.path -= 0.005;
        EXPECT_FALSE(watch.step(out, pleura_at(8.0)).unprotected) << tick;
    }
}

// One tick after another with a stop in force from tick 1000 on.
class AfterAStop : public ::testing::Test {
  protected:
    std::string go_to(double path, int ticks, bool is_in = true, bool punctures = false) {
        std::string told;
        const double begin = view_.path;
        for (int i = 1; i <= ticks; ++i) {
            ++view_.tick;
            view_.is_in_tissue = is_in;
            view_.path = begin + (path - begin) * i / ticks;
            const auto went_on = watch_.step(view_, view_.tick >= 1000, punctures && i == 1);
            if (went_on) told += went_on->how + " ";
        }
        return told;
    }
    TipView view_ = in_tissue(10.0);
    StopWatch watch_;
};

TEST_F(AfterAStop, WithdrawingAndRestingAreNoFault) {
    EXPECT_EQ(go_to(12.0, 1500), "");
    EXPECT_EQ(go_to(12.0, 5000), "");
    EXPECT_EQ(go_to(0.5, 2000), "");
    EXPECT_EQ(go_to(0.0, 5000, false), "");
}

TEST_F(AfterAStop, MoreThanAMillimetreFurtherIs) {
    go_to(20.0, 999);
    EXPECT_EQ(go_to(20.9, 500), "");
    EXPECT_EQ(go_to(21.5, 500), "advanced ");
    EXPECT_EQ(go_to(25.0, 500), "") << "told once";
}

TEST_F(AfterAStop, TheStrokeUnderWayMayComeToItsEnd) {
    go_to(20.0, 500);
    go_to(15.0, 250);
    go_to(17.0, 249);
    EXPECT_EQ(go_to(20.0, 300), "");
    EXPECT_EQ(go_to(5.0, 3000), "");
}

TEST_F(AfterAStop, AStrokeThatBeginsTwoSecondsLaterIs) {
    go_to(20.0, 999);
    EXPECT_EQ(go_to(15.0, 500), "");
    EXPECT_EQ(go_to(15.0, 2000), "");
    EXPECT_EQ(go_to(18.0, 300), "new_stroke ");
}

TEST_F(AfterAStop, ANewInsertionTwoSecondsLaterIs) {
    go_to(0.0, 999);
    EXPECT_EQ(go_to(0.0, 2500, false), "");
    EXPECT_EQ(go_to(4.0, 100, true, true), "new_insertion ");
}

TEST_F(AfterAStop, ATapUnderWayIsNotButPressingOnIs) {
    go_to(0.0, 900, false);
    go_to(0.0, 150, false);
    EXPECT_EQ(go_to(4.0, 50, true, true), "");
    EXPECT_EQ(go_to(8.0, 500), "advanced ");
}

}  // namespace
}  // namespace dryrun::session
