// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The skill of a scripted trainee, as numbers: a JSON file of assets/trainees. Everything here is
// assumed; the profiles differ about as much as trained and untrained palpators do in agreement
// studies, no finer.
#pragma once

#include <string>
#include <vector>

#include "core/result.h"

namespace dryrun::trainee {

struct Profile {
    std::string name;
    std::string title;
    std::string sha256;  ///< of the file's bytes

    // Words. `pace`: s between one question or step and the next.
    double pace = 0.9;
    std::vector<std::string> steps_first;
    std::vector<std::string> questions;
    std::vector<std::string> steps_before_touch;
    std::vector<std::string> declines_on;  ///< phrases after which this trainee does not needle
    bool follows_up = true;                ///< asks again where an answer told nothing
    double idles = 0.0;  ///< s; more than 0: does nothing but wait for so long, and ends

    // When something goes wrong.
    struct Response {
        std::vector<std::string> signs;  ///< any of them is enough
        std::vector<std::string> steps;  ///< "needle_out" among them: takes the needle out
        double waits = 30.0;             ///< s afterwards, or until no sign is left
        bool ends = true;                ///< no needling after that
    };
    std::vector<Response> responses;
    double notices = 4.0;       ///< s from a sign to the first act
    double most_pull_N = 0.35;  ///< pulls no harder at a needle that is held

    // Landmarks and palpation.
    std::vector<std::string> landmarks;
    /// Marks those too by which texts find the site, and seeks it by where they lie in the patient.
    bool finds_site_by_landmarks = false;
    double hand_speed_mm_s = 80.0;
    double hand_spread = 1.0;  ///< of where a finger is put, per axis
    bool presses_control_spot = true;
    double search_N = 8.0;
    double search_hold = 0.25;
    double search_spacing = 8.0;  ///< across the fibres; 2.5 times as far along them
    double search_reach = 20.0;   ///< across and along, around each usual place
    double provoke_N = 24.0;
    double ramp_N_s = 16.0;
    int most_probes = 12;  ///< provoking presses before giving up
    bool refines = true;   ///< presses around the place that answered
    double listening_spread_nrs = 0.3;
    double mark_spread = 1.0;
    bool needs_recognition = true;  ///< seeks and needles only what the patient knows as their pain

    // Rib and plan.
    bool seeks_rib = true;
    double rib_spacing = 4.5;
    bool states_plan = true;
    double tilt_deg = 48.0;  ///< aimed at, from the normal
    double depth_spread = 1.0;
    bool judges_depth = false;  ///< anew, by where fascia gives and bone stops the needle
    double stop_beyond = 4.5;   ///< of the planned stop past the target
    std::string needle_choice = "shortest";  ///< "shortest", "one_longer" or "longest"
    std::vector<std::string> steps_before_needle;
    bool brackets = true;

    // The needle.
    bool uses_guide_tube = true;
    double aim_spread_deg = 1.5;
    double tremor = 0.05;
    double tap_speed_mm_s = 120.0;
    double advance_speed_mm_s = 8.0;
    double beyond_target = 3.0;  ///< of strokes
    double stroke_length = 9.0;
    double stroke_in_mm_s = 90.0;
    double stroke_out_mm_s = 25.0;
    double stroke_pause = 0.12;
    int strokes_a_track = 3;
    int most_strokes = 14;
    int wanted_twitches = 2;
    std::vector<double> fan;  ///< of the tracks across the fibres at the target's depth
    bool draws_back = true;   ///< to the subcutis before turning
    bool asks_each_track = true;
    double sees_twitch = 0.95;  ///< chance to notice one
    double reaction = 0.35;     ///< s
    bool heeds_stop = true;
    double withdraw_mm_s = 15.0;

    // After.
    double exit_press_delay = 1.0;
    double exit_press = 8.0;  ///< s; 0: leaves the exit alone
    std::vector<std::string> steps_after;
};

/// `name_or_path`: a shipped profile's name, or a file.
Result<Profile> read_profile(const std::string& name_or_path);

}  // namespace dryrun::trainee
