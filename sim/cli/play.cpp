// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/commands.h"
#include "cli/played.h"
#include "scoring/report.h"

namespace dryrun::cli {
namespace {

struct PlayOptions {
    PlayRequest request;
    std::string format;
    bool with_timing = false;
};

int run_play(PlayOptions& options) {
    StepTimes times;
    if (options.with_timing) options.request.times = &times;
    say_if_no_safe_way(options.request.scenario);
    const auto played = play(options.request);
    if (!played) return report(played.error());
    if (played->ending == attempt::Ending::Interrupted) return kInterrupted;
    if (options.with_timing) return print_json(times.to_json());
    if (!options.request.output.empty()) return kDone;
    const scoring::Score scores[] = {played->score};
    return print(scoring::report(scores, options.format, false));
}

}  // namespace

void add_play(CLI::App& program, Invocation& invocation) {
    auto* command =
        program.add_subcommand("play", "A scripted trainee does a scenario, without a window");
    auto options = std::make_shared<PlayOptions>();
    auto& request = options->request;
    command->add_option("SCENARIO", request.scenario, "A shipped name or a file")->required();
    command->add_option("--trainee", request.trainee, "dryrun list trainees names them")
        ->required();
    command->add_option("--seed", request.seed, "Draws the patient and the trainee's hand")
        ->capture_default_str();
    command->add_option("-o,--output", request.output,
                        "The attempt; without it nothing is written and the score is printed");
    command->add_flag("--timing", options->with_timing, "Print how long the steps took instead");
    command->add_flag("--real-time", request.is_in_real_time,
                      "A step each millisecond, as in the trainer, instead of as fast as it goes");
    add_format(*command, options->format, scoring::report_formats());
    command->callback([options, &invocation] { invocation.exit_code = run_play(*options); });
}

}  // namespace dryrun::cli
