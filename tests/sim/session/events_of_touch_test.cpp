// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "approach/line.h"
#include "operator.h"

namespace dryrun::session {
namespace {

// The truth, which no trainee is told.
anatomy::SkinPoint skin_over_point(const Session& session) {
    const Snapshot snapshot = session.snapshot();
    return *approach::skin_above(*snapshot.atlas, snapshot.bands.front().nodule);
}

TEST(Touch, OverTheTriggerPointThePatientNamesTheirPain) {
    const auto session = start_rhomboid();
    Operator hands(*session);
    hands.press(skin_over_point(*session).point, 25.0, 2500);
    const auto answers = hands.all<events::TendernessReported>();
    ASSERT_FALSE(answers.empty());
    EXPECT_TRUE(answers.front().is_recognised);
    EXPECT_GT(answers.front().nrs, 1.0);
    EXPECT_TRUE(hands.has<events::PatientSpoke>());
    hands.lift();
    const auto presses = hands.all<events::PalpationPressed>();
    ASSERT_EQ(presses.size(), 1u);
    EXPECT_NEAR(presses.front().peak_force_N, 25.0, 2.5);
}

TEST(Touch, OnHealthyMuscleTheSamePressHurtsLess) {
    const auto session = start_rhomboid();
    Operator hands(*session);
    const auto point = skin_over_point(*session);
    hands.press(point.point + point.caudal * 40.0, 18.0, 2500);
    for (const auto& answer : hands.all<events::TendernessReported>()) {
        EXPECT_FALSE(answer.is_recognised);
        EXPECT_LT(answer.nrs, 4.0);
    }
    EXPECT_TRUE(session->percepts().is_touching);
    EXPECT_NEAR(session->percepts().pad_force_N, 18.0, 5.0);
    EXPECT_GT(session->percepts().pad_indentation, 1.0);
}

TEST(Touch, AMarkKnowsHowFarItIsOff) {
    const auto session = start_rhomboid();
    Operator hands(*session);
    const auto point = skin_over_point(*session);
    hands.press(point.point, 3.0, 600);
    hands.tell(events::MarkSite{0.8});
    ASSERT_EQ(session->percepts().marks.size(), 1u);
    const auto marks = hands.all<events::SiteMarked>();
    ASSERT_EQ(marks.size(), 1u);
    EXPECT_LT(marks[0].site_error, 2.0);
    EXPECT_TRUE(marks[0].is_over_trigger_point);
    EXPECT_NEAR(marks[0].confidence, 0.8, 1e-3);
}

TEST(Touch, AMarkWithTheHandAwayIsNone) {
    const auto session = start_rhomboid();
    Operator hands(*session);
    hands.tell(events::MarkSite{0.8});
    EXPECT_FALSE(hands.has<events::SiteMarked>());
}

TEST(Touch, TwoPadsAstrideARibAreABracketUntilLetGo) {
    const auto session = start_rhomboid();
    Operator hands(*session);
    const Snapshot snapshot = session->snapshot();
    const auto rib = skin_over_rib(*snapshot.atlas, skin_over_point(*session).point);
    hands.hold(rib.point, rib.caudal, 6.0);
    const auto held = hands.all<events::BracketHeld>();
    ASSERT_EQ(held.size(), 1u);
    EXPECT_TRUE(held[0].rib.starts_with("rib.")) << held[0].rib;
    EXPECT_LT(held[0].rib_offset, 8.0);
    EXPECT_EQ(held[0].grip, "two_pads_flat");
    EXPECT_FALSE(hands.has<events::BracketLost>());
    hands.let_go();
    ASSERT_EQ(hands.all<events::BracketLost>().size(), 1u);
    EXPECT_FALSE(hands.all<events::BracketLost>()[0].is_needle_in);
}

// Tissue follows the hand block by block; the hand must not notice.
TEST(Touch, SlidingOntoAnotherSiteMovesTheForceByLessThanTwoPercent) {
    const auto session = start_rhomboid();
    Operator hands(*session);
    const auto start =
        *session->snapshot().atlas->skin_at(session->briefing().usual_places.front());
    hands.press(start.point, 8.0, 1000);
    events::InputSample slide = hands.hands();
    Snapshot before = session->snapshot();
    int changes = 0;
    for (int tick = 1; tick < 2500; ++tick) {
        slide.palpating_hand.position = start.point + start.caudal * (0.015 * tick);
        session->step(slide);
        const Snapshot now = session->snapshot();
        ASSERT_FALSE(now.fingers.pads.empty());
        if (!(now.site->place() == before.site->place())) {
            ++changes;
            const double force_N = before.fingers.pads[0].force_N;
            EXPECT_NEAR(now.fingers.pads[0].force_N, force_N, 0.02 * force_N);
        }
        before = now;
    }
    EXPECT_GE(changes, 1) << "else this test shows nothing";
}

TEST(Touch, APadPutDownAtTheEdgeOfThePresentBlockFeelsTheGroundAtOnce) {
    const auto session = start_rhomboid();
    Operator hands(*session);
    hands.press(session->briefing().usual_places.front(), 8.0, 600);
    hands.lift();
    const Vec3 from = session->snapshot().site->frame().origin;
    int changes = 0;
    for (const double aside : {18.0, 22.0, 26.0, 30.0, 34.0}) {
        hands.press(from, 8.0, 600);
        hands.lift();
        const auto place = session->snapshot().site->place();
        const auto there = *session->snapshot().atlas->skin_at(from + Vec3{0.0, 0.0, -aside});
        hands.press(there.point, 8.0, 60);
        EXPECT_TRUE(session->percepts().is_touching) << aside;
        EXPECT_LT(distance(session->percepts().pad_position, there.point), 3.0) << aside;
        changes += session->snapshot().site->place() == place ? 0 : 1;
        hands.lift();
    }
    EXPECT_GE(changes, 1) << "else this test shows nothing";
}

TEST(Touch, WordsOutsideTheVocabularyAreNotHeard) {
    const auto session = start_rhomboid();
    Operator hands(*session);
    hands.tell(events::AskPatient{"<script>"});
    hands.tell(events::DoStep{"dance"});
    EXPECT_FALSE(hands.has<events::PatientAsked>());
    EXPECT_FALSE(hands.has<events::StepDone>());
    hands.tell(events::AskPatient{"how_are_you"});
    hands.tell(events::DoStep{"hand_hygiene"});
    EXPECT_TRUE(hands.has<events::PatientAsked>());
    EXPECT_TRUE(hands.has<events::StepDone>());
}

}  // namespace
}  // namespace dryrun::session
