// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Plays a study, or a shard of it, side by side on as many threads as asked for. What comes out
// depends on the plan only.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "core/result.h"
#include "study/plan.h"

namespace dryrun::study {

struct RunOptions {
    std::filesystem::path output;
    std::optional<Shard> shard;
    int jobs = 1;
    std::function<bool()> is_interrupted;  ///< asked often, by every thread
    /// One call at a time; `played` of `all` attempts are.
    std::function<void(std::int64_t played, std::int64_t all)> show_progress;
    std::function<void(const std::string&)> say;  ///< remarks for people
};

enum class RunEnding {
    Finished,     ///< the result is written, its journal gone
    WasThere,     ///< the result was there before; it is left as it was
    Interrupted,  ///< the journal keeps what was played
};

/// The journal is the output's name with ".journal" after it.
Result<RunEnding> run(const Plan& plan, const RunOptions& options);

/// One attempt, as its line.
Result<std::optional<std::string>> play_attempt(const Plan& plan, std::size_t number,
                                                const std::function<bool()>& is_interrupted);

}  // namespace dryrun::study
