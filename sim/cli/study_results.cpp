// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What is done with a study's results: shards put together, and a summary in numbers and a picture.
#include <filesystem>

#include "cli/commands.h"
#include "core/file.h"
#include "study/shard_file.h"
#include "study/summary.h"

namespace dryrun::cli {
namespace {

struct MergeOptions {
    std::vector<std::string> files;
    std::string output;
};

struct SummaryOptions {
    std::string file;
    std::string format;
    std::string picture;
};

int run_merge(const MergeOptions& options) {
    const auto merged = study::merge(options.files, DRYRUN_VERSION);
    if (!merged) return report(merged.error());
    std::error_code none;
    if (options.output != "-" && std::filesystem::is_regular_file(options.output, none)) {
        const auto there = read_file(options.output, merged->size());
        if (there && *there == *merged) {
            say(options.output + ": is merged already, and left as it is");
            return kDone;
        }
        return report(bad_input(options.output, "is there and holds something else",
                                "give another -o, or remove the file"));
    }
    return report(write_file(options.output, *merged));
}

std::string summary_table(const std::vector<study::Group>& groups) {
    std::vector<std::vector<std::string>> rows = {{"scenario", "trainee", "n", "mean", "sd", "min",
                                                   "median", "max", "passed",
                                                   "with critical failure"}};
    for (const study::Group& group : groups) {
        const study::Spread spread = study::spread_of(group);
        const auto score = [](double value) { return fixed_text(value, 1); };
        rows.push_back({group.scenario, group.trainee, std::to_string(group.attempts.size()),
                        score(spread.mean), spread.sd ? score(*spread.sd) : "–", score(spread.min),
                        score(spread.median), score(spread.max), std::to_string(group.passed),
                        std::to_string(group.with_critical_failure)});
    }
    return table_of(rows) + "\n" + study::kNoEvidence + "\n";
}

int run_summary(const SummaryOptions& options) {
    const auto groups = study::read_groups(options.file);
    if (!groups) return report(groups.error());
    if (!options.picture.empty()) {
        const int drawn = report(write_file(options.picture, study::summary_picture(*groups)));
        if (drawn != kDone) return drawn;
    }
    if (options.format == "json") return print_json(study::summary_json(*groups));
    return print(summary_table(*groups));
}

}  // namespace

void add_study_merge(CLI::App& study, Invocation& invocation) {
    auto* command = study.add_subcommand("merge", "Puts the shards of one study together");
    auto options = std::make_shared<MergeOptions>();
    command->add_option("FILE", options->files, "All shards, in any order")->required();
    command->add_option("-o,--output", options->output, "The whole study's result")->required();
    command->callback([options, &invocation] { invocation.exit_code = run_merge(*options); });
}

void add_study_summary(CLI::App& study, Invocation& invocation) {
    auto* command =
        study.add_subcommand("summary", "How the scores of a result lie, by scenario and trainee");
    auto options = std::make_shared<SummaryOptions>();
    command->add_option("FILE", options->file, "A whole study's result")->required();
    add_format(*command, options->format, {"table", "json"});
    command->add_option("--picture", options->picture,
                        "An SVG of the scores: a panel a scenario, a box and marks a trainee");
    command->callback([options, &invocation] { invocation.exit_code = run_summary(*options); });
}

}  // namespace dryrun::cli
