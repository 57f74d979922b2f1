// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Each measure: what it reads, what proves it, what it costs to do it badly or not at all.
#include "scoring/measures.h"

#include <gtest/gtest.h>

#include <limits>

#include "model_attempt.h"

namespace dryrun::scoring {
namespace {

using namespace events;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

// Value and share of the points of one measure.
void expect(const Events& log, const std::string& name, double value, double share) {
    const MeasureScore one = measure(log, name);
    ASSERT_TRUE(one.value.has_value()) << name << ": " << one.reason;
    EXPECT_NEAR(*one.value, value, 1e-6) << name << ": " << one.reason;
    ASSERT_TRUE(one.points.has_value()) << name;
    EXPECT_NEAR(*one.points / one.max_points, share, 1e-6) << name << ": " << one.reason;
    EXPECT_FALSE(one.reason.empty()) << name;
}
void expect_zero_without_value(const Events& log, const std::string& name) {
    const MeasureScore one = measure(log, name);
    EXPECT_FALSE(one.value.has_value()) << name;
    EXPECT_EQ(one.points, 0.0) << name << ": " << one.reason;
    EXPECT_FALSE(one.reason.empty()) << name;
}
void expect_left_out(const Events& log, const std::string& name) {
    const MeasureScore one = measure(log, name);
    EXPECT_FALSE(one.value.has_value()) << name;
    EXPECT_FALSE(one.points.has_value()) << name << ": " << one.reason;
}

TEST(Measure, OfScreeningIsTheShareOfTopicsAskedBeforeTheNeedle) {
    const Events log = without<PatientAsked>(
        model_attempt(), [](const PatientAsked& one) { return one.topic <= "fainting"; });
    // blood_thinner, allergy and fainting are gone: six of nine are left.
    expect(log, "screening_asked", 600.0 / 9.0, (600.0 / 9.0 - 40.0) / 60.0);
    expect_zero_without_value(without<PatientAsked>(model_attempt()), "screening_asked");
    const Events late = with_added(
        without<PatientAsked>(model_attempt(),
                              [](const PatientAsked& one) { return one.topic == "allergy"; }),
        40000, PatientAsked{"allergy", "no"});
    EXPECT_LT(*measure(late, "screening_asked").value, 100.0) << "after the needle is too late";
}

TEST(Measure, OfQuestionsAskedAgainSparesThoseThatMayBe) {
    Events log = with_added(model_attempt(), 1500, PatientAsked{"allergy", "as I said"});
    log = with_added(log, 25000, PatientAsked{"how_are_you", "fine"});
    expect(log, "repeated_questions", 1.0, 0.75);
}

TEST(Measure, OfConsentLooksAtTheBeginningOfTheFirstTouch) {
    expect(model_attempt(), "consent_before_touch", 1.0, 1.0);
    // A press that ends after consent but began before it.
    const Events early = with_added(model_attempt(), 2500, PalpationPressed{{}, 5.0, 3.0, 1.0});
    expect(early, "consent_before_touch", 0.0, 0.0);
    expect_zero_without_value(without_step(model_attempt(), "explain_and_consent"),
                              "consent_before_touch");
}

TEST(Measure, OfLandmarksIsTheirMeanError) {
    const Events two = with_added(model_attempt(), 5500, LandmarkMarked{"rib.5", {}, 22.0});
    expect(two, "landmark_error", (3.0 + 20.0) / 2.0, (20.0 - 11.5) / 15.0);
    expect_zero_without_value(without<LandmarkMarked>(model_attempt()), "landmark_error");
    expect(with_added(model_attempt(), 5500, LandmarkMarked{"no such", {}, kNone}),
           "landmark_error", 3.0, 1.0);
}

TEST(Measure, OfPalpationForceAllowsTheRangeOfSearchingAndTheRampToAnAnswer) {
    expect(model_attempt(), "palpation_force", 100.0, 1.0);
    Events hard = with_added(model_attempt(), 9000, PalpationPressed{{}, 15.0, 9.0, 0.5});
    expect(hard, "palpation_force", 75.0, 0.9);
    // Up to the patient's answer it is provoking: 27 N at most.
    hard = with_added(hard, 8900, TendernessReported{{}, 14.0, 4.0, false});
    expect(hard, "palpation_force", 100.0, 1.0);
    Events too_hard = with_added(model_attempt(), 9000, PalpationPressed{{}, 28.0, 9.0, 0.5});
    too_hard = with_added(too_hard, 8900, TendernessReported{{}, 14.0, 4.0, false});
    expect(too_hard, "palpation_force", 75.0, 0.9);
    // Where the control spot was pressed to an answer, 90 % of that is the ceiling.
    hard = with_added(model_attempt(), 7500, TendernessReported{{}, 24.0, 4.0, false});
    hard = with_added(hard, 9000, PalpationPressed{{}, 23.0, 9.0, 0.5});
    hard = with_added(hard, 8900, TendernessReported{{}, 14.0, 4.0, false});
    expect(hard, "palpation_force", 75.0, 0.9);
    // A press that was under way when the control spot was announced is not the one meant.
    const Events sliding = with_added(model_attempt(), 6300, PalpationPressed{{}, 8.0, 5.0, 0.9});
    EXPECT_EQ(measure(sliding, "palpation_force").events.size(), 4u);
    expect(sliding, "palpation_force", 100.0, 1.0);
    expect_zero_without_value(without<PalpationPressed>(model_attempt()), "palpation_force");
}

TEST(Measure, OfComparisonWantsAControlSpotAndANeighbourPressedAsHard) {
    expect(model_attempt(), "comparison_presses", 2.0, 1.0);
    const Events no_neighbour = without<PalpationPressed>(
        model_attempt(), [](const PalpationPressed& one) { return one.at.z > 400.0; });
    expect(no_neighbour, "comparison_presses", 1.0, 0.5);
    const Events light = with<PalpationPressed>(model_attempt(), [](PalpationPressed& one) {
        if (one.at.z > 400.0) one.peak_force_N = 4.0;
    });
    expect(light, "comparison_presses", 1.0, 0.5);
    const Events no_word = without_step(model_attempt(), "control_spot");
    expect(no_word, "comparison_presses", 2.0, 1.0);
    expect_zero_without_value(without<SiteMarked>(model_attempt()), "comparison_presses");
}

TEST(Measure, OfTheSiteIsTheLastMarkBeforeTheNeedle) {
    Events log = with_added(model_attempt(), 15500, SiteMarked{{}, 0.5, 12.5, false});
    log = with_added(log, 40000, SiteMarked{{}, 0.5, 0.0, true});
    expect(log, "site_error", 12.5, 0.5);
    expect_zero_without_value(without<SiteMarked>(model_attempt()), "site_error");
    expect_left_out(with<SiteMarked>(model_attempt(), [](auto& one) { one.site_error = kNone; }),
                    "site_error");
}

TEST(Measure, OfThePlanWantsItBeforeTheNeedle) {
    const Events late = with_added(without<PlanStated>(model_attempt()), 30000, PlanStated{});
    expect(late, "plan_before_puncture", 0.0, 0.0);
    for (const char* name : {"plan_before_puncture", "needle_length_choice", "plan_tilt",
                             "plan_line_safe", "plan_stop_depth"})
        expect_zero_without_value(without<PlanStated>(model_attempt()), name);
}

TEST(Measure, OfNeedleLengthWantsTheShortestThatReachesAndIsSafeToTheHub) {
    const auto choice = [](double length, double hazard, bool is_some_both, double stop) {
        Events log =
            with<NeedleChosen>(model_attempt(), [&](NeedleChosen& one) { one.length = length; });
        return with<PlanStated>(log, [&](PlanStated& plan) {
            plan.hazard_on_line = hazard;
            plan.is_hub_safe = !(hazard <= length);
            plan.is_shorter_hub_safe = is_some_both;
            plan.stop_depth = stop;
        });
    };
    const auto share = [&](const Events& log) {
        const MeasureScore one = measure(log, "needle_length_choice");
        return *one.points / one.max_points;
    };
    EXPECT_EQ(share(choice(30.0, kNone, true, 25.0)), 1.0) << "shortest, safe";
    EXPECT_EQ(share(choice(25.0, kNone, true, 25.0)), 1.0) << "path 20 and 5 outside";
    EXPECT_EQ(share(choice(24.0, kNone, true, 25.0)), 0.0) << "too short";
    EXPECT_EQ(share(choice(50.0, kNone, true, 25.0)), 0.5) << "longer than needed, safe";
    EXPECT_EQ(share(choice(50.0, 40.0, true, 25.0)), 0.0)
        << "reaches the hazard, another would not";
    EXPECT_EQ(share(choice(30.0, 28.0, false, 22.0)), 1.0) << "none is both, stop stated";
    EXPECT_EQ(share(choice(30.0, 28.0, false, 0.0)), 0.0) << "none is both, no stop";
    EXPECT_EQ(share(choice(30.0, 28.0, false, 29.0)), 0.0) << "stop beyond the hazard";
    EXPECT_EQ(share(choice(50.0, 28.0, false, 22.0)), 0.5) << "none is both, stop, too long";
    EXPECT_EQ(share(choice(20.0, 28.0, false, 0.0)), 1.0) << "hub-safe wins over reaching";
}

TEST(Measure, OfTiltFollowsTheSitesRuleElseTheRubrics) {
    const auto tilted = [](double tilt_deg, double off_deg) {
        return with<PlanStated>(model_attempt(), [&](PlanStated& plan) {
            plan.tilt_deg = tilt_deg;
            plan.off_site_rule_deg = off_deg;
        });
    };
    expect(tilted(45.0, 0.0), "plan_tilt", 45.0, 1.0);
    expect(tilted(32.5, 12.5), "plan_tilt", 32.5, 0.5);
    expect(tilted(10.0, 35.0), "plan_tilt", 10.0, 0.0);
    expect(tilted(5.0, 0.0), "plan_tilt", 5.0, 1.0);
    expect(tilted(32.5, kNone), "plan_tilt", 32.5, 0.5);
    expect(tilted(60.0, kNone), "plan_tilt", 60.0, 1.0);
}

TEST(Measure, OfThePlannedLineWantsNoHazardWithinTheNeedle) {
    const auto line = [](double hazard, bool is_hub_safe, double stop) {
        return with<PlanStated>(model_attempt(), [&](PlanStated& plan) {
            plan.hazard_on_line = hazard;
            plan.is_hub_safe = is_hub_safe;
            plan.stop_depth = stop;
        });
    };
    expect(line(40.0, true, 25.0), "plan_line_safe", 1.0, 1.0);
    expect(line(29.0, false, 18.0), "plan_line_safe", 0.5, 0.5);
    expect(line(29.0, false, 25.0), "plan_line_safe", 0.0, 0.0);
}

TEST(Measure, OfTheStopDepthWantsTargetReachedAndDangerNot) {
    const auto stop = [](double depth) {
        return with<PlanStated>(model_attempt(), [&](PlanStated& one) { one.stop_depth = depth; });
    };
    expect(stop(20.0), "plan_stop_depth", 0.0, 1.0);
    expect(stop(30.0), "plan_stop_depth", 0.0, 1.0);
    expect(stop(36.5), "plan_stop_depth", 6.5, 0.5);
    expect(stop(13.5), "plan_stop_depth", 6.5, 0.5);
    expect_zero_without_value(stop(0.0), "plan_stop_depth");
}

TEST(Measure, OfExpectedBoneComparesDepthWithDepth) {
    expect(model_attempt(), "plan_bone_depth", 0.0, 1.0);
    const Events off = with<PlanStated>(model_attempt(),
                                        [](PlanStated& plan) { plan.expected_bone_depth = 21.5; });
    expect(off, "plan_bone_depth", 6.5, 0.5);
    expect_left_out(
        with<PlanStated>(model_attempt(), [](PlanStated& plan) { plan.bone_on_line = kNone; }),
        "plan_bone_depth");
}

TEST(Measure, OfEntryAndAngleIsTheMeanOfAllInsertions) {
    SkinPunctured second;
    second.entry_error = 12.0;
    second.angle_error_deg = 23.0;
    const Events log = with_added(model_attempt(), 55000, second);
    expect(log, "entry_error", 6.5, 0.5);
    expect(log, "angle_error", 12.5, 0.5);
    const Events unplanned = with<SkinPunctured>(
        model_attempt(), [](SkinPunctured& one) { one.angle_error_deg = kNone; });
    expect_zero_without_value(unplanned, "angle_error");
}

TEST(Measure, OfTheGuideTubeAsksForItOnlyWhereOneCanStand) {
    expect_left_out(model_attempt(), "guide_tube_used");
    const auto steep = [](bool is_in_tube) {
        return with<SkinPunctured>(model_attempt(), [&](SkinPunctured& one) {
            one.tilt_deg = 30.0;
            one.is_in_guide_tube = is_in_tube;
        });
    };
    expect(steep(true), "guide_tube_used", 100.0, 1.0);
    expect(steep(false), "guide_tube_used", 0.0, 0.0);
}

TEST(Measure, OfThePathDoesNotExistWhereTheTargetWasNotReached) {
    expect(with<TargetReached>(model_attempt(), [](TargetReached& one) { one.path_ratio = 1.55; }),
           "path_ratio", 1.55, 0.5);
    expect_left_out(without<TargetReached>(model_attempt()), "path_ratio");
}

TEST(Measure, OfRedirectsCountsTheDeepOnes) {
    Events log = with_added(model_attempt(), 25500, NeedleRedirected{8.0, true});
    log = with_added(log, 26500, NeedleRedirected{8.0, false});
    expect(log, "deep_redirects", 1.0, 2.0 / 3.0);
}

TEST(Measure, OfTheStopDepthKeptIsTheWorstOverrun) {
    const Events over = with<NeedleWithdrawn>(
        model_attempt(), [](NeedleWithdrawn& one) { one.stop_depth_overrun = 2.5; });
    expect(over, "stop_depth_overrun", 2.5, 0.5);
    expect(model_attempt(), "stop_depth_overrun", 0.0, 1.0);
}

TEST(Measure, OfTwitchesIsTheOpportunityWithinTheDose) {
    expect(model_attempt(), "twitch_opportunity", 0.8, 1.0);
    const Events poor = with<NeedlePassed>(model_attempt(),
                                           [](NeedlePassed& one) { one.probability = 0.35 / 8.0; });
    expect(poor, "twitch_opportunity", 0.35, 0.5);
    // What comes after fifteen strokes gives nothing more.
    Events late = poor;
    for (int i = 0; i < 10; ++i) late = with_added(late, 33000 + i, StrokeMade{5.0, 12.0});
    late = with_added(late, 40000, NeedlePassed{1.0, 12.0, 0.4});
    expect(late, "twitch_opportunity", 0.35, 0.5);
    const Events dwell =
        with<PlanStated>(model_attempt(), [](PlanStated& plan) { plan.stop_rule = "dwell"; });
    expect_left_out(dwell, "twitch_opportunity");
    expect_left_out(with_added(poor, 26500, ConsentWithdrawn{}), "twitch_opportunity");
    expect_zero_without_value(without<SkinPunctured>(model_attempt()), "twitch_opportunity");
}

TEST(Measure, OfDoseCountsStrokesPastTheEndingRule) {
    Events log = model_attempt();
    // Four strokes after the twitch so far; fifteen may follow it.
    for (int i = 0; i < 14; ++i) log = with_added(log, 33000 + i, StrokeMade{5.0, 12.0});
    const MeasureScore many = measure(log, "dose_discipline");
    EXPECT_EQ(many.value, 3.0);
    EXPECT_NEAR(*many.points / many.max_points, 0.4, 1e-9);
    EXPECT_EQ(many.events.size(), 3u);
    const Events stopped = with_added(model_attempt(), 28500, ConsentWithdrawn{});
    expect(stopped, "dose_discipline", 3.0, 0.4);
    expect_zero_without_value(without<StrokeMade>(model_attempt()), "dose_discipline");
}

TEST(Measure, OfReportsIsTheShareThatWasRight) {
    const Events log =
        with_added(model_attempt(), 35000, ResponseReported{"twitch_seen", kNone, false});
    expect(log, "response_reported", 50.0, 0.5);
    expect_zero_without_value(without<ResponseReported>(model_attempt()), "response_reported");
}

TEST(Measure, OfAskingCountsOnlyWhileTheNeedleIsIn) {
    Events log = without<PatientAsked>(
        model_attempt(), [](const PatientAsked& one) { return one.topic == "how_are_you"; });
    expect(log, "asked_during_needling", 0.0, 0.0);
    log = with_added(log, 60000, PatientAsked{"how_are_you", "fine"});
    expect(log, "asked_during_needling", 0.0, 0.0);
    expect(with_added(log, 25000, PatientAsked{"pain_now", "2"}), "asked_during_needling", 1.0,
           1.0);
}

TEST(Measure, OfClearanceIsFullAtWhatTheSiteOffers) {
    const auto clear = [](double least, double offered) {
        return with<NeedleWithdrawn>(model_attempt(), [&](NeedleWithdrawn& one) {
            one.clearance_worst_percent = least;
            one.clearance_offered = offered;
        });
    };
    expect(clear(10.0, kNone), "clearance", 10.0, 1.0);
    expect(clear(7.5, 20.0), "clearance", 7.5, 0.5);
    expect(clear(7.5, 7.5), "clearance", 7.5, 1.0);
    expect(clear(6.0, 7.0), "clearance", 6.0, 0.5);
    expect(clear(5.0, 20.0), "clearance", 5.0, 0.0);
    expect(clear(4.5, 4.0), "clearance", 4.5, 1.0);
    expect(clear(3.5, 4.0), "clearance", 3.5, 0.0);
    const MeasureScore shielded = measure(clear(kNone, kNone), "clearance");
    EXPECT_FALSE(shielded.value.has_value());
    EXPECT_EQ(shielded.points, shielded.max_points) << "shielded is full";
    // The worst insertion counts.
    NeedleWithdrawn second;
    second.clearance_worst_percent = 7.0;
    second.clearance_offered = kNone;
    expect(with_added(model_attempt(), 56000, second), "clearance", 7.0, 0.4);
}

TEST(Measure, OfTheBracketWantsARibBetweenTheNeedlingPads) {
    const auto held = [](const std::string& rib, double offset) {
        return with<BracketHeld>(model_attempt(), [&](BracketHeld& one) {
            one.rib = rib;
            one.rib_offset = offset;
        });
    };
    expect(model_attempt(), "bracket_held", 100.0, 1.0);
    expect(held("", kNone), "bracket_held", 0.0, 0.0);
    expect(held("rib.5.right", 7.0), "bracket_held", 0.0, 0.0);
    expect(with_added(model_attempt(), 30000, BracketLost{true}), "bracket_held", 50.0, 0.5);
    expect(with_added(model_attempt(), 19000, BracketLost{false}), "bracket_held", 0.0, 0.0);
    expect(without<BracketHeld>(model_attempt()), "bracket_held", 0.0, 0.0);
}

TEST(Measure, OfHygieneIsTheShareOfStepsBeforeTheNeedle) {
    const Events late =
        with_added(without_step(model_attempt(), "gloves"), 30000, StepDone{"gloves"});
    expect(late, "hygiene_before_puncture", 200.0 / 3.0, 2.0 / 3.0);
}

TEST(Measure, OfTheExitIsTheDelayOfEveryInsertion) {
    const Events slow =
        with<ExitPressed>(model_attempt(), [](ExitPressed& one) { one.delay = 10.0; });
    expect(slow, "exit_pressed", 10.0, 0.5);
    expect_zero_without_value(without<ExitPressed>(model_attempt()), "exit_pressed");
    Events twice = with_added(model_attempt(), 63000, SkinPunctured{});
    twice = with_added(twice, 63500, NeedleWithdrawn{});
    expect(twice, "exit_pressed", 15.0, 0.0);
}

TEST(Measure, OfSharpsWantsAllDisposedOfAndCounted) {
    expect(model_attempt(), "sharps_accounted", 1.0, 1.0);
    expect(without_step(model_attempt(), "count_needles"), "sharps_accounted", 0.5, 0.5);
    const Events lost = with<SessionFinished>(
        model_attempt(), [](SessionFinished& one) { one.needles_disposed = 0; });
    expect(lost, "sharps_accounted", 0.0, 0.0);
    expect_zero_without_value(without<SessionFinished>(model_attempt()), "sharps_accounted");
}

TEST(Measure, OfContactWantsAnAnswerInTime) {
    expect_left_out(model_attempt(), "contact_answered");
    const Events nerve = with_added(model_attempt(), 25000, NerveContacted{"nerve.x"});
    expect(nerve, "contact_answered", 0.0, 0.0);
    expect(with_added(nerve, 30000, PatientAsked{"how_are_you", "ouch"}), "contact_answered", 100.0,
           1.0);
    expect(with_added(model_attempt(), 45000, VesselPunctured{"vein"}), "contact_answered", 100.0,
           1.0);
}

TEST(Measure, OfAftercareComesAfterTheNeedle) {
    const Events early =
        with_added(without_step(model_attempt(), "give_advice"), 4000, StepDone{"give_advice"});
    expect(early, "aftercare", 50.0, 0.5);
}

TEST(Measure, NamesTheEventsThatProveIt) {
    const Events log = model_attempt();
    const Score score = score_events(log, shipped_rubric());
    for (const DomainScore& one : score.domains) {
        for (const MeasureScore& scored : one.measures) {
            if (scored.name == "repeated_questions" || scored.name == "deep_redirects" ||
                scored.name == "dose_discipline" || !scored.value)
                continue;  // a count of nothing has no events
            EXPECT_FALSE(scored.events.empty()) << scored.name;
        }
    }
    const MeasureScore site = measure(score, "site_error");
    ASSERT_EQ(site.events.size(), 1u);
    EXPECT_EQ(type_of(log[static_cast<std::size_t>(site.events[0])]), "site_marked");
}

EmergencyEnded ended(std::int64_t in_time, std::int64_t late, std::int64_t wrong, bool in_order) {
    return {"vasovagal", "recovered", in_time, late, 4, in_order, wrong, 6.0};
}

TEST(Measure, OfAnEmergencyCountsWhatWasDoneInTimeAndNotThatItCame) {
    expect_left_out(model_attempt(), "emergency_handled");
    const auto handled = [](const EmergencyEnded& event) {
        return *measure(with_added(model_attempt(), 45000, event), "emergency_handled").value;
    };
    EXPECT_DOUBLE_EQ(handled(ended(4, 0, 0, true)), 100.0);
    EXPECT_DOUBLE_EQ(handled(ended(2, 2, 0, true)), 75.0);
    EXPECT_DOUBLE_EQ(handled(ended(4, 0, 1, true)), 75.0);
    EXPECT_DOUBLE_EQ(handled(ended(4, 0, 0, false)), 90.0);
    EXPECT_DOUBLE_EQ(handled(ended(0, 0, 3, true)), 0.0);
    const Events two = with_added(with_added(model_attempt(), 45000, ended(4, 0, 0, true)), 46000,
                                  ended(1, 0, 0, true));
    EXPECT_DOUBLE_EQ(*measure(two, "emergency_handled").value, 25.0) << "the worst one counts";
}

// A pneumothorax with the needle in; after it nothing but counting.
Events handed_over(const std::string& outcome) {
    Events log = with_added(model_attempt(), 25500, EmergencyBegan{"pneumothorax"});
    log = without<ExitPressed>(without<ResponseReported>(std::move(log)));
    for (const char* step : {"retest", "give_advice", "plan_education", "plan_exercise"})
        log = without_step(std::move(log), step);
    log = without<NeedlePassed>(std::move(log));
    return with_added(std::move(log), 61000,
                      EmergencyEnded{"pneumothorax", outcome, 5, 0, 5, true, 0, 5.0});
}

TEST(Measure, OfAUsualEndCostsNothingWhereThePatientWasHandedOver) {
    for (const char* name :
         {"aftercare", "care_plan", "exit_pressed", "twitch_opportunity", "response_reported"}) {
        expect_left_out(handed_over("handed_over"), name);
        EXPECT_EQ(*measure(handed_over("recovered"), name).points, 0.0) << name;
    }
    expect(handed_over("handed_over"), "sharps_accounted", 1.0, 1.0);
    EXPECT_EQ(*measure(handed_over("handed_over"), "emergency_handled").value, 100.0);
    // One that came when the needle was out has not ended the needling.
    const Events later = with_added(
        with_added(without<NeedlePassed>(model_attempt()), 63000, EmergencyBegan{"pneumothorax"}),
        69000, EmergencyEnded{"pneumothorax", "handed_over", 5, 0, 5, true, 0, 5.0});
    EXPECT_EQ(*measure(later, "twitch_opportunity").points, 0.0);
    expect(later, "exit_pressed", 2.0, 1.0);
}

TEST(Measure, OfACarePlanAsksForItsPartsAtAnyTime) {
    expect(model_attempt(), "care_plan", 100.0, 1.0);
    expect(without_step(model_attempt(), "plan_exercise"), "care_plan", 50.0, 0.5);
    expect_zero_without_value(
        without_step(without_step(model_attempt(), "plan_exercise"), "plan_education"),
        "care_plan");
}

TEST(Measure, OfTheDecisionIsAllOrNothing) {
    expect(model_attempt(), "decision", 1.0, 1.0);
    const Events wrong =
        with<DecisionJudged>(model_attempt(), [](DecisionJudged& one) { one.is_right = false; });
    expect(wrong, "decision", 0.0, 0.0);
    expect_left_out(without<DecisionJudged>(model_attempt()), "decision");
}

TEST(Measure, OfNeedlingCostsNothingToWhoRightlyDidNotNeedle) {
    Events log = {{0, 0, SessionStarted{"fever", "a body"}},
                  {1, 100, PatientAsked{"infection", "answer.infection.fever"}},
                  {2, 200, StepDone{"plan_education"}},
                  {3, 300, StepDone{"plan_exercise"}},
                  {4, 400, DecisionJudged{"contraindicated", false, false, true, true}},
                  {5, 400, SessionFinished{"contraindicated", false, 0, 0}}};
    for (const char* name : {"plan_before_puncture", "entry_error", "clearance", "exit_pressed",
                             "twitch_opportunity", "landmark_error", "consent_before_touch"})
        expect_left_out(log, name);
    expect(log, "decision", 1.0, 1.0);
    expect(log, "care_plan", 100.0, 1.0);
    std::get<DecisionJudged>(log[4].body).is_right = false;
    expect_zero_without_value(log, "entry_error");
}

TEST(Measure, OfQuestionsTakesAnAnswerThatToldNothingForNone) {
    Events log = with<PatientAsked>(model_attempt(), [](PatientAsked& one) {
        if (one.topic == "allergy") one.answer = "answer.vague";
    });
    EXPECT_LT(*measure(log, "screening_asked").value, 100.0);
    log = with_added(log, 1600, PatientAsked{"allergy", "answer.allergy.no"});
    expect(log, "screening_asked", 100.0, 1.0);
    expect(log, "repeated_questions", 0.0, 1.0);
}

}  // namespace
}  // namespace dryrun::scoring
