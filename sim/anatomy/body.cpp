// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Ranges are those the atlas is tested in: adults, thin to obese class II (WHO 2000), thoracic and
// lumbar curves beyond which a back is a deformity rather than a posture.
#include "anatomy/body.h"

#include <array>
#include <utility>
#include <vector>

namespace dryrun::anatomy {
namespace {

constexpr Range kStature{1450.0, 2000.0};
constexpr Range kMass_kg{20.0, 200.0};
constexpr Range kBodyMassIndex{16.0, 40.0};
constexpr Range kAge_years{18.0, 90.0};
constexpr Range kKyphosis_deg{20.0, 70.0};
constexpr Range kLordosis_deg{20.0, 80.0};
constexpr Range kMuscleBulk{0.7, 1.4};
constexpr Range kNeckFlexion_deg{-15.0, 40.0};
constexpr Range kBreathIn{0.0, 1.0};

constexpr std::array<std::pair<Sex, std::string_view>, 2> kSexes = {{
    {Sex::Male, "male"},
    {Sex::Female, "female"},
}};

constexpr std::array<std::pair<Posture, std::string_view>, kEveryPosture.size()> kPostures = {{
    {Posture::Standing, "standing"},
    {Posture::Prone, "prone"},
    {Posture::ProneHandBehindBack, "prone-hand-behind-back"},
    {Posture::ProneArmHanging, "prone-arm-hanging"},
    {Posture::SideLyingLeft, "side-lying-left"},
    {Posture::SideLyingRight, "side-lying-right"},
    {Posture::ProneArmsBySide, "prone-arms-by-side"},
    {Posture::ProneArmOverhead, "prone-arm-overhead"},
}};

constexpr std::array<std::pair<Support, std::string_view>, kEverySupport.size()> kSupports = {{
    {Support::None, "none"},
    {Support::BellyPillow, "belly-pillow"},
    {Support::ShoulderBolster, "shoulder-bolster"},
}};

template <class Names>
std::vector<std::string> names_in(const Names& names) {
    std::vector<std::string> list;
    for (const auto& [value, name] : names) list.emplace_back(name);
    return list;
}

template <class Names, class Value>
std::string_view name_in(const Names& names, Value wanted) {
    for (const auto& [value, name] : names) {
        if (value == wanted) return name;
    }
    DRYRUN_ASSERT(false);
}

// Reads one of the names; the first where the value is wrong, which the reader has then reported.
template <class Value, std::size_t kCount>
Value read_choice(JsonReader& reader, std::string_view key,
                  const std::array<std::pair<Value, std::string_view>, kCount>& names) {
    const std::string text = reader.choice(key, names_in(names));
    for (const auto& [value, name] : names) {
        if (name == text) return value;
    }
    return names.front().first;
}

bool is_within(const Range& range, double value) {
    return value >= range.low && value <= range.high;  // false for NaN
}

std::string range_text(const Range& range) {
    return number_text(range.low) + " to " + number_text(range.high);
}

}  // namespace

std::string_view name_of(Sex sex) {
    return name_in(kSexes, sex);
}

std::string_view name_of(Posture posture) {
    return name_in(kPostures, posture);
}

std::string_view name_of(Support support) {
    return name_in(kSupports, support);
}

BodyParameters read_body(JsonReader& reader) {
    BodyParameters body;
    body.stature = reader.number_or("stature_mm", body.stature, kStature);
    body.mass_kg = reader.number_or("mass_kg", body.mass_kg, kMass_kg);
    if (reader.has("sex")) body.sex = read_choice(reader, "sex", kSexes);
    body.age_years = reader.number_or("age", body.age_years, kAge_years);
    body.kyphosis_deg = reader.number_or("kyphosis_deg", body.kyphosis_deg, kKyphosis_deg);
    body.lordosis_deg = reader.number_or("lordosis_deg", body.lordosis_deg, kLordosis_deg);
    body.muscle_bulk = reader.number_or("muscle_bulk", body.muscle_bulk, kMuscleBulk);
    if (reader.has("posture")) body.posture = read_choice(reader, "posture", kPostures);
    if (reader.has("support")) body.support = read_choice(reader, "support", kSupports);
    body.neck_flexion_deg =
        reader.number_or("neck_flexion_deg", body.neck_flexion_deg, kNeckFlexion_deg);
    body.breath_in = reader.number_or("breath_in", body.breath_in, kBreathIn);
    if (reader.has("seed")) body.seed = reader.unsigned_integer("seed");
    const double index = body_mass_index(body);
    if (!is_within(kBodyMassIndex, index)) {
        reader.fail("mass_kg", "makes a BMI of " + fixed_text(index, 1) + ", outside " +
                                   range_text(kBodyMassIndex));
    }
    return body;
}

Json to_json(const BodyParameters& body) {
    Json json;
    json["stature_mm"] = body.stature;
    json["mass_kg"] = body.mass_kg;
    json["sex"] = name_of(body.sex);
    json["age"] = body.age_years;
    json["kyphosis_deg"] = body.kyphosis_deg;
    json["lordosis_deg"] = body.lordosis_deg;
    json["muscle_bulk"] = body.muscle_bulk;
    json["posture"] = name_of(body.posture);
    json["support"] = name_of(body.support);
    json["neck_flexion_deg"] = body.neck_flexion_deg;
    json["breath_in"] = body.breath_in;
    if (body.seed) json["seed"] = *body.seed;
    return json;
}

Status check_body(const BodyParameters& body, const std::string& place) {
    struct Check {
        std::string_view key;
        double value;
        Range range;
    };
    const std::array<Check, 9> checks = {{
        {"stature_mm", body.stature, kStature},
        {"mass_kg", body.mass_kg, kMass_kg},
        {"age", body.age_years, kAge_years},
        {"kyphosis_deg", body.kyphosis_deg, kKyphosis_deg},
        {"lordosis_deg", body.lordosis_deg, kLordosis_deg},
        {"muscle_bulk", body.muscle_bulk, kMuscleBulk},
        {"neck_flexion_deg", body.neck_flexion_deg, kNeckFlexion_deg},
        {"breath_in", body.breath_in, kBreathIn},
        {"BMI of mass_kg", body_mass_index(body), kBodyMassIndex},
    }};
    for (const auto& check : checks) {
        if (is_within(check.range, check.value)) continue;
        return bad_input(place, std::string(check.key) + ": " + number_text(check.value) +
                                    " is outside " + range_text(check.range));
    }
    return {};
}

}  // namespace dryrun::anatomy
