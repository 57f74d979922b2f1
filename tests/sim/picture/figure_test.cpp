// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "picture/figure.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "core/random.h"

namespace dryrun::picture {
namespace {

using anatomy::Atlas;
using anatomy::BodyParameters;
using anatomy::Posture;

std::vector<BodyParameters> bodies() {
    std::vector<BodyParameters> all;
    for (const Posture posture : anatomy::kEveryPosture) {
        BodyParameters body;
        body.posture = posture;
        body.seed = static_cast<std::uint64_t>(posture);
        all.push_back(body);
    }
    BodyParameters small;
    small.stature = 1450.0;
    small.mass_kg = 35.0;
    small.sex = anatomy::Sex::Female;
    BodyParameters heavy;
    heavy.stature = 2000.0;
    heavy.mass_kg = 156.0;
    heavy.posture = small.posture = Posture::Prone;
    heavy.neck_flexion_deg = 40.0;
    all.push_back(small);
    all.push_back(heavy);
    return all;
}

TEST(Figure, IsClosedInEveryPostureAndForTheSmallestAndTheHeaviest) {
    for (const BodyParameters& body : bodies()) {
        const auto atlas = Atlas::make(body);
        ASSERT_TRUE(atlas.ok());
        const Mesh figure = figure_mesh(**atlas, anatomy::Detail::Coarse);
        EXPECT_TRUE(is_closed_surface(figure)) << anatomy::name_of(body.posture);
        EXPECT_GT(volume(figure), 0.0);
    }
}

TEST(Figure, IsClosedForStrangersAtEveryDetail) {
    for (std::uint64_t seed = 0; seed < 8; ++seed) {
        const RandomStream random(seed, "figure test");
        const auto between = [&](std::uint64_t index, double low, double high) {
            return low + (high - low) * random.uniform(0, index);
        };
        BodyParameters body;
        body.stature = between(0, 1450.0, 2000.0);
        body.mass_kg = between(1, 16.1, 39.9) * body.stature * body.stature * 1e-6;
        body.kyphosis_deg = between(2, 20.0, 70.0);
        body.lordosis_deg = between(3, 20.0, 80.0);
        body.neck_flexion_deg = between(4, -15.0, 40.0);
        body.posture = anatomy::kEveryPosture[seed];
        body.seed = seed;
        const auto atlas = Atlas::make(body);
        ASSERT_TRUE(atlas.ok());
        for (const auto detail : {anatomy::Detail::Coarse, anatomy::Detail::Middle})
            EXPECT_TRUE(is_closed_surface(figure_mesh(**atlas, detail))) << seed;
    }
}

// Trainees see and touch the modelled skin, never the dummy in its place.
TEST(Figure, StaysUnderTheSkinOfBackAndNeck) {
    for (const BodyParameters& body : bodies()) {
        // The forearm lies on the loin.
        if (body.posture == Posture::ProneHandBehindBack) continue;
        const auto atlas = Atlas::make(body);
        ASSERT_TRUE(atlas.ok());
        const double neck = (*atlas)->landmark("spinous.C7")->z;
        const double high = (*atlas)->landmark("spinous.C3")->z;
        const double shoulder = (*atlas)->landmark("spinous.T2")->z;
        const double low = (*atlas)->landmark("spinous.L5")->z;
        double most = -1e9;
        for (const Vec3& p : figure_mesh(**atlas, anatomy::Detail::Coarse).points) {
            const double size = body.stature / 1750.0;
            const double half_width = size * (p.z > neck ? 46.0 : p.z > shoulder ? 70.0 : 120.0);
            if (p.z > high || p.z < low || std::fabs(p.x) > half_width) continue;
            const auto skin = (*atlas)->skin_at(p);
            if (skin && p.y > -10.0) most = std::max(most, dot(p - skin->point, skin->normal));
        }
        EXPECT_LT(most, 0.0) << anatomy::name_of(body.posture);
    }
}

TEST(Figure, IsAsTallAsThePerson) {
    const auto atlas = Atlas::make({});
    ASSERT_TRUE(atlas.ok());
    const Mesh figure = figure_mesh(**atlas, anatomy::Detail::Coarse);
    const Box box = box_of(figure.points);
    EXPECT_NEAR(box.high.z - box.low.z, (*atlas)->body().stature, 60.0);
}

}  // namespace
}  // namespace dryrun::picture
