// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Everything a running session holds, and the stages of its step. Private to this folder: callers
// use session.h.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "anatomy/atlas.h"
#include "approach/cone.h"
#include "events/event.h"
#include "events/input_sample.h"
#include "needle/needle.h"
#include "palpation/finger.h"
#include "patient/patient.h"
#include "physiology/response.h"
#include "scenario/scenario.h"
#include "session/manipulation.h"
#include "session/palpation_log.h"
#include "session/percepts.h"
#include "session/rigid_corridor.h"
#include "session/safety.h"
#include "session/session.h"
#include "session/tissue_contact.h"

namespace dryrun::session {

/// What was decided and is kept: plan, needle, marks, counts.
struct Decided {
    std::optional<needle::NeedleSpec> needle;
    std::optional<events::StatePlan> plan;
    anatomy::SkinPoint plan_site;  ///< whose normal the plan's tilt is counted from
    bool is_plan_locked = false;
    std::int64_t needles_opened = 0;
    std::int64_t needles_disposed = 0;
    bool is_needle_unpacked = false;  ///< one is out of its packet and not yet disposed of
    bool has_left_room = false;
    std::string finish_reason;  ///< empty until the attempt is to end
};

/// What one tick passes from stage to stage.
struct TickWork {
    events::InputSample hands;  ///< on their grid
    std::vector<std::string> topics;
    std::vector<std::string> steps;
    HandContact contact;
    needle::StepFacts needle_facts;
    bool has_punctured_skin = false;
    bool has_felt_give = false;
    bool has_touched_bone = false;
    bool is_skin_slow = false;
};

/// Two draws of sensing noise that stay for a while.
struct HeldNoise {
    std::uint64_t block = ~std::uint64_t{0};  ///< of ticks in which they are felt
    std::array<double, 2> drawn{};
};

struct Running {
    scenario::Scenario scenario;
    std::uint64_t seed = 0;
    SessionOptions options;
    std::shared_ptr<const anatomy::Atlas> atlas;
    std::vector<needle::NeedleSpec> stocked;
    std::vector<approach::Site> needling_sites;
    Briefing briefing;
    patient::Phrases phrases;
    physiology::Body body;
    std::vector<int> band_of;  ///< index of each trigger point's band, −1 for none

    std::int64_t tick = 0;
    bool is_finished = false;
    std::vector<events::Event> events;
    std::size_t first_new_event = 0;
    StateHasher event_hash;

    Decided decided;
    std::optional<SiteKeeper> sites;
    RigidCorridor corridor;  ///< in the place of a site, where the options want that
    palpation::FingerState fingers;
    std::vector<double> surface_N;
    needle::NeedleState needle;
    std::vector<double> band_active_kPa;
    std::optional<Insertion> insertion;
    std::int64_t on_bone = -1;                   ///< tick at which the tip was last on bone
    std::int64_t pressing_on_skin = 0;           ///< ticks the tip has pressed the skin
    std::optional<anatomy::StructureId> inside;  ///< what holds the tip
    Vec3 inside_asked_at{1e9, 1e9, 1e9};

    physiology::ResponseState response;
    patient::PatientState patient;
    std::int64_t last_twitch = -1;
    std::int64_t last_jump = -1;
    bool has_recognised_pain = false;

    LineWatch line_watch;
    HazardWatch hazard_watch;
    StopWatch stop_watch;
    LineLook look;
    std::optional<TipView> looked_from;
    PressLog press_log;
    ExitPressLog exit_log;
    bool is_bracketing = false;
    bool is_fold_raised = false;
    bool is_digit_warned = false;
    bool is_digit_stuck = false;
    bool is_in_guide_tube = false;

    Percepts percepts;
    std::int64_t last_give = -1;
    double force_before_twitch_N = 0.0;

    std::array<double, palpation::kTaxels> taxel_noise{};

    // Kept between ticks to spare work; no state.
    events::SampleGrid grid;
    bool is_needle_away = true;  ///< `needle` is as it is in nobody's hand
    HeldNoise finger_noise;
    HeldNoise needle_noise;
    std::optional<Vec3> pad_skin_at;
    std::optional<anatomy::SkinPoint> pad_skin;
    std::vector<double> surface_background;
    std::vector<Vec3> station_background;
    std::vector<physiology::Press> presses;
};

/// Whether the tissue is the stand-in that does not move.
inline bool is_rigid(const Running& running) {
    return running.options.tissue == TissueModel::RigidCorridor;
}

void emit(Running& running, events::EventBody body);

/// Depth under the resting skin, from the normal at the entry, of the tissue that the tip is in
/// when it has come `path` along the needle. Only while a needle is in.
double depth_at(const Running& running, double path);
/// Travel left to the pad of the opposite digit, where the line ahead leaves a fold under it.
std::optional<double> travel_to_digit(const Running& running);

std::vector<double> lengths_of(const std::vector<needle::NeedleSpec>& stocked);
/// What is safe on the way to a trigger point of this body.
approach::SafeCone safe_cone(const Running& running, const physiology::TriggerPoint& target);
/// Which directions the site of the scenario's target allows.
approach::AngleRule angle_rule(const Running& running);
/// The active trigger point nearest to a place, by the distance that counts; none without one.
const physiology::TriggerPoint* nearest_active(const Running& running, const Vec3& at);

// The stages of a step, in their order (docs/architecture.md).
void decide(const std::vector<events::Action>& actions, Running& running, TickWork& work);
void find_tissue(Running& running, const TickWork& work);
void touch(Running& running, TickWork& work);          ///< fingers and needle on one tissue
void follow_needle(Running& running, TickWork& work);  ///< what the needle did, as events
void respond(Running& running, TickWork& work);        ///< physiology and patient
void watch_safety(Running& running, const TickWork& work);
void perceive(Running& running, const TickWork& work);

// What goes wrong (go_wrong.cpp).
void tell_mishaps(const physiology::ResponseFacts& facts, Running& running);
/// What an emergency that is not over came to, and what the next days bring. Before the attempt
/// ends.
void tell_endings(Running& running);

}  // namespace dryrun::session
