// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "model_attempt.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

namespace dryrun::scoring {
namespace {

using namespace events;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr Vec3 kSite{-60.0, 100.0, 380.0};

PlanStated model_plan() {
    PlanStated plan;
    plan.target = "muscle.rhomboid_major.right";
    plan.structure_at_risk = "pleura";
    plan.tilt_deg = 60.0;
    plan.expected_bone_depth = 15.0;
    plan.stop_depth = 25.0;
    plan.strokes = 10.0;
    plan.stop_rule = "twitch_or_15_strokes";
    plan.path_to_target = 20.0;
    plan.bone_on_line = 30.0;  // 15 mm deep at 60° from the normal
    plan.hazard_on_line = kNone;
    plan.shortest_needle = 30.0;
    plan.is_hub_safe = plan.is_shorter_hub_safe = true;
    plan.least_tilt_deg = 45.0;
    plan.off_site_rule_deg = 0.0;
    return plan;
}

SkinPunctured model_puncture() {
    SkinPunctured puncture;
    puncture.at = kSite;
    puncture.force_N = 0.3;
    puncture.tilt_deg = 58.0;
    puncture.angle_error_deg = 2.0;
    puncture.entry_error = 1.0;
    return puncture;
}

NeedleWithdrawn model_withdrawal() {
    NeedleWithdrawn out;
    out.deepest_path = 24.0;
    out.deepest_depth = 12.0;
    out.time_in_tissue = 30.0;
    out.clearance_worst_percent = 9.5;
    out.clearance_offered = 9.0;
    out.stop_depth_overrun = -1.0;
    out.strokes = 8;
    out.summed_probability = 0.8;
    out.strokes_to_full_dose = 6;
    out.skin_force_peak_N = 0.3;
    return out;
}

}  // namespace

Events model_attempt() {
    Events log;
    const auto add = [&](std::int64_t tick, EventBody body) {
        log.push_back({static_cast<std::int64_t>(log.size()), tick, std::move(body)});
    };
    add(0, SessionStarted{"rhomboid-major-right", "male, 1750 mm"});
    for (const char* topic :
         {"blood_thinner", "pregnancy", "fear_of_needles", "fainting", "allergy", "lung_disease",
          "infection", "implants", "immune_or_cancer"})
        add(1000, PatientAsked{topic, "no"});
    add(2000, StepDone{"explain_and_consent"});
    add(2100, StepDone{"teach_back"});
    for (const char* step : {"hand_hygiene", "gloves", "skin_preparation"})
        add(3000, StepDone{step});
    add(5000, LandmarkMarked{"spinous.T4", kSite, 3.0});
    add(6000, StepDone{"control_spot"});
    add(8000, PalpationPressed{kSite + Vec3{120.0, 0.0, 0.0}, 24.0, 9.0, 1.5});
    add(10000, PalpationPressed{kSite, 8.0, 5.0, 1.0});
    add(12000, PalpationPressed{kSite + Vec3{0.0, 0.0, 30.0}, 9.0, 5.0, 1.0});
    add(13500, TendernessReported{kSite, 9.0, 5.0, true});
    add(14000, PalpationPressed{kSite, 9.5, 6.0, 1.0});
    add(15000, SiteMarked{kSite, 0.8, 3.0, true});
    add(16000, NeedleChosen{"0.30x30", 30.0, 0.3});
    add(17000, model_plan());
    add(18000, BracketHeld{kSite, "two_pads_flat", "rib.5.right", 2.0});
    add(20000, model_puncture());
    add(20000, PlanLocked{});
    add(21000, LayerPunctured{"fascia.thoracic", "fascia", 6.0, 0.4});
    add(22000, PatientAsked{"how_are_you", "fine"});
    add(23000, TargetReached{1.5, 1.05});
    for (int stroke = 0; stroke < 8; ++stroke) {
        add(24000 + stroke * 1000, NeedlePassed{1.5, 12.0, 0.1});
        add(24200 + stroke * 1000, StrokeMade{5.0, 12.0});
    }
    add(28100, Twitch{1, 1.0, 1.5, "TrP1"});
    add(29500, ResponseReported{"twitch_seen", 1.4, true});
    add(50000, model_withdrawal());
    add(50500, BracketLost{false});
    add(62000, ExitPressed{2.0, 10.0, 3.0});
    for (const char* step : {"dispose_needle", "count_needles", "retest", "give_advice",
                             "plan_education", "plan_exercise"})
        add(64000, StepDone{step});
    add(70000, DecisionJudged{"done", true, true, false, true});
    add(70000, SessionFinished{"done", false, 1, 1});
    std::stable_sort(log.begin(), log.end(),
                     [](const Event& a, const Event& b) { return a.tick < b.tick; });
    renumber(log);
    return log;
}

const Rubric& shipped_rubric() {
    static const Rubric rubric = [] {
        Result<Rubric> read = read_rubric("needling");
        EXPECT_TRUE(read.ok()) << (read.ok() ? "" : read.error().text());
        return read.ok() ? *read : Rubric{};
    }();
    return rubric;
}

void renumber(Events& log) {
    for (std::size_t i = 0; i < log.size(); ++i) log[i].id = static_cast<std::int64_t>(i);
}

Events without_step(Events log, const std::string& step) {
    return without<StepDone>(std::move(log), [&](const StepDone& one) { return one.step == step; });
}

Events with_added(Events log, std::int64_t tick, EventBody body) {
    const auto after =
        std::find_if(log.begin(), log.end(), [&](const Event& one) { return one.tick > tick; });
    log.insert(after, {0, tick, std::move(body)});
    renumber(log);
    return log;
}

MeasureScore measure(const Score& score, const std::string& name) {
    for (const DomainScore& domain : score.domains)
        for (const MeasureScore& one : domain.measures)
            if (one.name == name) return one;
    ADD_FAILURE() << "no measure " << name;
    return {};
}

MeasureScore measure(const Events& log, const std::string& name) {
    return measure(score_events(log, shipped_rubric()), name);
}

DomainScore domain(const Score& score, const std::string& name) {
    for (const DomainScore& one : score.domains)
        if (one.name == name) return one;
    ADD_FAILURE() << "no domain " << name;
    return {};
}

}  // namespace dryrun::scoring
