// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "scoring/score.h"

#include <algorithm>
#include <filesystem>

#include "cli/commands.h"
#include "core/file.h"
#include "scoring/report.h"

namespace dryrun::cli {
namespace {

namespace fs = std::filesystem;

struct ScoreOptions {
    std::vector<std::string> inputs;
    std::string rubric;
    std::string format;
    std::string output = "-";
    std::optional<double> min_score;
    bool require_pass = false;
    bool allow_provisional = false;
};

/// A folder stands for the attempts in it, in the order of their names.
std::vector<std::string> attempts_of(const std::vector<std::string>& inputs) {
    std::vector<std::string> files;
    for (const auto& input : inputs) {
        std::error_code not_a_folder;
        if (!fs::is_directory(input, not_a_folder)) {
            files.push_back(input);
            continue;
        }
        std::vector<std::string> inside;
        for (const auto& entry : fs::recursive_directory_iterator(
                 input, fs::directory_options::skip_permission_denied, not_a_folder)) {
            if (entry.path().extension() == attempt::kFileExtension &&
                entry.is_regular_file(not_a_folder)) {
                inside.push_back(entry.path().string());
            }
        }
        std::sort(inside.begin(), inside.end());
        files.insert(files.end(), inside.begin(), inside.end());
    }
    return files;
}

Result<scoring::Score> score_file(const std::string& file, const std::string& rubric_name) {
    const auto attempt = attempt::read_attempt(file);
    if (!attempt) return attempt.error();
    const std::string& name = rubric_name.empty() ? attempt->header.rubric_name : rubric_name;
    const auto rubric = scoring::read_rubric(name);
    if (!rubric) return rubric.error();
    return scoring::score_attempt(*attempt, *rubric, file);
}

bool holds_gates(const scoring::Score& score, const ScoreOptions& options) {
    if (options.min_score && !(score.score >= *options.min_score)) return false;
    if (!options.require_pass) return true;
    if (score.pass_mark.status == "provisional" && !options.allow_provisional) {
        say(score.file + ": the pass mark of rubric " + score.rubric_name +
            " is provisional, so nobody passes by it; --allow-provisional takes it all the same");
        return false;
    }
    return score.passed;
}

int run_score(const ScoreOptions& options) {
    const auto files = attempts_of(options.inputs);
    if (files.empty()) {
        say("no attempt to score");
        return kNothingToDo;
    }
    std::vector<scoring::Score> scores;
    int worst = kDone;
    bool do_gates_hold = true;
    for (const auto& file : files) {
        const auto score = score_file(file, options.rubric);
        if (!score) {
            worst = std::max(worst, report(score.error()));
            continue;
        }
        do_gates_hold = holds_gates(*score, options) && do_gates_hold;
        scores.push_back(*score);
    }
    if (!scores.empty()) {
        const auto text = scoring::report(scores, options.format, files.size() > 1);
        const int written = report(write_file(options.output, text));
        if (written != kDone) return written;
    }
    return worst != kDone ? worst : (do_gates_hold ? kDone : kGateDoesNotHold);
}

}  // namespace

void add_score(CLI::App& program, Invocation& invocation) {
    auto* command = program.add_subcommand("score", "Scores attempts from their events");
    auto options = std::make_shared<ScoreOptions>();
    command->add_option("ATTEMPT", options->inputs, "Attempts, or folders that hold some");
    command->add_option("--rubric", options->rubric,
                        "A shipped rubric or a file; by default "
                        "the scenario's own");
    add_format(*command, options->format, scoring::report_formats());
    command->add_option("-o,--output", options->output, "File instead of standard output");
    command->add_option("--min-score", options->min_score, "Exit 1 below this score")
        ->check(CLI::Range(0.0, 100.0));
    command->add_flag("--require-pass", options->require_pass, "Exit 1 unless all passed");
    command->add_flag("--allow-provisional", options->allow_provisional,
                      "Let --require-pass take a pass mark that no method has set");
    command->callback([options, &invocation] { invocation.exit_code = run_score(*options); });
}

}  // namespace dryrun::cli
