// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What the trainee's two hands command, once a tick (1 ms). The log of these samples, with the
// scenario and the seed, is the whole truth of an attempt: everything else follows from it.
//
// Poses are commanded, forces are felt: a commanded pose passes through one model of the hand
// (stiffness, force and speed ceilings), so a hand can be stalled by bone. Mouse,
// tracker and scripted trainees all write this struct.
//
// Numbers live on a fixed grid (on_grid) so that a sample written to a file and read back is the
// same to the last bit: lengths 2^-10 mm (about 1 µm), directions 2^-20, forces 2^-10 N, angles
// 2^-6 degree.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "core/vec3.h"

namespace dryrun::events {

inline constexpr int kInputSchema = 1;
inline constexpr int kTicksPerSecond = 1000;

enum class PadGrip : std::uint8_t { OnePad, TwoPadsFlat, Pincer };

/// The hand that feels. Away from the patient when `is_on_patient` is false: `position` is then
/// where it is about to be put down, where that is known.
struct PalpatingHand {
    bool is_on_patient = false;
    PadGrip grip = PadGrip::OnePad;
    Vec3 position;               ///< where the pads' centre is wanted; slides along the skin
    Vec3 across{1.0, 0.0, 0.0};  ///< unit direction from one pad to the other (two pads)
    double spread = 20.0;        ///< distance between two pads, 5 to 60
    double press_N = 0.0;        ///< commanded press along the inward normal, 0 to 40; a pincer
                                 ///< grip lifts with what is below zero, to -40
    bool is_held = false;        ///< kept where it is while the other hand works

    friend bool operator==(const PalpatingHand&, const PalpatingHand&) = default;
};

enum class Tool : std::uint8_t {
    None,               ///< empty hand
    Needle,             ///< the chosen needle, bare
    NeedleInGuideTube,  ///< the chosen needle in its tube; the tube's mouth rests on the skin
    Swab,               ///< presses the exit site
};

/// The hand that needles. `position` is the grip: the top of the shaft, where the handle begins.
/// The effective grip is position + travel * direction, so a stroke moves one number.
struct NeedlingHand {
    Tool tool = Tool::None;
    Vec3 position;
    Vec3 direction{0.0, -1.0, 0.0};  ///< unit, from handle to tip
    double travel = 0.0;             ///< axial advance added to `position`
    double rotation_deg = 0.0;       ///< about the shaft, counted on past 360
    double press_N = 0.0;            ///< of the swab on the skin, 0 to 40

    friend bool operator==(const NeedlingHand&, const NeedlingHand&) = default;
};

// What is said or decided rather than moved. Each is logged and acts at its tick.

struct ChooseNeedle {
    std::string needle;  ///< name in assets/needles
    friend bool operator==(const ChooseNeedle&, const ChooseNeedle&) = default;
};
/// Marks the site at the palpating hand's present place; confidence 0 to 1 that it is right.
struct MarkSite {
    double confidence = 0.5;
    friend bool operator==(const MarkSite&, const MarkSite&) = default;
};
/// Names what lies under the palpating hand ("spinous.T4", "rib.5.right").
struct MarkLandmark {
    std::string name;
    friend bool operator==(const MarkLandmark&, const MarkLandmark&) = default;
};
/// The plan card, locked at puncture.
struct StatePlan {
    std::string target;             ///< muscle
    std::string structure_at_risk;  ///< e.g. "pleura"
    double tilt_deg = 45.0;         ///< from the normal of the resting skin
    double medial_deg = 0.0;        ///< medial component of the tilt
    double caudal_deg = 0.0;        ///< caudal component of the tilt
    double expected_bone_depth = 0.0;
    double stop_depth = 0.0;  ///< along the needle
    double strokes = 10.0;    ///< dose intended
    std::string stop_rule;
    friend bool operator==(const StatePlan&, const StatePlan&) = default;
};
struct AskPatient {
    std::string topic;  ///< key in the case ("pain_now", "blood_thinner", "how_are_you")
    friend bool operator==(const AskPatient&, const AskPatient&) = default;
};
/// A step of the workflow that is no movement ("explain_and_consent", "hand_hygiene", "gloves",
/// "skin_preparation", "dispose_needle", "count_needles", "give_advice", "retest").
struct DoStep {
    std::string step;
    friend bool operator==(const DoStep&, const DoStep&) = default;
};
/// The trainee's answer to a twitch or its absence ("twitch_seen", "no_twitch").
struct ReportResponse {
    std::string response;
    friend bool operator==(const ReportResponse&, const ReportResponse&) = default;
};
struct LeaveRoom {
    friend bool operator==(const LeaveRoom&, const LeaveRoom&) = default;
};
struct Finish {
    std::string reason;  ///< "done", "declined", or why not needled
    friend bool operator==(const Finish&, const Finish&) = default;
};
/// Seconds of see-through view and hints, told by the window so that curves know aided attempts.
struct UseAid {
    std::string aid;  ///< "see_through_on", "see_through_off", "hint"
    friend bool operator==(const UseAid&, const UseAid&) = default;
};

using Action = std::variant<ChooseNeedle, MarkSite, MarkLandmark, StatePlan, AskPatient, DoStep,
                            ReportResponse, LeaveRoom, Finish, UseAid>;

struct InputSample {
    PalpatingHand palpating_hand;
    NeedlingHand needling_hand;
    std::vector<Action> actions;  ///< at most 16 a tick, acting in this order

    friend bool operator==(const InputSample&, const InputSample&) = default;
};

/// The nearest sample on the grid; non-finite numbers become zero, ranges are clamped, directions
/// are made unit before rounding. Session accepts only such samples.
InputSample on_grid(const InputSample& sample);

/// The same of samples that follow each other: a hand that rests is not put on the grid again.
class SampleGrid {
  public:
    InputSample put(const InputSample& sample);

  private:
    PalpatingHand palpating_asked_;  ///< a hand as it is by default lies on the grid
    PalpatingHand palpating_;
    NeedlingHand needling_asked_;
    NeedlingHand needling_;
};

}  // namespace dryrun::events
