// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A study as it can be played: what its description names, read once.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/result.h"
#include "scenario/scenario.h"
#include "scoring/rubric.h"
#include "study/description.h"
#include "trainee/profile.h"

namespace dryrun::study {

struct Request {
    std::vector<std::string> scenarios;  ///< shipped names or files, in any order
    std::vector<std::string> trainees;   ///< the same
    std::int64_t runs = 1;
    std::uint64_t seed = 1;
    std::string program;  ///< version of this program
};

struct MarkedScenario {
    scenario::Scenario scenario;
    scoring::Rubric rubric;
};

struct Plan {
    Description description;
    std::vector<MarkedScenario> scenarios;   ///< as in the description
    std::vector<trainee::Profile> trainees;  ///< the same
};

/// Reads scenarios, rubrics and profiles. What does not read, and two of one name, is BadInput.
Result<Plan> make_plan(const Request& request);

}  // namespace dryrun::study
