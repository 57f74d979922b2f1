// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Cohorts treated by hands and felt by raters, small; the long tests hold the published figures,
// and docs/validation-cohort.md has the table.
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <memory>
#include <string_view>
#include <vector>

#include "validation/raters.h"
#include "validation/report.h"
#include "validation/run.h"
#include "validation/treatment.h"

namespace dryrun::validation {
namespace {

std::shared_ptr<const anatomy::Atlas> usual_body() {
    static const auto body = [] {
        anatomy::BodyParameters parameters;
        parameters.posture = anatomy::Posture::Prone;
        return *anatomy::Atlas::make(parameters);
    }();
    return body;
}

RatedPatient patient_of(const anatomy::Atlas& atlas, bool has_point) {
    RatedPatient patient;
    patient.atlas = patient.textbook = &atlas;
    patient.has_point = has_point;
    return patient;
}

const Outcome* find(const std::vector<Outcome>& outcomes, std::string_view words) {
    const auto found = std::find_if(outcomes.begin(), outcomes.end(), [&](const Outcome& one) {
        return one.what.quantity.find(words) != std::string::npos;
    });
    return found == outcomes.end() ? nullptr : &*found;
}

TEST(TreatmentsByHands, ComeToWhatHandsDoAndToNothingWorse) {
    RunOptions options;
    options.subjects = 3;
    const auto outcomes = run_studies(treatments_by_hands(), options);
    ASSERT_TRUE(outcomes.ok()) << outcomes.error().text();
    const Outcome* major = find(*outcomes, "with a major adverse event");
    const Outcome* minor = find(*outcomes, "with a minor adverse event");
    const Outcome* sore = find(*outcomes, "sore within");
    ASSERT_TRUE(major && minor && sore);
    EXPECT_GT(major->measured.people, 6) << "most cases are found and needled";
    EXPECT_EQ(*major->measured.value, 0.0);
    EXPECT_LE(minor->measured.interval->low, 36.7);
    EXPECT_GE(minor->measured.interval->high, 19.2);
    if (sore->measured.people > 0) {
        EXPECT_EQ(sore->verdict, Verdict::Passes);
    }
}

TEST(TreatmentsByHands, AReplayedOrderComesToTheSame) {
    TreatmentOrder order;
    order.scenario = "rhomboid-major-right";
    order.atlas = usual_body().get();
    order.seed = 4;
    const auto first = treat(order);
    const auto again = treat(order);
    ASSERT_TRUE(first.ok() && again.ok());
    EXPECT_EQ(first->deepest, again->deepest);
    EXPECT_EQ(first->twitches, again->twitches);
    order.seed = 5;
    const auto other = treat(order);
    ASSERT_TRUE(other.ok());
    EXPECT_NE(first->deepest, other->deepest);
}

TEST(TreatmentsByHands, AHandThatCaresForNothingReachesThePleura) {
    TreatmentOrder order;
    order.scenario = "rhomboid-major-right";
    order.trainee = "reckless";
    order.atlas = usual_body().get();
    int reached = 0;
    for (order.seed = 1; order.seed <= 6; ++order.seed) {
        const auto treated = treat(order);
        ASSERT_TRUE(treated.ok());
        reached += treated->has_entered_pleura;
    }
    EXPECT_GE(reached, 1) << "what goes wrong follows from where the needle was";
}

TEST(Raters, WhoDoNotErrTellAnActivePointFromNone) {
    const auto parameters = read_rater_parameters();
    ASSERT_TRUE(parameters.ok()) << parameters.error().text();
    RaterParameters sure = *parameters;
    sure.press_spread = 0.0;
    const RaterSkill faultless{0.5, 0.0, 0.0};
    int right = 0;
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
        const auto with = rate_point(patient_of(*usual_body(), true), faultless, sure, seed);
        const auto without = rate_point(patient_of(*usual_body(), false), faultless, sure, seed);
        ASSERT_TRUE(with.ok() && without.ok());
        right += *with + !*without;
    }
    EXPECT_GE(right, 7) << "of 8";
}

TEST(Raters, AnAlgometerReadsLessAtAnActivePointThanInHealthyMuscle) {
    const auto parameters = read_rater_parameters();
    ASSERT_TRUE(parameters.ok());
    const auto difference = threshold_difference(patient_of(*usual_body(), true), *parameters, 3);
    ASSERT_TRUE(difference.ok() && *difference);
    EXPECT_LT(**difference, -40.0);
    EXPECT_GT(**difference, -150.0);
}

std::shared_ptr<const anatomy::Atlas> body_of(double body_mass_index) {
    anatomy::BodyParameters parameters;
    parameters.posture = anatomy::Posture::Prone;
    parameters.mass_kg = body_mass_index * parameters.stature * parameters.stature * 1e-6;
    return *anatomy::Atlas::make(parameters);
}

TEST(Raters, ARibIsFoundLessOftenUnderMoreTissue) {
    const auto parameters = read_rater_parameters();
    ASSERT_TRUE(parameters.ok());
    const auto thin = body_of(19.0);
    const auto heavy = body_of(34.0);
    int in_thin = 0;
    int in_heavy = 0;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        const auto easy = find_rib(patient_of(*thin, false), *parameters, seed);
        const auto hard = find_rib(patient_of(*heavy, false), *parameters, seed);
        ASSERT_TRUE(easy.ok() && hard.ok());
        in_thin += easy->is_right;
        in_heavy += hard->is_right;
    }
    EXPECT_GT(in_thin, in_heavy);
}

TEST(Raters, ALevelIsNamedRightTheSurerTheCrestsAreFelt) {
    RaterParameters parameters;
    int near = 0;
    int far = 0;
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        parameters.crest = 2.0;
        near += names_level_right(*usual_body(), parameters, seed);
        parameters.crest = 40.0;
        far += names_level_right(*usual_body(), parameters, seed);
    }
    EXPECT_GT(near, far + 40);
}

TEST(Learner, IsNearerToTheAskedDepthOnceHeWasToldHisErrors) {
    const auto parameters = read_rater_parameters();
    ASSERT_TRUE(parameters.ok());
    double before = 0.0;
    double after = 0.0;
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        const auto learned = learn_depth(patient_of(*usual_body(), false), *parameters, seed);
        ASSERT_TRUE(learned.ok()) << learned.error().text();
        before += learned->before;
        after += learned->after;
    }
    EXPECT_LT(after, before);
    // Who sees rightly and errs in nothing goes only as far beyond as he is slow.
    RaterParameters faultless = *parameters;
    faultless.learner_gain = faultless.learner_trial = 0.0;
    const auto learned = learn_depth(patient_of(*usual_body(), false), faultless, 1);
    ASSERT_TRUE(learned.ok());
    EXPECT_LT(learned->before, 2.5);
    EXPECT_LT(learned->after, 0.3);
}

TEST(Raters, ObserversPressAsDifferentlyAsWasMeasured) {
    const auto parameters = read_rater_parameters();
    ASSERT_TRUE(parameters.ok());
    double sum = 0.0;
    constexpr int kPanels = 6;
    for (int panel = 0; panel < kPanels; ++panel) {
        const auto spread = spread_of_pressure(patient_of(*usual_body(), false), *parameters,
                                               static_cast<std::uint64_t>(panel));
        ASSERT_TRUE(spread.ok());
        sum += *spread / kPanels;
    }
    EXPECT_GT(sum, 2.0);
    EXPECT_LT(sum, 3.5);
}

// The table is for the documents: the runner keeps what a test prints.
void expect_what_gates_passes(const std::vector<Outcome>& outcomes, int subjects) {
    std::cout << report(outcomes, "markdown", subjects);
    for (const Outcome& outcome : outcomes) {
        const Verdict wanted = outcome.what.is_gate ? Verdict::Passes : Verdict::Reported;
        EXPECT_EQ(outcome.verdict, wanted)
            << outcome.what.id << " " << outcome.what.quantity << ": " << outcome.reason;
    }
}

TEST(Long_TreatmentsByHands, GiveThePublishedRates) {
    const auto outcomes = run_studies(treatments_by_hands(), {});
    ASSERT_TRUE(outcomes.ok()) << outcomes.error().text();
    expect_what_gates_passes(*outcomes, kSubjects);
}

TEST(Long_Raters, AgreeAsWasCounted) {
    const auto outcomes = run_studies(rater_studies(), {});
    ASSERT_TRUE(outcomes.ok()) << outcomes.error().text();
    expect_what_gates_passes(*outcomes, kSubjects);
}

TEST(Long_TreatmentsByHands, HaveTheSameRatesOnTheCorridorAsOnTheBlock) {
    RunOptions options;
    options.subjects = 200;
    const auto outcomes = run_studies(paired_treatments(), options);
    ASSERT_TRUE(outcomes.ok()) << outcomes.error().text();
    expect_what_gates_passes(*outcomes, options.subjects);
}

}  // namespace
}  // namespace dryrun::validation
