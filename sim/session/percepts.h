// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What a trainee can see, feel and hear at a tick, and nothing else: no trigger point, no depth of
// pleura, no event. Scripted trainees include this header and the input sample only.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "core/vec3.h"

namespace dryrun::session {

/// A surface feature seen or felt on the skin, off by what eyes and fingers are off by.
struct VisibleLandmark {
    std::string name;
    Vec3 on_skin;
};

/// The paper on the clipboard: what the therapist reads before touching the patient.
struct Briefing {
    std::string scenario;
    std::string muscle;  ///< "muscle.rhomboid_major.right"
    std::string complaint;
    std::vector<std::string> stocked_needles;  ///< "0.25x30", shortest first
    std::vector<double> stocked_lengths;
    double target_nominal_depth =
        0.0;  ///< the atlas's usual depth of this muscle's middle in this build
    double expected_bone_depth = 0.0;  ///< usual depth of the rib below, same
    /// Where such trigger points usually lie, on the skin (textbook, not this patient).
    std::vector<Vec3> usual_places;
    /// In such a build below each of them: the fascia under the fat, and the muscle's middle.
    std::vector<double> usual_fascia_depths;
    std::vector<double> usual_target_depths;
    /// Landmarks by which texts say where the places are, as they lie in such a build.
    std::vector<VisibleLandmark> found_by;
    bool stops_on_bone = false;     ///< the site's limit is broad bone that has to lie behind it
    double needle_tilt_deg = 45.0;  ///< the site's rule: tilt at least this ...
    double needle_tilt_most_deg = 90.0;  ///< ... and at most this
    bool has_rib_behind = true;  ///< the site is needled over a rib that two fingers bracket
    Vec3 fibre{1.0, 0.0, 0.0};   ///< usual fibre direction there
};

struct Utterance {
    std::int64_t tick = 0;
    std::string phrase;  ///< key, e.g. "that_is_my_pain"
    std::string text;
    double nrs = -1.0;  ///< where a number was said
};

struct MarkedSite {
    Vec3 on_skin;
    Vec3 normal;
    Vec3 medial;
    Vec3 caudal;
};

struct Percepts {
    std::int64_t tick = 0;

    // The palpating hand.
    bool is_touching = false;
    bool is_out_of_room = false;  ///< pads spread too wide, or too far from a needle that is in
    Vec3 pad_position;            ///< where the pad rests on the skin
    Vec3 pad_normal;
    Vec3 pad_medial;
    Vec3 pad_caudal;
    double pad_force_N = 0.0;             ///< below zero: what a fold is lifted with
    double pad_indentation = 0.0;         ///< below zero: the skin is raised
    double pad_stiffness_N_per_mm = 0.0;  ///< with sensing noise
    std::array<double, 49> taxel_kPa{};   ///< with sensing noise, no memory

    // The needling hand.
    bool is_needle_in = false;
    double needle_force_N = 0.0;     ///< axial, as the hand feels it
    double needle_torque_Nmm = 0.0;  ///< that a turned handle is held against
    double shaft_outside = 0.0;      ///< length of shaft still to be seen
    bool is_on_bone = false;         ///< the stiff stop
    bool has_felt_give = false;      ///< a membrane gave way within the last 100 ms
    double shaft_bend = 0.0;
    double needle_kick_N = 0.0;  ///< force of a twitch on the shaft

    // Seen and heard.
    bool has_flinched = false;       ///< the patient jumped within the last 300 ms
    std::vector<std::string> signs;  ///< to be seen, heard or felt on the patient now: "pale"
    double emg_uV = 0.0;             ///< of the needle electrode, where the scenario has one
    double seen_twitch = 0.0;        ///< skin movement seen, mm; 0 if none or too small
    std::vector<Utterance> said;     ///< in this tick
    std::vector<VisibleLandmark> landmarks;
    std::vector<MarkedSite> marks;  ///< pen marks on the skin
    bool is_bleeding = false;
};

}  // namespace dryrun::session
