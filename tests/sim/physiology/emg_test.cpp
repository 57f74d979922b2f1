// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "physiology/emg.h"

#include <gtest/gtest.h>

#include <cmath>

#include "example_point.h"
#include "physiology/mishap.h"

namespace dryrun::physiology {
namespace {

struct Electrode {
    std::vector<TriggerPoint> points;
    TwitchState twitch;
    double rms_uV(const Vec3& at, double speed_mm_s = 0.0, std::int64_t tick = 100000,
                  bool is_in_muscle = true) const {
        return emg_rms_uV({points, {at, speed_mm_s, is_in_muscle}, tick, 1}, PointParameters{},
                          TwitchParameters{}, twitch);
    }
};

Electrode at_active_point() {
    Electrode electrode;
    electrode.points = {example_point()};
    electrode.points[0].endplate_noise_uV = 21.3;
    return electrode;
}
const Vec3 kCore{0.0, -15.0, 0.0};

TEST(Electromyogram, IsLoudInTheTriggerPointAndSilentBesideIt) {
    const Electrode electrode = at_active_point();
    EXPECT_NEAR(electrode.rms_uV(kCore), 21.4, 0.2);
    EXPECT_NEAR(electrode.rms_uV(kCore + Vec3{0.0, 0.0, 8.0}), 2.0, 0.1) << "the amplifier's own";
    // Along the fibres it reaches three times as far as across them.
    EXPECT_GT(electrode.rms_uV(kCore + Vec3{3.0, 0.0, 0.0}),
              1.5 * electrode.rms_uV(kCore + Vec3{0.0, 0.0, 3.0}));
    EXPECT_NEAR(electrode.rms_uV(kCore, 0.0, 100000, false), 2.0, 1e-9) << "fat has no endplates";
}

TEST(Electromyogram, ShowsTheMovingNeedle) {
    const Electrode electrode = at_active_point();
    const Vec3 beside = kCore + Vec3{0.0, 0.0, 8.0};
    EXPECT_GT(electrode.rms_uV(beside, 20.0), 20.0 * electrode.rms_uV(beside, 0.0));
}

TEST(Electromyogram, BurstsOnceWithATwitchFarAlongTheBandAndNotAcross) {
    Electrode electrode = at_active_point();
    electrode.twitch.twitching = 0;
    electrode.twitch.started = 5000;
    electrode.twitch.strength = 1.0;
    const auto burst = [&](const Vec3& at) {
        int ticks = 0;
        for (std::int64_t tick = 5000; tick < 5400; ++tick)
            ticks += electrode.rms_uV(at, 0.0, tick) > 100.0 ? 1 : 0;
        return ticks;
    };
    const int lasts = burst(kCore);
    EXPECT_GE(lasts, 20);
    EXPECT_LE(lasts, 81);
    EXPECT_EQ(burst(kCore + Vec3{24.0, 0.0, 0.0}), lasts) << "along the band";
    EXPECT_EQ(burst(kCore + Vec3{0.0, 0.0, 12.0}), 0) << "across it";
    EXPECT_NEAR(electrode.rms_uV(kCore, 0.0, 6000), electrode.rms_uV(kCore), 1e-9) << "over";
}

TEST(Electromyogram, SamplesHaveTheRootMeanSquareThatIsMeant) {
    const Electrode electrode = at_active_point();
    double power = 0.0;
    constexpr int kSamples = 4000;
    for (int i = 0; i < kSamples; ++i) {
        const double sample = emg_uV({electrode.points, {kCore, 0.0, true}, 100000 + i, 1},
                                     PointParameters{}, TwitchParameters{}, electrode.twitch);
        power += sample * sample;
    }
    EXPECT_NEAR(std::sqrt(power / kSamples), electrode.rms_uV(kCore), 1.0);
}

TEST(Electromyogram, ShippedParametersAreTheDefaultsThatTestsUse) {
    const auto read = read_point_parameters();
    ASSERT_TRUE(read.ok()) << read.error().text();
    const PointParameters defaults;
    EXPECT_DOUBLE_EQ(read->nodule_area_mm2, defaults.nodule_area_mm2);
    EXPECT_DOUBLE_EQ(read->endplate_noise_uV, defaults.endplate_noise_uV);
    EXPECT_DOUBLE_EQ(read->twitch_uV, defaults.twitch_uV);
    EXPECT_DOUBLE_EQ(read->burst_reach, defaults.burst_reach);
    const auto mishaps = read_mishap_parameters();
    ASSERT_TRUE(mishaps.ok()) << mishaps.error().text();
    EXPECT_DOUBLE_EQ(mishaps->vasovagal, MishapParameters{}.vasovagal);
    EXPECT_DOUBLE_EQ(mishaps->held_grasp, MishapParameters{}.held_grasp);
}

}  // namespace
}  // namespace dryrun::physiology
