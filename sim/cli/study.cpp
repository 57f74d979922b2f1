// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "cli/commands.h"
#include "cli/played.h"
#include "cli/progress.h"
#include "core/file.h"
#include "study/run.h"
#include "study/slurm.h"

namespace dryrun::cli {
namespace {

struct StudyOptions {
    study::Request request;
    study::RunOptions run;
    std::string output;
    std::string shard;
    std::optional<std::int64_t> runs;
    std::optional<std::int64_t> jobs;
    std::optional<std::int64_t> slurm;
};

Result<study::Shard> shard_of(const std::string& text) {
    study::Shard shard;
    const char* end = text.data() + text.size();
    const auto number = std::from_chars(text.data(), end, shard.number);
    const bool has_slash = number.ec == std::errc{} && number.ptr != end && *number.ptr == '/';
    const auto of = std::from_chars(has_slash ? number.ptr + 1 : end, end, shard.of);
    if (!has_slash || of.ec != std::errc{} || of.ptr != end)
        return Error{ErrorKind::Usage, "I/N was wanted, as in 2/8: " + text, "--shard", {}};
    if (shard.of < 1 || shard.of > study::kMostShards || shard.number < 1 ||
        shard.number > shard.of)
        return bad_input("--shard", text + " is not among 1/N to N/N, N being at most " +
                                        std::to_string(study::kMostShards));
    return shard;
}

// Threads: as many as this process may use processors, unless asked for fewer.
Result<int> threads_for(const std::optional<std::int64_t>& jobs) {
    if (!jobs) return static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    if (*jobs < 1 || *jobs > 4096)
        return bad_input("--jobs", std::to_string(*jobs) + " is outside 1 to 4096");
    return static_cast<int>(*jobs);
}

// What CLI11 cannot ask for, as the subcommands need none of it.
Status check_usage(const StudyOptions& options) {
    const auto missing = [](const char* what) {
        return Error{ErrorKind::Usage, std::string(what) + " is required", "study",
                     "dryrun study --help"};
    };
    if (options.request.scenarios.empty()) return missing("SCENARIO");
    if (options.request.trainees.empty()) return missing("--trainees");
    if (!options.runs) return missing("--runs");
    if (options.output.empty()) return missing("-o FILE");
    if (options.output == "-")
        return Error{ErrorKind::Usage, "a study is written to a file", "-o", {}};
    if (options.slurm && !options.shard.empty())
        return Error{
            ErrorKind::Usage, "writes scripts for all shards; without --shard", "--slurm", {}};
    return {};
}

std::string own_path() {
    std::error_code none;
    return std::filesystem::read_symlink("/proc/self/exe", none).string();
}

// Writes the scripts instead of playing; how to submit them goes to standard output.
int write_scripts(const StudyOptions& options) {
    if (*options.slurm < 1 || *options.slurm > study::kMostShards)
        return report(bad_input("--slurm", std::to_string(*options.slurm) + " is outside 1 to " +
                                               std::to_string(study::kMostShards)));
    const char* assets = std::getenv("DRYRUN_ASSETS");
    study::ClusterJob job;
    job.program = own_path();
    job.folder = std::filesystem::current_path().string();
    job.assets = assets != nullptr ? assets : "";
    job.scenarios = options.request.scenarios;
    job.trainees = options.request.trainees;
    job.runs = options.request.runs;
    job.seed = options.request.seed;
    job.shards = *options.slurm;
    job.processors = static_cast<int>(options.jobs.value_or(1));
    job.output = options.output;
    for (const auto& [name, text] :
         {std::pair(study::shards_script_name(job), study::shards_script(job)),
          std::pair(study::merge_script_name(job), study::merge_script(job))}) {
        if (const Status written = write_file(name, text); !written) return report(written);
        say(name + ": is written");
    }
    say("these commands submit them, and may be piped into bash:");
    return print(study::submit_commands(job));
}

int run_study(StudyOptions& options) {
    if (const Status usage = check_usage(options); !usage) return report(usage);
    if (!options.shard.empty()) {
        const auto shard = shard_of(options.shard);
        if (!shard) return report(shard.error());
        options.run.shard = *shard;
    }
    const auto jobs = threads_for(options.jobs);
    if (!jobs) return report(jobs.error());
    options.request.runs = *options.runs;
    options.request.program = DRYRUN_VERSION;
    const auto plan = study::make_plan(options.request);
    if (!plan) return report(plan.error());
    if (options.slurm) return write_scripts(options);
    for (const std::string& scenario : options.request.scenarios) say_if_no_safe_way(scenario);

    catch_interruption();
    const auto attempts =
        study::attempts_of(plan->description, options.run.shard.value_or(study::Shard{}));
    Progress progress("study:", static_cast<std::int64_t>(attempts));
    options.run.output = options.output;
    options.run.jobs = *jobs;
    options.run.is_interrupted = [] { return was_interrupted().load(); };
    options.run.show_progress = [&](std::int64_t played, std::int64_t) { progress.show(played); };
    options.run.say = [](const std::string& text) { say(text); };
    const auto ending = study::run(*plan, options.run);
    progress.end();
    if (!ending) return report(ending.error());
    if (*ending != study::RunEnding::Interrupted) return kDone;
    say("interrupted; the same command goes on where it was");
    return kInterrupted;
}

}  // namespace

void add_study(CLI::App& program, Invocation& invocation) {
    auto* command = program.add_subcommand(
        "study", "Many attempts of scripted trainees, for a cohort or a software study");
    auto options = std::make_shared<StudyOptions>();
    auto& request = options->request;
    command->add_option("SCENARIO", request.scenarios, "Shipped names or files");
    command
        ->add_option("--trainees", request.trainees, "Shipped names or files, with commas between")
        ->delimiter(',')
        ->allow_extra_args(false);
    command->add_option("--runs", options->runs, "Attempts of each trainee at each scenario");
    command->add_option("--seed", request.seed, "Draws the seeds of the runs")
        ->capture_default_str();
    command->add_option("--shard", options->shard,
                        "I/N: only the Ith of N parts; merge them after");
    command->add_option("--jobs", options->jobs,
                        "Attempts side by side; by default one for each processor");
    command->add_option(
        "-o,--output", options->output,
        "The result, an attempt a line; until it is whole FILE.journal is beside it");
    command->add_option("--slurm", options->slurm,
                        "Write job scripts for so many shards instead of playing, and say how to "
                        "submit them");
    add_study_merge(*command, invocation);
    add_study_summary(*command, invocation);
    command->require_subcommand(0, 1);
    command->callback([options, command, &invocation] {
        if (command->get_subcommands().empty()) invocation.exit_code = run_study(*options);
    });
}

}  // namespace dryrun::cli
