// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The 3D trainer: a window in which a person does a scenario with two hands, from the case to the
// score, or looks on while a scripted trainee does. The window is a reader: it turns mouse and keys
// into input samples, steps a session with them in real time, writes the attempt file as it goes
// and shows snapshots. It simulates nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/result.h"

namespace dryrun::trainer {

struct TrainerOptions {
    std::string scenario = "rhomboid-major-right";  ///< a shipped name or a file
    std::optional<std::uint64_t> seed;              ///< none: another patient each time
    std::string attempt_file;     ///< empty: dryrun-SCENARIO-DATE.dryrun in the present folder
    std::string language = "en";  ///< of what is said: assets/strings
    /// A scripted trainee to look on at, a shipped name or a file; without it a person does it.
    std::string watched;
    bool has_voice = true;  ///< what the patient says is spoken, where espeak-ng is installed
    int width = 1280;
    int height = 800;
};

/// Runs until the window is closed. The result is the program's exit code. Errors: no display, no
/// OpenGL, a bad scenario, an attempt file that cannot be written.
Result<int> run_trainer(const TrainerOptions& options);

}  // namespace dryrun::trainer
