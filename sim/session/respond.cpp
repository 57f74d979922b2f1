// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The body's and the patient's answers to what both hands did in this tick, as events.
#include <algorithm>

#include "approach/site.h"
#include "session/running.h"

namespace dryrun::session {
namespace {

// Key of the words in which it is told where this point's pain goes:
// "referral.rhomboid_major.TrP1".
std::string referral_phrase(std::string_view muscle, std::string_view site) {
    std::string_view name = muscle.substr(muscle.find('.') + 1);
    const std::string_view side = approach::side_of(muscle);
    if (!side.empty()) name.remove_suffix(side.size() + 1);
    return "referral." + std::string(name) + "." + std::string(site);
}

physiology::ResponseInput what_happened(const Running& running, const TickWork& work,
                                        std::span<const physiology::Press> presses) {
    physiology::ResponseInput input;
    input.tick = running.tick;
    input.presses = presses;
    input.is_exit_pressed = running.exit_log.is_pressed();
    input.steps = work.steps;
    if (running.insertion) {
        physiology::NeedleContact contact;
        contact.tip = running.needle.tip_at_rest;
        contact.tip_speed_mm_s = running.needle.tip_speed_mm_s < 0.0
                                     ? -running.needle.tip_speed_mm_s
                                     : running.needle.tip_speed_mm_s;
        contact.inside = running.inside;
        contact.diameter = running.decided.needle->diameter;
        contact.strokes = running.insertion->strokes;
        contact.has_punctured_skin = work.has_punctured_skin;
        contact.has_touched_bone = work.has_touched_bone;
        contact.is_skin_slow = work.is_skin_slow;
        contact.pull_N = std::max(0.0, -running.needle.axial_force_N);
        input.needle = contact;
    }
    return input;
}

void tell_passes(const physiology::ResponseFacts& facts, Running& running) {
    for (const physiology::Pass& pass : facts.passes) {
        const auto& point = running.body.points[static_cast<std::size_t>(pass.point)];
        emit(running, events::NeedlePassed{pass.closest, pass.tip_speed_mm_s, pass.opportunity});
        if (running.insertion && point.kind == physiology::PointKind::Active) {
            add_pass(pass.opportunity, *running.insertion);
        }
        if (!pass.has_twitched) continue;
        running.last_twitch = running.tick;
        running.force_before_twitch_N = running.needle.axial_force_N;
        emit(running, events::Twitch{pass.twitch_number, pass.strength, pass.closest, point.name});
    }
}

// Told for the debrief, and in force from now on.
void tell_response(const physiology::PointResponse& response, Running& running) {
    auto& point = running.body.points[static_cast<std::size_t>(response.point)];
    physiology::apply_response(response, running.body.thresholds, point);
    const int band = running.band_of[static_cast<std::size_t>(response.point)];
    if (band >= 0) {
        running.sites->change_band(static_cast<std::size_t>(band), point.band.stiffness_ratio);
        running.corridor.is_outdated = true;
    }
    emit(running,
         events::PointResponded{point.name, response.is_responder, response.threshold_change_kPa,
                                response.noise_share, response.stiffness_share,
                                response.pain_change_nrs, response.blood_flow_s});
}

void tell_contacts(const physiology::ResponseFacts& facts, Running& running) {
    const anatomy::Atlas& atlas = *running.atlas;
    for (const auto nerve : facts.contacts.nerves) {
        emit(running, events::NerveContacted{atlas.structure(nerve).name});
    }
    for (const auto vessel : facts.contacts.vessels) {
        emit(running, events::VesselPunctured{atlas.structure(vessel).name});
    }
    if (facts.contacts.pneumothorax) {
        emit(running, events::Pneumothorax{*facts.contacts.pneumothorax});
    }
    if (facts.bleeding != physiology::BleedingGrade::None) {
        running.percepts.is_bleeding = !running.options.are_percepts_muted;
        emit(running, events::Bleeding{std::string(physiology::name_of(facts.bleeding))});
    }
    if (facts.bruise_width > 0.0) emit(running, events::Bruise{facts.bruise_width});
}

// Where a pain is felt besides, in the patient's words.
std::string tell_referral(const physiology::ResponseFacts& facts, Running& running) {
    const bool is_pressed = facts.tenderness && facts.tenderness->referring >= 0;
    const int index = is_pressed ? facts.tenderness->referring : facts.referring_twitch;
    if (index < 0) return {};
    const auto& point = running.body.points[static_cast<std::size_t>(index)];
    const std::string phrase =
        referral_phrase(running.atlas->structure(point.muscle).name, point.site);
    emit(running,
         events::ReferredPainFelt{is_pressed ? "palpation" : "twitch", phrase, point.name});
    return phrase;
}

void hear_patient(const physiology::ResponseFacts& facts, Running& running, const TickWork& work) {
    patient::PatientInput input;
    input.tick = running.tick;
    input.topics = work.topics;
    input.steps = work.steps;
    input.tenderness = facts.tenderness;
    input.pains = facts.pains;
    input.pain_now_nrs = running.response.pain.now();
    for (const auto& pass : facts.passes) input.has_twitched |= pass.has_twitched;
    input.is_needle_in = running.insertion.has_value();
    if (!work.steps.empty() || !work.topics.empty())
        input.eased_nrs = physiology::eased_nrs(running.body, running.response);
    input.referral = tell_referral(facts, running);
    std::vector<std::string> complaints;
    for (const auto& shown : facts.emergencies.shown)
        if (!shown.phrase.empty()) complaints.push_back(shown.phrase);
    input.complaints = complaints;
    const patient::PatientFacts answer =
        patient::step_patient(running.scenario.patient, input, running.seed, running.patient);
    for (const patient::Answer& one : answer.answers) {
        emit(running, events::PatientAsked{one.topic, one.phrase});
    }
    for (const patient::Words& words : answer.said) {
        const std::string text = running.phrases.text(words.phrase, words.nrs);
        emit(running, events::PatientSpoke{words.phrase, text});
        if (!running.options.are_percepts_muted) {
            running.percepts.said.push_back({running.tick, words.phrase, text, words.nrs});
        }
    }
    if (answer.has_withdrawn_consent) emit(running, events::ConsentWithdrawn{});
}

}  // namespace

void respond(Running& running, TickWork& work) {
    running.percepts.said.clear();
    const events::NeedlingHand& hand = work.hands.needling_hand;
    const bool swabs = hand.tool == events::Tool::Swab && !running.insertion;
    const auto wiped =
        running.exit_log.step(running.tick, hand.position, swabs ? hand.press_N : 0.0);
    if (wiped) {
        running.percepts.is_bleeding = false;
        emit(running, *wiped);
    }
    if (const auto pressed = running.press_log.step(work.contact, running.tick)) {
        emit(running, *pressed);
    }
    running.presses.clear();
    for (const palpation::PadContact& pad : running.fingers.pads) {
        // Lifted, muscle is pressed between the digits.
        running.presses.push_back({pad.centre, std::max(pad.force_N, pad.squeeze_N)});
    }
    const physiology::ResponseFacts facts = physiology::step_response(
        running.body, what_happened(running, work, running.presses), running.response);
    for (const physiology::PointResponse& response : facts.responses)
        tell_response(response, running);
    if (facts.tenderness && facts.tenderness->is_measured) {
        emit(running,
             events::ThresholdMeasured{facts.tenderness->at, physiology::kAlgometer_kPa_per_N *
                                                                 facts.tenderness->force_N});
    } else if (facts.tenderness) {
        const auto& tender = *facts.tenderness;
        running.has_recognised_pain |= tender.is_recognised;
        emit(running, events::TendernessReported{tender.at, tender.force_N, tender.nrs,
                                                 tender.is_recognised});
        if (tender.has_jumped) {
            running.last_jump = running.tick;
            emit(running, events::PatientJumped{tender.nrs});
        }
    }
    tell_passes(facts, running);
    for (const physiology::Pain& pain : facts.pains) {
        emit(running, events::PainFelt{std::string(physiology::name_of(pain.cause)), pain.nrs});
    }
    tell_contacts(facts, running);
    tell_mishaps(facts, running);
    hear_patient(facts, running, work);
}

}  // namespace dryrun::session
