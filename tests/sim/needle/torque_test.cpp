// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "needle/torque.h"

#include <gtest/gtest.h>

namespace dryrun::needle {
namespace {

// 10 mm of fat that winds over muscle that does not, the tip so deep.
NeedleState needle_at(double path) {
    NeedleState state;
    TrackLayer fat;
    fat.enter = 0.0;
    fat.exit = 10.0;
    fat.can_wind = true;
    fat.friction_N_per_mm = 0.002;
    TrackLayer muscle;
    muscle.enter = 10.0;
    muscle.exit = 100.0;
    muscle.is_muscle = true;
    muscle.friction_N_per_mm = 0.005;
    state.layers = {fat, muscle};
    state.is_in_skin = true;
    state.tip_path = path;
    return state;
}

double torque_after(double degrees, double path, double diameter = 0.25) {
    NeedleState state = needle_at(path);
    constexpr int kTicks = 500;
    for (int i = 0; i < kTicks; ++i) turn_in_tissue(degrees / kTicks, state);
    return torque_of_tissue_Nmm(state, diameter, 1.0);
}

TEST(Torque, GrowsFasterThanTheAngle) {  // Han 2015: 3.6 times from 60 to 180 degrees
    const double ratio = torque_after(180.0, 10.0) / torque_after(60.0, 10.0);
    EXPECT_GT(ratio, 3.0);
    EXPECT_LT(ratio, 4.5);
}

TEST(Torque, IsThatOfTwentyMillimetresOfWindingTissueAsMeasured) {  // Han 2015: 0.292 N mm
    EXPECT_NEAR(2.0 * torque_after(180.0, 10.0), 0.292, 0.03);
}

TEST(Torque, TurnsItsSignWithTheHand) {
    EXPECT_NEAR(torque_after(-180.0, 20.0), -torque_after(180.0, 20.0), 1e-12);
}

TEST(Torque, OfMuscleStaysWhereItSlidesRoundTheShaft) {
    const auto of_muscle = [](double degrees) {
        return torque_after(degrees, 30.0) - torque_after(degrees, 10.0);
    };
    EXPECT_LT(of_muscle(20.0), 0.6 * of_muscle(90.0));
    EXPECT_NEAR(of_muscle(90.0), of_muscle(360.0), 1e-9);
    // Friction of 0.005 N/mm at half of 0.25 mm, over 20 mm.
    EXPECT_NEAR(of_muscle(360.0), 0.0125, 1e-9);
}

TEST(Torque, OfMuscleGrowsInATwitch) {
    NeedleState state = needle_at(30.0);
    turn_in_tissue(90.0, state);
    EXPECT_GT(torque_of_tissue_Nmm(state, 0.25, 3.0), torque_of_tissue_Nmm(state, 0.25, 1.0));
}

TEST(Torque, IsNoneInTheAir) {
    NeedleState state = needle_at(20.0);
    turn_in_tissue(360.0, state);
    state.is_in_skin = false;
    EXPECT_EQ(torque_of_tissue_Nmm(state, 0.25, 1.0), 0.0);
}

}  // namespace
}  // namespace dryrun::needle
