// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What happened, as a list of facts: the score is a pure function of these and the rubric.
//
// Each event type is a struct whose each_field() names its fields once; JSON, the attempt file and
// docs/events.md are three readings of that. Keys with a dimension say it. Events hold the truth,
// hidden things included; percepts (session/percepts.h) are what a trainee may know.
//
// Distances are mm, forces N, times s, angles degrees. `depth_mm` is perpendicular to resting
// skin, `path_mm` along the needle. A quantity that does not exist is NaN here and null in JSON.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "core/json.h"
#include "core/vec3.h"
#include "events/emergency_events.h"
#include "events/event_fields.h"

namespace dryrun::events {

inline constexpr int kEventSchema = 1;

struct SessionStarted {
    std::string scenario;
    std::string body;  ///< one line that describes the patient's build
    DRYRUN_EVENT("session_started") {
        visit("scenario", self.scenario);
        visit("body", self.body);
    }
};

// --- palpation -----------------------------------------------------------------------------

/// One press of the palpating hand, written when it is let go.
struct PalpationPressed {
    Vec3 at;
    double peak_force_N = 0.0;
    double peak_indentation = 0.0;
    double duration = 0.0;
    DRYRUN_EVENT("palpation_pressed") {
        visit("at_mm", self.at);
        visit("peak_force_N", self.peak_force_N);
        visit("peak_indentation_mm", self.peak_indentation);
        visit("duration_s", self.duration);
    }
};
/// The patient answers a press: how much it hurts and whether it is the pain they came with.
struct TendernessReported {
    Vec3 at;
    double force_N = 0.0;
    double nrs = 0.0;
    bool is_recognised = false;
    DRYRUN_EVENT("tenderness_reported") {
        visit("at_mm", self.at);
        visit("force_N", self.force_N);
        visit("nrs", self.nrs);
        visit("is_recognised", self.is_recognised);
    }
};
struct LandmarkMarked {
    std::string landmark;
    Vec3 at;
    double error = 0.0;  ///< along the skin to the point above the true landmark
    DRYRUN_EVENT("landmark_marked") {
        visit("landmark", self.landmark);
        visit("at_mm", self.at);
        visit("error_mm", self.error);
    }
};
struct SiteMarked {
    Vec3 at;
    double confidence = 0.0;
    double site_error = 0.0;  ///< to the nearest active trigger point, along the fibres ÷ 3
    bool is_over_trigger_point = false;
    DRYRUN_EVENT("site_marked") {
        visit("at_mm", self.at);
        visit("confidence", self.confidence);
        visit("site_error_mm", self.site_error);
        visit("is_over_trigger_point", self.is_over_trigger_point);
    }
};
/// The palpating hand is held; over what the two pads lie.
struct BracketHeld {
    Vec3 at;
    std::string grip;
    std::string rib;  ///< the rib between the pads, empty if none
    double rib_offset =
        0.0;  ///< from the pads' centre to the rib's centreline, seen along the normal
    DRYRUN_EVENT("bracket_held") {
        visit("at_mm", self.at);
        visit("grip", self.grip);
        visit("rib", self.rib);
        visit("rib_offset_mm", self.rib_offset);
    }
};
struct BracketLost {
    bool is_needle_in = false;
    DRYRUN_EVENT("bracket_lost") { visit("is_needle_in", self.is_needle_in); }
};
/// A fold that a pincer grip had lifted is down again.
struct FoldSlipped {
    bool is_needle_in = false;
    DRYRUN_EVENT("fold_slipped") { visit("is_needle_in", self.is_needle_in); }
};

// --- decisions -----------------------------------------------------------------------------

struct PatientAsked {
    std::string topic;
    std::string answer;  ///< key of the phrase
    DRYRUN_EVENT("patient_asked") {
        visit("topic", self.topic);
        visit("answer", self.answer);
    }
};
struct StepDone {
    std::string step;
    DRYRUN_EVENT("step_done") { visit("step", self.step); }
};
struct NeedleChosen {
    std::string needle;
    double length = 0.0;
    double diameter = 0.0;
    DRYRUN_EVENT("needle_chosen") {
        visit("needle", self.needle);
        visit("length_mm", self.length);
        visit("diameter_mm", self.diameter);
    }
};
/// The plan card, with what the atlas says of it: judged once, here.
struct PlanStated {
    std::string target;
    std::string structure_at_risk;
    double tilt_deg = 0.0;
    double medial_deg = 0.0;
    double caudal_deg = 0.0;
    double expected_bone_depth = 0.0;
    double stop_depth = 0.0;
    double strokes = 0.0;
    std::string stop_rule;
    double path_to_target = 0.0;   ///< along the planned line to the target's nominal depth
    double bone_on_line = 0.0;     ///< along the planned line to first bone; NaN if none
    double hazard_on_line = 0.0;   ///< along the planned line to an unshielded hazard; NaN if none
    double shortest_needle = 0.0;  ///< shortest stocked length that is long enough
    bool is_hub_safe = false;      ///< pushed to the hub along the line it reaches no hazard
    bool is_shorter_hub_safe = false;  ///< some stocked needle long enough is hub-safe
    double least_tilt_deg = std::numeric_limits<double>::quiet_NaN();  ///< the site's rule, if any
    /// From the planned direction to the nearest that the site's rule allows; 0 within it.
    double off_site_rule_deg = std::numeric_limits<double>::quiet_NaN();
    DRYRUN_EVENT("plan_stated") {
        visit("target", self.target);
        visit("structure_at_risk", self.structure_at_risk);
        visit("tilt_deg", self.tilt_deg);
        visit("medial_deg", self.medial_deg);
        visit("caudal_deg", self.caudal_deg);
        visit("expected_bone_depth_mm", self.expected_bone_depth);
        visit("stop_depth_mm", self.stop_depth);
        visit("strokes", self.strokes);
        visit("stop_rule", self.stop_rule);
        visit("path_to_target_mm", self.path_to_target);
        visit("bone_on_line_mm", self.bone_on_line);
        visit("hazard_on_line_mm", self.hazard_on_line);
        visit("shortest_needle_mm", self.shortest_needle);
        visit("is_hub_safe", self.is_hub_safe);
        visit("is_shorter_hub_safe", self.is_shorter_hub_safe);
        visit("least_tilt_deg", self.least_tilt_deg);
        visit("off_site_rule_deg", self.off_site_rule_deg);
    }
};
struct PlanLocked {
    DRYRUN_EVENT("plan_locked") { (void)self, (void)visit; }
};
struct AidUsed {
    std::string aid;
    DRYRUN_EVENT("aid_used") { visit("aid", self.aid); }
};

// --- the needle ----------------------------------------------------------------------------

struct SkinPunctured {
    Vec3 at;
    double force_N = 0.0;
    double indentation = 0.0;
    double tilt_deg = 0.0;  ///< from the normal of resting skin
    double medial_deg = 0.0;
    double caudal_deg = 0.0;
    double angle_error_deg = 0.0;  ///< to the trainee's own plan; NaN without one
    double entry_error =
        0.0;  ///< to the nearest skin point from which the target is in the safe cone
    bool is_in_guide_tube = false;
    DRYRUN_EVENT("skin_punctured") {
        visit("at_mm", self.at);
        visit("force_N", self.force_N);
        visit("indentation_mm", self.indentation);
        visit("tilt_deg", self.tilt_deg);
        visit("medial_deg", self.medial_deg);
        visit("caudal_deg", self.caudal_deg);
        visit("angle_error_deg", self.angle_error_deg);
        visit("entry_error_mm", self.entry_error);
        visit("is_in_guide_tube", self.is_in_guide_tube);
    }
};
/// The tip gave way through the upper face of a structure below the skin.
struct LayerPunctured {
    std::string structure;
    std::string tissue;
    double path = 0.0;
    double force_N = 0.0;
    DRYRUN_EVENT("layer_punctured") {
        visit("structure", self.structure);
        visit("tissue", self.tissue);
        visit("path_mm", self.path);
        visit("force_N", self.force_N);
    }
};
struct NeedleBuckled {
    double force_N = 0.0;
    double free_length = 0.0;
    DRYRUN_EVENT("needle_buckled") {
        visit("force_N", self.force_N);
        visit("free_length_mm", self.free_length);
    }
};
struct BoneContacted {
    std::string structure;
    double path = 0.0;
    double force_N = 0.0;
    bool is_expected = false;  ///< within 5 mm of the plan's depth of bone
    DRYRUN_EVENT("bone_contacted") {
        visit("structure", self.structure);
        visit("path_mm", self.path);
        visit("force_N", self.force_N);
        visit("is_expected", self.is_expected);
    }
};
struct NeedleRedirected {
    double change_deg = 0.0;
    bool is_deep = false;  ///< turned with the tip more than 5 mm under fascia
    DRYRUN_EVENT("needle_redirected") {
        visit("change_deg", self.change_deg);
        visit("is_deep", self.is_deep);
    }
};
/// First arrival within the target's width; manipulation after it is left out of the path ratio.
struct TargetReached {
    double distance = 0.0;
    double path_ratio = 0.0;
    DRYRUN_EVENT("target_reached") {
        visit("distance_mm", self.distance);
        visit("path_ratio", self.path_ratio);
    }
};
/// One pass of the tip by the target, drawn once at its closest approach.
struct NeedlePassed {
    double closest = 0.0;  ///< anisotropic distance to the trigger point's core
    double tip_speed_mm_s = 0.0;
    double probability = 0.0;
    DRYRUN_EVENT("needle_passed") {
        visit("closest_mm", self.closest);
        visit("tip_speed_mm_s", self.tip_speed_mm_s);
        visit("probability", self.probability);
    }
};
/// A to-and-fro of the needle in muscle of at least 2 mm.
struct StrokeMade {
    double amplitude = 0.0;
    double peak_speed_mm_s = 0.0;
    DRYRUN_EVENT("stroke_made") {
        visit("amplitude_mm", self.amplitude);
        visit("peak_speed_mm_s", self.peak_speed_mm_s);
    }
};
struct NeedleWithdrawn {
    double deepest_path = 0.0;
    double deepest_depth = 0.0;
    double time_in_tissue = 0.0;
    double clearance_worst_percent = 0.0;  ///< travel left to an unshielded hazard, worst 1 % of
                                           ///< the time; NaN if always shielded
    double clearance_offered =
        0.0;  ///< what the site's safe cone offers in this body less 2; NaN if shielded
    double stop_depth_overrun = 0.0;  ///< past the plan's stop depth; NaN without a plan
    std::int64_t strokes = 0;
    double summed_probability = 0.0;        ///< over all passes of this insertion
    std::int64_t strokes_to_full_dose = 0;  ///< strokes made when the sum reached 0.7; −1 if never
    double skin_force_peak_N = 0.0;
    DRYRUN_EVENT("needle_withdrawn") {
        visit("deepest_path_mm", self.deepest_path);
        visit("deepest_depth_mm", self.deepest_depth);
        visit("time_in_tissue_s", self.time_in_tissue);
        visit("clearance_worst_percent_mm", self.clearance_worst_percent);
        visit("clearance_offered_mm", self.clearance_offered);
        visit("stop_depth_overrun_mm", self.stop_depth_overrun);
        visit("strokes", self.strokes);
        visit("summed_probability", self.summed_probability);
        visit("strokes_to_full_dose", self.strokes_to_full_dose);
        visit("skin_force_peak_N", self.skin_force_peak_N);
    }
};
struct ExitPressed {
    double delay = 0.0;
    double duration = 0.0;
    double mean_force_N = 0.0;
    DRYRUN_EVENT("exit_pressed") {
        visit("delay_s", self.delay);
        visit("duration_s", self.duration);
        visit("mean_force_N", self.mean_force_N);
    }
};

// --- the body answers ----------------------------------------------------------------------

struct Twitch {
    std::int64_t number = 0;  ///< 1 for the first at this trigger point
    double strength = 0.0;    ///< 1 for the first, waning after
    double distance = 0.0;
    std::string trigger_point;
    DRYRUN_EVENT("twitch") {
        visit("number", self.number);
        visit("strength", self.strength);
        visit("distance_mm", self.distance);
        visit("trigger_point", self.trigger_point);
    }
};
struct ResponseReported {
    std::string response;
    double delay = 0.0;  ///< since the twitch it answers; NaN if there was none
    bool is_right = false;
    DRYRUN_EVENT("response_reported") {
        visit("response", self.response);
        visit("delay_s", self.delay);
        visit("is_right", self.is_right);
    }
};
struct PainFelt {
    std::string cause;  ///< "skin", "twitch", "needle", "bone", "nerve", "pleura", "palpation"
    double nrs = 0.0;
    DRYRUN_EVENT("pain_felt") {
        visit("cause", self.cause);
        visit("nrs", self.nrs);
    }
};
/// An algometer of 1 cm² read when the patient said "now".
struct ThresholdMeasured {
    Vec3 at;
    double pressure_kPa = 0.0;
    DRYRUN_EVENT("threshold_measured") {
        visit("at_mm", self.at);
        visit("pressure_kPa", self.pressure_kPa);
    }
};
/// What needling changed in a trigger point, told when the needle is out.
struct PointResponded {
    std::string trigger_point;
    bool is_responder = false;
    double threshold_change_kPa = 0.0;
    double noise_share = 1.0;      ///< of the endplate noise before
    double stiffness_share = 1.0;  ///< of the band's before
    double pain_change_nrs = 0.0;  ///< taken off the painful movement
    double blood_flow = 0.0;       ///< for which it is raised
    DRYRUN_EVENT("point_responded") {
        visit("trigger_point", self.trigger_point);
        visit("is_responder", self.is_responder);
        visit("threshold_change_kPa", self.threshold_change_kPa);
        visit("noise_share", self.noise_share);
        visit("stiffness_share", self.stiffness_share);
        visit("pain_change_nrs", self.pain_change_nrs);
        visit("blood_flow_s", self.blood_flow);
    }
};
/// The jump sign: the patient flinches at a press.
struct PatientJumped {
    double nrs = 0.0;
    DRYRUN_EVENT("patient_jumped") { visit("nrs", self.nrs); }
};
/// A press or a twitch is felt elsewhere too.
struct ReferredPainFelt {
    std::string cause;   ///< "palpation", "twitch"
    std::string phrase;  ///< in which the patient says where, key in assets/strings
    std::string trigger_point;
    DRYRUN_EVENT("referred_pain_felt") {
        visit("cause", self.cause);
        visit("phrase", self.phrase);
        visit("trigger_point", self.trigger_point);
    }
};
/// Hurt by a needle that is in, the patient moves.
struct PatientMoved {
    double nrs = 0.0;
    DRYRUN_EVENT("patient_moved") { visit("nrs", self.nrs); }
};
struct PatientSpoke {
    std::string phrase;  ///< key in assets/strings
    std::string text;
    DRYRUN_EVENT("patient_spoke") {
        visit("phrase", self.phrase);
        visit("text", self.text);
    }
};
struct ConsentWithdrawn {
    DRYRUN_EVENT("consent_withdrawn") { (void)self, (void)visit; }
};
struct NerveContacted {
    std::string structure;
    DRYRUN_EVENT("nerve_contacted") { visit("structure", self.structure); }
};
struct VesselPunctured {
    std::string structure;
    DRYRUN_EVENT("vessel_punctured") { visit("structure", self.structure); }
};
struct Bleeding {
    std::string grade;  ///< "spot", "ooze"
    DRYRUN_EVENT("bleeding") { visit("grade", self.grade); }
};
struct Bruise {
    double width = 0.0;
    DRYRUN_EVENT("bruise") { visit("width_mm", self.width); }
};
struct Pneumothorax {
    std::string onset;  ///< "immediate", "within_24_h", "within_48_h", "no_signs"
    DRYRUN_EVENT("pneumothorax") { visit("onset", self.onset); }
};

// --- safety --------------------------------------------------------------------------------

/// The present line meets pleura before bone within the shaft left plus the warning band.
struct PleuraWarning {
    double travel_to_pleura = 0.0;
    DRYRUN_EVENT("pleura_warning") { visit("travel_to_pleura_mm", self.travel_to_pleura); }
};
/// C5: for more than 500 ms outside withdrawal pleura lay before bone within the shaft left.
struct UnprotectedLine {
    double travel_to_pleura = 0.0;
    double shaft_left = 0.0;
    DRYRUN_EVENT("unprotected_line") {
        visit("travel_to_pleura_mm", self.travel_to_pleura);
        visit("shaft_left_mm", self.shaft_left);
    }
};
/// C1: the tip entered pleura, canal, kidney, peritoneum or the vertebral artery.
struct HazardEntered {
    std::string structure;
    double path = 0.0;
    DRYRUN_EVENT("hazard_entered") {
        visit("structure", self.structure);
        visit("path_mm", self.path);
    }
};
/// In a fold: the line ahead leaves it under the opposite digit, and the tip is near.
struct DigitWarning {
    double travel_to_digit = 0.0;
    DRYRUN_EVENT("digit_warning") { visit("travel_to_digit_mm", self.travel_to_digit); }
};
/// The tip left the fold inside the pad of the opposite digit.
struct Needlestick {
    double path = 0.0;
    DRYRUN_EVENT("needlestick") { visit("path_mm", self.path); }
};
/// C2: moved on after the patient withdrew consent.
struct ContinuedAfterStop {
    std::string how;  ///< "advanced", "new_stroke", "new_insertion"
    double advance = 0.0;
    DRYRUN_EVENT("continued_after_stop") {
        visit("how", self.how);
        visit("advance_mm", self.advance);
    }
};
/// C8 when a needle is in.
struct RoomLeft {
    bool is_needle_in = false;
    DRYRUN_EVENT("room_left") { visit("is_needle_in", self.is_needle_in); }
};
/// Whether to needle was decided rightly: judged at the end, by what the case says.
struct DecisionJudged {
    std::string reason;  ///< given for the end
    bool was_needled = false;
    bool is_needling_right = true;    ///< by the case
    bool is_contraindicated = false;  ///< by the case
    bool is_right = false;
    DRYRUN_EVENT("decision_judged") {
        visit("reason", self.reason);
        visit("was_needled", self.was_needled);
        visit("is_needling_right", self.is_needling_right);
        visit("is_contraindicated", self.is_contraindicated);
        visit("is_right", self.is_right);
    }
};
struct SessionFinished {
    std::string reason;
    bool is_needle_in = false;
    std::int64_t needles_opened = 0;
    std::int64_t needles_disposed = 0;
    DRYRUN_EVENT("session_finished") {
        visit("reason", self.reason);
        visit("is_needle_in", self.is_needle_in);
        visit("needles_opened", self.needles_opened);
        visit("needles_disposed", self.needles_disposed);
    }
};

#undef DRYRUN_EVENT

using EventBody =
    std::variant<SessionStarted, PalpationPressed, TendernessReported, LandmarkMarked, SiteMarked,
                 BracketHeld, BracketLost, FoldSlipped, PatientAsked, StepDone, NeedleChosen,
                 PlanStated, PlanLocked, AidUsed, SkinPunctured, LayerPunctured, NeedleBuckled,
                 BoneContacted, NeedleRedirected, TargetReached, NeedlePassed, StrokeMade,
                 NeedleWithdrawn, ExitPressed, Twitch, ResponseReported, PainFelt,
                 ThresholdMeasured, PointResponded, PatientJumped, ReferredPainFelt, PatientMoved,
                 PatientSpoke, ConsentWithdrawn, NerveContacted, VesselPunctured, Bleeding, Bruise,
                 Pneumothorax, NeedleStuck, NeedleFreed, NeedleJerked, NeedleBent, NeedleBroken,
                 EmergencyBegan, EmergencySign, EmergencyUnheeded, EmergencyEnded, AftermathFound,
                 PleuraWarning, UnprotectedLine, HazardEntered, DigitWarning, Needlestick,
                 ContinuedAfterStop, RoomLeft, DecisionJudged, SessionFinished>;

struct Event {
    std::int64_t id = 0;  ///< 0, 1, 2 … in the order of happening
    std::int64_t tick = 0;
    EventBody body;
};

std::string_view type_of(const Event& event);

/// {"id":…,"tick":…,"type":…, fields}. Numbers are rounded to 1e-6, NaN becomes null.
Json to_json(const Event& event);

/// The inverse; `place` names file and line in errors. Unknown types and keys are errors.
Result<Event> event_from_json(const Json& json, const std::string& place);

/// Type names with their fields, for docs and `help events`.
struct EventDescription {
    std::string_view type;
    std::vector<std::string> fields;
};
std::vector<EventDescription> describe_events();

}  // namespace dryrun::events
