// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "trainer/progress.h"

#include <gtest/gtest.h>

#include "events/vocabulary.h"

namespace dryrun::trainer {
namespace {

class TrainerGuide : public testing::Test {
  protected:
    void add(events::EventBody body) {
        const events::Event event{next_id++, 0, std::move(body)};
        add_events(progress, std::span(&event, 1));
    }
    void ask_all() {
        for (const auto topic : events::kTopics) add(events::PatientAsked{std::string(topic), ""});
    }
    void done(const std::string& step) { add(events::StepDone{step}); }
    std::string title(bool has_needle = false, bool is_in_tube = false) const {
        return next_step(progress, has_needle, is_in_tube).title;
    }
    // Everything up to the plan.
    void come_to_the_needle() {
        done("read_case");
        ask_all();
        for (const char* step : {"explain_and_consent", "teach_back", "position_patient",
                                 "hand_hygiene", "control_spot"}) {
            done(step);
        }
        add(events::LandmarkMarked{"spinous.T4", {}, 3.0});
        for (int i = 0; i < 6; ++i) add(events::PalpationPressed{});
        add(events::SiteMarked{});
        add(events::NeedleChosen{"0.25x40", 40, 0.25});
        add(events::PlanStated{});
        for (const char* step : {"gloves", "skin_preparation", "unpack_needle"}) done(step);
        add(events::BracketHeld{});
    }
    Progress progress;
    std::int64_t next_id = 0;
};

TEST_F(TrainerGuide, BeginsWithTheCase) {
    EXPECT_EQ(title(), "Read the case");
}

TEST_F(TrainerGuide, AsksForConsentBeforeExposure) {
    done("read_case");
    ask_all();
    EXPECT_EQ(title(), "Explain and ask for consent");
    done("explain_and_consent");
    done("teach_back");
    EXPECT_EQ(title(), "Position the patient");
}

TEST_F(TrainerGuide, ComesToTheNeedleOnlyWithAPlanAndABracket) {
    come_to_the_needle();
    EXPECT_EQ(title(), "Take the needle");
    EXPECT_EQ(title(true, true), "Aim, then tap");
    add(events::BracketLost{});
    EXPECT_EQ(title(), "Bracket a rib and hold");
}

TEST_F(TrainerGuide, LeadsThroughTheNeedlingToTheNote) {
    come_to_the_needle();
    add(events::SkinPunctured{});
    EXPECT_EQ(title(true, true), "Take the tube away");
    EXPECT_EQ(title(true), "Advance towards the target");
    for (int i = 0; i < 3; ++i) add(events::StrokeMade{});
    EXPECT_EQ(title(true), "Ask how it is");
    add(events::PatientAsked{"how_are_you", ""});
    EXPECT_EQ(title(true), "Say what you saw");
    add(events::ResponseReported{});
    EXPECT_EQ(title(true), "Draw the needle out");
    add(events::NeedleWithdrawn{});
    EXPECT_EQ(title(), "Press the site");
    add(events::ExitPressed{});
    for (const char* step : {"dispose_needle", "count_needles", "retest", "sit_up_in_steps",
                             "give_advice", "record_note"}) {
        EXPECT_NE(title(), "Finish") << step;
        done(step);
    }
    EXPECT_EQ(title(), "Finish");
    add(events::SessionFinished{});
    EXPECT_EQ(title(), "Finished");
}

TEST_F(TrainerGuide, HeedsAStopBeforeAnythingElse) {
    come_to_the_needle();
    add(events::SkinPunctured{});
    add(events::ConsentWithdrawn{});
    const NextStep next = next_step(progress, true, false);
    EXPECT_EQ(next.title, "The patient said stop");
    EXPECT_EQ(next.key, "W");
}

TEST_F(TrainerGuide, AlwaysSaysWhatToDoAndWithWhichKey) {
    // Events in the order of a whole attempt, looked at after each of them.
    const auto look = [&] {
        for (const bool has_needle : {false, true}) {
            const NextStep next = next_step(progress, has_needle, has_needle);
            EXPECT_FALSE(next.title.empty());
            EXPECT_FALSE(next.how.empty());
            EXPECT_FALSE(next.key.empty());
            EXPECT_GE(next.number, 1);
            EXPECT_LE(next.number, kStepCount);
        }
    };
    look();
    for (const auto step : events::kSteps) {
        done(std::string(step));
        look();
    }
    ask_all();
    look();
    come_to_the_needle();
    look();
    add(events::SkinPunctured{});
    look();
    add(events::NeedleWithdrawn{});
    look();
}

// What a site's error is, or a pass's probability, must not show in the guidance.
TEST_F(TrainerGuide, DoesNotGiveAwayWhatIsHidden) {
    come_to_the_needle();
    const NextStep before = next_step(progress, false, false);
    add(events::SiteMarked{{}, 0.5, 35.0, false});
    add(events::SiteMarked{{}, 0.5, 0.5, true});
    const NextStep after = next_step(progress, false, false);
    EXPECT_EQ(before.title, after.title);
    EXPECT_EQ(before.how, after.how);
}

}  // namespace
}  // namespace dryrun::trainer
