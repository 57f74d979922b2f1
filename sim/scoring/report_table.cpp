// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// For a terminal: the verdict first, then what was critical, then every measure with its reason.
#include <algorithm>

#include "core/json.h"
#include "scoring/escape.h"
#include "scoring/report_formats.h"

namespace dryrun::scoring {
namespace {

constexpr std::size_t kTitleWidth = 41;
constexpr std::size_t kValueWidth = 9;
constexpr std::size_t kPointsWidth = 11;

std::string head(const Score& score) {
    std::string text = one_line(score.scenario) + ": " + fixed_text(score.score, 1) + " of 100, " +
                       verdict(score) + " (" + one_line(pass_mark_in_words(score.pass_mark)) +
                       ")\n";
    if (!score.file.empty()) text += one_line(score.file) + "\n";
    text += "rubric " + one_line(score.rubric_name) + " " + one_line(score.rubric_version) + ", " +
            fixed_text(score.simulated_s, 1) + " s simulated";
    if (!score.is_complete) text += ", not complete";
    if (score.aids.see_through_s > 0.0)
        text += ", " + fixed_text(score.aids.see_through_s, 1) + " s of see-through view";
    if (score.aids.hints > 0) text += ", " + std::to_string(score.aids.hints) + " hints";
    return text + "\n";
}

std::string criticals(const Score& score) {
    if (score.critical_failures.empty()) return "\nNo critical failure\n";
    std::string text = "\nCritical failures\n";
    for (const CriticalFailure& failure : score.critical_failures)
        text += "  " + padded_left(tick_in_words(failure.tick), 8) + "  " +
                one_line(failure.title) + ": " + one_line(detail_in_words(failure)) + "\n" +
                std::string(12, ' ') + one_line(failure.consequence) + "\n";
    return text;
}

std::string domain_rows(const DomainScore& domain) {
    const std::string points = domain.score ? fixed_text(*domain.score, 1) + " / 100" : "left out";
    std::string text = "\n" + padded(domain.title, kTitleWidth + kValueWidth + 1) +
                       padded_left(points, kPointsWidth) + "  weight " +
                       fixed_text(100.0 * domain.weight, 0) + " %\n";
    for (const MeasureScore& measure : domain.measures)
        text += "  " + padded(measure.title, kTitleWidth - 2) + " " +
                padded_left(value_in_words(measure), kValueWidth) +
                padded_left(points_in_words(measure), kPointsWidth) + "  " +
                one_line(measure.reason) + "\n";
    return text;
}

std::string reported_rows(const Score& score) {
    std::string line;
    for (const ReportedValue& value : score.reported) {
        line += (line.empty() ? "" : ", ") + reported_in_words(value);
    }
    return line.empty() ? line : "\nWithout points: " + line + "\n";
}

std::string summary(std::span<const Score> scores) {
    std::size_t name_width = 8;
    for (const Score& score : scores)
        name_width = std::max(name_width, width_of(one_line(score.file)));
    std::string text = padded("Attempt", name_width) + "   Score  Verdict\n";
    for (const Score& score : scores)
        text += padded(score.file, name_width) + "  " + padded_left(fixed_text(score.score, 1), 6) +
                "  " + verdict(score) + "\n";
    return text;
}

}  // namespace

std::string table_report(std::span<const Score> scores) {
    std::string text;
    for (const Score& score : scores) {
        text += head(score) + criticals(score);
        for (const DomainScore& domain : score.domains) text += domain_rows(domain);
        text += reported_rows(score) + "\n";
    }
    if (scores.size() > 1) return text + summary(scores);
    if (!text.empty()) text.pop_back();
    return text;
}

}  // namespace dryrun::scoring
