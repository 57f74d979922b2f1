// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A rubric: which measures count, how many points they give between which values, how the domains
// weigh, which failures are critical, where the pass mark lies. A JSON file (docs/rubrics.md) that
// an instructor may edit; what a measure reads from the events is code (scoring/measures.h).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace dryrun::scoring {

inline constexpr int kRubricSchema = 1;

/// What happens to a measure whose quantity does not exist in an attempt.
enum class WhenAbsent { Zero, LeftOut };

struct MeasureRule {
    std::string name;  ///< one of measure_kinds() (measures.h)
    std::string title;
    std::string unit;
    double max_points = 0.0;
    double full = 0.0;  ///< the value that gives all points; straight between
    double zero = 0.0;  ///< the value that gives none
    WhenAbsent when_absent = WhenAbsent::Zero;
    std::map<std::string, double> limits;  ///< what else the measure asks for, e.g. search_low_N
    std::vector<std::string> needs;        ///< steps or topics it asks for
    std::string source;                    ///< of the values; "ASSUMED: why" where there is none
    std::string grade;                     ///< S read in a source, D derived from one, A assumed
};

struct DomainRule {
    std::string name;
    std::string title;
    double weight = 0.0;
    std::vector<MeasureRule> measures;
};

struct CriticalRule {
    std::string code;  ///< one of critical_failure_codes()
    std::string title;
    std::string consequence;
};

struct PassMark {
    double value = 70.0;
    std::string status = "provisional";  ///< until set by a method
    std::optional<std::string> method;
};

struct Rubric {
    std::string name;
    std::string version;
    std::string sha256;  ///< of the file's bytes
    PassMark pass_mark;
    std::vector<CriticalRule> critical_failures;
    std::vector<DomainRule> domains;
};

/// `name_or_path`: a shipped rubric's name, or a file.
Result<Rubric> read_rubric(const std::string& name_or_path);
Result<Rubric> parse_rubric(std::string_view text, const std::string& place);
/// Names of the shipped rubrics, sorted.
std::vector<std::string> shipped_rubrics();

}  // namespace dryrun::scoring
