// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What scripted trainees decide, on a patient on paper.
#include "trainee/trainee.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

#include "events/vocabulary.h"
#include "paper_patient.h"
#include "trainee/profile.h"

namespace dryrun::trainee {
namespace {

constexpr std::int64_t kLongest_ticks = 400 * 1000;
const Vec3 kUsual{-55.0, 0.0, 0.0};

void play(const std::string& name, std::uint64_t seed, PaperPatient& patient) {
    auto trainee = make_trainee(name, PaperPatient::briefing(), seed);
    ASSERT_TRUE(trainee.ok()) << trainee.error().text();
    while (!patient.finished && patient.percepts.tick < kLongest_ticks)
        patient.step((*trainee)->act(patient.percepts));
    ASSERT_TRUE(patient.finished) << name << " never finishes";
}

double mark_error(const PaperPatient& patient) {
    return patient.mark ? physiology::distance_on_skin(patient.point, *patient.mark) : 1e9;
}

TEST(Trainee, ProfilesAreReadAndUseTheWordsOfTheWorkflow) {
    const auto names = shipped_trainees();
    for (const char* wanted : {"expert", "novice", "reckless"})
        EXPECT_TRUE(std::count(names.begin(), names.end(), wanted)) << wanted;
    for (const auto& name : names) {
        const auto profile = read_profile(name);
        ASSERT_TRUE(profile.ok()) << profile.error().text();
        EXPECT_EQ(profile->name, name);
        for (const auto& topic : profile->questions)
            EXPECT_TRUE(events::is_word_of(events::kTopics, topic)) << topic;
        for (const auto* steps : {&profile->steps_first, &profile->steps_before_touch,
                                  &profile->steps_before_needle, &profile->steps_after})
            for (const auto& step : *steps)
                EXPECT_TRUE(events::is_word_of(events::kSteps, step)) << step;
    }
    EXPECT_FALSE(read_profile("wizard").ok());
}

TEST(Trainee, ExpertFindsThePointAndElicitsATwitch) {
    int with_twitch = 0;
    double worst = 0.0;
    for (std::uint64_t seed = 0; seed < 6; ++seed) {
        PaperPatient patient({-55.0 + 2.0 * static_cast<double>(seed), 0.0, -9.0});
        patient.seed = seed;
        play("expert", seed, patient);
        EXPECT_EQ(*patient.finished, "done");
        worst = std::max(worst, mark_error(patient));
        with_twitch += patient.twitches > 0 ? 1 : 0;
        ASSERT_EQ(patient.tilts_deg.size(), 1u);
        EXPECT_GE(patient.tilts_deg[0], 43.0);
        EXPECT_TRUE(patient.is_bracketed_at_puncture);
        EXPECT_FALSE(patient.is_needle_left);
        EXPECT_LT(-patient.deepest_tip.y, PaperPatient::kBoneDepth + 1.5);
        EXPECT_LT(patient.percepts.tick, 200 * 1000);
        EXPECT_GT(patient.percepts.tick, 60 * 1000);
    }
    EXPECT_LT(worst, 6.0);
    EXPECT_GE(with_twitch, 4);
}

TEST(Trainee, ExpertsMarkFollowsThePoint) {
    PaperPatient here(kUsual);
    PaperPatient there(kUsual - Vec3{0.0, 0.0, 20.0});
    play("expert", 3, here);
    play("expert", 3, there);
    ASSERT_TRUE(here.mark && there.mark);
    EXPECT_LT(mark_error(here), 6.0);
    EXPECT_LT(mark_error(there), 6.0);
    EXPECT_GT(distance(*here.mark, *there.mark), 8.0);
}

TEST(Trainee, WithoutPerceptsTheMarkIsChanceAndNothingIsNeedled) {
    double sum = 0.0;
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
        PaperPatient patient({-50.0, 0.0, -6.0});
        patient.is_muted = true;
        play("expert", seed, patient);
        EXPECT_EQ(*patient.finished, "nothing_found");
        EXPECT_TRUE(patient.tilts_deg.empty());
        EXPECT_LE(patient.confidence, 0.2);
        sum += mark_error(patient);
    }
    EXPECT_GT(sum / 10.0, 8.0);
}

TEST(Trainee, ExpertDoesNotNeedleATenderSpotThatIsNotTheirPain) {
    PaperPatient patient(kUsual);
    patient.point.kind = physiology::PointKind::TenderOnly;
    play("expert", 2, patient);
    EXPECT_EQ(*patient.finished, "nothing_found");
    EXPECT_TRUE(patient.tilts_deg.empty());
}

TEST(Trainee, ExpertDoesNotNeedleAPatientWhoMustNotBe) {
    PaperPatient patient(kUsual);
    patient.person.answers = {{"implants", "answer.implants.pacemaker"}};
    play("expert", 2, patient);
    EXPECT_EQ(*patient.finished, "contraindicated");
    EXPECT_TRUE(patient.press_peaks.empty());
}

TEST(Trainee, HeedsAStopExceptTheReckless) {
    PaperPatient with_expert(kUsual);
    with_expert.stops_at_first_needle = true;
    play("expert", 4, with_expert);
    ASSERT_GE(with_expert.stop_said, 0);
    EXPECT_EQ(*with_expert.finished, "patient_stopped");
    EXPECT_LT(with_expert.advance_after_stop, 5.0);

    PaperPatient with_reckless(kUsual);
    with_reckless.stops_at_first_needle = true;
    play("reckless", 4, with_reckless);
    EXPECT_EQ(*with_reckless.finished, "done");
    EXPECT_GT(with_reckless.advance_after_stop, 5.0);
}

TEST(Trainee, RecklessGoesInSteeplyAndDeep) {
    PaperPatient patient(kUsual);
    play("reckless", 1, patient);
    ASSERT_FALSE(patient.tilts_deg.empty());
    EXPECT_LT(patient.tilts_deg[0], 40.0);
    EXPECT_FALSE(patient.is_bracketed_at_puncture);
    EXPECT_EQ(patient.length(), 50.0);
}

TEST(Trainee, OfTheSameSeedMovesAlike) {
    for (const char* name : {"expert", "novice", "reckless"}) {
        PaperPatient one(kUsual);
        PaperPatient two(kUsual);
        auto first = make_trainee(name, PaperPatient::briefing(), 11);
        auto second = make_trainee(name, PaperPatient::briefing(), 11);
        ASSERT_TRUE(first.ok() && second.ok());
        for (int tick = 0; tick < 60000; ++tick) {
            const auto a = (*first)->act(one.percepts);
            const auto b = (*second)->act(two.percepts);
            ASSERT_TRUE(a == b) << name << " at " << tick;
            one.step(a);
            two.step(b);
        }
    }
}

}  // namespace
}  // namespace dryrun::trainee
