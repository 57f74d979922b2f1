// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "study/description.h"

#include <algorithm>

#include "core/hash.h"
#include "core/random.h"

namespace dryrun::study {
namespace {

constexpr std::size_t kBasisDigits = 16;

template <class Sum>
std::string names_of(const std::vector<Sum>& sums) {
    std::string names;
    for (const Sum& sum : sums) names += (names.empty() ? "" : ", ") + sum.name;
    return names;
}

// Trainees and scenarios stand in files sorted, so that equal sets are equal lists.
template <class Sum>
void check_order(JsonReader& reader, const char* key, const std::vector<Sum>& sums) {
    if (sums.empty()) reader.fail(key, "is empty");
    const auto out_of_order = std::adjacent_find(
        sums.begin(), sums.end(), [](const Sum& a, const Sum& b) { return a.name >= b.name; });
    if (out_of_order != sums.end())
        reader.fail(key, "\"" + out_of_order->name + "\" is out of order or stands twice");
}

}  // namespace

std::size_t attempts_of(const Description& description) {
    return description.scenarios.size() * description.trainees.size() *
           static_cast<std::size_t>(description.runs);
}

Place place_of(const Description& description, std::size_t number) {
    const auto runs = static_cast<std::size_t>(description.runs);
    const std::size_t row = number / runs;
    return {row / description.trainees.size(), row % description.trainees.size(),
            static_cast<std::int64_t>(number % runs)};
}

std::size_t attempts_of(const Description& description, const Shard& shard) {
    const std::size_t all = attempts_of(description);
    const auto number = static_cast<std::size_t>(shard.number);
    return all < number ? 0 : (all - number) / static_cast<std::size_t>(shard.of) + 1;
}

std::size_t number_in(const Shard& shard, std::size_t nth) {
    return static_cast<std::size_t>(shard.number - 1) + nth * static_cast<std::size_t>(shard.of);
}

std::uint64_t seed_of_run(std::uint64_t study_seed, const std::string& scenario, std::int64_t run) {
    return RandomStream(study_seed, "study " + scenario).bits(static_cast<std::uint64_t>(run)) >>
           16;
}

std::string basis_of(const Description& description, std::size_t scenario, std::size_t trainee) {
    const ScenarioSum& what = description.scenarios[scenario];
    const Json parts = {description.program,     description.model_version,
                        description.data_sha256, what.sha256,
                        what.rubric_sha256,      description.trainees[trainee].sha256};
    return sha256_hex(parts.dump()).substr(0, kBasisDigits);
}

Json to_json(const Description& description) {
    Json json;
    json["program"] = description.program;
    json["model_version"] = description.model_version;
    json["data_sha256"] = description.data_sha256;
    json["seed"] = description.seed;
    json["runs"] = description.runs;
    json["scenarios"] = Json::array();
    for (const ScenarioSum& one : description.scenarios)
        json["scenarios"].push_back({{"name", one.name},
                                     {"sha256", one.sha256},
                                     {"rubric", one.rubric},
                                     {"rubric_sha256", one.rubric_sha256}});
    json["trainees"] = Json::array();
    for (const TraineeSum& one : description.trainees)
        json["trainees"].push_back({{"name", one.name}, {"sha256", one.sha256}});
    return json;
}

Description read_description(JsonReader& reader) {
    Description description;
    description.program = reader.text("program");
    description.model_version = static_cast<int>(reader.integer("model_version", 0, 1'000'000));
    description.data_sha256 = reader.text("data_sha256");
    description.seed = reader.unsigned_integer("seed");
    description.runs = reader.integer("runs", 1, kMostRuns);
    for (JsonReader& one : reader.list("scenarios")) {
        description.scenarios.push_back(
            {one.text("name"), one.text("sha256"), one.text("rubric"), one.text("rubric_sha256")});
        one.finish();
    }
    for (JsonReader& one : reader.list("trainees")) {
        description.trainees.push_back({one.text("name"), one.text("sha256")});
        one.finish();
    }
    check_order(reader, "scenarios", description.scenarios);
    check_order(reader, "trainees", description.trainees);
    return description;
}

std::string difference(const Description& in_file, const Description& other,
                       const std::string& of_other) {
    const auto differs = [&](const std::string& what, const std::string& a, const std::string& b) {
        return what + " " + a + ", " + of_other + " " + b;
    };
    if (in_file.model_version != other.model_version)
        return differs("model version", std::to_string(in_file.model_version),
                       std::to_string(other.model_version));
    if (in_file.program != other.program)
        return differs("program version", in_file.program, other.program);
    if (in_file.data_sha256 != other.data_sha256)
        return "other tables of body, tissue, needles or patient than " + of_other;
    if (in_file.seed != other.seed)
        return differs("seed", std::to_string(in_file.seed), std::to_string(other.seed));
    if (in_file.runs != other.runs)
        return differs("runs", std::to_string(in_file.runs), std::to_string(other.runs));
    if (names_of(in_file.scenarios) != names_of(other.scenarios))
        return differs("scenarios", names_of(in_file.scenarios), names_of(other.scenarios));
    if (names_of(in_file.trainees) != names_of(other.trainees))
        return differs("trainees", names_of(in_file.trainees), names_of(other.trainees));
    for (std::size_t i = 0; i < in_file.scenarios.size(); ++i) {
        if (in_file.scenarios[i].sha256 != other.scenarios[i].sha256)
            return "another text of scenario " + in_file.scenarios[i].name + " than " + of_other;
        if (in_file.scenarios[i] != other.scenarios[i])
            return "another rubric for scenario " + in_file.scenarios[i].name + " than " + of_other;
    }
    for (std::size_t i = 0; i < in_file.trainees.size(); ++i)
        if (in_file.trainees[i] != other.trainees[i])
            return "another profile of trainee " + in_file.trainees[i].name + " than " + of_other;
    return {};
}

}  // namespace dryrun::study
