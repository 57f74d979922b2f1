// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "attempt/replay.h"

#include "cli/commands.h"
#include "cli/progress.h"

namespace dryrun::cli {
namespace {

Json json_of(const attempt::ReplayOutcome& outcome) {
    Json difference = nullptr;
    if (outcome.difference) {
        difference = {{"tick", outcome.difference->tick},
                      {"what", outcome.difference->what},
                      {"in_file", outcome.difference->in_file},
                      {"replayed", outcome.difference->replayed}};
    }
    return {{"schema", "dryrun.replay/1"},
            {"ticks", outcome.ticks},
            {"hashes_compared", outcome.hashes_compared},
            {"events_compared", outcome.events_compared},
            {"first_difference", std::move(difference)}};
}

int run_replay(const std::string& file, bool verify, const std::string& format) {
    const auto attempt = attempt::read_attempt(file);
    if (!attempt) return report(attempt.error());
    catch_interruption();
    Progress progress("replaying", attempt->ticks);
    attempt::ReplayOptions options;
    options.verify = verify;
    options.hooks.is_interrupted = [] { return was_interrupted().load(); };
    options.hooks.after_tick = [&](const session::Session& session) {
        progress.show(session.tick());
    };
    const auto outcome = attempt::replay(*attempt, file, options);
    progress.end();
    if (!outcome) return report(outcome.error());
    if (outcome->is_interrupted) return kInterrupted;
    const int gate = outcome->difference ? kGateDoesNotHold : kDone;
    int written = kDone;
    if (format == "json") {
        written = print_json(json_of(*outcome));
    } else if (outcome->difference) {
        const auto& difference = *outcome->difference;
        say(file + ": differs at tick " + std::to_string(difference.tick) + ": " + difference.what +
            " is " + difference.in_file + " in the file, " + difference.replayed + " here");
    } else {
        written =
            print("replayed " + std::to_string(outcome->ticks) + " ticks" +
                  (verify ? "; " + std::to_string(outcome->hashes_compared) + " state hashes and " +
                                std::to_string(outcome->events_compared) + " events agree\n"
                          : "\n"));
    }
    return written != kDone ? written : gate;
}

}  // namespace

void add_replay(CLI::App& program, Invocation& invocation) {
    auto* command = program.add_subcommand("replay", "Simulates an attempt again from its inputs");
    auto file = std::make_shared<std::string>();
    auto verify = std::make_shared<bool>(false);
    auto format = std::make_shared<std::string>();
    command->add_option("ATTEMPT", *file)->required();
    command->add_flag("--verify", *verify,
                      "Compare every state hash and event; exit 1 names the first that differs");
    add_format(*command, *format, {"table", "json"});
    command->callback([file, verify, format, &invocation] {
        invocation.exit_code = run_replay(*file, *verify, *format);
    });
}

}  // namespace dryrun::cli
