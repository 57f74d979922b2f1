// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "session/palpation_log.h"

#include <gtest/gtest.h>

namespace dryrun::session {
namespace {

HandContact pressing(double force_N, double x = 0.0) {
    HandContact contact;
    contact.is_touching = force_N > 0.0;
    contact.force_N = force_N;
    contact.indentation = force_N * 0.5;
    contact.centre = {x, 0, 0};
    return contact;
}

TEST(PressLog, TellsAPressWhenItEndsWithItsPeak) {
    PressLog log;
    std::int64_t tick = 0;
    for (int i = 0; i <= 100; ++i) EXPECT_FALSE(log.step(pressing(0.1 * i, i), tick++));
    for (int i = 100; i > 3; --i) EXPECT_FALSE(log.step(pressing(0.1 * i, 100.0), tick++));
    const auto told = log.step(pressing(0.2), tick);
    ASSERT_TRUE(told);
    EXPECT_DOUBLE_EQ(told->peak_force_N, 10.0);
    EXPECT_DOUBLE_EQ(told->peak_indentation, 5.0);
    EXPECT_DOUBLE_EQ(told->at.x, 100.0);
    EXPECT_NEAR(told->duration, 0.192, 0.002);
    EXPECT_FALSE(log.step(pressing(0.2), ++tick));
}

TEST(PressLog, DoesNotTellABrush) {
    PressLog log;
    for (int i = 0; i < 100; ++i) EXPECT_FALSE(log.step(pressing(0.4), i));
    EXPECT_FALSE(log.step(pressing(0.0), 100));
}

TEST(ExitPress, IsTimedFromTheWithdrawal) {
    ExitPressLog log;
    log.needle_left(1000, {10, 0, 0});
    for (int tick = 1001; tick < 2000; ++tick) EXPECT_FALSE(log.step(tick, {10, 0, 0}, 0.0));
    for (int tick = 2000; tick < 7000; ++tick) {
        EXPECT_FALSE(log.step(tick, {12, 0, 0}, 5.0));
        EXPECT_TRUE(log.is_pressed());
    }
    const auto told = log.step(7000, {12, 0, 0}, 0.0);
    ASSERT_TRUE(told);
    EXPECT_DOUBLE_EQ(told->delay, 1.0);
    EXPECT_DOUBLE_EQ(told->duration, 5.0);
    EXPECT_NEAR(told->mean_force_N, 5.0, 1e-9);
}

TEST(ExitPress, BesideTheExitOrWithoutOneIsNone) {
    ExitPressLog log;
    EXPECT_FALSE(log.step(1, {0, 0, 0}, 5.0));
    EXPECT_FALSE(log.is_pressed());
    log.needle_left(10, {0, 0, 0});
    log.step(11, {30, 0, 0}, 5.0);
    EXPECT_FALSE(log.is_pressed());
}

}  // namespace
}  // namespace dryrun::session
