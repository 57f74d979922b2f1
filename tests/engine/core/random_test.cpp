// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "core/random.h"

#include <gtest/gtest.h>

#include <cmath>

namespace dryrun {
namespace {

TEST(RandomStream, GivesTheSameDrawWhateverWasDrawnBefore) {
    const RandomStream a(7, "twitch");
    const RandomStream b(7, "twitch");
    const double direct = a.uniform(500, 3);
    for (std::uint64_t i = 0; i < 100; ++i) (void)b.uniform(i);
    EXPECT_EQ(b.uniform(500, 3), direct);
}

TEST(RandomStream, KeepsPurposesAndSeedsApart) {
    EXPECT_NE(RandomStream(7, "twitch").bits(1), RandomStream(7, "bleeding").bits(1));
    EXPECT_NE(RandomStream(7, "twitch").bits(1), RandomStream(8, "twitch").bits(1));
    EXPECT_NE(RandomStream(7, "twitch").bits(1, 0), RandomStream(7, "twitch").bits(1, 1));
    EXPECT_NE(RandomStream(7, "twitch").bits(1, 0), RandomStream(7, "twitch").bits(0, 1));
}

TEST(RandomStream, DrawsUniformAndNormalNumbers) {
    const RandomStream random(3, "moments");
    constexpr int kDraws = 200000;
    double sum = 0.0, sum_of_normals = 0.0, sum_of_squares = 0.0;
    for (std::uint64_t i = 0; i < kDraws; ++i) {
        const double u = random.uniform(i);
        ASSERT_GE(u, 0.0);
        ASSERT_LT(u, 1.0);
        sum += u;
        const double n = random.normal(i, 1);
        sum_of_normals += n;
        sum_of_squares += n * n;
    }
    // Five standard errors of each mean.
    EXPECT_NEAR(sum / kDraws, 0.5, 5 * 0.289 / std::sqrt(kDraws));
    EXPECT_NEAR(sum_of_normals / kDraws, 0.0, 5 / std::sqrt(kDraws));
    EXPECT_NEAR(sum_of_squares / kDraws, 1.0, 5 * 1.414 / std::sqrt(kDraws));
}

}  // namespace
}  // namespace dryrun
