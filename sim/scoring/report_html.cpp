// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A page of its own for a browser or a printer: no script, nothing from elsewhere.
#include "core/json.h"
#include "scoring/escape.h"
#include "scoring/report_formats.h"

namespace dryrun::scoring {
namespace {

constexpr const char* kHead = R"(<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>DryRun scores</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>
body { font: 16px/1.45 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem;
       color: #1d2733; background: #fff; }
article { margin-bottom: 3rem; page-break-after: always; }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.1rem; margin: 1.6rem 0 0.3rem; }
.score { font-size: 2.2rem; font-weight: 600; } .quiet { color: #5a6675; }
.passed { color: #1b6e3c; } .failed { color: #a31621; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: 0.3rem 0.6rem; border-bottom: 1px solid #d9dfe6;
         vertical-align: top; }
td.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.critical { border-left: 4px solid #a31621; padding: 0.3rem 1rem; background: #fdf1f1; }
tr.low td { background: #fff6e0; }
</style></head><body>
)";

std::string tag(const char* name, const std::string& text, const char* style = nullptr) {
    const std::string open = style == nullptr
                                 ? "<" + std::string(name) + ">"
                                 : "<" + std::string(name) + " class=\"" + style + "\">";
    return open + markup(text) + "</" + name + ">";
}

std::string criticals(const Score& score) {
    std::string text;
    for (const CriticalFailure& failure : score.critical_failures)
        text += "<div class=\"critical\">" + tag("strong", failure.title) + " " +
                markup("at " + tick_in_words(failure.tick) + ": " + detail_in_words(failure)) +
                "<br>" + markup(failure.consequence) + "</div>\n";
    return text;
}

std::string domain_table(const DomainScore& domain) {
    std::string text = "<h2>" + markup(domain.title) + " " +
                       tag("span",
                           (domain.score ? fixed_text(*domain.score, 1) + " of 100" : "left out") +
                               ", weight " + fixed_text(100.0 * domain.weight, 0) + " %",
                           "quiet") +
                       "</h2>\n<table><tr><th>Measure</th><th>Value</th><th>Points</th>"
                       "<th>Why</th></tr>\n";
    for (const MeasureScore& measure : domain.measures) {
        const bool is_low = measure.points && *measure.points < 0.5 * measure.max_points;
        text += std::string(is_low ? "<tr class=\"low\">" : "<tr>") + tag("td", measure.title) +
                tag("td", value_in_words(measure), "number") +
                tag("td", points_in_words(measure), "number") + tag("td", measure.reason) +
                "</tr>\n";
    }
    return text + "</table>\n";
}

std::string article(const Score& score) {
    std::string text = "<article>\n" + tag("h1", score.scenario) + "\n<p>" +
                       tag("span", fixed_text(score.score, 1), "score") + " of 100, " +
                       tag("strong", verdict(score), score.passed ? "passed" : "failed") + " " +
                       tag("span", "(" + pass_mark_in_words(score.pass_mark) + ")", "quiet") +
                       "</p>\n" + criticals(score);
    for (const DomainScore& domain : score.domains) text += domain_table(domain);
    text += "<h2>Without points</h2>\n<table>\n";
    for (const ReportedValue& value : score.reported)
        text += "<tr>" + tag("td", value.title) +
                tag("td", fixed_text(value.value, value.unit == "count" ? 0 : 2), "number") +
                tag("td", value.unit) + "</tr>\n";
    text += "<tr>" + tag("td", "See-through view") +
            tag("td", fixed_text(score.aids.see_through_s, 1), "number") + tag("td", "s") +
            "</tr>\n<tr>" + tag("td", "Hints") +
            tag("td", std::to_string(score.aids.hints), "number") + tag("td", "count") + "</tr>\n";
    text += "</table>\n";
    std::string small =
        "Attempt " + score.attempt_sha256 + ", " + fixed_text(score.simulated_s, 1) +
        " s simulated" + (score.is_complete ? "" : ", not complete") + ". Rubric " +
        score.rubric_name + " " + score.rubric_version + ", " + score.rubric_sha256 +
        ". The score says what this rubric measured in the simulator, nothing else.";
    if (!score.file.empty()) small = score.file + ". " + small;
    return text + tag("p", small, "quiet") + "\n</article>\n";
}

}  // namespace

std::string html_report(std::span<const Score> scores) {
    std::string text = kHead;
    for (const Score& score : scores) text += article(score);
    return text + "</body></html>\n";
}

}  // namespace dryrun::scoring
