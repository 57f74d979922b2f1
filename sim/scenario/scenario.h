// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A scenario: whom the trainee meets, what is to be needled, what is stocked, how it is marked.
// The file is JSON (docs/scenarios.md); its whole text goes into every attempt.
#pragma once

#include <string>
#include <vector>

#include "anatomy/body.h"
#include "core/result.h"

namespace dryrun::scenario {

inline constexpr int kScenarioSchema = 1;

/// A trigger point as the author places it; the seed moves it by up to the spread.
struct TriggerPointPlacement {
    std::string muscle;         ///< "muscle.rhomboid_major.right"
    std::string site = "TrP1";  ///< a trigger-point site of that muscle in the atlas
    bool is_active = true;
    double spread = 10.0;  ///< standard deviation over the skin, capped at 1.5 of it
    double depth_spread = 1.0;
    double stiffness_ratio = 2.0;
    double band_radius = 2.5;
    double band_length = 50.0;
};

struct Patient {
    std::string name;
    std::string complaint;
    double fear_nrs = 2.0;                       ///< 0 to 10
    double pain_limit_nrs = 7.0;                 ///< agreed; above it the patient asks to stop
    double pressure_pain_threshold_kPa = 300.0;  ///< of healthy muscle
    double active_threshold_kPa = 195.0;         ///< at the trigger point
    std::vector<std::pair<std::string, std::string>> answers;  ///< topic → phrase key
};

struct Scenario {
    std::string name;
    std::string title;
    std::string brief;
    std::string target_muscle;
    std::string rubric = "needling";
    double needle_tilt_deg = 45.0;  ///< the site's least tilt from the normal
    anatomy::BodyParameters body;
    Patient patient;
    std::vector<TriggerPointPlacement> trigger_points;
    std::vector<std::string> needles;  ///< stocked
    std::string text;                  ///< the file as read, canonical JSON
};

/// `name_or_path`: a shipped scenario's name, or a file.
Result<Scenario> read_scenario(const std::string& name_or_path);
Result<Scenario> parse_scenario(std::string_view text, const std::string& place);
/// Names of the shipped scenarios, sorted.
std::vector<std::string> shipped_scenarios();

}  // namespace dryrun::scenario
