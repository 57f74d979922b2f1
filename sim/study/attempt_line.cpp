// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "study/attempt_line.h"

#include <algorithm>
#include <array>

#include "scoring/report.h"

namespace dryrun::study {
namespace {

constexpr std::array<std::string_view, 35> kCounted = {"twitch",
                                                       "skin_punctured",
                                                       "bleeding",
                                                       "bruise",
                                                       "pneumothorax",
                                                       "nerve_contacted",
                                                       "vessel_punctured",
                                                       "hazard_entered",
                                                       "pleura_warning",
                                                       "unprotected_line",
                                                       "digit_warning",
                                                       "needlestick",
                                                       "needle_stuck",
                                                       "needle_jerked",
                                                       "needle_bent",
                                                       "needle_broken",
                                                       "emergency_began",
                                                       "emergency_unheeded",
                                                       "aftermath",
                                                       "target_reached",
                                                       "needle_passed",
                                                       "stroke_made",
                                                       "needle_redirected",
                                                       "bone_contacted",
                                                       "needle_buckled",
                                                       "tenderness_reported",
                                                       "site_marked",
                                                       "referred_pain_felt",
                                                       "point_responded",
                                                       "patient_moved",
                                                       "fold_slipped",
                                                       "consent_withdrawn",
                                                       "continued_after_stop",
                                                       "room_left",
                                                       "aid_used"};

Json counts_of(std::span<const events::Event> events) {
    Json counts = Json::object();
    for (const std::string_view type : kCounted) counts[std::string(type)] = 0;
    for (const events::Event& event : events) {
        const auto count = counts.find(std::string(events::type_of(event)));
        if (count != counts.end()) *count = count->get<int>() + 1;
    }
    return counts;
}

}  // namespace

std::span<const std::string_view> counted_events() {
    return kCounted;
}

std::string attempt_line(const Description& description, std::size_t number,
                         const scoring::Score& score, std::span<const events::Event> events) {
    // From the score's own JSON, so that every number has the digits that `score` prints.
    const Json scored = scoring::score_json(score);
    const Place place = place_of(description, number);
    const std::string& scenario = description.scenarios[place.scenario].name;
    Json line;
    line["schema"] = kLineSchema;
    line["scenario"] = scenario;
    line["trainee"] = description.trainees[place.trainee].name;
    line["run"] = place.run;
    line["seed"] = seed_of_run(description.seed, scenario, place.run);
    line["score"] = scored["score"];
    line["passed"] = scored["passed"];
    line["critical_failures"] = Json::array();
    for (const Json& failure : scored["critical_failures"])
        line["critical_failures"].push_back(failure["code"]);
    line["domains"] = Json::object();
    line["measures"] = Json::object();
    for (const Json& domain : scored["domains"]) {
        line["domains"][domain["name"].get<std::string>()] = domain["score"];
        for (const Json& measure : domain["measures"])
            line["measures"][measure["name"].get<std::string>()] = measure["value"];
    }
    line["events"] = counts_of(events);
    line["simulated_s"] = scored["simulated_s"];
    line["basis"] = basis_of(description, place.scenario, place.trainee);
    return line.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<AttemptLine> read_attempt_line(std::string_view text, const std::string& place) {
    const Result<Json> json = parse_json(text, place);
    if (!json) return json.error();
    JsonReader reader(*json, place);
    reader.choice("schema", {std::string(kLineSchema)});
    AttemptLine line;
    line.scenario = reader.text("scenario");
    line.trainee = reader.text("trainee");
    line.run = reader.integer("run", 0, kMostRuns - 1);
    line.seed = reader.unsigned_integer("seed");
    line.score = reader.number("score", {0.0, 100.0});
    line.passed = reader.boolean("passed");
    line.critical_failures = reader.texts("critical_failures");
    line.basis = reader.text_or("basis", "");  // of no study that can be told
    if (const Status status = reader.status(); !status) return status.error();
    return line;
}

Result<std::size_t> number_of(const Description& description, const AttemptLine& line,
                              const std::string& place) {
    const auto row = [](const auto& sums, const std::string& name) {
        return static_cast<std::size_t>(
            std::ranges::find(sums, name, [](const auto& sum) { return sum.name; }) - sums.begin());
    };
    const std::size_t scenario = row(description.scenarios, line.scenario);
    const std::size_t trainee = row(description.trainees, line.trainee);
    if (scenario == description.scenarios.size())
        return bad_input(place, "scenario " + line.scenario + " is none of the study's");
    if (trainee == description.trainees.size())
        return bad_input(place, "trainee " + line.trainee + " is none of the study's");
    if (line.run >= description.runs)
        return bad_input(place, "run " + std::to_string(line.run) + " is none of the study's " +
                                    std::to_string(description.runs));
    const std::uint64_t seed = seed_of_run(description.seed, line.scenario, line.run);
    if (line.seed != seed)
        return bad_input(place, "has seed " + std::to_string(line.seed) + ", the study's run " +
                                    std::to_string(line.run) + " has " + std::to_string(seed));
    if (line.basis != basis_of(description, scenario, trainee))
        return bad_input(place,
                         "was played with another version, scenario text, rubric or profile");
    return (scenario * description.trainees.size() + trainee) *
               static_cast<std::size_t>(description.runs) +
           static_cast<std::size_t>(line.run);
}

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        lines.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

}  // namespace dryrun::study
