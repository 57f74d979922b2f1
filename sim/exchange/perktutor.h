// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A Perk Tutor recording as an attempt: the tracked needle does the scenario, the session simulates
// what the tissue answers, and what a recording cannot hold (palpation, words, decisions) does not
// exist in the attempt.
//
// Where no map is given, the straight line of the tip's deepest excursion is laid on the inward
// skin normal at the scenario's site, its end at the target's nominal depth: the usual depth in
// such a body, never the hidden one.
#pragma once

#include <functional>
#include <string>

#include "attempt/replay.h"
#include "exchange/tracked_needle.h"
#include "scenario/scenario.h"

namespace dryrun::exchange {

/// Writes the attempt to `output`. Errors: as lay_on_body(), a scenario without a site, a file that
/// cannot be written. The result says how the recording was laid and whether it was interrupted.
struct ImportOutcome {
    TrackedNeedle needle;
    attempt::Ending ending = attempt::Ending::Finished;
};
Result<ImportOutcome> import_perktutor(const std::string& log_file,
                                       const scenario::Scenario& scenario,
                                       const ImportChoices& choices, const std::string& output,
                                       const attempt::Hooks& hooks = {});

}  // namespace dryrun::exchange
