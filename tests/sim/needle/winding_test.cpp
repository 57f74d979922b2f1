// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "needle/winding.h"

#include <gtest/gtest.h>

#include <cmath>

namespace dryrun::needle {
namespace {

struct Turned {
    double net = 0.0;
    double total = 0.0;
    void turn(double degrees_in_all) {
        const int ticks = 1000;
        for (int i = 0; i < ticks; ++i) wind(degrees_in_all / ticks, net, total);
    }
    double factor() const { return winding_factor(net, total); }
};

TEST(Winding, TwoTurnsOneWayHoldAsMeasured) {  // Langevin 2001: +167 %
    Turned needle;
    EXPECT_EQ(needle.factor(), 1.0);
    needle.turn(720.0);
    EXPECT_NEAR(needle.factor(), 2.67, 0.15);
}

TEST(Winding, TurningToAndFroHoldsLess) {  // Langevin 2001: +52 %
    Turned needle;
    needle.turn(180.0);
    for (int i = 0; i < 8; ++i) {
        needle.turn(-360.0);
        needle.turn(360.0);
    }
    needle.turn(-180.0);
    EXPECT_NEAR(needle.factor(), 1.52, 0.15);
}

TEST(Winding, HalfATurnIsFelt) {
    Turned needle;
    needle.turn(180.0);
    EXPECT_GT(needle.factor(), 1.3);
}

TEST(Winding, Relaxes) {
    Turned needle;
    needle.turn(720.0);
    for (int i = 0; i < 240000; ++i) wind(0.0, needle.net, needle.total);
    EXPECT_LT(needle.factor(), 1.1);
}

}  // namespace
}  // namespace dryrun::needle
