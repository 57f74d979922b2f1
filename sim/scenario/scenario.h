// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A scenario: whom the trainee meets, what is to be needled, what is stocked, how it is marked.
// The file is JSON (docs/scenarios.md); its whole text goes into every attempt.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "anatomy/body.h"
#include "core/result.h"
#include "patient/person.h"
#include "physiology/mishap.h"
#include "physiology/trigger_point.h"

namespace dryrun::scenario {

inline constexpr int kScenarioSchema = 1;

using Patient = patient::Person;
using TriggerPointPlacement = physiology::TriggerPointPlacement;

struct Scenario {
    std::string name;
    std::string title;
    std::string brief;
    std::string target_muscle;
    std::string rubric = "needling";
    /// Least tilt from the normal where the author wants more than the site's own rule.
    std::optional<double> needle_tilt_deg;
    std::string risk = "pleura";    ///< what a plan should name (events/vocabulary.h)
    bool is_advanced_site = false;  ///< over the lung: said before it begins
    std::string decline_reason;     ///< why not needling is right; empty: it is not
    /// Reasons of Finish that are right where needling is not; empty: needling is.
    std::vector<std::string> right_endings;
    anatomy::BodyParameters body;
    Patient patient;
    std::vector<TriggerPointPlacement> trigger_points;
    /// Further ones, drawn from the attempt's seed.
    std::optional<physiology::DrawnPoints> drawn_trigger_points;
    std::vector<physiology::PlannedEvent> planned_events;  ///< happen whatever is drawn; in time
    bool has_emg = false;              ///< the needle is wired to an electromyograph
    std::vector<std::string> needles;  ///< stocked
    std::string text;                  ///< the file as read, canonical JSON
};

/// `name_or_path`: a shipped scenario's name, or a file.
Result<Scenario> read_scenario(const std::string& name_or_path);
Result<Scenario> parse_scenario(std::string_view text, const std::string& place);
/// Canonical text: the keys in their order, indented by two, "key": value. What was read is
/// written back so that reading it again gives an equal scenario.
std::string write_scenario(const Scenario& scenario);
/// Names of the shipped scenarios, sorted.
std::vector<std::string> shipped_scenarios();

}  // namespace dryrun::scenario
