// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/commands.h"
#include "cli/played.h"
#include "patient/patient.h"
#include "trainer/trainer.h"

namespace dryrun::cli {

void add_train(CLI::App& program, Invocation& invocation) {
    auto* command = program.add_subcommand("train", "The 3D trainer");
    auto options = std::make_shared<trainer::TrainerOptions>();
    auto size = std::make_shared<picture::Size>(picture::Size{options->width, options->height});
    command->add_option("SCENARIO", options->scenario, "A shipped name or a file")
        ->capture_default_str();
    command->add_option("--seed", options->seed,
                        "Draws the patient; another one each time "
                        "without it");
    command->add_option("-o,--output", options->attempt_file,
                        "The attempt; by default dryrun-SCENARIO-DATE.dryrun in this folder");
    command->add_option("--language", options->language, "Of what is said; assets/strings")
        ->check(CLI::IsMember(patient::shipped_languages()))
        ->capture_default_str();
    command->add_option("--watch", options->watched,
                        "Look on at a scripted trainee (`list trainees`, or a file); the file is "
                        "written only with --output");
    command->add_flag("!--no-voice", options->has_voice,
                      "What the patient says is only shown, not spoken (espeak-ng) as well");
    add_size(*command, *size);
    command->callback([options, size, &invocation] {
        options->width = size->width;
        options->height = size->height;
        say_if_no_safe_way(options->scenario);
        const auto outcome = trainer::run_trainer(*options);
        invocation.exit_code = outcome ? *outcome : report(outcome.error());
    });
}

}  // namespace dryrun::cli
