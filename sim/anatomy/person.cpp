// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "anatomy/person.h"

#include <cmath>
#include <string>

#include "anatomy/table_rows.h"
#include "core/deterministic_math.h"
#include "core/file.h"
#include "core/random.h"

namespace dryrun::anatomy {
namespace {

constexpr double kMostDeviations = 2.5;

Spread read_spread(JsonReader& parent, std::string_view key, Range range) {
    JsonReader row = parent.object(key);
    const Spread spread{row.number("mean", range), row.number("sd", {0.0, 500.0})};
    read_source(row);
    row.finish();
    return spread;
}

double held(double value, const Range& range) {
    return det::clamp(value, range.low, range.high);
}

// A normal number within the range: the first draw that lies there, else an even one.
double draw_within(const RandomStream& stream, std::uint64_t index, const Spread& spread,
                   const Range& range) {
    constexpr std::uint64_t kTries = 40;
    for (std::uint64_t attempt = 0; attempt < kTries; ++attempt) {
        const double z = stream.normal(attempt, index);
        const double value = spread.mean + spread.sd * z;
        if (std::fabs(z) <= kMostDeviations && value >= range.low && value <= range.high)
            return value;
    }
    return range.low + (range.high - range.low) * stream.uniform(kTries, index);
}

}  // namespace

Result<People> read_people() {
    const std::string path = (assets_folder() / "anatomy" / "people.json").string();
    const auto file = read_json_file(path);
    if (!file.ok()) return file.error();
    JsonReader top(*file, path);
    People people;
    top.choice("schema", {"dryrun.people/1"});
    top.text("about");
    std::size_t sexes = 0;
    for (JsonReader& row : top.list("sexes")) {
        const bool is_male = row.choice("sex", {"male", "female"}) == "male";
        const auto sex = static_cast<std::size_t>(is_male ? Sex::Male : Sex::Female);
        people.stature[sex] = read_spread(row, "stature_mm", {1450.0, 2000.0});
        people.body_mass_index[sex] = read_spread(row, "body_mass_index", {16.0, 40.0});
        row.finish();
        ++sexes;
    }
    if (sexes != people.stature.size()) top.fail("sexes", "wanted a row for each");
    people.kyphosis_deg = read_spread(top, "kyphosis_deg", {20.0, 70.0});
    people.kyphosis_per_year_after_50_deg =
        read_sourced(top, "kyphosis_per_year_after_50_deg", {0.0, 2.0});
    people.lordosis_deg = read_spread(top, "lordosis_deg", {20.0, 80.0});
    people.lordosis_with_kyphosis = read_sourced(top, "lordosis_with_kyphosis", {-1.0, 1.0});
    top.finish();
    if (!top.status().ok()) return top.status().error();
    return people;
}

BodyParameters draw_person(const People& people, const Cohort& cohort, std::uint64_t seed) {
    enum : std::uint64_t { kSex, kAge, kStature, kBodyMassIndex, kKyphosis, kLordosis };
    const RandomStream stream(seed, "person");
    BodyParameters person;
    person.seed = seed;
    person.posture = cohort.posture;
    person.sex = stream.uniform(0, kSex) < cohort.share_of_men ? Sex::Male : Sex::Female;
    const auto sex = static_cast<std::size_t>(person.sex);
    const Range& age = cohort.age_years;
    person.age_years = age.low + (age.high - age.low) * stream.uniform(0, kAge);
    person.stature = draw_within(stream, kStature, cohort.stature.value_or(people.stature[sex]),
                                 {1450.0, 2000.0});
    const double bmi = draw_within(stream, kBodyMassIndex,
                                   cohort.body_mass_index.value_or(people.body_mass_index[sex]),
                                   cohort.body_mass_index_within);
    person.mass_kg = bmi * person.stature * person.stature * 1e-6;

    const double round = det::clamp(stream.normal(0, kKyphosis), -kMostDeviations, kMostDeviations);
    const double own = det::clamp(stream.normal(0, kLordosis), -kMostDeviations, kMostDeviations);
    const double r = people.lordosis_with_kyphosis;
    const double aged =
        people.kyphosis_per_year_after_50_deg * std::fmax(0.0, person.age_years - 50.0);
    person.kyphosis_deg =
        held(people.kyphosis_deg.mean + people.kyphosis_deg.sd * round + aged, {20.0, 70.0});
    person.lordosis_deg =
        held(people.lordosis_deg.mean +
                 people.lordosis_deg.sd * (r * round + std::sqrt(1.0 - r * r) * own),
             {20.0, 80.0});
    return person;
}

}  // namespace dryrun::anatomy
