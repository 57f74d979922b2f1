// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Who the patient is, as a case describes them.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace dryrun::patient {

struct Person {
    std::string name;
    std::string complaint;
    std::string temperament = "plain";           ///< "plain", "stoic", "anxious" or "vague"
    double fear_nrs = 2.0;                       ///< 0 to 10
    double pain_limit_nrs = 7.0;                 ///< agreed; above it the patient asks to stop
    double movement_pain_nrs = 5.0;              ///< of the comparable sign before treatment
    double pressure_pain_threshold_kPa = 300.0;  ///< of healthy muscle
    double latent_threshold_kPa = 240.0;
    double active_threshold_kPa = 195.0;  ///< at an active trigger point
    bool is_antithrombotic = false;       ///< takes a blood thinner, told or not
    bool is_first_visit = true;
    bool is_fasting = false;
    bool has_fainted_before = false;
    std::vector<std::pair<std::string, std::string>> answers;  ///< topic → phrase key
};

}  // namespace dryrun::patient
