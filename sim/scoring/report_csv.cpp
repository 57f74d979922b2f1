// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// One row a measure and one a critical failure, so that a class fits in one sheet (RFC 4180).
#include "core/json.h"
#include "scoring/escape.h"
#include "scoring/report_formats.h"

namespace dryrun::scoring {
namespace {

std::string number(const std::optional<double>& value) {
    return value ? number_text(*value) : std::string();
}

std::string ids(const std::vector<std::int64_t>& events) {
    std::string text;
    for (const std::int64_t id : events) text += (text.empty() ? "" : " ") + std::to_string(id);
    return text;
}

std::string attempt_cells(const Score& score) {
    return csv_text(score.file) + "," + csv_text(score.scenario) + "," +
           csv_text(score.attempt_sha256) + "," + csv_text(score.rubric_name) + "," +
           csv_text(score.rubric_version) + "," + number_text(score.score) + "," +
           (score.passed ? "true" : "false");
}

}  // namespace

std::string csv_report(std::span<const Score> scores) {
    std::string text =
        "file,scenario,attempt_sha256,rubric,rubric_version,score,passed,kind,domain,name,value,"
        "unit,points,max_points,tick,events,reason\r\n";
    for (const Score& score : scores) {
        const std::string attempt = attempt_cells(score);
        for (const CriticalFailure& failure : score.critical_failures)
            text += attempt + ",critical_failure,," + csv_text(failure.code) + ",,,,," +
                    std::to_string(failure.tick) + "," + std::to_string(failure.event) + "," +
                    csv_text(detail_in_words(failure)) + "\r\n";
        for (const DomainScore& domain : score.domains)
            for (const MeasureScore& measure : domain.measures)
                text += attempt + ",measure," + csv_text(domain.name) + "," +
                        csv_text(measure.name) + "," + number(measure.value) + "," +
                        csv_text(measure.unit) + "," + number(measure.points) + "," +
                        number_text(measure.max_points) + ",," + ids(measure.events) + "," +
                        csv_text(measure.reason) + "\r\n";
    }
    return text;
}

}  // namespace dryrun::scoring
