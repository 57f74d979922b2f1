// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "events/input_sample.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/random.h"

namespace dryrun::events {
namespace {

InputSample random_sample(std::uint64_t n) {
    const RandomStream random(4, "samples");
    const auto draw = [&](std::uint64_t i, double scale) {
        return scale * (2.0 * random.uniform(n, i) - 1.0);
    };
    InputSample sample;
    sample.palpating_hand.position = {draw(0, 200), draw(1, 200), draw(2, 600)};
    sample.palpating_hand.across = {draw(3, 1), draw(4, 1), draw(5, 1)};
    sample.palpating_hand.grip = n % 3 == 0 ? PadGrip::Pincer : PadGrip::TwoPadsFlat;
    sample.palpating_hand.press_N = draw(6, 60);
    sample.needling_hand.direction = {draw(7, 1), draw(8, 1), draw(9, 1)};
    sample.needling_hand.travel = draw(10, 50);
    sample.needling_hand.rotation_deg = draw(11, 900);
    sample.actions.push_back(MarkSite{draw(12, 2)});
    return sample;
}

TEST(InputSample, OnTheGridStaysWhereItIs) {
    for (std::uint64_t n = 0; n < 2000; ++n) {
        const InputSample once = on_grid(random_sample(n));
        ASSERT_EQ(on_grid(once), once);
    }
}

TEST(InputSample, KeepsDirectionsUnitAndForcesWithinTheHandsRange) {
    for (std::uint64_t n = 0; n < 200; ++n) {
        const InputSample s = on_grid(random_sample(n));
        EXPECT_NEAR(length(s.needling_hand.direction), 1.0, 1e-5);
        const bool can_lift = s.palpating_hand.grip == PadGrip::Pincer;
        EXPECT_GE(s.palpating_hand.press_N, can_lift ? -40.0 : 0.0);
        EXPECT_LE(s.palpating_hand.press_N, 40.0);
    }
}

TEST(InputSample, OnlyAPincerGripLifts) {
    InputSample s;
    s.palpating_hand.press_N = -12.0;
    for (const PadGrip grip : {PadGrip::OnePad, PadGrip::TwoPadsFlat}) {
        s.palpating_hand.grip = grip;
        EXPECT_EQ(on_grid(s).palpating_hand.press_N, 0.0);
    }
    s.palpating_hand.grip = PadGrip::Pincer;
    EXPECT_EQ(on_grid(s).palpating_hand.press_N, -12.0);
}

TEST(InputSample, SurvivesNumbersThatAreNone) {
    InputSample s;
    s.palpating_hand.position = {std::numeric_limits<double>::quiet_NaN(), 1e300, -1e300};
    s.needling_hand.direction = {0.0, 0.0, 0.0};
    s.needling_hand.travel = std::numeric_limits<double>::infinity();
    const InputSample safe = on_grid(s);
    EXPECT_TRUE(is_finite(safe.palpating_hand.position));
    EXPECT_NEAR(length(safe.needling_hand.direction), 1.0, 1e-5);
    EXPECT_EQ(safe.needling_hand.travel, 0.0);
    EXPECT_EQ(on_grid(safe), safe);
}

TEST(InputSample, HandsThatRestOrMoveByTurnsComeOntoTheGridAsEachSampleAlone) {
    SampleGrid grid;
    EXPECT_EQ(grid.put({}), on_grid({}));
    InputSample sample;
    for (std::uint64_t n = 0; n < 40; ++n) {
        const InputSample next = random_sample(n);
        if (n % 2 == 0) sample.palpating_hand = next.palpating_hand;
        if (n % 3 == 0) sample.needling_hand = next.needling_hand;
        sample.actions.clear();
        if (n % 5 == 0) sample.actions.push_back(MarkSite{0.1 + 0.01 * static_cast<double>(n)});
        EXPECT_EQ(grid.put(sample), on_grid(sample)) << n;
    }
}

}  // namespace
}  // namespace dryrun::events
