// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A scripted trainee does a scenario: what `play` and the demonstration share.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "attempt/attempt.h"
#include "cli/timing.h"
#include "core/result.h"
#include "events/event.h"
#include "scoring/score.h"

namespace dryrun::cli {

struct PlayRequest {
    std::string scenario;
    std::string trainee;
    std::uint64_t seed = 1;
    std::string output;  ///< empty: nothing is written
    StepTimes* times = nullptr;
    bool is_in_real_time = false;  ///< a step a millisecond, as the trainer takes them
};

struct Played {
    attempt::Ending ending = attempt::Ending::Finished;
    scoring::Score score;
};

/// Says on standard error where a scenario's body offers no safe way and its author did not mean
/// it.
void say_if_no_safe_way(const std::string& scenario_name);

/// Shows its progress on a terminal; ends early, with a whole file, when interrupted.
Result<Played> play(const PlayRequest& request);

}  // namespace dryrun::cli
