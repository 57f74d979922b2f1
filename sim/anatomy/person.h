// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// People drawn from a cohort: sex, age, stature, mass and the curves of the spine, from the
// distributions in assets/anatomy/people.json, each with its source. The same cohort and seed are
// always the same person; the person's own variation (BodyParameters::seed) is keyed by it too.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "anatomy/body.h"
#include "core/result.h"

namespace dryrun::anatomy {

struct Spread {
    double mean = 0.0;
    double sd = 0.0;
};

/// What assets/anatomy/people.json says.
struct People {
    std::array<Spread, 2> stature;  ///< by sex
    std::array<Spread, 2> body_mass_index;
    Spread kyphosis_deg;  ///< to the age of 50
    double kyphosis_per_year_after_50_deg = 0.0;
    Spread lordosis_deg;
    double lordosis_with_kyphosis = 0.0;  ///< correlation
};
Result<People> read_people();

/// Who took part in a study. The defaults are those of a source that does not say.
struct Cohort {
    double share_of_men = 0.5;
    Range age_years{20.0, 60.0};            ///< evenly
    std::optional<Spread> body_mass_index;  ///< else that of people of the sex
    Range body_mass_index_within{17.0, 39.0};
    std::optional<Spread> stature;  ///< else that of people of the sex
    Posture posture = Posture::Prone;
};

/// Asks for ranges within those of BodyParameters.
BodyParameters draw_person(const People& people, const Cohort& cohort, std::uint64_t seed);

}  // namespace dryrun::anatomy
