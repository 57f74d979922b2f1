// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "trainer/session_clock.h"

#include <gtest/gtest.h>

namespace dryrun::trainer {
namespace {

TEST(SessionClock, GivesAThousandTicksASecond) {
    SessionClock clock;
    int ticks = 0;
    for (int i = 0; i < 60; ++i) {
        const int due = clock.ticks_due(1.0 / 60.0);
        clock.did(due);
        ticks += due;
    }
    EXPECT_NEAR(ticks, 1000, 2);
    EXPECT_FALSE(clock.is_slipping());
    EXPECT_NEAR(clock.frames_per_second(), 60.0, 5.0);
}

TEST(SessionClock, SlipsWhereTheMachineIsTooSlowAndSaysSo) {
    SessionClock clock;
    for (int i = 0; i < 120; ++i) {
        clock.ticks_due(0.05);
        clock.did(20);
    }
    EXPECT_NEAR(clock.speed(), 0.4, 0.05);
    EXPECT_TRUE(clock.is_slipping());
    EXPECT_LE(clock.ticks_due(0.05), 100);
}

TEST(SessionClock, DoesNotMakeUpForAPause) {
    SessionClock clock;
    EXPECT_LE(clock.ticks_due(100.0), 100);
}

TEST(SessionClock, RunsFourTimesAsFastForWhoLooksOn) {
    SessionClock clock;
    EXPECT_EQ(clock.ticks_due(0.05, 4), 200);
    clock.did(200);
    EXPECT_EQ(clock.ticks_due(0.01, 4), 40);
}

}  // namespace
}  // namespace dryrun::trainer
