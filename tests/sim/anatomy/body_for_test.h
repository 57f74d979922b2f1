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

}  // namespace dryrun::anatomy
