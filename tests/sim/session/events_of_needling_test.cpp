// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "approach/line.h"
#include "operator.h"

namespace dryrun::session {
namespace {

Vec3 usual_place(const Session& session) {
    return session.briefing().usual_places.front();
}

TEST(Needling, ARibStopsTheNeedle) {
    const auto session = start_rhomboid();
    Operator hands(*session);
    const auto atlas = session->snapshot().atlas;
    const auto rib = skin_over_rib(*atlas, usual_place(*session));
    const double depth = *approach::look_ahead(*atlas, rib.point, -rib.normal, 0.0).bone;
    hands.aim(rib.point, -rib.normal, "0.30x50");
    hands.tap();
    ASSERT_TRUE(hands.has<events::SkinPunctured>());
    hands.advance_to(depth + 2.0, 15.0);
    const auto contacts = hands.all<events::BoneContacted>();
    ASSERT_EQ(contacts.size(), 1u);
    EXPECT_TRUE(contacts[0].structure.starts_with("rib.")) << contacts[0].structure;
    EXPECT_NEAR(contacts[0].path, depth, 1.0);
    EXPECT_TRUE(session->percepts().is_on_bone);
    EXPECT_FALSE(hands.has<events::HazardEntered>());
}

TEST(Needling, StraightDownBetweenRibsIsUnprotectedAndThenInThePleura) {
    const auto session = start_rhomboid();
    Operator hands(*session);
    const auto atlas = session->snapshot().atlas;
    const auto gap = skin_over_gap(*atlas, usual_place(*session));
    const double depth = *approach::look_ahead(*atlas, gap.point, -gap.normal, 0.0).pleura;
    hands.aim(gap.point, -gap.normal, "0.30x50");
    hands.tap();
    hands.wait(700);
    EXPECT_TRUE(hands.has<events::PleuraWarning>());
    EXPECT_TRUE(hands.has<events::UnprotectedLine>());
    EXPECT_FALSE(hands.has<events::HazardEntered>());
    hands.advance_to(depth + 1.0, 20.0);
    ASSERT_TRUE(hands.has<events::HazardEntered>());
    EXPECT_TRUE(hands.all<events::HazardEntered>()[0].structure.starts_with("pleura"));
    EXPECT_LT(hands.when<events::UnprotectedLine>(), hands.when<events::HazardEntered>());
    EXPECT_TRUE(hands.has<events::Pneumothorax>());
    hands.withdraw();
    const auto summary = hands.all<events::NeedleWithdrawn>();
    ASSERT_EQ(summary.size(), 1u);
    EXPECT_LT(summary[0].clearance_worst_percent, 1.0);
    EXPECT_GT(summary[0].deepest_path, depth - 1.0);
}

TEST(Needling, GoingOnAfterTheStopIsToldAndWithdrawingIsNot) {
    scenario::Scenario scenario = rhomboid();
    scenario.patient.pain_limit_nrs = 0.0;  // stops at the first thing that hurts
    scenario.patient.fear_nrs = 8.0;
    for (const bool goes_on : {true, false}) {
        const auto session = start(scenario);
        Operator hands(*session);
        const auto atlas = session->snapshot().atlas;
        const auto rib = skin_over_rib(*atlas, usual_place(*session));
        hands.tell(events::DoStep{"explain_and_consent"});
        hands.aim(rib.point, -rib.normal, "0.25x40");
        hands.tap();
        hands.wait(3000);
        ASSERT_TRUE(hands.has<events::ConsentWithdrawn>());
        EXPECT_FALSE(hands.has<events::ContinuedAfterStop>());
        if (goes_on) hands.advance_to(hands.tip_path() + 4.0, 10.0);
        hands.withdraw();
        EXPECT_EQ(hands.has<events::ContinuedAfterStop>(), goes_on);
    }
}

TEST(Needling, StrokesThroughThePointAreCountedAndSummedUp) {
    const auto session = start_rhomboid();
    Operator hands(*session);
    const Snapshot before = session->snapshot();
    const Vec3 target = before.bands.front().nodule;
    const auto skin = *approach::skin_above(*before.atlas, target);
    const double depth = distance(skin.point, target);
    hands.aim(skin.point, -skin.normal, "0.30x40");
    hands.tap();
    hands.advance_to(depth + 1.5, 30.0);
    for (int stroke = 0; stroke < 6; ++stroke) {
        hands.draw_back_to(depth - 6.0, 40.0);
        hands.advance_to(depth + 1.5, 60.0);
    }
    ASSERT_TRUE(hands.has<events::TargetReached>());
    ASSERT_TRUE(hands.has<events::NeedlePassed>());
    EXPECT_GE(hands.all<events::TargetReached>()[0].path_ratio, 1.0);
    EXPECT_LT(hands.all<events::TargetReached>()[0].path_ratio, 1.2);
    hands.withdraw();
    const auto summary = hands.all<events::NeedleWithdrawn>();
    ASSERT_EQ(summary.size(), 1u);
    EXPECT_NEAR(static_cast<double>(summary[0].strokes), 6.0, 1.0);
    EXPECT_EQ(static_cast<std::size_t>(summary[0].strokes), hands.all<events::StrokeMade>().size());
    double sum = 0.0;
    for (const auto& pass : hands.all<events::NeedlePassed>()) sum += pass.probability;
    EXPECT_NEAR(summary[0].summed_probability, sum, 1e-9);
    EXPECT_GT(sum, 0.7);
    EXPECT_TRUE(hands.has<events::Twitch>()) << "six strokes at the core: all but certain";
}

TEST(Needling, ThePlanIsJudgedOnceAndLockedByThePuncture) {
    const auto session = start_rhomboid();
    Operator hands(*session);
    const auto atlas = session->snapshot().atlas;
    const auto rib = skin_over_rib(*atlas, usual_place(*session));
    hands.press(rib.point, 3.0, 600);
    hands.tell(events::MarkSite{0.5});
    hands.lift();
    events::StatePlan plan;
    plan.target = "muscle.rhomboid_major.right";
    plan.structure_at_risk = "pleura";
    plan.tilt_deg = 0.0;
    plan.expected_bone_depth = 22.0;
    plan.stop_depth = 20.0;
    hands.tell(events::ChooseNeedle{"0.30x50"});
    hands.tell(plan);
    plan.tilt_deg = 60.0;
    plan.caudal_deg = 60.0;
    hands.tell(plan);
    const auto plans = hands.all<events::PlanStated>();
    ASSERT_EQ(plans.size(), 2u);
    EXPECT_FALSE(std::isnan(plans[0].bone_on_line)) << "straight down on the rib";
    EXPECT_TRUE(plans[0].is_hub_safe) << "bone shields the lung";
    EXPECT_GT(plans[1].path_to_target, 1.5 * plans[0].path_to_target);
    EXPECT_GE(plans[1].shortest_needle, plans[1].path_to_target + approach::kShaftOutside);
    const Vec3 down = -rib.normal;
    hands.aim(rib.point, down, "0.30x50");
    hands.tap();
    EXPECT_TRUE(hands.has<events::PlanLocked>());
    hands.tell(plan);
    EXPECT_EQ(hands.all<events::PlanStated>().size(), 2u);
    ASSERT_TRUE(hands.has<events::SkinPunctured>());
    EXPECT_NEAR(hands.all<events::SkinPunctured>()[0].angle_error_deg, 60.0, 2.0);
}

TEST(Needling, NeedlesAreCountedAndTheExitIsPressed) {
    const auto session = start_rhomboid();
    Operator hands(*session);
    const auto atlas = session->snapshot().atlas;
    const auto rib = skin_over_rib(*atlas, usual_place(*session));
    hands.tell(events::DoStep{"unpack_needle"});
    hands.aim(rib.point, -rib.normal, "0.25x30");
    hands.tap();
    EXPECT_TRUE(session->percepts().is_needle_in);
    EXPECT_LT(session->percepts().shaft_outside, 29.0);
    hands.withdraw();
    ASSERT_TRUE(hands.has<events::NeedleWithdrawn>());
    EXPECT_FALSE(session->percepts().is_needle_in);
    hands.swab(rib.point, 5.0, 6000);
    ASSERT_EQ(hands.all<events::ExitPressed>().size(), 1u);
    EXPECT_NEAR(hands.all<events::ExitPressed>()[0].duration, 6.0, 0.01);
    hands.tell(events::DoStep{"dispose_needle"});
    hands.tell(events::DoStep{"dispose_needle"});  // there is no second one
    hands.tell(events::Finish{"done"});
    EXPECT_TRUE(session->is_finished());
    const auto finished = hands.all<events::SessionFinished>();
    ASSERT_EQ(finished.size(), 1u);
    EXPECT_EQ(finished[0].reason, "done");
    EXPECT_EQ(finished[0].needles_opened, 1);
    EXPECT_EQ(finished[0].needles_disposed, 1);
    const std::int64_t ticks = session->tick();
    hands.wait(10);
    EXPECT_EQ(session->tick(), ticks) << "a finished session stands still";
}

TEST(Needling, LeavingTheRoomWithTheNeedleInEndsTheAttempt) {
    const auto session = start_rhomboid();
    Operator hands(*session);
    const auto atlas = session->snapshot().atlas;
    const auto rib = skin_over_rib(*atlas, usual_place(*session));
    hands.aim(rib.point, -rib.normal, "0.25x30");
    hands.tap();
    hands.tell(events::LeaveRoom{});
    ASSERT_TRUE(hands.has<events::RoomLeft>());
    EXPECT_TRUE(hands.all<events::RoomLeft>()[0].is_needle_in);
    EXPECT_TRUE(session->is_finished());
}

TEST(Needling, AShamTouchesAndIsToldFromNoNeedleByNothingButThePrick) {
    scenario::Scenario scenario = rhomboid();
    scenario.needles = {"sham-0.30x40"};
    const auto session = start(scenario);
    Operator hands(*session);
    const auto atlas = session->snapshot().atlas;
    const auto rib = skin_over_rib(*atlas, usual_place(*session));
    hands.tell(events::DoStep{"explain_and_consent"});
    hands.tell(events::DoStep{"unpack_needle"});
    hands.aim(rib.point, -rib.normal, "sham-0.30x40");
    hands.push(15.0, 10.0);
    hands.wait(2000);
    EXPECT_GT(session->percepts().needle_force_N, 0.2);
    hands.withdraw();
    hands.tell(events::Finish{"completed"});
    hands.wait(10);
    EXPECT_FALSE(hands.has<events::SkinPunctured>());
    EXPECT_FALSE(hands.has<events::Bleeding>());
    EXPECT_FALSE(hands.has<events::PointResponded>()) << "it changes what rest changes";
}

TEST(Needling, ShamsAreNotStockedBesideOthers) {
    scenario::Scenario scenario = rhomboid();
    scenario.needles = {"sham-0.30x40", "0.30x40"};
    const auto refused = Session::start(scenario, 7);
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().text().find("sham"), std::string::npos);
}

}  // namespace
}  // namespace dryrun::session
