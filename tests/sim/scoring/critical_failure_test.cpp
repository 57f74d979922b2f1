// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "scoring/critical_failures.h"

#include <gtest/gtest.h>

#include "model_attempt.h"

namespace dryrun::scoring {
namespace {

using namespace events;

struct Case {
    EventBody body;
    const char* code;
};
std::vector<Case> harmful_acts() {
    return {{HazardEntered{"pleura.right", 31.0}, "pleura_entered"},
            {HazardEntered{"lung.left", 35.0}, "pleura_entered"},
            {HazardEntered{"canal", 40.0}, "canal_entered"},
            {HazardEntered{"kidney.left", 60.0}, "kidney_entered"},
            {HazardEntered{"peritoneum", 70.0}, "peritoneum_entered"},
            {HazardEntered{"artery.vertebral.left", 30.0}, "vertebral_artery_entered"},
            {HazardEntered{"great_unknown", 30.0}, "hazard_entered"},
            {ContinuedAfterStop{"advanced", 1.4}, "continued_after_stop"},
            {UnprotectedLine{18.0, 22.0}, "unprotected_line"},
            {EmergencyUnheeded{"vasovagal"}, "emergency_not_acted_on"},
            {DecisionJudged{"done", true, false, true, false}, "contraindication_needled"},
            {RoomLeft{true}, "left_with_needle_in"},
            {SessionFinished{"done", false, 2, 1}, "needle_not_accounted_for"}};
}

TEST(CriticalFailure, FailsAnAttemptOfFullMarks) {
    for (const Case& act : harmful_acts()) {
        const Events log = with_added(model_attempt(), 45000, act.body);
        const Score score = score_events(log, shipped_rubric());
        EXPECT_FALSE(score.passed) << act.code;
        ASSERT_EQ(score.critical_failures.size(), 1u) << act.code;
        const CriticalFailure& failure = score.critical_failures[0];
        EXPECT_EQ(failure.code, act.code);
        EXPECT_EQ(failure.tick, 45000);
        EXPECT_EQ(log[static_cast<std::size_t>(failure.event)].tick, 45000);
        EXPECT_FALSE(failure.title.empty());
        EXPECT_FALSE(failure.consequence.empty());
        EXPECT_FALSE(failure.detail.empty());
    }
}

TEST(CriticalFailure, LeavesThePointsAsTheyAre) {
    const Events log = with_added(model_attempt(), 45000, HazardEntered{"pleura.right", 31.0});
    EXPECT_GT(score_events(log, shipped_rubric()).score, 99.0);
}

TEST(CriticalFailure, IsToldOnceAnInsertionWithHowOftenItWas) {
    Events log = with_added(model_attempt(), 45000, UnprotectedLine{18.0, 22.0});
    log = with_added(log, 46000, UnprotectedLine{17.0, 22.0});
    log = with_added(log, 47000, HazardEntered{"lung.right", 30.0});
    Score score = score_events(log, shipped_rubric());
    ASSERT_EQ(score.critical_failures.size(), 2u);
    EXPECT_EQ(score.critical_failures[0].tick, 45000);
    EXPECT_EQ(score.critical_failures[0].times, 2);
    EXPECT_EQ(score.critical_failures[1].times, 1);
    log = with_added(log, 55000, SkinPunctured{});
    log = with_added(log, 56000, UnprotectedLine{17.0, 22.0});
    score = score_events(log, shipped_rubric());
    ASSERT_EQ(score.critical_failures.size(), 3u);
    EXPECT_EQ(score.critical_failures[2].tick, 56000);
}

TEST(CriticalFailure, IsNotWarningLeavingEmptyOrAPneumothoraxByItself) {
    Events log = with_added(model_attempt(), 45000, PleuraWarning{25.0});
    log = with_added(log, 66000, RoomLeft{false});
    log = with_added(log, 67000, NerveContacted{"nerve.dorsal_scapular.right"});
    log = with_added(log, 67000, VesselPunctured{"vein"});
    log = with_added(log, 67000, HazardEntered{"nerve.intercostal.8.right", 20.0});
    log = with_added(log, 67000, HazardEntered{"artery.intercostal.8.right", 20.0});
    log = with_added(log, 68000, ConsentWithdrawn{});
    EXPECT_TRUE(score_events(log, shipped_rubric()).critical_failures.empty());
}

TEST(CriticalFailure, IsNotTheSharpsBinWhereARecordingHasNone) {
    const Events log = with_added(model_attempt(), 45000, SessionFinished{"done", false, 1, 0});
    attempt::Channels needle_only;
    needle_only.has_palpation = needle_only.has_decisions = false;
    EXPECT_TRUE(score_events(log, shipped_rubric(), needle_only).critical_failures.empty());
}

TEST(CriticalFailure, CountsOnlyWhereTheRubricHasIt) {
    Rubric mild = shipped_rubric();
    std::erase_if(mild.critical_failures,
                  [](const CriticalRule& rule) { return rule.code == "unprotected_line"; });
    const Events log = with_added(model_attempt(), 45000, UnprotectedLine{18.0, 22.0});
    EXPECT_TRUE(score_events(log, mild).passed);
}

}  // namespace
}  // namespace dryrun::scoring
