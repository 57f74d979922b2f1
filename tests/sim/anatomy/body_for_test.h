// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Bodies for the tests of the atlas: the reference body, and a stranger drawn from the population.
#pragma once

#include <gtest/gtest.h>

#include <memory>

#include "anatomy/atlas.h"
#include "core/deterministic_math.h"
#include "core/random.h"

namespace dryrun::anatomy {

inline std::shared_ptr<const Atlas> make_atlas(const BodyParameters& body = {}) {
    const auto atlas = Atlas::make(body);
    EXPECT_TRUE(atlas.ok()) << atlas.error().text();
    return *atlas;
}

/// Stature by sex (1750 ± 70, 1620 ± 65 mm) and kyphosis 45 ± 8° at a given body mass index.
inline BodyParameters stranger(std::uint64_t number, Sex sex, double bmi) {
    const RandomStream random(number, "stranger");
    BodyParameters body;
    body.sex = sex;
    const bool is_male = sex == Sex::Male;
    body.stature = (is_male ? 1750.0 : 1620.0) +
                   (is_male ? 70.0 : 65.0) * det::clamp(random.normal(0), -2.0, 2.0);
    body.mass_kg = bmi * body.stature * body.stature * 1e-6;
    body.kyphosis_deg = 45.0 + 8.0 * det::clamp(random.normal(1), -2.0, 2.0);
    body.seed = number;
    return body;
}

/// Evenly over the whole space of bodies, each second one at its corners.
inline BodyParameters anybody(std::uint64_t number) {
    const RandomStream random(number, "anybody");
    const auto between = [&](std::uint64_t i, double low, double high) {
        const double share = random.uniform(0, i);
        if (number % 2 == 0) return low + (high - low) * share;
        return share < 0.5 ? low : high;
    };
    BodyParameters body;
    body.stature = between(0, 1450.0, 2000.0);
    body.mass_kg = between(1, 16.01, 39.99) * body.stature * body.stature * 1e-6;
    body.sex = random.uniform(0, 2) < 0.5 ? Sex::Male : Sex::Female;
    body.age_years = between(3, 18.0, 90.0);
    body.kyphosis_deg = between(4, 20.0, 70.0);
    body.lordosis_deg = between(5, 20.0, 80.0);
    body.posture = kEveryPosture[random.bits(0, 6) % kEveryPosture.size()];
    body.muscle_bulk = between(7, 0.7, 1.4);
    body.support = kEverySupport[random.bits(0, 8) % kEverySupport.size()];
    body.neck_flexion_deg = between(9, -15.0, 40.0);
    body.breath_in = between(10, 0.0, 1.0);
    body.seed = number;
    return body;
}

}  // namespace dryrun::anatomy
