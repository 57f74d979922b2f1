// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// How thick a layer is in one person: published mean by sex, growth with body mass index from the
// value at 22 kg/m², and, for a body with a seed, a normal draw with the published spread, cut at
// two standard deviations.
#include "anatomy/model.h"
#include "core/deterministic_math.h"
#include "core/random.h"

namespace dryrun::anatomy {
namespace {

constexpr double kReferenceBodyMassIndex = 22.0;
constexpr double kMostDeviations = 2.0;
constexpr double kLeastShare = 0.35;  // of its mean: no muscle is absent

}  // namespace

double draw(const BodyParameters& body, const std::string& name) {
    if (!body.seed) return 0.0;
    const RandomStream stream(*body.seed, "anatomy thickness " + name);
    return det::clamp(stream.normal(0), -kMostDeviations, kMostDeviations);
}

double thickness_of(const ThicknessRow& row, const BodyParameters& body, const std::string& name) {
    const bool is_male = body.sex == Sex::Male;
    const double mean = is_male ? row.male : row.female;
    const double sd = is_male ? row.sd_male : row.sd_female;
    const double growth =
        1.0 + row.per_body_mass_index * (body_mass_index(body) - kReferenceBodyMassIndex);
    const double varied = mean + sd * draw(body, name);
    return std::fmax(varied, kLeastShare * mean) * std::fmax(growth, 0.5);
}

double fat_thickness_of(const FatRow& row, const BodyParameters& body) {
    const double bmi = body_mass_index(body);
    const double plus = body.sex == Sex::Female ? row.female_plus : 0.0;
    const double mean = interpolate(row.mean, bmi) + plus;
    // One draw for upper and lower back: who is lean is so all over.
    const double varied = mean + interpolate(row.sd, bmi) * draw(body, "fat");
    return std::fmax(varied, kLeastShare * mean);
}

double diaphragm_descent(const BackModel& model) {
    return model.body.breath_in * model.rows->chest_wall.diaphragm_down * model.scale;
}

double lung_slide(const BackModel& model) {
    return diaphragm_descent(model) * model.rows->chest_wall.lung_edge_with_diaphragm;
}

double upper_share(const BackModel& model, double v) {
    return det::smoothstep(model.lower_below_v, model.upper_above_v, v);
}

}  // namespace dryrun::anatomy
