// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "scoring/report.h"

#include "scoring/report_formats.h"

namespace dryrun::scoring {

const std::vector<std::string>& report_formats() {
    static const std::vector<std::string> kFormats = {"table", "json",  "jsonl",
                                                      "csv",   "junit", "html"};
    return kFormats;
}

std::string report(std::span<const Score> scores, const std::string& format, bool is_list) {
    if (format == "table") return table_report(scores);
    if (format == "json") return json_report(scores, is_list);
    if (format == "jsonl") return json_lines_report(scores);
    if (format == "csv") return csv_report(scores);
    if (format == "junit") return junit_report(scores);
    DRYRUN_ASSERT(format == "html");
    return html_report(scores);
}

std::string reported_in_words(const ReportedValue& value) {
    const int digits = value.unit == "count" ? 0 : value.unit == "s" ? 1 : 2;
    const bool has_unit = value.unit == "s" || value.unit == "N";
    return value.title + " " + fixed_text(value.value, digits) + (has_unit ? " " + value.unit : "");
}

std::string value_in_words(const MeasureScore& measure) {
    if (!measure.value) return "–";
    if (measure.unit == "bool") return *measure.value > 0.5 ? "yes" : "no";
    if (measure.unit == "count") return fixed_text(*measure.value, 0);
    if (measure.unit == "%") return fixed_text(*measure.value, 0) + " %";
    if (measure.unit == "share" || measure.unit == "probability" || measure.unit == "ratio")
        return fixed_text(*measure.value, 2);
    if (measure.unit == "deg") return fixed_text(*measure.value, 1) + "°";
    return fixed_text(*measure.value, 1) + " " + measure.unit;
}

std::string points_in_words(const MeasureScore& measure) {
    if (!measure.points) return "left out";
    return fixed_text(*measure.points, 1) + " / " + fixed_text(measure.max_points, 0);
}

std::string verdict(const Score& score) {
    if (!score.critical_failures.empty()) return "not passed: critical failure";
    return score.passed ? "passed" : "not passed";
}

std::string detail_in_words(const CriticalFailure& failure) {
    if (failure.times == 1) return failure.detail;
    return failure.detail + " (first of " + std::to_string(failure.times) + " times)";
}

std::string pass_mark_in_words(const PassMark& mark) {
    std::string text = "pass mark " + number_text(mark.value) + ", " + mark.status;
    return mark.method ? text + " (" + *mark.method + ")" : text;
}

std::string tick_in_words(std::int64_t tick) {
    return fixed_text(static_cast<double>(tick) / events::kTicksPerSecond, 1) + " s";
}

}  // namespace dryrun::scoring
