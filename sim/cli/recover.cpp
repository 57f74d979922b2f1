// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "attempt/attempt.h"
#include "cli/commands.h"
#include "events/input_sample.h"

namespace dryrun::cli {
namespace {

int run_recover(const std::string& from, const std::string& to, const std::string& format) {
    const auto recovery = attempt::recover(from, to);
    if (!recovery) return report(recovery.error());
    const double seconds =
        static_cast<double>(recovery->ticks_kept) / double{events::kTicksPerSecond};
    if (format == "json") {
        return print_json(Json{{"schema", "dryrun.recovery/1"},
                               {"kept_s", seconds},
                               {"kept_bytes", recovery->bytes_kept},
                               {"lost_bytes", recovery->bytes_lost},
                               {"are_notes_lost", recovery->are_notes_lost},
                               {"damage", recovery->damage}});
    }
    std::string text =
        recovery->damage.empty() ? from + ": nothing is damaged\n" : recovery->damage + '\n';
    text += "kept " + fixed_text(seconds, 1) + " s of the attempt, " +
            std::to_string(recovery->bytes_kept) + " bytes; lost " +
            std::to_string(recovery->bytes_lost) + " bytes" +
            (recovery->are_notes_lost ? " and the notes of date and learner\n" : "\n");
    return print(text);
}

}  // namespace

void add_recover(CLI::App& program, Invocation& invocation) {
    auto* command = program.add_subcommand(
        "recover", "Saves what can be read of a damaged attempt and says what was lost");
    auto from = std::make_shared<std::string>();
    auto to = std::make_shared<std::string>();
    auto format = std::make_shared<std::string>();
    command->add_option("ATTEMPT", *from)->required();
    command->add_option("-o,--output", *to, "File for what is kept")->required();
    add_format(*command, *format, {"table", "json"});
    command->callback([from, to, format, &invocation] {
        invocation.exit_code = run_recover(*from, *to, *format);
    });
}

}  // namespace dryrun::cli
