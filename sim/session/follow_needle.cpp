// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What the needle did in this tick, as events: punctures, bone, buckling, strokes, turns, arrival
// at the target, and the summary of an insertion when the needle is out.
#include <cmath>
#include <limits>

#include "approach/line.h"
#include "core/deterministic_math.h"
#include "session/plan.h"
#include "session/running.h"

namespace dryrun::session {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr double kBoneExpected = 5.0;
constexpr double kDeepUnderFascia = 5.0;
// A tap takes the tip through in under 50 ms; longer than this is pressing (ASSUMED).
constexpr std::int64_t kTap_ticks = 150;
// A tip that trembles on bone touches it once.
constexpr std::int64_t kSameTouch_ticks = 200;
// A ratio means nothing before the tip has gone anywhere.
constexpr double kLeastStraightPath = 3.0;

// The skin that a needle's angles count from: in a fold, that over the chest wall under it, between
// the digits.
anatomy::SkinPoint skin_of_angles(const Running& running, const anatomy::SkinPoint& entry) {
    if (!running.is_fold_raised || running.fingers.pads.size() != 2) return entry;
    const Vec3 middle = lerp(running.fingers.pads[0].centre, running.fingers.pads[1].centre, 0.5);
    return running.atlas->skin_at(middle).value_or(entry);
}

// How far the tip has come under fascia, perpendicular to the skin; in a bent course along the
// needle, since that may run with the skin.
double under_fascia(const Running& running) {
    const Insertion& insertion = *running.insertion;
    if (!insertion.fascia_path) return 0.0;
    const double path = running.needle.tip_path - *insertion.fascia_path;
    const tissue::Track& track = *running.needle.track;
    return track.course.is_straight() ? path * -dot(track.direction, insertion.entry_normal) : path;
}

void begin_insertion(const needle::Puncture& puncture, Running& running, TickWork& work) {
    const tissue::Track& track = *running.needle.track;
    const anatomy::SkinPoint skin =
        running.atlas->skin_at(track.entry)
            .value_or(anatomy::SkinPoint{track.entry, -track.direction, {}, {}});
    Insertion& insertion = running.insertion.emplace();
    insertion.tick = running.tick;
    insertion.entry = track.entry;
    insertion.entry_normal = skin.normal;
    insertion.skin_force_N = puncture.force_N;
    insertion.stroke_counter.start(running.needle.tip_path);
    insertion.turns.start(running.needle.shaft_direction);
    work.has_punctured_skin = true;
    work.is_skin_slow = running.pressing_on_skin > kTap_ticks;

    const approach::Tilt tilt = approach::tilt_of(skin_of_angles(running, skin), track.direction);
    const auto& plan = running.decided.plan;
    const auto* target = nearest_active(running, track.entry);
    emit(running,
         events::SkinPunctured{
             track.entry, puncture.force_N, puncture.indentation, tilt.tilt_deg, tilt.medial_deg,
             tilt.caudal_deg,
             plan ? angle_error_deg(running.decided.plan_site, track.direction, *plan) : kNone,
             target ? approach::entry_error(*running.atlas, track.entry, target->centre,
                                            safe_cone(running, *target))
                    : kNone,
             work.hands.needling_hand.tool == events::Tool::NeedleInGuideTube});
    if (plan && !running.decided.is_plan_locked) {
        running.decided.is_plan_locked = true;
        emit(running, events::PlanLocked{});
    }
}

void tell_punctures(Running& running, TickWork& work) {
    for (const needle::Puncture& puncture : work.needle_facts.punctures) {
        work.has_felt_give = true;
        if (puncture.is_skin) {
            if (!running.insertion) begin_insertion(puncture, running, work);
            continue;
        }
        const anatomy::Structure& structure = running.atlas->structure(puncture.structure);
        // A stroke breaks through the faces that are behind it again; only new ground is told.
        if (puncture.is_taut_band || !running.insertion ||
            puncture.path <= running.insertion->broken_path) {
            continue;
        }
        running.insertion->broken_path = puncture.path;
        const bool is_under_fascia = structure.tissue == anatomy::Tissue::Fascia ||
                                     structure.tissue == anatomy::Tissue::Muscle;
        if (is_under_fascia && !running.insertion->fascia_path) {
            running.insertion->fascia_path = puncture.path;
        }
        emit(running,
             events::LayerPunctured{structure.name, std::string(anatomy::name_of(structure.tissue)),
                                    puncture.path, puncture.force_N});
    }
}

void tell_bone_and_bow(Running& running, TickWork& work) {
    const needle::StepFacts& facts = work.needle_facts;
    if (facts.has_buckled) {
        emit(running, events::NeedleBuckled{facts.buckling_N, facts.free_length});
    }
    const std::int64_t since = running.tick - running.on_bone;
    const bool is_same_touch = running.on_bone >= 0 && since < kSameTouch_ticks;
    if (running.needle.tip_state == needle::TipState::OnBone) running.on_bone = running.tick;
    if (!facts.has_touched_bone || !facts.bone || is_same_touch) return;
    work.has_touched_bone = true;
    const double path = running.needle.tip_path;
    const double depth = depth_at(running, path);
    const auto& plan = running.decided.plan;
    const bool is_expected = plan && std::fabs(depth - plan->expected_bone_depth) <= kBoneExpected;
    emit(running, events::BoneContacted{running.atlas->structure(*facts.bone).name, path,
                                        running.needle.axial_force_N, is_expected});
}

void tell_arrival(Running& running) {
    Insertion& insertion = *running.insertion;
    if (insertion.has_reached_target) return;
    const Vec3& tip = running.needle.tip_at_rest;
    const auto* target = nearest_active(running, tip);
    if (!target) return;
    const double off = physiology::anisotropic_distance(*target, tip);
    if (off > running.body.parameters.twitch.width) return;
    insertion.has_reached_target = true;
    const double straight = distance(insertion.entry, tip);
    const double ratio =
        straight >= kLeastStraightPath ? std::fmax(1.0, insertion.travelled / straight) : kNone;
    emit(running, events::TargetReached{off, ratio});
}

void follow_inside(Running& running) {
    Insertion& insertion = *running.insertion;
    const needle::NeedleState& needle = running.needle;
    ++insertion.ticks_in_tissue;
    add_travel(needle.tip_path, insertion);
    if (needle.tip_path > insertion.deepest_path) {
        insertion.deepest_path = needle.tip_path;
        insertion.deepest = needle.tip_at_rest;
    }
    // The nearest structure changes no faster than the tip moves.
    constexpr double kAskAgain = 0.02;
    if (distance(needle.tip_at_rest, running.inside_asked_at) > kAskAgain) {
        running.inside_asked_at = needle.tip_at_rest;
        running.inside = running.atlas->at(needle.tip_at_rest);
    }
    const bool is_in_muscle = running.inside && running.atlas->structure(*running.inside).tissue ==
                                                    anatomy::Tissue::Muscle;
    const auto stroke =
        insertion.stroke_counter.step(needle.tip_path, needle.tip_speed_mm_s, is_in_muscle);
    if (stroke) {
        ++insertion.strokes;
        emit(running, *stroke);
    }
    const auto turned =
        insertion.turns.step(needle.shaft_direction, under_fascia(running) > kDeepUnderFascia);
    if (turned) emit(running, *turned);
    tell_arrival(running);
}

void end_insertion(Running& running) {
    Insertion& insertion = *running.insertion;
    if (const auto stroke = insertion.stroke_counter.finish()) {
        ++insertion.strokes;
        emit(running, *stroke);
    }
    const auto* target = nearest_active(running, insertion.entry);
    const auto offered = target ? approach::clearance_offered(*running.atlas, target->centre,
                                                              safe_cone(running, *target))
                                : std::nullopt;
    const auto& plan = running.decided.plan;
    emit(running,
         events::NeedleWithdrawn{
             insertion.deepest_path,
             dot(insertion.entry - insertion.deepest, insertion.entry_normal),
             static_cast<double>(insertion.ticks_in_tissue) / events::kTicksPerSecond,
             insertion.clearance.worst_percent().value_or(kNone), offered.value_or(kNone),
             plan ? insertion.deepest_path - plan->stop_depth : kNone, insertion.strokes,
             insertion.summed_opportunity, insertion.strokes_to_full_dose, insertion.skin_force_N});
    running.exit_log.needle_left(running.tick, insertion.entry);
    running.insertion.reset();
    running.on_bone = -1;
    running.inside.reset();
    running.inside_asked_at = {1e9, 1e9, 1e9};
    running.decided.is_plan_locked = false;
}

}  // namespace

double depth_at(const Running& running, double path) {
    const tissue::Track& track = *running.needle.track;
    const Insertion& insertion = *running.insertion;
    if (track.course.is_straight()) return -dot(track.direction, insertion.entry_normal) * path;
    return dot(insertion.entry - tissue::place_at_rest(track, path), insertion.entry_normal);
}

void follow_needle(Running& running, TickWork& work) {
    const needle::NeedleState& needle = running.needle;
    tell_punctures(running, work);
    const bool presses_skin = needle.tip_state == needle::TipState::Pressing && !running.insertion;
    running.pressing_on_skin = presses_skin ? running.pressing_on_skin + 1 : 0;
    if (!running.insertion) return;
    if (work.needle_facts.has_left_tissue || !needle.track) {
        end_insertion(running);
        return;
    }
    tell_bone_and_bow(running, work);
    follow_inside(running);
}

}  // namespace dryrun::session
