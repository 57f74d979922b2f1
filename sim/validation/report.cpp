// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "validation/report.h"

#include <algorithm>
#include <cmath>

#include "core/json.h"
#include "scoring/escape.h"

namespace dryrun::validation {
namespace {

// Figures of mechanics come to any size.
bool is_mechanics(const Case& what) {
    return what.id.starts_with("mechanics.");
}

// They need more than one digit of a percentage.
bool are_rare_events(const Case& what) {
    return what.unit == "%" && what.tolerance.high < 1.0;
}

int digits_for(const Case& what) {
    if (are_rare_events(what)) return 3;
    return what.unit == "%" || what.unit == "mm" ? 1 : 2;
}

// Without zeros at the end of a fraction.
std::string short_number(double value, int digits) {
    std::string text = fixed_text(value, digits);
    while (text.ends_with("0")) text.pop_back();
    if (text.ends_with(".")) text.pop_back();
    return text;
}

// "11 to 13", "at least 90" where the other end is that of a percentage.
std::string range_in_words(const Case& what, const Range& range) {
    if (is_mechanics(what))
        return significant_text(range.low) + " to " + significant_text(range.high);
    const auto number = [digits = digits_for(what)](double value) {
        return short_number(value, digits);
    };
    const bool is_share = what.unit == "%";
    if (is_share && range.low <= 0.0) return "≤ " + number(range.high);
    if (is_share && range.high >= 100.0) return "≥ " + number(range.low);
    return number(range.low) + "–" + number(range.high);
}

Json json_or_null(const std::optional<double>& value) {
    return value ? Json(*value) : Json(nullptr);
}

Json json_of(const Range& range) {
    return {{"low", range.low}, {"high", range.high}};
}

Json json_of(const Outcome& outcome) {
    const Case& what = outcome.what;
    const Measured& measured = outcome.measured;
    Json sd = nullptr;
    if (what.expected_sd) {
        sd = json_of(sd_tolerance(what));
        sd["expected"] = *what.expected_sd;
    }
    return {{"id", what.id},
            {"quantity", what.quantity},
            {"unit", what.unit},
            {"expected", what.expected},
            {"tolerance", json_of(what.tolerance)},
            {"judged_by", goes_by_interval(what, measured) ? "interval" : "value"},
            {"sd_tolerance", sd},
            {"measured", json_or_null(measured.value)},
            {"measured_sd", json_or_null(measured.sd)},
            {"interval_95", measured.interval ? json_of(*measured.interval) : Json(nullptr)},
            {"people", measured.people},
            {"without", measured.without},
            {"is_gate", what.is_gate},
            {"verdict", name_of(outcome.verdict)},
            {"reason", outcome.reason},
            {"source", what.source},
            {"level", what.place.level},
            {"lateral", what.place.lateral},
            {"direction", what.place.direction},
            {"posture", what.posture},
            {"cohort", what.cohort},
            {"remark", what.remark}};
}

std::string json_report(std::span<const Outcome> outcomes, int subjects) {
    const Count count = count_of(outcomes);
    Json cases = Json::array();
    for (const Outcome& outcome : outcomes) cases.push_back(json_of(outcome));
    const Json whole = {{"schema", "dryrun.validate/1"}, {"subjects", subjects},
                        {"passes", count.passes},        {"fails", count.fails},
                        {"reported", count.reported},    {"cases", std::move(cases)}};
    return whole.dump(2) + "\n";
}

std::string short_id(const std::string& id) {
    return id.starts_with("clinical.") ? id.substr(9) : id;
}

std::string table_report(std::span<const Outcome> outcomes, int subjects) {
    std::vector<std::vector<std::string>> rows{
        {"case", "quantity", "unit", "expected", "tolerance", "measured", "verdict", "source"}};
    for (const Outcome& outcome : outcomes) {
        const Case& what = outcome.what;
        rows.push_back({short_id(what.id), what.quantity, what.unit, what.expected,
                        tolerance_in_words(outcome), measured_in_words(outcome),
                        std::string(name_of(outcome.verdict)), what.source});
    }
    std::vector<std::size_t> widths(rows.front().size(), 0);
    for (const auto& row : rows)
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], scoring::width_of(row[i]));
    std::string text;
    for (const auto& row : rows) {
        for (std::size_t i = 0; i + 1 < row.size(); ++i)
            text += scoring::padded(row[i], widths[i]) + "  ";
        text += row.back() + "\n";
    }
    text += "\n" + count_in_words(count_of(outcomes)) + "; " + std::to_string(subjects) +
            " people of each cohort\n";
    for (const Outcome& outcome : outcomes) {
        if (outcome.verdict == Verdict::Fails)
            text += "fails: " + short_id(outcome.what.id) + " " + outcome.what.quantity + ": " +
                    outcome.reason + "\n";
    }
    return text;
}

std::string markdown_report(std::span<const Outcome> outcomes, int subjects) {
    std::string text =
        "| case | quantity, unit | expected | tolerance | measured | | level | lateral offset | "
        "direction | posture | cohort | source |\n"
        "|---|---|---|---|---|---|---|---|---|---|---|---|\n";
    for (const Outcome& outcome : outcomes) {
        const Case& what = outcome.what;
        const bool fails = outcome.verdict == Verdict::Fails;
        const std::string verdict =
            fails ? "**fails**: " + outcome.reason : std::string(name_of(outcome.verdict));
        std::string source = what.source;
        if (!what.remark.empty()) source += "; " + what.remark;
        text += "| " + short_id(what.id) + " | " + what.quantity + ", " + what.unit + " | " +
                what.expected + " | " + tolerance_in_words(outcome) + " | " +
                measured_in_words(outcome) + " | " + verdict + " | " + what.place.level + " | " +
                what.place.lateral + " | " + what.place.direction + " | " + what.posture + " | " +
                what.cohort + " | " + source + " |\n";
    }
    return text + "\n" + count_in_words(count_of(outcomes)) + "; " + std::to_string(subjects) +
           " people of each cohort.\n";
}

}  // namespace

std::vector<std::string> report_formats() {
    return {"table", "html", "json", "markdown"};
}

std::string report(std::span<const Outcome> outcomes, std::string_view format, int subjects) {
    if (format == "json") return json_report(outcomes, subjects);
    if (format == "html") return html_report(outcomes, subjects);
    if (format == "markdown") return markdown_report(outcomes, subjects);
    return table_report(outcomes, subjects);
}

Count count_of(std::span<const Outcome> outcomes) {
    Count count;
    for (const Outcome& outcome : outcomes) {
        if (outcome.verdict == Verdict::Passes) ++count.passes;
        if (outcome.verdict == Verdict::Fails) ++count.fails;
        if (outcome.verdict == Verdict::Reported) ++count.reported;
    }
    return count;
}

std::string tolerance_in_words(const Outcome& outcome) {
    const Case& what = outcome.what;
    std::string words = range_in_words(what, what.tolerance);
    if (goes_by_interval(what, outcome.measured)) words += ", by the interval";
    if (!what.expected_sd) return words;
    const Range sd = sd_tolerance(what);
    return words + "; SD " + fixed_text(sd.low, 1) + "–" + fixed_text(sd.high, 1);
}

std::string measured_in_words(const Outcome& outcome) {
    const Measured& measured = outcome.measured;
    if (!measured.value) return "none";
    if (is_mechanics(outcome.what)) return significant_text(*measured.value);
    const int digits = digits_for(outcome.what);
    std::string words = fixed_text(*measured.value, digits);
    if (measured.sd) words += " ± " + fixed_text(*measured.sd, digits);
    if (measured.interval)
        words += " (" + fixed_text(measured.interval->low, digits) + "–" +
                 fixed_text(measured.interval->high, digits) + ")";
    if (measured.without > 0) words += ", none in " + std::to_string(measured.without);
    return words;
}

std::string count_in_words(const Count& count) {
    return std::to_string(count.passes) + " pass, " + std::to_string(count.fails) + " fail, " +
           std::to_string(count.reported) + " only reported";
}

}  // namespace dryrun::validation
