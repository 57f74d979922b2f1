// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "check/check.h"

#include "cli/commands.h"

namespace dryrun::cli {
namespace {

Json json_of(const check::FileReport& report) {
    Json findings = Json::array();
    for (const auto& finding : report.findings) {
        findings.push_back({{"weight", finding.weight == check::Weight::Error ? "error" : "note"},
                            {"place", finding.place},
                            {"message", finding.message},
                            {"hint", finding.hint}});
    }
    return {{"file", report.file},
            {"kind", report.kind},
            {"is_sound", report.is_sound()},
            {"findings", std::move(findings)}};
}

int run_check(const std::vector<std::string>& files, const std::string& format) {
    Json list = Json::array();
    std::string lines;
    bool are_all_sound = true;
    for (const auto& file : files) {
        const auto report = check::check_file(file);
        are_all_sound = report.is_sound() && are_all_sound;
        list.push_back(json_of(report));
        for (const auto& finding : report.findings) say(finding.text());
        if (report.is_sound()) lines += report.file + ": a sound " + report.kind + '\n';
    }
    const int written = format == "json" ? print_json(list) : print(lines);
    return written != kDone ? written : (are_all_sound ? kDone : kBadInput);
}

}  // namespace

void add_check(CLI::App& program, Invocation& invocation) {
    auto* command = program.add_subcommand(
        "check", "Checks scenarios, rubrics and attempts against their schema and each other");
    auto files = std::make_shared<std::vector<std::string>>();
    auto format = std::make_shared<std::string>();
    command->add_option("FILE", *files)->required();
    add_format(*command, *format, {"table", "json"});
    command->callback(
        [files, format, &invocation] { invocation.exit_code = run_check(*files, *format); });
}

}  // namespace dryrun::cli
