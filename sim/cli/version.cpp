// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/commands.h"
#include "events/event.h"
#include "events/input_sample.h"
#include "session/session.h"

namespace dryrun::cli {

void add_version(CLI::App& program, Invocation& invocation) {
    auto* command = program.add_subcommand("version", "The versions of program, model and schemas");
    auto format = std::make_shared<std::string>();
    add_format(*command, *format, {"table", "json"});
    command->callback([format, &invocation] {
        const Json versions = {{"program", DRYRUN_VERSION},
                               {"model", session::kModelVersion},
                               {"event_schema", events::kEventSchema},
                               {"input_schema", events::kInputSchema},
                               {"scenario_schema", scenario::kScenarioSchema}};
        if (*format == "json") {
            invocation.exit_code = print_json(versions);
            return;
        }
        std::vector<std::vector<std::string>> rows;
        for (const auto& [name, value] : versions.items()) {
            rows.push_back({name, value.is_string() ? value.get<std::string>() : value.dump()});
        }
        invocation.exit_code = print("DryRun, for training, never for treating\n" + table_of(rows));
    });
}

void add_help(CLI::App& program, Invocation& invocation) {
    auto* command = program.add_subcommand("help", "This text, or a command's");
    auto name = std::make_shared<std::string>();
    command->add_option("COMMAND", *name);
    command->callback([name, &program, &invocation] {
        const CLI::App* wanted = &program;
        std::string title = "dryrun";
        if (!name->empty()) {
            const auto found = program.get_subcommands(
                [&](const CLI::App* candidate) { return candidate->get_name() == *name; });
            if (found.empty()) {
                say("no command " + *name);
                invocation.exit_code = kWrongUsage;
                return;
            }
            wanted = found.front();
            title += ' ' + *name;
        }
        invocation.exit_code =
            print(wanted->get_formatter()->make_help(wanted, title, CLI::AppFormatMode::Normal));
    });
}

}  // namespace dryrun::cli
