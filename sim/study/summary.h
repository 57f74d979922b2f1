// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A study in numbers and as a picture: how the scores of each trainee lie at each scenario.
// Scripted trainees test the software; every form of a summary says so.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/json.h"
#include "core/result.h"

namespace dryrun::study {

/// What stands under every summary.
inline constexpr const char* kNoEvidence =
    "Scripted trainees test the software. That their scores differ shows that simulator and rubric "
    "tell such behaviour apart; it is no evidence that a score is valid for people.";

struct ScoreOfAttempt {
    double score = 0.0;
    bool has_critical_failure = false;
};

/// The attempts of one trainee at one scenario.
struct Group {
    std::string scenario;
    std::string trainee;
    std::vector<ScoreOfAttempt> attempts;  ///< in the order of the file
    std::int64_t passed = 0;
    std::int64_t with_critical_failure = 0;
    std::map<std::string, std::int64_t> critical_failures;  ///< attempts with each code
};

struct Spread {
    double mean = 0.0;
    std::optional<double> sd;  ///< of a sample; none of fewer than two
    double min = 0.0;
    double lower_quartile = 0.0;
    double median = 0.0;
    double upper_quartile = 0.0;
    double max = 0.0;
};

/// Quartiles are straight between the two nearest (Hyndman and Fan 1996, type 7). Of at least one.
Spread spread_of(const Group& group);

/// A whole study's result, sorted by scenario and trainee. BadInput names the line where something
/// is wrong, stands twice, or was played with another version, text or profile than its group.
Result<std::vector<Group>> read_groups(const std::filesystem::path& path);

/// Schema dryrun.study-summary/1.
Json summary_json(const std::vector<Group>& groups);

/// An SVG: a panel for each scenario, in it for each trainee a box of quartiles with whiskers to
/// the extremes, and a mark for each attempt.
std::string summary_picture(const std::vector<Group>& groups);

}  // namespace dryrun::study
