// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What scripted trainees decide, on a patient on paper.
#include "trainee/trainee.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>

#include "events/vocabulary.h"
#include "paper_patient.h"
#include "physiology/emergency.h"
#include "trainee/belief.h"
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

// How near the needle came to the point, with fat as it is in this patient.
double closest(const std::string& name, PaperPatient& patient, const session::Briefing& briefing) {
    auto trainee = make_trainee(name, briefing, 3);
    EXPECT_TRUE(trainee.ok());
    double closest = 1e9;
    while (!patient.finished && patient.percepts.tick < kLongest_ticks) {
        patient.step((*trainee)->act(patient.percepts));
        if (patient.percepts.is_needle_in)
            closest = std::min(closest,
                               physiology::anisotropic_distance(patient.point, patient.last_tip));
    }
    return closest;
}

TEST(Trainee, ExpertFindsTheDepthByWhereFasciaGives) {
    for (const double more_fat : {-4.0, 0.0, 4.0}) {
        PaperPatient patient(kUsual);
        patient.fatten(more_fat);
        EXPECT_LT(closest("expert", patient, PaperPatient::briefing()), 2.5) << more_fat;
    }
    // Who does not feel for it passes above or below, beside what chance brings.
    PaperPatient thin(kUsual);
    thin.fatten(-4.0);
    session::Briefing numb = PaperPatient::briefing();
    numb.usual_fascia_depths.clear();
    numb.usual_target_depths.clear();
    EXPECT_GT(closest("expert", thin, numb), 2.0);
}

TEST(Trainee, ExpertGoesOntoBroadBoneAndWorksAboveIt) {
    session::Briefing briefing = PaperPatient::briefing();
    briefing.has_rib_behind = false;
    briefing.stops_on_bone = true;
    briefing.needle_tilt_deg = 0.0;
    briefing.needle_tilt_most_deg = 30.0;
    for (const double more_fat : {0.0, 6.0}) {
        PaperPatient patient(kUsual);
        patient.has_broad_bone = true;
        patient.fatten(more_fat);
        EXPECT_LT(closest("expert", patient, briefing), 3.0) << more_fat;
        EXPECT_NEAR(-patient.deepest_tip.y, PaperPatient::kBoneDepth + more_fat, 0.5);
    }
}

TEST(Trainee, APainThatIsNotTheirsSendsTheFingerElsewhere) {
    Felt origin;
    Belief belief(origin, {1.0, 0.0, 0.0}, {{0.0, 0.0, 0.0}}, 20.0);
    Felt felt;
    felt.is_answered = true;
    felt.nrs = 2.0;
    for (int press = 0; press < 6; ++press) {
        const MapPlace place = belief.most_telling();
        felt.at = belief.point_of(place);
        belief.learn(felt, 0.3);
        const MapPlace next = belief.most_telling();
        const double along = (next.along - place.along) / 3.0;
        const double across = next.across - place.across;
        EXPECT_GT(along * along + across * across, 9.0) << press;
    }
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

TEST(Trainee, ASiteIsSoughtWhereThisPatientsShoulderBladeHasIt) {
    const Vec3 lower{0.0, 0.0, -70.0};
    session::Briefing briefing = PaperPatient::briefing();
    briefing.found_by = {{"scapula.inferior_angle.right", {-90.0, 0.0, -50.0}}};
    const auto low_patient = [&] {
        PaperPatient patient(kUsual + lower);
        for (auto& landmark : patient.percepts.landmarks)
            if (landmark.name == briefing.found_by[0].name) landmark.on_skin += lower;
        return patient;
    };
    PaperPatient patient = low_patient();
    closest("expert", patient, briefing);
    EXPECT_EQ(*patient.finished, "done");
    EXPECT_LT(mark_error(patient), 6.0);
    // Whose texts do not say by what it is found seeks it where most people have it.
    PaperPatient missed = low_patient();
    closest("expert", missed, PaperPatient::briefing());
    EXPECT_EQ(*missed.finished, "nothing_found");
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

bool knows_sign(const std::vector<physiology::EmergencyKind>& kinds, const std::string& sign) {
    return std::any_of(kinds.begin(), kinds.end(), [&](const auto& kind) {
        return std::any_of(kind.signs.begin(), kind.signs.end(),
                           [&](const auto& shown) { return shown.sign == sign; });
    });
}

TEST(Trainee, ProfilesAnswerSignsThatThereAreWithStepsThatThereAre) {
    const auto kinds = physiology::read_emergencies();
    ASSERT_TRUE(kinds.ok()) << kinds.error().text();
    for (const auto& kind : *kinds)
        for (const auto& action : kind.actions)
            EXPECT_TRUE(action.step == physiology::kNeedleOut ||
                        events::is_word_of(events::kSteps, action.step))
                << action.step;
    for (const auto& name : shipped_trainees()) {
        const auto profile = read_profile(name);
        ASSERT_TRUE(profile.ok()) << profile.error().text();
        for (const auto& response : profile->responses) {
            for (const auto& sign : response.signs) EXPECT_TRUE(knows_sign(*kinds, sign)) << sign;
            for (const auto& step : response.steps)
                EXPECT_TRUE(step == physiology::kNeedleOut ||
                            events::is_word_of(events::kSteps, step))
                    << name << ": " << step;
        }
    }
}

// Steps done after the first sign.
std::vector<std::string> steps_after_sign(const std::string& name, const std::string& sign) {
    PaperPatient patient(kUsual);
    auto trainee = make_trainee(name, PaperPatient::briefing(), 3);
    EXPECT_TRUE(trainee.ok());
    std::vector<std::string> steps;
    std::int64_t shown = -1;
    while (!patient.finished && patient.percepts.tick < kLongest_ticks) {
        if (patient.percepts.is_needle_in && shown < 0) shown = patient.percepts.tick;
        patient.percepts.signs.clear();
        if (shown >= 0 && patient.percepts.tick < shown + 60000) patient.percepts.signs = {sign};
        const auto sample = (*trainee)->act(patient.percepts);
        for (const auto& action : sample.actions) {
            const auto* done = std::get_if<events::DoStep>(&action);
            if (done && shown >= 0) steps.push_back(done->step);
        }
        patient.step(sample);
    }
    EXPECT_TRUE(patient.finished) << name;
    EXPECT_FALSE(patient.is_needle_left);
    return steps;
}

TEST(Trainee, ExpertActsOnAFaintInItsOrderAndTheRecklessDoNot) {
    const auto expert = steps_after_sign("expert", "pale");
    ASSERT_GE(expert.size(), 3u);
    EXPECT_EQ(expert[0], "lie_flat_legs_up");
    EXPECT_EQ(expert[1], "check_pulse");
    EXPECT_EQ(expert[2], "give_water");
    const auto reckless = steps_after_sign("reckless", "pale");
    EXPECT_EQ(std::count(reckless.begin(), reckless.end(), "lie_flat_legs_up"), 0);
}

TEST(Trainee, EndsWithNeedlesCountedAndTheNoteOnceThePatientIsHandedOver) {
    for (const char* sign : {"sharp_chest_pain", "weak_legs", "flank_pain"}) {
        const auto steps = steps_after_sign("expert", sign);
        const auto called = std::find(steps.begin(), steps.end(), "call_emergency");
        ASSERT_NE(called, steps.end()) << sign;
        const std::vector<std::string> rest(called, steps.end());
        for (const char* left_out :
             {"retest", "sit_up_in_steps", "give_advice", "plan_education", "plan_exercise"})
            EXPECT_EQ(std::count(rest.begin(), rest.end(), left_out), 0) << sign << left_out;
        for (const char* kept : {"count_needles", "dispose_needle", "record_note"})
            EXPECT_EQ(std::count(rest.begin(), rest.end(), kept), 1) << sign << kept;
    }
    // A faint passes, and the visit goes on to its usual end.
    const auto faint = steps_after_sign("expert", "pale");
    EXPECT_EQ(std::count(faint.begin(), faint.end(), "retest"), 1);
}

TEST(Trainee, ExpertAsksAgainWhereAnAnswerToldNothing) {
    const auto times_asked = [](const std::string& name) {
        PaperPatient patient(kUsual);
        patient.person.temperament = "vague";
        play(name, 3, patient);
        std::map<std::string, int> times;
        for (const auto& action : patient.actions)
            if (const auto* ask = std::get_if<events::AskPatient>(&action)) ++times[ask->topic];
        int again = 0;
        for (const auto& [topic, count] : times)
            again += count > 1 && topic != "how_are_you" && topic != "painful_movement" ? 1 : 0;
        return again;
    };
    EXPECT_GT(times_asked("expert"), 3);
    EXPECT_EQ(times_asked("novice"), 0);
}

TEST(Trainee, ExpertDoesNotNeedleAFeverAndWhoAsksEverythingDoes) {
    const auto ending = [](const std::string& name) {
        PaperPatient patient(kUsual);
        patient.person.answers = {{"infection", "answer.infection.fever"}};
        play(name, 3, patient);
        return patient.finished.value_or("");
    };
    EXPECT_EQ(ending("expert"), "contraindicated");
    EXPECT_NE(ending("ask-everything"), "contraindicated");
}

TEST(Trainee, IdleDoesNothingAndEnds) {
    PaperPatient patient(kUsual);
    play("idle", 1, patient);
    EXPECT_EQ(patient.actions.size(), 1u) << "that it ends";
    EXPECT_GE(patient.percepts.tick, 60000);
    EXPECT_TRUE(patient.press_peaks.empty());
}

}  // namespace
}  // namespace dryrun::trainee
