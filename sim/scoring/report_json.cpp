// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "scoring/report.h"
#include "scoring/report_formats.h"

namespace dryrun::scoring {
namespace {

// Six decimals are finer than anything measured here.
Json number(double value) {
    const double rounded = std::floor(value * 1e6 + 0.5) / 1e6;
    return std::isfinite(rounded) ? Json(rounded + 0.0) : Json(value);
}
Json number(const std::optional<double>& value) {
    return value && std::isfinite(*value) ? number(*value) : Json(nullptr);
}

Json measure_json(const MeasureScore& measure) {
    Json json;
    json["name"] = measure.name;
    json["value"] = number(measure.value);
    json["unit"] = measure.unit;
    json["points"] = number(measure.points);
    json["max_points"] = number(measure.max_points);
    json["events"] = measure.events;
    json["reason"] = measure.reason;
    return json;
}

Json domain_json(const DomainScore& domain) {
    Json json;
    json["name"] = domain.name;
    json["score"] = number(domain.score);
    json["weight"] = domain.weight;
    json["measures"] = Json::array();
    for (const MeasureScore& measure : domain.measures)
        json["measures"].push_back(measure_json(measure));
    return json;
}

std::string text_of(const Json& json, int indent) {
    return json.dump(indent, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

Json score_json(const Score& score) {
    Json json;
    json["schema"] = "dryrun.score/1";
    json["file"] = score.file;
    json["scenario"] = score.scenario;
    json["attempt_sha256"] = score.attempt_sha256;
    json["score"] = number(score.score);
    json["passed"] = score.passed;
    json["pass_mark"]["value"] = number(score.pass_mark.value);
    json["pass_mark"]["status"] = score.pass_mark.status;
    json["pass_mark"]["method"] =
        score.pass_mark.method ? Json(*score.pass_mark.method) : Json(nullptr);
    json["rubric"]["name"] = score.rubric_name;
    json["rubric"]["version"] = score.rubric_version;
    json["rubric"]["sha256"] = score.rubric_sha256;
    json["aids"]["see_through_s"] = number(score.aids.see_through_s);
    json["aids"]["hints"] = score.aids.hints;
    json["simulated_s"] = number(score.simulated_s);
    json["complete"] = score.is_complete;
    json["critical_failures"] = Json::array();
    for (const CriticalFailure& failure : score.critical_failures) {
        Json one;
        one["code"] = failure.code;
        one["tick"] = failure.tick;
        one["event"] = failure.event;
        one["times"] = failure.times;
        one["detail"] = failure.detail;
        json["critical_failures"].push_back(one);
    }
    json["domains"] = Json::array();
    for (const DomainScore& domain : score.domains) json["domains"].push_back(domain_json(domain));
    json["reported"] = Json::array();
    for (const ReportedValue& value : score.reported)
        json["reported"].push_back(
            {{"name", value.name}, {"value", number(value.value)}, {"unit", value.unit}});
    return json;
}

std::string json_report(std::span<const Score> scores, bool is_list) {
    if (!is_list && scores.size() == 1) return text_of(score_json(scores[0]), 2);
    Json list = Json::array();
    for (const Score& score : scores) list.push_back(score_json(score));
    return text_of(list, 2);
}

std::string json_lines_report(std::span<const Score> scores) {
    std::string lines;
    for (const Score& score : scores) lines += text_of(score_json(score), -1);
    return lines;
}

}  // namespace dryrun::scoring
