// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/commands.h"

namespace dryrun::cli {
namespace {

std::string words_of(const CLI::App& command) {
    std::string words;
    for (const CLI::Option* option : command.get_options()) {
        for (const auto& name : option->get_lnames()) words += " --" + name;
    }
    for (const CLI::App* below : command.get_subcommands([](const CLI::App*) { return true; }))
        words += ' ' + below->get_name() + words_of(*below);
    return words;
}

std::string bash_completion(const CLI::App& program) {
    std::string names;
    std::string cases;
    for (const CLI::App* command : program.get_subcommands([](const CLI::App*) { return true; })) {
        names += ' ' + command->get_name();
        cases += "        " + command->get_name() + ") words='" + words_of(*command) + "' ;;\n";
    }
    return "# source this, or put it into /etc/bash_completion.d\n"
           "_dryrun() {\n"
           "    local words= here=${COMP_WORDS[COMP_CWORD]}\n"
           "    ((COMP_CWORD == 1)) && words='" +
           names + "' || case ${COMP_WORDS[1]} in\n" + cases +
           "    esac\n"
           "    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$here\")\n"
           "}\n"
           "complete -o default -F _dryrun dryrun ./dryrun\n";
}

}  // namespace

void add_completion(CLI::App& program, Invocation& invocation) {
    auto* command =
        program.add_subcommand("completion", "A script that completes commands in a shell");
    auto shell = std::make_shared<std::string>();
    command->add_option("SHELL", *shell)->required()->check(CLI::IsMember({"bash"}));
    command->callback(
        [&program, &invocation] { invocation.exit_code = print(bash_completion(program)); });
}

}  // namespace dryrun::cli
