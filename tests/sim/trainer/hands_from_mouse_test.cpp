// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "trainer/hands_from_mouse.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace dryrun::trainer {
namespace {

constexpr double kLength = 40.0;

anatomy::SkinPoint skin_at(double x, double z) {
    return {{x, 60.0, z}, {0, 1, 0}, {1, 0, 0}, {0, 0, -1}};
}

class Hands : public testing::Test {
  protected:
    // `frames` frames of `ticks` ticks with the same desk.
    events::InputSample run(const DeskFrame& frame, int frames = 1, int ticks = 16) {
        events::InputSample sample;
        for (int i = 0; i < frames; ++i) {
            hands.begin_frame(frame);
            for (int k = 0; k < ticks; ++k) sample = hands.next(percepts, kLength);
        }
        return sample;
    }
    DeskFrame on_patient(double x = -60, double z = 300) {
        DeskFrame frame;
        frame.is_on_patient = true;
        frame.under_pointer = skin_at(x, z);
        return frame;
    }
    // Through the skin, out of the tube, at rest.
    void put_needle_in() {
        hands.take_needle({skin_at(-60, 300), 0, 0});
        hands.tap();
        run({}, 4);
        percepts.is_needle_in = true;
        hands.remove_tube();
        run({}, 30);
    }
    HandsFromMouse hands{DeskSettings{}};
    session::Percepts percepts;
};

TEST_F(Hands, LeaveThePatientAloneWithoutTheHoldKey) {
    DeskFrame frame;
    frame.under_pointer = skin_at(-60, 300);
    frame.wheel = 3;
    const auto sample = run(frame, 5);
    EXPECT_FALSE(sample.palpating_hand.is_on_patient);
    EXPECT_EQ(sample.needling_hand.tool, events::Tool::None);
}

TEST_F(Hands, LayAFingerWhereThePointerIsWithALightTouch) {
    const auto sample = run(on_patient(), 30);
    EXPECT_TRUE(sample.palpating_hand.is_on_patient);
    EXPECT_NEAR(sample.palpating_hand.position.x, -60, 1e-9);
    EXPECT_NEAR(sample.palpating_hand.press_N, 2.0, 0.01);
}

TEST_F(Hands, SlideNoFasterThanAHand) {
    run(on_patient(-60), 5);
    hands.begin_frame(on_patient(-10));
    Vec3 before = hands.next(percepts, kLength).palpating_hand.position;
    for (int i = 0; i < 50; ++i) {
        const Vec3 now = hands.next(percepts, kLength).palpating_hand.position;
        EXPECT_LE(distance(before, now), 0.150001);
        before = now;
    }
}

TEST_F(Hands, PressHalfANewtonANotchSmoothedOverATenthOfASecond) {
    run(on_patient(), 30);
    DeskFrame notch = on_patient();
    notch.wheel = 2;
    const auto soon = run(notch, 1, 10);
    EXPECT_LT(soon.palpating_hand.press_N, 2.5);
    const auto later = run(on_patient(), 10);
    EXPECT_NEAR(later.palpating_hand.press_N, 3.0, 0.02);
}

TEST_F(Hands, PressMoreAndMoreWhileAButtonIsHeldAndLightlyAfterwards) {
    DeskFrame firm = on_patient();
    firm.is_pressing = true;
    const auto pressed = run(firm, 125);
    EXPECT_GT(pressed.palpating_hand.press_N, 6.5);
    EXPECT_LT(pressed.palpating_hand.press_N, 9.0);
    EXPECT_NEAR(run(on_patient(), 30).palpating_hand.press_N, 2.0, 0.05);
}

TEST_F(Hands, NeverPressPastTheCeiling) {
    DeskFrame firm = on_patient();
    firm.is_pressing = true;
    EXPECT_LE(run(firm, 2000).palpating_hand.press_N, 40.0);
}

TEST_F(Hands, LiftInAPincerGripByWheelOrButton) {
    hands.next_grip();
    hands.next_grip();
    ASSERT_EQ(hands.grip(), events::PadGrip::Pincer);
    run(on_patient(), 30);
    DeskFrame towards = on_patient();
    towards.wheel = -24;
    run(towards, 1);
    EXPECT_NEAR(run(on_patient(), 30).palpating_hand.press_N, -10.0, 0.1);
    DeskFrame firm = on_patient();
    firm.is_pressing = true;
    EXPECT_LT(run(firm, 125).palpating_hand.press_N, -14.0);
    EXPECT_GE(run(firm, 2000).palpating_hand.press_N, -40.0);
    hands.next_grip();
    EXPECT_GE(run(on_patient(), 1, 1).palpating_hand.press_N, 0.0) << "one pad does not lift";
}

TEST_F(Hands, KeepAHeldHandWhereItIsWhileTheOtherWorks) {
    hands.next_grip();
    run(on_patient(), 30);
    hands.toggle_hold();
    hands.choose_hand(ActiveHand::Needling);
    DeskFrame elsewhere = on_patient(-20, 200);
    elsewhere.wheel = 5;
    const auto sample = run(elsewhere, 10);
    EXPECT_TRUE(sample.palpating_hand.is_held);
    EXPECT_TRUE(sample.palpating_hand.is_on_patient);
    EXPECT_EQ(sample.palpating_hand.grip, events::PadGrip::TwoPadsFlat);
    EXPECT_NEAR(sample.palpating_hand.position.x, -60, 1e-9);
    EXPECT_NEAR(sample.palpating_hand.press_N, 2.0, 0.02);
    hands.toggle_hold();
    EXPECT_FALSE(run({}).palpating_hand.is_on_patient);
}

TEST_F(Hands, LiftAnUnheldHandWhenTheOtherTakesOver) {
    run(on_patient(), 5);
    hands.choose_hand(ActiveHand::Needling);
    EXPECT_FALSE(run(on_patient()).palpating_hand.is_on_patient);
}

TEST_F(Hands, StandTheNeedleOnTheMarkTiltedAsPlanned) {
    hands.take_needle({skin_at(-60, 300), 30, 20});
    const auto sample = run({});
    const auto& needle = sample.needling_hand;
    EXPECT_EQ(needle.tool, events::Tool::NeedleInGuideTube);
    const Vec3 tip = needle.position + needle.direction * (kLength + needle.travel);
    EXPECT_NEAR(distance(tip, {-60, 60, 300}), 0.3, 1e-9);
    EXPECT_NEAR(needle.direction.x / -needle.direction.y, std::tan(30 * 3.14159265 / 180), 1e-6);
    EXPECT_NEAR(needle.direction.z / needle.direction.y, std::tan(20 * 3.14159265 / 180), 1e-6);
}

TEST_F(Hands, TapOnlyInTheTube) {
    hands.take_needle({skin_at(-60, 300), 0, 0});
    run({});
    hands.tap();
    EXPECT_NEAR(run({}, 4).needling_hand.travel, 4.0, 0.01);

    HandsFromMouse others{DeskSettings{}};
    others.take_needle({skin_at(-60, 300), 0, 0});
    others.remove_tube();
    others.tap();
    others.begin_frame({});
    for (int i = 0; i < 100; ++i) others.next(percepts, kLength);
    EXPECT_LT(others.travel(), 0.1);
}

TEST_F(Hands, AdvanceAMillimetreForFourOnTheDesk) {
    put_needle_in();
    const double before = hands.travel();
    DeskFrame push = on_patient();
    push.forward_px = 4.0;  // one millimetre of the desk
    run(push, 40);
    EXPECT_NEAR(run(on_patient(), 30).needling_hand.travel - before, 10.0, 0.02);
}

TEST_F(Hands, TakeTheSamePathWhateverTheFrameRateAndTheMousesResolution) {
    put_needle_in();
    const double start = hands.travel();
    DeskFrame coarse = on_patient();
    coarse.forward_px = 16.0;
    run(coarse, 10, 32);
    const double one = run(on_patient(), 40).needling_hand.travel - start;

    DeskSettings fine_mouse;
    fine_mouse.px_per_desk_mm = 16.0;
    hands = HandsFromMouse(fine_mouse);
    percepts.is_needle_in = false;
    put_needle_in();
    const double again = hands.travel();
    DeskFrame fine = on_patient();
    fine.forward_px = 4.0;
    run(fine, 160, 2);
    const double other = run(on_patient(), 40).needling_hand.travel - again;
    EXPECT_NEAR(one, 10.0, 0.02);
    EXPECT_NEAR(other, 10.0, 0.02);
}

TEST_F(Hands, AdvanceAQuarterOfAMillimetreANotch) {
    put_needle_in();
    const double before = hands.travel();
    DeskFrame notch = on_patient();
    notch.wheel = 1;
    run(notch);
    EXPECT_NEAR(run(on_patient(), 30).needling_hand.travel - before, 0.25, 0.005);
}

TEST_F(Hands, MoveTheEntryPointBeforeTheTapAndNotAfterIt) {
    hands.take_needle({skin_at(-60, 300), 0, 0});
    run(on_patient(-55, 310));
    EXPECT_EQ(hands.aim().entry.point.x, -55);
    put_needle_in();
    run(on_patient(-10, 100));
    EXPECT_EQ(hands.aim().entry.point.x, -60);
}

// Where the tap did not go through the skin the hand can push on.
TEST_F(Hands, PushOnAfterATapThatStoppedAtTheSkin) {
    hands.take_needle({skin_at(-60, 300), 0, 0});
    hands.tap();
    run({}, 10);
    DeskFrame notch = on_patient(-10, 100);
    notch.wheel = 4;
    run(notch);
    EXPECT_NEAR(run(on_patient(-10, 100), 30).needling_hand.travel, 5.0, 0.02);
    EXPECT_EQ(hands.aim().entry.point.x, -60);
}

TEST_F(Hands, StrokeFiveMillimetresOnceASecondAndComeBackToRest) {
    put_needle_in();
    DeskFrame push = on_patient();
    push.forward_px = 160;
    run(push);
    run({}, 40);
    const double rest = run({}).needling_hand.travel;
    DeskFrame stroke;
    stroke.wants_strokes = true;
    double least = rest;
    double most = rest;
    hands.begin_frame(stroke);
    for (int i = 0; i < 2200; ++i) {
        const double travel = hands.next(percepts, kLength).needling_hand.travel;
        least = std::min(least, travel);
        most = std::max(most, travel);
    }
    EXPECT_NEAR(rest - least, 5.0, 0.05);
    EXPECT_NEAR(most, rest, 0.05);
    EXPECT_NEAR(run({}, 80).needling_hand.travel, rest, 0.05);
}

TEST_F(Hands, WithdrawAtHandSpeedUntilTheNeedleIsOut) {
    put_needle_in();
    const double before = hands.travel();
    hands.withdraw();
    hands.begin_frame({});
    for (int i = 0; i < 100; ++i) hands.next(percepts, kLength);
    EXPECT_NEAR(before - hands.travel(), 2.0, 0.05);
    EXPECT_TRUE(hands.has_needle());
    percepts.is_needle_in = false;
    run({}, 100);
    EXPECT_FALSE(hands.has_needle());
}

TEST_F(Hands, AreStillWhenTold) {
    put_needle_in();
    hands.withdraw();
    run({}, 2);
    hands.be_still();
    const double there = run({}).needling_hand.travel;
    EXPECT_NEAR(run({}, 30).needling_hand.travel, there, 1e-9);
    EXPECT_TRUE(hands.has_needle());
}

TEST_F(Hands, PressASwabOnlyWhenTheNeedleIsOut) {
    put_needle_in();
    DeskFrame swab;
    swab.wants_swab = true;
    EXPECT_NE(run(swab).needling_hand.tool, events::Tool::Swab);
    percepts.is_needle_in = false;
    hands.withdraw();
    run({}, 100);
    const auto sample = run(swab, 30);
    EXPECT_EQ(sample.needling_hand.tool, events::Tool::Swab);
    EXPECT_NEAR(sample.needling_hand.press_N, 6.0, 0.1);
    EXPECT_EQ(sample.needling_hand.position.x, -60);
}

TEST_F(Hands, SendEachActionOnceAndNeverTooManyInATick) {
    for (int i = 0; i < 20; ++i) hands.act(events::DoStep{"gloves"});
    hands.begin_frame({});
    EXPECT_EQ(hands.next(percepts, kLength).actions.size(), 16u);
    EXPECT_EQ(hands.next(percepts, kLength).actions.size(), 4u);
    EXPECT_TRUE(hands.next(percepts, kLength).actions.empty());
}

TEST(Tilt, ComposesMedialAndCaudalLean) {
    EXPECT_NEAR(tilt_deg_of(45, 0), 45, 1e-9);
    EXPECT_NEAR(tilt_deg_of(0, -30), 30, 1e-9);
    EXPECT_NEAR(tilt_deg_of(45, 45), 54.7356, 1e-3);
}

}  // namespace
}  // namespace dryrun::trainer
