// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/commands.h"
#include "cli/progress.h"
#include "exchange/perktutor.h"

namespace dryrun::cli {
namespace {

struct ImportOptions {
    std::string format;
    std::string file;
    std::string scenario;
    std::string tool;
    std::string shaft_axis;
    std::vector<double> to_lps;
    std::string output;
};

int run_import(const ImportOptions& options) {
    const auto scenario = scenario::read_scenario(options.scenario);
    if (!scenario) return report(scenario.error());
    exchange::ImportChoices choices;
    if (!options.tool.empty()) choices.tool = options.tool;
    if (!options.shaft_axis.empty()) {
        choices.shaft_axis = exchange::shaft_axis_named(options.shaft_axis);
    }
    if (!options.to_lps.empty()) {
        choices.to_lps.emplace();
        std::copy(options.to_lps.begin(), options.to_lps.end(), choices.to_lps->begin());
    }
    catch_interruption();
    Progress progress("importing", 0);
    attempt::Hooks hooks;
    hooks.is_interrupted = [] { return was_interrupted().load(); };
    hooks.after_tick = [&](const session::Session& session) { progress.show(session.tick()); };
    const auto outcome =
        exchange::import_perktutor(options.file, *scenario, choices, options.output, hooks);
    progress.end();
    if (!outcome) return report(outcome.error());
    if (outcome->ending == attempt::Ending::Interrupted) return kInterrupted;
    const auto& needle = outcome->needle;
    say("tool " + needle.track.name + ", shaft along " + name_of(needle.shaft_axis) +
        (needle.is_fitted ? ", laid on the scenario's site by its deepest excursion"
                          : ", laid by --to-lps"));
    return kDone;
}

}  // namespace

void add_import(CLI::App& program, Invocation& invocation) {
    auto* command = program.add_subcommand("import", "Other people's recordings as attempts");
    auto options = std::make_shared<ImportOptions>();
    command->add_option("FORMAT", options->format)->required()->check(CLI::IsMember({"perktutor"}));
    command->add_option("FILE", options->file, "Perk Tutor transform log (XML)")->required();
    command->add_option("--scenario", options->scenario, "Whom and what the recording needles")
        ->required();
    command->add_option("--tool", options->tool, "The needle; by default the tool that moves most");
    command
        ->add_option("--shaft-axis", options->shaft_axis,
                     "The tool's axis from handle to tip; by default the one it moves along")
        ->check(CLI::IsMember({"x", "-x", "y", "-y", "z", "-z"}));
    command
        ->add_option("--to-lps", options->to_lps,
                     "Row-major 4x4 that takes the log's coordinates (RAS, mm) into the body's "
                     "(LPS, mm); by default fitted")
        ->expected(16);
    command->add_option("-o,--output", options->output, "The attempt")->required();
    command->callback([options, &invocation] { invocation.exit_code = run_import(*options); });
}

}  // namespace dryrun::cli
