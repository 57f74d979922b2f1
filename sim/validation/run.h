// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Does studies again over people drawn by seed, side by side on several threads; the answer is the
// same bits on any number of them.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "validation/study.h"

namespace dryrun::validation {

inline constexpr int kSubjects = 1000;

struct RunOptions {
    int subjects = kSubjects;  ///< of each cohort
    int threads = 0;           ///< 0: as many as the machine has
    /// Told how many bodies are done; false stops the run, which then has no outcomes. Called on
    /// the calling thread only.
    std::function<bool(std::int64_t done, std::int64_t total)> go_on;
};

/// Outcomes in the order of their ids.
Result<std::vector<Outcome>> run_studies(const std::vector<Study>& studies,
                                         const RunOptions& options);

}  // namespace dryrun::validation
