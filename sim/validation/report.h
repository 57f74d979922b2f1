// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The table of published cases for people, programs and pages: the JSON is "dryrun.validate/1".
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "validation/case.h"

namespace dryrun::validation {

/// "table" first, which is the default.
std::vector<std::string> report_formats();
/// `subjects` is how many people of each cohort were asked.
std::string report(std::span<const Outcome> outcomes, std::string_view format, int subjects);

struct Count {
    int passes = 0;
    int fails = 0;
    int reported = 0;
};
Count count_of(std::span<const Outcome> outcomes);

// Pieces that the formats share.
std::string tolerance_in_words(const Outcome& outcome);
std::string measured_in_words(const Outcome& outcome);
/// "38 pass, 2 fail, 3 only reported".
std::string count_in_words(const Count& count);
std::string html_report(std::span<const Outcome> outcomes, int subjects);

}  // namespace dryrun::validation
