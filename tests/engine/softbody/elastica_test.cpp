// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The wire against closed forms: small and large bending, buckling, and elastic support.
#include "softbody/elastica.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/deterministic_math.h"

namespace dryrun::softbody {
namespace {

Wire wire_of(double diameter, double length, BeamEnds ends = BeamEnds::ClampedFree) {
    return {bending_stiffness(193.0, diameter), length, ends, {}, false};
}

WireState bent(const Wire& wire, const WireLoad& load) {
    const auto state = bend(wire, load);
    EXPECT_TRUE(state.ok()) << state.error().text();
    return state ? *state : WireState{};
}

// 0.30 × 40, 1 mN: 0.27800 mm.
TEST(Elastica, ASmallForceBendsACantileverAsTheBeamEquation) {
    const WireState state = bent(wire_of(0.30, 40.0), {0.001, 0.0, std::nullopt, 0.0});
    EXPECT_NEAR(state.deflection.back(), 0.27800, 0.27800 * 1e-3);
    EXPECT_NEAR(state.root_moment_Nmm, -0.04, 1e-5);
    EXPECT_NEAR(state.hand_force_N, -0.001, 1e-12);
}

// A dead force across the tip, α = F L²/E I (Bisshopp and Drucker 1945, computed again).
TEST(Elastica, ALargeForceAcrossTheTipBendsItAsTheEllipticIntegrals) {
    struct Row {
        double alpha, deflection, approach, angle;
    };
    const Wire wire = wire_of(0.25, 40.0);
    for (const Row& row : {Row{0.5, 0.16214, 0.01592, 0.24453}, Row{1, 0.30172, 0.05643, 0.46135},
                           Row{2, 0.49346, 0.16064, 0.78175}, Row{5, 0.71379, 0.38763, 1.21537},
                           Row{10, 0.81061, 0.55500, 1.43029}}) {
        const double force = row.alpha * wire.bending_stiffness / 1600.0;
        const WireState state = bent(wire, {force, 0.0, std::nullopt, 0.0});
        EXPECT_NEAR(state.deflection.back() / 40.0, row.deflection, 2e-4);
        EXPECT_NEAR(state.tip_approach / 40.0, row.approach, 2e-4);
        EXPECT_NEAR(state.angle.back(), row.angle, 4e-4);
    }
}

// 0.25 × 30: 0.10146, 0.8302, 0.40583, 1.62332 N.
TEST(Elastica, GivesWayAtEulersLoads) {
    EXPECT_NEAR(critical_force(wire_of(0.25, 30.0, BeamEnds::ClampedFree)), 0.10146, 1e-4);
    EXPECT_NEAR(critical_force(wire_of(0.25, 30.0, BeamEnds::ClampedPinned)), 0.8302, 5e-4);
    EXPECT_NEAR(critical_force(wire_of(0.25, 30.0, BeamEnds::PinnedPinned)), 0.40583, 2e-4);
    EXPECT_NEAR(critical_force(wire_of(0.25, 30.0, BeamEnds::ClampedClamped)), 1.62332, 8e-4);
}

// Timoshenko and Gere: tip angle, P/P_cr, x/L, y/L.
TEST(Elastica, BucklesAsFarAsTheClosedForm) {
    struct Row {
        double angle_deg, force, x, y;
    };
    const Wire wire = wire_of(0.25, 40.0);
    const double critical = critical_force(wire);
    for (const Row& row :
         {Row{20, 1.01540, 0.96973, 0.21941}, Row{60, 1.15172, 0.74102, 0.59321},
          Row{100, 1.51839, 0.34899, 0.79154}, Row{120, 1.88480, 0.12316, 0.80317}}) {
        const WireState state = bent(wire, {0.0, row.force * critical, std::nullopt, 0.0});
        EXPECT_NEAR(det::degrees(state.angle.back()), row.angle_deg, 0.3);
        EXPECT_NEAR(1.0 - state.tip_approach / 40.0, row.x, 3e-3);
        EXPECT_NEAR(state.deflection.back() / 40.0, row.y, 3e-3);
        const WireState shortened = bent(wire, {0.0, 0.0, (1.0 - row.x) * 40.0, 0.0});
        EXPECT_NEAR(shortened.axial_N / critical, row.force, 0.01 * row.force);
    }
}

TEST(Elastica, HeldAtTheTipBowsToThePositiveSide) {
    for (const BeamEnds ends :
         {BeamEnds::ClampedPinned, BeamEnds::PinnedPinned, BeamEnds::ClampedClamped}) {
        const Wire wire = wire_of(0.25, 40.0, ends);
        const WireState state = bent(wire, {0.0, 0.0, 1.0, 0.0});
        EXPECT_NEAR(state.tip_approach, 1.0, 1e-9);
        EXPECT_NEAR(state.deflection.back(), 0.0, 1e-9);
        EXPECT_GT(*std::max_element(state.deflection.begin(), state.deflection.end()), 2.0);
        EXPECT_GT(state.axial_N, critical_force(wire));
        EXPECT_LT(state.axial_N, 1.1 * critical_force(wire));
    }
}

// β = (k / 4 E I)^¼: a long wire in tissue of 24 kPa, pushed sideways at its end by 10 mN.
TEST(Elastica, InASoftBedTheEndOfALongWireMovesAsWinklersDoes) {
    Wire wire = wire_of(0.25, 100.0);
    wire.foundation = {{0.0, 100.0, 0.024}};
    const WireState state = bent(wire, {0.010, 0.0, std::nullopt, 0.0});
    const double beta = std::sqrt(std::sqrt(0.024 / (4.0 * wire.bending_stiffness)));
    EXPECT_NEAR(beta, 0.11284, 1e-5);
    EXPECT_NEAR(state.deflection.back(), 0.094034, 0.094034 * 5e-3);
    EXPECT_NEAR(state.hand_force_N, 0.0, 1e-4) << "the bed takes it all";
}

TEST(Elastica, InABedGivesWayOnlyAtALargeForce) {
    Wire wire = wire_of(0.25, 100.0, BeamEnds::PinnedPinned);
    wire.foundation = {{0.0, 100.0, 0.024}};
    EXPECT_NEAR(critical_force(wire), 2.0 * std::sqrt(0.024 * wire.bending_stiffness), 0.04);
}

TEST(Elastica, WithSmallSlopesIsLinearInTheSideForce) {
    Wire wire = wire_of(0.25, 40.0);
    wire.is_small = true;
    const double axial = 0.4 * critical_force(wire);
    const double once = bent(wire, {0.001, axial, std::nullopt, 0.0}).deflection.back();
    const double tenfold = bent(wire, {0.010, axial, std::nullopt, 0.0}).deflection.back();
    EXPECT_NEAR(tenfold / once, 10.0, 1e-9);
    EXPECT_FALSE(bend(wire, {0.0, 4.0 * axial, std::nullopt, 0.0}).ok());
}

TEST(Elastica, AHandMovedSidewaysAgainstAHeldTipIsPushedBack) {
    const Wire wire = wire_of(0.25, 40.0, BeamEnds::ClampedPinned);
    const WireState state = bent(wire, {0.0, 0.0, std::nullopt, 1.0});
    EXPECT_NEAR(state.hand_force_N, 3.0 * wire.bending_stiffness / 64000.0, 1e-5 * 1.8);
    EXPECT_NEAR(state.deflection.front(), 1.0, 1e-12);
}

}  // namespace
}  // namespace dryrun::softbody
