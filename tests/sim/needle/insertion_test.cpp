// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What a hand feels of a needle, layer by layer, on made-up tissue with the reference values of a
// 0.25 mm needle.
#include <gtest/gtest.h>

#include <cmath>

#include "core/random.h"
#include "synthetic_track.h"

namespace dryrun::needle {
namespace {

constexpr double kRigid = 1e7;   // kPa, a corridor that does not yield
constexpr double kMuscle = 4.0;  // kPa

TEST(Insertion, HoldsBackUntilTheSkinPunctures) {
    Insertion in(kRigid);
    in.move_to(2.6, 5.0);
    EXPECT_EQ(in.state.tip_state, TipState::Pressing);
    EXPECT_FALSE(in.state.is_in_skin);
    EXPECT_EQ(in.state.tip_path, 0.0);
    EXPECT_TRUE(in.facts.punctures.empty());
    in.move_to(3.5, 5.0);
    ASSERT_EQ(in.facts.punctures.size(), 1u);
    const Puncture& skin = in.facts.punctures[0];
    EXPECT_TRUE(skin.is_skin);
    EXPECT_NEAR(skin.force_N, 0.25, 1e-9);
    EXPECT_NEAR(skin.indentation, 2.5, 0.02);
    EXPECT_TRUE(in.state.is_in_skin);
}

TEST(Insertion, GivesWhenTheMembraneBreaks) {
    Insertion in(kMuscle);
    double before = 0.0;
    double path = 0.0;
    while (in.facts.punctures.empty() && in.step.hand_at < 20.0) {
        before = in.state.axial_force_N;
        path = in.state.tip_path;
        in.step.hand_at += 0.005;
        in.tick();
    }
    in.wait(3);
    EXPECT_GT(before, 0.24);
    EXPECT_LT(in.state.axial_force_N, 0.4 * before);
    EXPECT_GT(in.state.tip_path, path + 1.0) << "the skin springs back over the tip";
}

// The rigid-corridor trace of two layers with membranes (skin and fat, muscle), by hand:
// F = puncture or cutting force + sum of friction over the length in each layer.
TEST(Insertion, ForceIsCuttingAndFrictionOfTheLengthInEachLayer) {
    Insertion in(kRigid, {layer(0.0, 2.0, 0.25, 0.10, 0.040, 0.015, 1.0),
                          layer(2.0, 8.0, 0.0, 0.2, 0.003, 0.002, 1.0),
                          layer(8.0, 40.0, 0.15, 0.50, 0.020, 0.005, 1.0)});
    // The hand is a spring: it is ahead of the needle by its force. Slow, so that friction does
    // not grow with speed.
    in.move_to(5.0 + 0.039, 1.0);
    EXPECT_NEAR(in.state.travel, 5.0, 0.002);
    EXPECT_NEAR(in.state.axial_force_N, 0.0390, 5e-4);
    in.move_to(15.0 + 0.097, 1.0);
    EXPECT_NEAR(in.state.axial_force_N, 0.0970, 5e-4);
    in.move_to(20.0 + 0.122, 1.0);
    EXPECT_NEAR(in.state.axial_force_N, 0.1220, 5e-4);
    ASSERT_EQ(in.facts.punctures.size(), 2u);
    EXPECT_NEAR(in.facts.punctures[1].path, 8.0, 1e-9);
    EXPECT_NEAR(in.facts.punctures[1].force_N, 0.15, 1e-9);
    EXPECT_NEAR(in.facts.punctures[1].indentation, 0.3, 0.01);
    in.move_to(19.5, 1.0);
    EXPECT_NEAR(in.state.axial_force_N, -0.1020 + 0.5 * 0.005, 1.5e-3);
}

TEST(Insertion, FrictionGrowsWithDepth) {
    Insertion in(kMuscle);
    in.move_to(18.0, 5.0);
    double before = in.state.axial_force_N;
    for (const double depth : {21.0, 24.0, 27.0, 30.0}) {
        in.move_to(depth, 5.0);
        EXPECT_NEAR((in.state.axial_force_N - before) / 3.0, 0.0052, 0.0008) << depth;
        before = in.state.axial_force_N;
    }
}

TEST(Insertion, ForcesLieWhereTheReferenceTraceHasThem) {
    Insertion in(kRigid);
    in.move_to(6.0, 5.0);
    EXPECT_GT(in.state.axial_force_N, 0.035);  // fat
    EXPECT_LT(in.state.axial_force_N, 0.065);
    in.peak_N = 0.0;
    in.move_to(9.5, 5.0);
    EXPECT_GT(in.peak_N, 0.11);  // fascia
    EXPECT_LT(in.peak_N, 0.40);
    in.move_to(20.0, 5.0);
    EXPECT_GT(in.state.axial_force_N, 0.10);  // muscle
    EXPECT_LT(in.state.axial_force_N, 0.15);
}

TEST(Insertion, WithdrawalForceIsFrictionOnly) {
    Insertion in(kRigid);
    in.move_to(20.0, 1.0);
    const double advancing = in.state.axial_force_N;
    in.move_to(19.0, 3.0);
    // The tip cuts nothing on its way out: the difference is twice the friction and the cut.
    const double friction =
        2.0 * 0.015 + 6.0 * 0.002 + 0.5 * 0.010 + 0.005 * (in.state.tip_path - 8.5);
    EXPECT_EQ(in.state.tip_force_N, 0.0);
    EXPECT_NEAR(-in.state.axial_force_N, friction, 0.08 * friction);
    EXPECT_GT(advancing, friction);
    EXPECT_LT(in.state.axial_force_N, 0.0);
}

TEST(Insertion, LeavesThroughTheSkin) {
    Insertion in(kMuscle);
    in.move_to(15.0, 20.0);
    in.move_to(1.0, 20.0);
    EXPECT_FALSE(in.facts.has_left_tissue);
    for (int i = 0; i < 2000 && !in.facts.has_left_tissue; ++i) {
        in.step.hand_at -= 0.02;
        in.tick();
    }
    EXPECT_TRUE(in.facts.has_left_tissue);
    EXPECT_FALSE(in.state.is_in_skin);
    EXPECT_EQ(in.state.tip_state, TipState::Free);
}

TEST(Insertion, GoesMoreEasilyThroughItsOwnChannel) {
    Insertion in(kRigid);
    in.move_to(20.0, 5.0);
    in.move_to(5.0, 5.0);
    in.peak_N = 0.0;
    in.move_to(10.0, 5.0);
    const double again = in.peak_N;
    Insertion fresh(kRigid);
    fresh.move_to(5.0, 5.0);
    fresh.peak_N = 0.0;
    fresh.move_to(10.0, 5.0);
    EXPECT_LT(again, 0.65 * fresh.peak_N);
}

TEST(Insertion, ThickerNeedlesNeedMoreForce) {
    auto thick = back_layers();
    const auto table = tissue::MaterialTable::read_shipped();
    ASSERT_TRUE(table) << table.error().text();
    tissue::Material skin;
    skin.puncture_N = thick[0].puncture_N;
    skin.cutting_N = thick[0].cutting_N;
    skin.friction_N_per_mm = thick[0].friction_N_per_mm;
    const tissue::Material scaled = table->for_diameter(skin, 0.30);
    EXPECT_NEAR(scaled.puncture_N / skin.puncture_N, 1.27, 0.005);
    EXPECT_NEAR(scaled.cutting_N / skin.cutting_N, 1.24, 0.005);
    EXPECT_NEAR(scaled.friction_N_per_mm / skin.friction_N_per_mm, 1.20, 0.005);
}

TEST(Insertion, BoneStopsTheTip) {
    Insertion in(kMuscle);
    in.state.bone_path = 21.0;
    in.move_to(20.0, 20.0);
    EXPECT_FALSE(in.facts.has_touched_bone);
    in.move_to(24.0, 20.0);
    EXPECT_TRUE(in.facts.has_touched_bone);
    EXPECT_EQ(in.state.tip_state, TipState::OnBone);
    EXPECT_LE(in.state.tip_path, 21.0);
    EXPECT_LT(in.state.travel, 21.1);
    EXPECT_GT(in.state.axial_force_N, 1.0);
    EXPECT_LE(in.state.axial_force_N, kHandForce + 0.01);
    // More push, no more depth.
    const double depth = in.state.travel;
    in.move_to(30.0, 100.0);
    EXPECT_LT(in.state.travel - depth, 0.05);
    EXPECT_LE(in.state.axial_force_N, kHandForce + 0.01);
    // Drawing back frees it.
    in.move_to(18.0, 20.0);
    EXPECT_EQ(in.state.tip_state, TipState::InTissue);
    EXPECT_LT(in.state.tip_path, 19.5);
}

TEST(Insertion, LongThinNeedleBucklesUnsupported) {
    Insertion in(kRigid);
    in.spec = {"0.25x60", 60.0, 0.25, 193.0};
    in.move_to(8.0, 5.0);
    EXPECT_TRUE(in.facts.has_buckled);
    EXPECT_NEAR(in.facts.buckling_N, 0.21, 0.05 * 0.21);
    EXPECT_EQ(in.facts.free_length, 60.0);
    EXPECT_TRUE(in.facts.punctures.empty()) << "the skin holds out longer than the needle";
    EXPECT_TRUE(in.state.is_buckled);
    EXPECT_GT(in.state.bend, 5.0);
    EXPECT_LT(in.peak_N, 0.24);
    in.move_to(0.5, 5.0);
    EXPECT_FALSE(in.state.is_buckled);
}

TEST(Insertion, GuideTubePreventsBuckling) {
    Insertion in(kRigid);
    in.spec = {"0.25x60", 60.0, 0.25, 193.0};
    in.step.is_in_guide_tube = true;
    in.move_to(4.0, 80.0);
    EXPECT_FALSE(in.facts.has_buckled);
    ASSERT_FALSE(in.facts.punctures.empty());
    EXPECT_LT(in.state.bend, 0.01);
}

TEST(Insertion, TurningOneWayHoldsTheNeedle) {
    Insertion plain(kRigid);
    plain.move_to(14.0, 1.0);
    plain.move_to(13.0, 1.0);
    Insertion wound(kRigid);
    wound.move_to(14.0, 1.0);
    wound.state.net_turns = wound.state.total_turns = 2.0;
    wound.move_to(13.0, 1.0);
    EXPECT_GT(wound.state.grasp, 1.5);
    EXPECT_GT(-wound.state.axial_force_N, -1.5 * plain.state.axial_force_N);
}

TEST(Insertion, ATwitchGraspsTheShaft) {
    Insertion in(kRigid);
    in.move_to(25.0, 1.0);
    in.move_to(24.0, 1.0);
    const double before = -in.state.axial_force_N;
    in.step.muscle_grasp = 3.0;
    in.move_to(23.5, 1.0);
    EXPECT_GT(-in.state.axial_force_N, 1.8 * before);
}

TEST(Insertion, TissueThatMovesTakesTheNeedleAlong) {
    Insertion in(kMuscle);
    in.move_to(20.0, 5.0);
    in.step.is_held = false;
    in.wait(500);
    const double travel = in.state.travel;
    EXPECT_NEAR(in.state.axial_force_N, 0.0, 1e-12);
    std::vector<Vec3> moved(in.state.track->stations.size(), Vec3{0.0, -1.0, 0.4});
    for (int i = 1; i <= 50; ++i) {
        for (Vec3& u : moved) u = Vec3{0.0, -1.0, 0.4} * (i / 50.0);
        in.step.background = moved;
        in.tick();
    }
    in.wait(200);
    EXPECT_NEAR(in.state.travel - travel, 1.0, 0.05);
    EXPECT_NEAR(in.state.tip.z, 0.4, 0.05);
    // It has not moved in the tissue.
    EXPECT_NEAR(in.state.tip_at_rest.z, 0.0, 0.05);
}

TEST(Insertion, AHeldNeedleFeelsTheTissueMove) {
    Insertion in(kMuscle);
    in.move_to(20.0, 5.0);
    in.wait(100);
    const double before = in.state.axial_force_N;
    const std::vector<Vec3> moved(in.state.track->stations.size(), Vec3{0.0, 0.6, 0.5});
    in.step.background = moved;
    in.wait(5);
    EXPECT_GT(in.state.axial_force_N, before + 0.01);
    // 20 mm of free shaft: 3 E I / L³ a millimetre.
    EXPECT_GT(in.state.lateral_force_N, 0.004);
}

TEST(Insertion, TurningTheHandleDeepBendsTheShaft) {
    Insertion in(kMuscle);
    in.move_to(25.0, 20.0);
    EXPECT_LT(in.state.bend, 1e-6);
    EXPECT_EQ(in.state.lateral_force_N, 0.0);
    for (int i = 0; i < 100; ++i) {
        in.step.pose.offset[0] = 0.05 * i;
        in.tick();
    }
    in.wait(20);
    EXPECT_GT(in.state.bend, 0.3);
    EXPECT_GT(in.state.lateral_force_N, 0.05);
    EXPECT_LE(in.state.lateral_force_N, kHandForce + 1e-9);
    // The tip stays near its channel.
    EXPECT_LT(std::fabs(in.state.tip.x) + std::fabs(in.state.tip.z), 1.5);
    EXPECT_GT(in.state.shaft.size(), 8u);
}

TEST(Insertion, AHandAtRestKeepsForceAndDepth) {
    Insertion in(kMuscle);
    in.move_to(20.0, 10.0);
    in.wait(1000);
    const double force = in.state.axial_force_N;
    const double path = in.state.tip_path;
    in.wait(10000);
    EXPECT_NEAR(in.state.axial_force_N, force, 1e-6);
    EXPECT_NEAR(in.state.tip_path, path, 1e-6);
}

// The sweeps of a tick are enough: many more change the force by less than 1 %.
TEST(Insertion, FixedSweepsAreEnough) {
    Insertion in(kMuscle);
    in.move_to(22.0, 100.0);
    AxialProblem problem;
    problem.coupling = in.state.coupling.get();
    problem.engaged = 16;
    for (int i = 0; i < 16; ++i) {
        const double most = 0.0065 * (1.0 + 0.02 * i);
        problem.shaft[static_cast<std::size_t>(i)] = {0.15 / most, -most, most, 20.0};
    }
    problem.tip = {0.15 / 0.02, 0.0, 0.02, 20.0};
    problem.spread = spread_tip(*in.state.coupling, 22.0);
    problem.bone = {};
    AxialForces once;
    solve_axial(problem, {1.0, 20.12}, kAxialSweeps, once);
    AxialForces often;
    solve_axial(problem, {1.0, 20.12}, 3000, often);
    EXPECT_GT(often.sum_N, 0.01);
    EXPECT_NEAR(once.sum_N, often.sum_N, 0.01 * often.sum_N);
}

// A hand that trembles, jumps as far as its speed ceiling allows and stops dead.
TEST(Insertion, AJumpyHandStaysFiniteAndItsEnergyIsSpent) {
    const RandomStream random(11, "jumpy hand");
    for (int run = 0; run < 3; ++run) {
        Insertion in(run == 1 ? kRigid : kMuscle);
        if (run == 2) in.state.bone_path = 18.0;
        double target = 0.0;
        double least_work = 0.0;
        for (std::uint64_t tick = 0; tick < 6000; ++tick) {
            if (tick % 150 == 0) {
                target = 24.0 * random.uniform(tick, static_cast<std::uint64_t>(run)) + 0.5;
            }
            const double tremble = 0.1 * (random.uniform(tick, 7) - 0.5);
            const double way = target + tremble - in.step.hand_at;
            in.step.hand_at +=
                way > kHandSpeed ? kHandSpeed : (way < -kHandSpeed ? -kHandSpeed : way);
            in.step.pose.offset[0] += 0.1 * (random.uniform(tick, 8) - 0.5);
            in.step.pose.slope[1] = 0.2 * (random.uniform(tick, 9) - 0.5);
            in.tick();
            ASSERT_TRUE(std::isfinite(in.state.axial_force_N)) << run << ' ' << tick;
            ASSERT_TRUE(is_finite(in.state.tip)) << run << ' ' << tick;
            ASSERT_LE(std::fabs(in.state.axial_force_N), kHandForce + 0.1) << run << ' ' << tick;
            ASSERT_LE(in.state.lateral_force_N, kHandForce + 1e-9);
            if (in.work_mJ < least_work) least_work = in.work_mJ;
            if (in.state.tip_state == TipState::Free) break;
        }
        // What the hand ever gets back is less than it put in before (1 mJ = 1 N mm).
        EXPECT_GT(least_work, -1.0) << run;
        EXPECT_GT(in.work_mJ, 0.0) << run;
    }
}

TEST(Insertion, TheSameHandGivesTheSameBits) {
    std::uint64_t first = 0;
    for (int run = 0; run < 2; ++run) {
        Insertion in(kMuscle);
        in.move_to(18.0, 30.0);
        in.move_to(9.0, 60.0);
        StateHasher hasher;
        in.state.hash(hasher);
        if (run == 0) first = hasher.value();
        EXPECT_EQ(hasher.value(), first);
    }
}

TEST(Insertion, AnotherBlockOfTissueKeepsForceAndPlace) {
    Insertion in(kMuscle);
    in.move_to(20.0, 10.0);
    in.wait(50);
    const double force = in.state.axial_force_N;
    const double path = in.state.tip_path;
    change_track(synthetic_track(38.0, 1.3, 4.4), in.step, in.state);
    in.wait(1);
    EXPECT_NEAR(in.state.axial_force_N, force, 0.02 * force);
    EXPECT_NEAR(in.state.tip_path, path, 1e-3);
}

}  // namespace
}  // namespace dryrun::needle
