// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Files against their schema and against each other: a scenario names muscles, needles, phrases and
// a rubric, and its site must offer a safe way to its trigger points in its body.
#pragma once

#include <string>
#include <vector>

#include "scenario/scenario.h"

namespace dryrun::check {

enum class Weight {
    Note,   ///< works, but is probably not what the author wants
    Error,  ///< cannot be used
};

struct Finding {
    Weight weight = Weight::Error;
    std::string place;  ///< file and line, or file and key
    std::string message;
    std::string hint;

    /// "place: error: message (hint)" on one line.
    std::string text() const;
};

struct FileReport {
    std::string file;
    std::string kind;  ///< "scenario", "rubric", "attempt"; "unknown" where it is none of them
    std::vector<Finding> findings;
    bool is_sound() const;  ///< no error among the findings
};

/// Which trigger point of a scenario no needle reaches safely, and why, in one line. Empty where
/// there is none, and where the scenario says that declining is right: nobody is told then.
std::string why_no_safe_way(const scenario::Scenario& scenario);

/// Reads the file as what it says it is. What is wrong is in the findings.
FileReport check_file(const std::string& path);

}  // namespace dryrun::check
