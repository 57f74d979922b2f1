// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Feeds the watches of safety.h with this tick's needle, and follows the bracketing hand.
#include <algorithm>
#include <cmath>
#include <limits>

#include "palpation/contact.h"
#include "session/plan.h"
#include "session/running.h"

namespace dryrun::session {
namespace {

TipView view_of(const Running& running) {
    TipView view;
    view.tick = running.tick;
    if (!running.insertion) return view;
    const needle::NeedleState& needle = running.needle;
    view.is_in_tissue = true;
    view.tip = needle.tip_at_rest;
    view.direction = needle.track->direction;
    view.path = needle.tip_path;
    view.bent = needle.track->course.is_straight() ? nullptr : &*needle.track;
    view.depth = depth_at(running, needle.tip_path);
    view.speed_mm_s = needle.tip_speed_mm_s;
    view.shaft_left = running.decided.needle->length - needle.tip_path;
    return view;
}

// A needle at rest looks along the same line.
bool has_moved(const TipView& before, const TipView& now) {
    return distance(before.tip, now.tip) > 0.02 || distance(before.direction, now.direction) > 1e-4;
}

const char* name_of(events::PadGrip grip) {
    switch (grip) {
        case events::PadGrip::OnePad:
            return "one_pad";
        case events::PadGrip::TwoPadsFlat:
            return "two_pads_flat";
        case events::PadGrip::Pincer:
            return "pincer";
    }
    return "";
}

constexpr double kSlipped_N = 0.3;  // what is held with less is not held

void follow_bracket(Running& running, const TickWork& work) {
    const events::PalpatingHand& hand = work.hands.palpating_hand;
    const bool holds =
        hand.is_on_patient && hand.is_held && std::fabs(work.contact.force_N) > kSlipped_N;
    if (holds == running.is_bracketing) return;
    running.is_bracketing = holds;
    if (!holds) {
        // Of a fold it is told when that comes down.
        if (!running.is_fold_raised)
            emit(running, events::BracketLost{running.insertion.has_value()});
        return;
    }
    Bracketed between{{}, std::numeric_limits<double>::quiet_NaN()};
    const auto skin = running.atlas->skin_at(work.contact.centre);
    if (skin && hand.grip == events::PadGrip::TwoPadsFlat) {
        between = rib_between(*running.atlas, *skin, hand.across, hand.spread);
    }
    emit(running,
         events::BracketHeld{work.contact.centre, name_of(hand.grip), between.rib, between.offset});
}

void follow_fold(Running& running) {
    constexpr double kRaised_N = 0.5;
    const double least = running.is_fold_raised ? kSlipped_N : kRaised_N;
    const bool is_raised = running.fingers.lift_N() > least;
    if (running.is_fold_raised && !is_raised)
        emit(running, events::FoldSlipped{running.insertion.has_value()});
    running.is_fold_raised = is_raised;
}

void prick(Running& running) {
    emit(running, events::Needlestick{running.needle.tip_path});
    physiology::begin_emergency(running.body.parameters.emergencies, "needlestick", running.tick,
                                running.response.emergency);
}

// In a fold the needle goes towards, never into, the opposite digit.
void watch_digit(Running& running) {
    constexpr double kNearDigit = 3.0;
    const auto left = running.insertion ? travel_to_digit(running) : std::nullopt;
    const bool is_near = left && *left < kNearDigit;
    if (is_near && !running.is_digit_warned)
        emit(running, events::DigitWarning{std::max(*left, 0.0)});
    const bool is_stuck = left && *left < 0.0;
    if (is_stuck && !running.is_digit_stuck) prick(running);
    running.is_digit_warned = is_near;
    running.is_digit_stuck = is_stuck;
}

}  // namespace

std::optional<double> travel_to_digit(const Running& running) {
    const needle::NeedleState& needle = running.needle;
    if (!running.is_fold_raised || !needle.track || needle.layers.size() < 2) return std::nullopt;
    const needle::TrackLayer& last = needle.layers.back();
    if (running.atlas->structure(last.structure).tissue != anatomy::Tissue::Skin)
        return std::nullopt;
    const Vec3 exit = tissue::place_at_rest(*needle.track, last.exit);
    // A digit lies on the fold's side with its length up and down it.
    constexpr double kHalfLength = 12.0;  // of the pad of a finger, ASSUMED
    for (const palpation::PadContact& pad : running.fingers.pads) {
        const Vec3 from = exit - pad.centre;
        const double along = dot(from, pad.across);
        const double aside = length(from - pad.across * along);
        const double u = along / kHalfLength;
        const double v = aside / palpation::kPadRadius;
        if (u * u + v * v < 1.0) return last.exit - needle.tip_path;
    }
    return std::nullopt;
}

void watch_safety(Running& running, const TickWork& work) {
    follow_bracket(running, work);
    follow_fold(running);
    watch_digit(running);
    const TipView view = view_of(running);
    const auto went_on = running.stop_watch.step(view, running.patient.is_consent_withdrawn,
                                                 work.has_punctured_skin);
    if (went_on) emit(running, *went_on);
    if (!view.is_in_tissue) {
        running.line_watch.step(view, {});
        running.hazard_watch.start();
        running.looked_from.reset();
        return;
    }
    const bool is_time = running.tick % kTicksPerLook == 0;
    if (!running.looked_from || (is_time && has_moved(*running.looked_from, view))) {
        running.look = look_along_cone(*running.atlas, view);
        running.looked_from = view;
        running.looked_from->bent = nullptr;  // not looked at again
    }
    if (is_time) running.insertion->clearance.add(running.look.hazard);
    const auto line = running.line_watch.step(view, running.look);
    if (line.warning) emit(running, *line.warning);
    if (line.unprotected) emit(running, *line.unprotected);
    std::vector<anatomy::StructureId> passed;
    for (const auto& puncture : work.needle_facts.punctures) passed.push_back(puncture.structure);
    for (const auto& entered :
         running.hazard_watch.step(*running.atlas, passed, running.inside, view.path)) {
        emit(running, entered);
    }
}

}  // namespace dryrun::session
