// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/commands.h"
#include "cli/progress.h"
#include "core/file.h"
#include "validation/bench.h"
#include "validation/raters.h"
#include "validation/report.h"
#include "validation/run.h"
#include "validation/treatment.h"

namespace dryrun::cli {
namespace {

struct ValidateOptions {
    int subjects = validation::kSubjects;
    int threads = 0;
    bool with_cohorts = false;
    bool is_paired = false;
    bool require_pass = false;
    std::vector<std::string> only;
    std::string format;
    std::string output = "-";
};

int run_validate(const ValidateOptions& options) {
    auto studies = validation::anatomical_studies();
    const auto add = [&](std::vector<validation::Study> more) {
        for (auto& study : more) studies.push_back(std::move(study));
    };
    if (options.with_cohorts) {
        add(validation::treatment_studies());
        add(validation::treatments_by_hands());
        add(validation::rater_studies());
    }
    if (options.is_paired) {
        studies.clear();
        add(validation::paired_treatments());
    }
    auto bench =
        options.is_paired ? std::vector<validation::BenchCase>{} : validation::bench_cases();
    if (!options.only.empty()) {
        studies = validation::select(std::move(studies), options.only);
        bench = validation::select(std::move(bench), options.only);
    }
    if (studies.empty() && bench.empty()) {
        say("no such case; dryrun validate --subjects 2 lists them all");
        return kWrongUsage;
    }
    catch_interruption();
    validation::RunOptions run;
    run.subjects = options.subjects;
    run.threads = options.threads;
    std::optional<Progress> progress;
    run.go_on = [&](std::int64_t done, std::int64_t total) {
        if (!progress) progress.emplace("measuring", total);
        progress->show(done);
        return !was_interrupted();
    };
    auto outcomes = validation::run_studies(studies, run);
    progress.reset();
    if (!outcomes) return report(outcomes.error());
    const auto mechanics = validation::run_bench(bench, [&](int done, int total) {
        if (!progress) progress.emplace("experiments", total);
        progress->show(done);
        return !was_interrupted();
    });
    progress.reset();
    if (!mechanics) return report(mechanics.error());
    if (was_interrupted()) return kInterrupted;
    outcomes->insert(outcomes->end(), mechanics->begin(), mechanics->end());
    const std::string text = validation::report(*outcomes, options.format, options.subjects);
    if (const int written = report(write_file(options.output, text)); written != kDone)
        return written;
    const bool holds = validation::count_of(*outcomes).fails == 0;
    return options.require_pass && !holds ? kGateDoesNotHold : kDone;
}

}  // namespace

void add_validate(CLI::App& program, Invocation& invocation) {
    auto* command = program.add_subcommand(
        "validate", "All published cases: expected, tolerance, measured, source");
    auto options = std::make_shared<ValidateOptions>();
    add_format(*command, options->format, validation::report_formats());
    command->add_flag("--cohort", options->with_cohorts,
                      "Those of cohorts of simulated treatments and of raters as well");
    command->add_flag("--paired", options->is_paired,
                      "Only this: treatments on the rigid corridor and on the block, whether their "
                      "rates agree; about 10 s of a processor each");
    command->add_option("--only", options->only, "These cases: V17,mechanics.V9")->delimiter(',');
    command->add_option("--subjects", options->subjects, "People drawn of each cohort")
        ->check(CLI::Range(2, 100000))
        ->capture_default_str();
    command->add_option("--threads", options->threads, "0: as many as the machine has")
        ->check(CLI::Range(0, 256))
        ->capture_default_str();
    command->add_option("-o,--output", options->output, "File instead of standard output");
    command->add_flag("--require-pass", options->require_pass,
                      "Exit 1 unless every case that gates passes");
    command->callback([options, &invocation] { invocation.exit_code = run_validate(*options); });
}

}  // namespace dryrun::cli
