// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The program: finds the command, runs it, turns what went wrong into the exit code.
#include <csignal>
#include <cstdlib>
#include <exception>

#include "cli/commands.h"

namespace dryrun::cli {
namespace {

constexpr const char* kDescription =
    "DryRun: a training simulator for dry needling of the back. For training, never for treating.";

void describe(CLI::App& program, Invocation& invocation) {
    program.name("dryrun");
    program.require_subcommand(0, 1);
    for (const auto add :
         {add_train,   add_list,   add_play,   add_score,   add_events, add_transcript, add_replay,
          add_recover, add_render, add_atlas,  add_probe,   add_lab,    add_validate,   add_study,
          add_check,   add_motion, add_import, add_version, add_help,   add_completion}) {
        add(program, invocation);
    }
    program.footer(
        "No command: the trainer, or where there is no display a demonstration.\n"
        "Exit codes: 0 done, 1 a gate does not hold, 2 wrong usage, 3 bad input, 4 internal error, "
        "5 nothing to do, 130 interrupted.");
}

bool has_display() {
    for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY"}) {
        const char* value = std::getenv(name);
        if (value != nullptr && *value != '\0') return true;
    }
    return false;
}

int run(int argument_count, char** arguments) {
    CLI::App program(kDescription);
    Invocation invocation;
    describe(program, invocation);
    try {
        if (argument_count == 1) {
            if (!has_display()) return run_demonstration();
            const char* train[] = {arguments[0], "train"};
            program.parse(2, train);
        } else {
            program.parse(argument_count, arguments);
        }
    } catch (const CLI::CallForHelp&) {
        return print(program.help());
    } catch (const CLI::ParseError& wrong) {
        say(std::string(wrong.what()) + " (dryrun help tells what there is)");
        return kWrongUsage;
    }
    return invocation.exit_code;
}

}  // namespace
}  // namespace dryrun::cli

int main(int argument_count, char** arguments) {
    // A closed pipe is an error of the write that meets it, not the end of the program.
    std::signal(SIGPIPE, SIG_IGN);
    try {
        return dryrun::cli::run(argument_count, arguments);
    } catch (const std::exception& error) {
        dryrun::cli::say(std::string("internal error: ") + error.what());
        return dryrun::cli::kInternalError;
    }
}
