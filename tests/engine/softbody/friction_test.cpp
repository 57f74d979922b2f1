// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "softbody/friction.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace dryrun::softbody {
namespace {

constexpr double kPi = 3.141592653589793;
constexpr FrictionLaw kSharp{0.0, 0.0, 0.0};

TEST(Friction, HoldsMoreAtRestAndGrowsWithSpeedByATenthADecade) {
    const FrictionLaw law;
    const FrictionLimit limit{0.10, 0.13};
    EXPECT_DOUBLE_EQ(most_at(law, limit, 0.0), 0.13);
    EXPECT_NEAR(most_at(law, limit, 10.0), 0.11, 1e-5);
    EXPECT_NEAR(most_at(law, limit, -100.0), 0.12, 1e-9);
    EXPECT_NEAR(most_at(law, limit, 1e6), 0.13, 1e-9);  // no further
    EXPECT_DOUBLE_EQ(most_at(kSharp, limit, 1e-9), 0.10);
}

// 5 g on 0.1 N/mm at 5 mm/s, 0.12 N at rest and 0.08 in motion: it slips for
// (2/ω)(π − atan(ωΔ/v)), sticks for 2Δ/v, Δ = (F_s − F_k)/k.
TEST(Slider, SticksAndSlipsAsAnUndampedMassDoes) {
    for (const double step : {1e-3, 5e-5}) {
        Slider slider({5.0, 0.1, 5.0, {0.08, 0.12}, 0.0}, kSharp);
        double most = 0.0, stopped = 0.0, slip = 0.0, stuck_N = 0.0;
        bool was_sliding = false;
        while (slider.time_s() < 1.0) {
            slider.advance(step);
            most = std::fmax(most, slider.spring_N());
            const bool is_sliding = slider.speed_mm_s() != 0.0;
            if (was_sliding && !is_sliding) {
                stopped = slider.time_s();
                slip = stopped - *slider.loosened_s();
                stuck_N = slider.spring_N();
            }
            was_sliding = is_sliding;
        }
        const double within = step > 5e-4 ? 0.02 : 0.003;
        EXPECT_NEAR(*slider.period_s(), 0.18346, within * 0.18346);
        EXPECT_NEAR(most, 0.12016, within * 0.12016);
        EXPECT_NEAR(slip, 0.023461, within * 0.023461 + step);
        EXPECT_NEAR(stuck_N, 0.040, within * 0.040 + 0.1 * 5.0 * step);
    }
}

// Released 1.9 mm aside of a spring of 0.1 N/mm against 0.02 N: it turns at −1.5, 1.1, −0.7, 0.3
// and rests at 0.1 mm for good.
TEST(Slider, RestsWhereFrictionHoldsTheSpringAndDoesNotCreep) {
    Slider slider({5.0, 0.1, 0.0, {0.02, 0.02}, 0.0}, kSharp, 1.9);
    std::vector<double> turns;
    double before = 1.9, sense = -1.0, rest = 0.0;
    while (slider.time_s() < 60.0) {
        slider.advance(1e-4);
        const double moved = slider.at() - before;
        if (moved * sense < 0.0) {
            turns.push_back(before);
            sense = -sense;
        }
        if (slider.speed_mm_s() != 0.0) rest = slider.time_s();
        before = slider.at();
    }
    ASSERT_EQ(turns.size(), 4U);
    const double wanted[] = {-1.5, 1.1, -0.7, 0.3};
    for (std::size_t i = 0; i < 4; ++i) EXPECT_NEAR(turns[i], wanted[i], 0.005);
    EXPECT_NEAR(std::fabs(slider.at()), 0.1, 0.005);
    EXPECT_NEAR(rest, 5.0 * kPi / std::sqrt(0.1 / 5e-6), 1e-3);
}

TEST(Slider, SlidesSteadilyUnderEnoughViscousDrag) {
    Slider slider({5.0, 0.1, 5.0, {0.08, 0.081}, 0.01}, kSharp);
    for (int i = 0; i < 20000; ++i) slider.advance(1e-4);
    EXPECT_NEAR(slider.speed_mm_s(), 5.0, 1e-3);
    EXPECT_NEAR(slider.spring_N(), 0.08 + 0.01 * 5.0, 1e-4);
    EXPECT_FALSE(slider.period_s().has_value());
}

}  // namespace
}  // namespace dryrun::softbody
