// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What goes wrong, as events: a needle held fast, bent or broken, an emergency with its signs and
// its end, and what the call after one or two days brings to light.
#include <algorithm>
#include <array>
#include <string_view>
#include <variant>

#include "events/vocabulary.h"
#include "physiology/aftermath.h"
#include "session/running.h"

namespace dryrun::session {
namespace {

std::string name_of(const Running& running, int kind) {
    return running.body.parameters.emergencies[static_cast<std::size_t>(kind)].kind;
}

void tell_needle(const physiology::MishapFacts& facts, Running& running) {
    if (facts.has_moved) emit(running, events::PatientMoved{running.response.pain.now()});
    if (facts.is_held_now) emit(running, events::NeedleStuck{});
    if (facts.has_jerked)
        emit(running, events::NeedleJerked{std::max(0.0, -running.needle.axial_force_N)});
    if (facts.has_bent) emit(running, events::NeedleBent{facts.bent_by});
    if (facts.has_broken) emit(running, events::NeedleBroken{});
    if (facts.is_let_go) emit(running, events::NeedleFreed{facts.held_for_s});
}

void tell_end(const physiology::EmergencyEnd& end, Running& running) {
    emit(running, events::EmergencyEnded{name_of(running, end.kind), end.outcome, end.actions_done,
                                         end.actions_late, end.actions_wanted, end.is_in_order,
                                         end.wrong, end.first_action_s});
}

// What was done, read off the events: nothing else has to be kept for it.
struct Reading {
    physiology::Treatment treatment;
    bool has_advised = false;
    bool has_taught_back = false;
    std::array<bool, events::kHygieneSteps.size()> was_clean{};

    void operator()(const events::SkinPunctured&) { ++treatment.insertions; }
    void operator()(const events::StrokeMade&) { ++treatment.strokes; }
    void operator()(const events::Twitch&) { ++treatment.twitches; }
    void operator()(const events::Bruise& bruise) {
        treatment.widest_bruise = std::max(treatment.widest_bruise, bruise.width);
    }
    void operator()(const events::Pneumothorax& event) {
        if (event.onset != "immediate") treatment.late_pneumothorax = event.onset;
    }
    void operator()(const events::StepDone& event) {
        has_advised = has_advised || event.step == "give_advice";
        has_taught_back = has_taught_back || event.step == "teach_back";
        if (treatment.insertions > 0) return;
        for (std::size_t i = 0; i < was_clean.size(); ++i)
            was_clean[i] = was_clean[i] || event.step == events::kHygieneSteps[i];
    }
    template <class Other>
    void operator()(const Other&) {}
};

// Not needling is right for a reason of the case's, or where nothing is there to be needled; the
// patient's word is always a right one.
events::DecisionJudged judge_decision(const Running& running, bool was_needled) {
    const std::string& reason = running.decided.finish_reason;
    const auto& right = running.scenario.right_endings;
    events::DecisionJudged judged;
    judged.reason = reason;
    judged.was_needled = was_needled;
    judged.is_needling_right = right.empty();
    judged.is_contraindicated =
        std::find(right.begin(), right.end(), "contraindicated") != right.end();
    const bool is_named = std::find(right.begin(), right.end(), reason) != right.end();
    const bool has_stopped = reason == "patient_stopped" && running.patient.is_consent_withdrawn;
    const auto& points = running.body.points;
    const bool has_active = std::any_of(points.begin(), points.end(), [](const auto& point) {
        return point.kind == physiology::PointKind::Active;
    });
    const bool is_nothing_there = reason == "nothing_found" && !has_active;
    if (was_needled) {
        judged.is_right = right.empty() && (reason == "done" || has_stopped);
    } else {
        judged.is_right = is_named || has_stopped || is_nothing_there;
    }
    return judged;
}

}  // namespace

void tell_mishaps(const physiology::ResponseFacts& facts, Running& running) {
    tell_needle(facts.mishaps, running);
    const physiology::EmergencyFacts& emergencies = facts.emergencies;
    for (const int kind : emergencies.began)
        emit(running, events::EmergencyBegan{name_of(running, kind)});
    for (const auto& shown : emergencies.shown)
        emit(running, events::EmergencySign{name_of(running, shown.kind), shown.sign});
    for (const int kind : emergencies.unheeded)
        emit(running, events::EmergencyUnheeded{name_of(running, kind)});
    for (const auto& end : emergencies.ended) tell_end(end, running);
}

void tell_endings(Running& running) {
    Reading reading;
    for (const events::Event& event : running.events) std::visit(reading, event.body);
    physiology::Treatment& treatment = reading.treatment;
    emit(running, judge_decision(running, treatment.insertions > 0));
    for (const auto& end : physiology::end_emergencies(running.body.parameters.emergencies,
                                                       running.tick, running.response.emergency))
        tell_end(end, running);
    treatment.is_needle_left = running.insertion.has_value();
    treatment.has_been_warned = reading.has_advised && reading.has_taught_back;
    treatment.unclean =
        static_cast<int>(std::count(reading.was_clean.begin(), reading.was_clean.end(), false));
    for (const physiology::Aftermath& found : physiology::draw_aftermath(
             treatment, running.body.risk, running.body.parameters.mishap, running.seed))
        emit(running, events::AftermathFound{found.what, found.after_h, found.outcome});
}

}  // namespace dryrun::session
