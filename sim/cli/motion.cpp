// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "exchange/motion.h"

#include "cli/commands.h"

namespace dryrun::cli {

void add_motion(CLI::App& program, Invocation& invocation) {
    auto* command = program.add_subcommand(
        "motion", "Samples, time and path of each tool in a Perk Tutor transform log, as JSON");
    auto file = std::make_shared<std::string>();
    auto format = std::make_shared<std::string>();
    command->add_option("LOG", *file, "XML file of a Perk Tutor recording")->required();
    add_format(*command, *format, {"json"});
    command->callback([file, format, &invocation] {
        const auto log = exchange::read_transform_log(*file);
        invocation.exit_code =
            log ? print_json(exchange::to_json(exchange::motion_of(*log))) : report(log.error());
    });
}

}  // namespace dryrun::cli
