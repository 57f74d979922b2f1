// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "attempt/attempt.h"
#include "cli/commands.h"

namespace dryrun::cli {

void add_events(CLI::App& program, Invocation& invocation) {
    auto* command =
        program.add_subcommand("events", "What happened in an attempt, one JSON object a line");
    auto file = std::make_shared<std::string>();
    auto format = std::make_shared<std::string>();
    command->add_option("ATTEMPT", *file)->required();
    add_format(*command, *format, {"jsonl", "json"});
    command->callback([file, format, &invocation] {
        const auto attempt = attempt::read_attempt(*file);
        if (!attempt) {
            invocation.exit_code = report(attempt.error());
            return;
        }
        std::string lines;
        Json list = Json::array();
        for (const auto& event : attempt->events) {
            if (*format == "json") {
                list.push_back(events::to_json(event));
            } else {
                lines += events::to_json(event).dump() + '\n';
            }
        }
        invocation.exit_code = *format == "json" ? print_json(list) : print(lines);
    });
}

}  // namespace dryrun::cli
