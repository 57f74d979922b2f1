// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A page of its own for a browser or a printer: no script, nothing from elsewhere.
#include <algorithm>

#include "scoring/escape.h"
#include "validation/report.h"

namespace dryrun::validation {
namespace {

using scoring::markup;

constexpr const char* kHead = R"(<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>DryRun against published figures</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>
body { font: 15px/1.4 system-ui, sans-serif; max-width: 80rem; margin: 2rem auto; padding: 0 1rem;
       color: #1d2733; background: #fff; }
h1 { font-size: 1.5rem; margin: 0; } .quiet { color: #5a6675; font-size: 0.85em; }
table { border-collapse: collapse; width: 100%; margin-top: 1rem; }
th, td { text-align: left; padding: 0.35rem 0.6rem; border-bottom: 1px solid #d9dfe6;
         vertical-align: top; }
th { position: sticky; top: 0; background: #fff; }
td.number { white-space: nowrap; font-variant-numeric: tabular-nums; }
.passes { color: #1b6e3c; } .fails { color: #a31621; font-weight: 600; } .reported { color: #5a6675; }
.wanted { fill: #d3e6d9; } .spread { stroke: #5a6675; stroke-width: 1.5; } .found { fill: currentColor; }
tr.fails td { background: #fdf1f1; color: #1d2733; font-weight: normal; }
</style></head><body>
<h1>DryRun against published figures</h1>
)";

std::string cell(const std::string& text, const char* style = nullptr) {
    const std::string open =
        style == nullptr ? "<td>" : "<td class=\"" + std::string(style) + "\">";
    return open + markup(text) + "</td>";
}

std::string with_note(const std::string& text, const std::string& note) {
    const std::string small =
        note.empty() ? "" : "<br><span class=\"quiet\">" + markup(note) + "</span>";
    return "<td>" + markup(text) + small + "</td>";
}

// The tolerance as a bar, and where the measured value lies on or beside it; the bar is half of the
// width, and what is further off stands at the end.
std::string plot(const Outcome& outcome) {
    const Range& range = outcome.what.tolerance;
    const double width = range.high - range.low;
    if (!outcome.measured.value || !(width > 0.0)) return "<td></td>";
    const auto place = [&](double value) {
        return fixed_text(std::clamp(90.0 + 60.0 * (value - range.low) / width, 8.0, 232.0) / 2.0,
                          1);
    };
    std::string text = "<td><svg width=\"120\" height=\"16\" role=\"img\"><title>" +
                       markup(measured_in_words(outcome) + " in " + tolerance_in_words(outcome)) +
                       "</title><rect class=\"wanted\" x=\"" + place(range.low) +
                       "\" y=\"4\" width=\"30\" height=\"8\"/>";
    if (const auto& interval = outcome.measured.interval)
        text += "<line class=\"spread\" x1=\"" + place(interval->low) + "\" x2=\"" +
                place(interval->high) + "\" y1=\"8\" y2=\"8\"/>";
    return text + "<circle class=\"found " + std::string(name_of(outcome.verdict)) + "\" cx=\"" +
           place(*outcome.measured.value) + "\" cy=\"8\" r=\"3.5\"/></svg></td>";
}

std::string row(const Outcome& outcome) {
    const Case& what = outcome.what;
    const std::string verdict(name_of(outcome.verdict));
    const Place& place = what.place;
    std::string text = "<tr class=\"" + verdict + "\">" + cell(what.id) +
                       with_note(what.quantity, what.remark) + cell(what.unit) +
                       cell(what.expected, "number") + cell(tolerance_in_words(outcome), "number") +
                       cell(measured_in_words(outcome), "number") + plot(outcome);
    text += "<td><span class=\"" + verdict + "\">" + verdict + "</span>";
    if (outcome.verdict == Verdict::Fails)
        text += "<br><span class=\"quiet\">" + markup(outcome.reason) + "</span>";
    text += "</td>" + with_note(place.level + "; " + place.lateral, place.direction) +
            with_note(what.posture, what.cohort) + cell(what.source) + "</tr>\n";
    return text;
}

}  // namespace

std::string html_report(std::span<const Outcome> outcomes, int subjects) {
    std::string text = kHead;
    text += "<p>" + markup(count_in_words(count_of(outcomes))) + "; " + std::to_string(subjects) +
            " people of each cohort, drawn by seed. A case passes when its mean lies within the "
            "tolerance, or its 95 % interval touches that where the tolerance says so, and its "
            "standard deviation, where one is published and not excepted, lies within a quarter "
            "of it.</p>\n<table><tr><th>Case</th><th>Quantity</th><th>Unit</th>"
            "<th>Expected</th><th>Tolerance</th><th>Measured</th><th></th><th>Verdict</th>"
            "<th>Where</th><th>Who</th><th>Source</th></tr>\n";
    for (const Outcome& outcome : outcomes) text += row(outcome);
    return text + "</table></body></html>\n";
}

}  // namespace dryrun::validation
