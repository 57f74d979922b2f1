// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "check/check.h"

#include <algorithm>
#include <filesystem>

#include "attempt/attempt.h"
#include "check/check_scenario.h"
#include "core/file.h"
#include "core/json.h"
#include "scoring/rubric.h"

namespace dryrun::check {
namespace {

constexpr std::string_view kRubricSchema = "dryrun.rubric/";

Finding finding_of(const Error& error) {
    return {Weight::Error, error.place, error.message, error.hint};
}

std::string kind_of(const Json& json) {
    if (!json.is_object() || !json.contains("schema")) return "unknown";
    const Json& schema = json["schema"];
    if (schema.is_string() && schema.get<std::string>().rfind(kRubricSchema, 0) == 0)
        return "rubric";
    if (json.contains("trigger_points") || json.contains("target_muscle")) return "scenario";
    return "unknown";
}

void check_text(const std::string& text, FileReport& report) {
    const Result<Json> json = parse_json(text, report.file);
    if (!json) {
        report.findings.push_back(finding_of(json.error()));
        return;
    }
    report.kind = kind_of(*json);
    if (report.kind == "scenario") {
        check_scenario(text, report);
    } else if (report.kind == "rubric") {
        const Result<scoring::Rubric> rubric = scoring::parse_rubric(text, report.file);
        if (!rubric) report.findings.push_back(finding_of(rubric.error()));
    } else {
        report.findings.push_back({Weight::Error, report.file,
                                   "is neither a scenario, a rubric nor an attempt",
                                   "a scenario has trigger_points, a rubric the schema "
                                   "\"dryrun.rubric/1\""});
    }
}

}  // namespace

std::string Finding::text() const {
    const std::string line = place + (weight == Weight::Error ? ": error: " : ": note: ") + message;
    return hint.empty() ? line : line + " (" + hint + ")";
}

bool FileReport::is_sound() const {
    return std::none_of(findings.begin(), findings.end(),
                        [](const Finding& one) { return one.weight == Weight::Error; });
}

FileReport check_file(const std::string& path) {
    FileReport report{path, "unknown", {}};
    if (std::filesystem::path(path).extension() == attempt::kFileExtension) {
        report.kind = "attempt";
        const Result<attempt::Attempt> attempt = attempt::read_attempt(path);
        if (!attempt) report.findings.push_back(finding_of(attempt.error()));
        return report;
    }
    const Result<std::string> text = read_file(path);
    if (text) {
        check_text(*text, report);
    } else {
        report.findings.push_back(finding_of(text.error()));
    }
    return report;
}

}  // namespace dryrun::check
