// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What every command shares: exit codes, where results and messages go, interruption.
//
// Results go to standard output, everything else to standard error. A result that cannot be
// written (a full disk, a closed pipe) is an error and not silence.
#pragma once

#include <CLI/CLI.hpp>
#include <atomic>
#include <optional>
#include <string>
#include <string_view>

#include "core/json.h"
#include "core/result.h"
#include "core/vec3.h"

namespace dryrun::cli {

/// What scripts rely on; the larger of two bad ones wins where several inputs fail.
enum ExitCode : int {
    kDone = 0,
    kGateDoesNotHold = 1,
    kWrongUsage = 2,
    kBadInput = 3,
    kInternalError = 4,
    kNothingToDo = 5,
    kInterrupted = 130,
};
int exit_code_of(ErrorKind kind);

/// What the command line has come to; each command's callback sets the exit code.
struct Invocation {
    int exit_code = kDone;
};

/// Writes a result; the exit code is kDone or kInternalError after a message.
int print(std::string_view text);
/// Indented, with a line end.
int print_json(const Json& json);
/// One line on standard error, and the exit code for it.
int report(const Error& error);
int report(const Status& status);
/// A remark on standard error.
void say(std::string_view text);

/// Set by SIGINT and SIGTERM once `catch_interruption` was called.
const std::atomic<bool>& was_interrupted();
void catch_interruption();

/// Adds `--format` with these choices, the first being the default.
void add_format(CLI::App& command, std::string& format, const std::vector<std::string>& choices);

/// Adds an option of three numbers with commas between, each finite and at most 1e6 in size.
CLI::Option* add_vec3(CLI::App& command, const std::string& name, std::optional<Vec3>& value,
                      const std::string& description);

/// Columns padded to their widest cell, two spaces apart; the first row is the head.
std::string table_of(const std::vector<std::vector<std::string>>& rows);

}  // namespace dryrun::cli
