// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The body's response to two hands, one tick at a time: everything of this folder behind one call.
// The session tells what fingers and needle did in the tick and turns the facts into events.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "anatomy/atlas.h"
#include "core/hash.h"
#include "core/result.h"
#include "physiology/complication.h"
#include "physiology/emergency.h"
#include "physiology/mishap.h"
#include "physiology/pain.h"
#include "physiology/treatment_response.h"
#include "physiology/trigger_point.h"
#include "physiology/twitch.h"

namespace dryrun::physiology {

struct ResponseParameters {
    PointParameters point;
    TwitchParameters twitch;
    PainParameters pain;
    ComplicationParameters complication;
    TreatmentParameters treatment;
    MishapParameters mishap;
    std::vector<EmergencyKind> emergencies;
};
/// All of assets/physiology.
Result<ResponseParameters> read_response_parameters();

/// Changes during an attempt only by apply_response().
struct Body {
    const anatomy::Atlas* atlas = nullptr;
    std::vector<TriggerPoint> points;
    PressureThresholds thresholds;
    ResponseParameters parameters;
    PatientRisk risk;
    std::vector<PlannedEvent> planned;  ///< in time
    std::uint64_t seed = 0;
};

struct NeedleContact {
    Vec3 tip;  ///< in resting tissue: entry + direction · tip path
    double tip_speed_mm_s = 0.0;
    std::optional<anatomy::StructureId> inside;  ///< what holds the tip there
    double diameter = 0.25;
    std::int64_t strokes = 0;         ///< of this insertion so far
    bool has_punctured_skin = false;  ///< in this tick
    bool has_touched_bone = false;    ///< in this tick
    bool is_skin_slow = false;        ///< skin was pressed through rather than tapped
    double pull_N = 0.0;              ///< of the hand, outward
};
struct ResponseInput {
    std::int64_t tick = 0;
    std::span<const Press> presses;
    std::optional<NeedleContact> needle;  ///< while the tip is under the skin
    bool is_exit_pressed = false;         ///< the swab presses the exit with 1 N or more
    std::span<const std::string> steps;   ///< of the workflow, done in this tick
};

struct ResponseState {
    TwitchState twitch;
    PressState press;
    PainState pain;
    ContactState contact;
    MishapState mishap;
    EmergencyState emergency;
    std::optional<InsertionExposure> insertion;  ///< while the needle is in
    std::int64_t insertions = 0;
    // The last exit, until its bruise is decided.
    std::optional<InsertionExposure> exited;
    std::int64_t exit_tick = 0;
    std::int64_t pressed_ticks = 0;
    std::vector<double> dose;       ///< summed opportunity of each point's passes
    std::vector<bool> is_treated;   ///< points that have had their response
    double eased_nrs = 0.0;         ///< taken off the painful movement so far
    std::int64_t stroke_pains = 0;  ///< strokes that were given their chance to hurt
    void hash(StateHasher& hasher) const;
};

struct ResponseFacts {
    std::vector<Pass> passes;
    std::optional<TendernessAnswer> tenderness;
    std::vector<Pain> pains;
    int referring_twitch = -1;  ///< the twitching point whose pain is felt elsewhere now
    ContactFacts contacts;
    BleedingGrade bleeding = BleedingGrade::None;  ///< in the tick of the exit
    double bruise_width = 0.0;                     ///< in the tick in which it is decided
    std::vector<PointResponse> responses;          ///< in the tick of the exit
    MishapFacts mishaps;
    EmergencyFacts emergencies;
};

/// The point's threshold, noise and band as they are after its treatment.
void apply_response(const PointResponse& response, const PressureThresholds& thresholds,
                    TriggerPoint& point);
/// NRS by which the painful movement hurts less than before, as the patient finds it now.
double eased_nrs(const Body& body, const ResponseState& state);

ResponseFacts step_response(const Body& body, const ResponseInput& input, ResponseState& state);

}  // namespace dryrun::physiology
