// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// One attempt as the window holds it: the session, the two hands, what has been said, the file, and
// what the panels remember between frames.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "attempt/writer.h"
#include "audio/voice.h"
#include "core/result.h"
#include "patient/patient.h"
#include "picture/body_scene.h"
#include "scoring/rubric.h"
#include "scoring/score.h"
#include "session/session.h"
#include "trainee/trainee.h"
#include "trainer/body_chart.h"
#include "trainer/hands_from_mouse.h"
#include "trainer/progress.h"
#include "trainer/session_clock.h"
#include "trainer/trainer.h"

namespace dryrun::trainer {

struct Heard {
    std::int64_t tick = 0;
    bool is_patient = true;
    std::string text;
};

/// The plan card before it is stated.
struct PlanCard {
    float medial_deg = 0.0f;
    float caudal_deg = 0.0f;
    float expected_bone_depth = 20.0f;
    float stop_depth = 25.0f;
    float strokes = 10.0f;
    int risk = 0;       // index into events::kRisks
    int stop_rule = 0;  // index into events::kStopRules
};
events::StatePlan plan_of(const PlanCard& card, const std::string& target);

struct Play {
    scenario::Scenario scenario;
    scoring::Rubric rubric;
    patient::Phrases phrases;  ///< in the language shown; the attempt holds keys and English
    std::string language;
    audio::Voice voice = audio::Voice::find();  ///< the patient's
    bool is_voice_on = true;
    std::uint64_t seed = 0;
    std::unique_ptr<session::Session> session;
    std::shared_ptr<const anatomy::Atlas> atlas;  ///< the patient's body
    HandsFromMouse hands{DeskSettings{}};
    /// Whose hands are looked on at instead of the mouse's.
    std::unique_ptr<trainee::Trainee> watched;
    std::string watched_name;
    int pace = 1;                     ///< times as fast as life, while looking on
    events::InputSample last_sample;  ///< of the hands
    SessionClock clock;
    Progress progress;
    std::optional<attempt::AttemptWriter> writer;
    std::string file;
    std::string trouble;  ///< why the file could not be written
    std::optional<scoring::Score> score;
    std::string debrief;    ///< what the case was about, told once it is over
    bool is_paused = true;  ///< before the start page is left

    std::vector<Heard> heard;
    BodyChart chart;
    std::string note;  ///< for the record, as far as it was written
    double last_nrs = -1.0;
    double last_seen_twitch = 0.0;
    std::int64_t last_seen_twitch_tick = -1000000;
    /// Axial force on the needle, 50 a second, the last eight seconds.
    std::vector<float> force_trace_N;
    std::vector<float> emg_trace_uV;  ///< the last second, where the needle is an electrode
    std::vector<std::string> signs;   ///< that the patient shows
    bool was_flinching = false;

    // Panels.
    int shown_panel = -1;  ///< the tab that was brought to the front last
    PlanCard card;
    int topic = 0;
    std::vector<std::string> landmarks;  ///< that can be named in this case
    int landmark = 0;                    ///< index into them
    float confidence = 0.5f;
    int finish_reason = 0;
    bool is_see_through = false;
    picture::SceneLook planning_look = picture::planning_look();

    double needle_length() const { return progress.needle_length; }
    bool has_needle() const {
        return watched ? last_sample.needling_hand.tool == events::Tool::Needle || is_in_tube()
                       : hands.has_needle();
    }
    bool is_in_tube() const {
        return watched ? last_sample.needling_hand.tool == events::Tool::NeedleInGuideTube
                       : hands.is_in_tube();
    }
};

Result<std::unique_ptr<Play>> start_play(const TrainerOptions& options);

/// Leaves the start page: the attempt file is begun and time runs. A file that cannot be written
/// is told in `trouble`; the attempt goes on without.
void begin_play(Play& play);

/// Runs up to `ticks`, no longer than `budget` seconds of wall clock; returns how many.
int run_ticks(Play& play, int ticks, double budget);
/// Closes the file, and scores what was done.
void end_play(Play& play);

/// Says it, or does it, now.
void ask(Play& play, std::string_view topic);
void do_step(Play& play, std::string_view step);
/// Adds what the trainee was told by the program itself.
void tell(Play& play, std::string text);

void mark_site(Play& play);
void mark_landmark(Play& play);
void state_plan(Play& play);
/// A needle in its tube at the mark, tilted as the plan card says.
void take_needle(Play& play);
void report(Play& play, std::string_view response);
/// See-through views are for planning: closed, and not to be opened, while a needle is in.
void set_see_through(Play& play, bool is_wanted);

/// The landmarks that may be named.
std::vector<std::string> landmarks_to_name(const anatomy::Atlas& atlas, std::string_view side);

/// The place where a needle would go in: the last mark, else nothing.
std::optional<anatomy::SkinPoint> marked_place(const Play& play);

/// Of the needle in the hand from the normal at the mark.
double shown_tilt_deg(const Play& play);

/// Words of the vocabulary as people say them.
std::string words_of_topic(const Play& play, std::string_view topic);
std::string words_of_step(const Play& play, std::string_view step);
std::string words_of_sign(const Play& play, std::string_view sign);
std::string words_of_finish(const Play& play, std::string_view reason);
std::string words_of_stop_rule(std::string_view rule);
std::string words_of_landmark(std::string_view landmark);

}  // namespace dryrun::trainer
