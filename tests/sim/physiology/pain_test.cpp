// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "physiology/pain.h"

#include <gtest/gtest.h>

#include <cmath>

#include "example_point.h"

namespace dryrun::physiology {
namespace {

PainParameters shipped() {
    auto parameters = read_pain_parameters();
    EXPECT_TRUE(parameters.ok()) << (parameters.ok() ? "" : parameters.error().text());
    return parameters.ok() ? *parameters : PainParameters{};
}

struct Heard {
    std::vector<TendernessAnswer> answers;
    std::vector<std::int64_t> ticks;
};

// Ramps to `force_N` in half a second, holds it for three, lets go.
Heard press(const std::vector<TriggerPoint>& points, const Vec3& at, double force_N,
            std::uint64_t seed = 1) {
    const PainParameters parameters = shipped();
    PressState state;
    Heard heard;
    for (std::int64_t tick = 0; tick < 4000; ++tick) {
        double force = force_N * std::fmin(1.0, static_cast<double>(tick) / 500.0);
        if (tick > 3500) force = 0.0;
        const Press pad{at, force};
        const auto answer =
            hear_press(points, {}, parameters, std::span(&pad, 1), tick, seed, state);
        if (!answer) continue;
        heard.answers.push_back(*answer);
        heard.ticks.push_back(tick);
    }
    return heard;
}

TEST(Tenderness, GrowsWithForceAndTowardsThePoint) {
    const PainParameters parameters = shipped();
    const std::vector<TriggerPoint> points = {example_point()};
    double before = -1.0;
    for (double force_N = 0.0; force_N <= 40.0; force_N += 2.0) {
        const double nrs = press_nrs(parameters, force_N, 195.0);
        EXPECT_GE(nrs, before);
        before = nrs;
    }
    EXPECT_GT(before, 7.0);
    EXPECT_EQ(press_nrs(parameters, 10.0, 195.0), 0.0) << "a searching finger does not hurt";
    const PressureThresholds thresholds;
    EXPECT_DOUBLE_EQ(threshold_at(points, thresholds, parameters, {0, 0, 0}).kPa, 195.0);
    const double near = threshold_at(points, thresholds, parameters, {0, 0, 5}).kPa;
    EXPECT_GT(near, 195.0);
    EXPECT_DOUBLE_EQ(threshold_at(points, thresholds, parameters, {15, 0, 0}).kPa, near)
        << "three times as far along the fibres";
    const auto far = threshold_at(points, thresholds, parameters, {0, 0, 60});
    EXPECT_NEAR(far.kPa, 300.0, 1e-6);
}

TEST(Tenderness, IsAnsweredAfterALatencyOnceAPress) {
    const Heard heard = press({example_point()}, {0, 0, 0}, 24.0);
    ASSERT_EQ(heard.answers.size(), 1u);
    EXPECT_TRUE(heard.answers[0].is_recognised);
    EXPECT_GE(heard.answers[0].nrs, 2.0);
    EXPECT_EQ(heard.answers[0].nrs, std::floor(heard.answers[0].nrs)) << "people say whole numbers";
    // 24 N on 195 kPa passes NRS 1 at about 18 N, 370 ms into the ramp.
    EXPECT_GE(heard.ticks[0], 370 + 290);
    EXPECT_LE(heard.ticks[0], 390 + 610);
}

TEST(Tenderness, OfHealthyMuscleOrALightFingerIsSilent) {
    EXPECT_TRUE(press({example_point()}, {0, 0, 60}, 24.0).answers.empty());
    EXPECT_TRUE(press({example_point()}, {0, 0, 0}, 8.0).answers.empty());
    EXPECT_TRUE(press({example_point(PointKind::BandOnly)}, {0, 0, 0}, 24.0).answers.empty());
}

TEST(Tenderness, OfADecoyOrLatentPointIsNotTheirPain) {
    for (const PointKind kind : {PointKind::TenderOnly, PointKind::Latent}) {
        const Heard heard = press({example_point(kind)}, {0, 0, 0}, 26.0);
        ASSERT_FALSE(heard.answers.empty());
        EXPECT_FALSE(heard.answers[0].is_recognised);
    }
}

TEST(Pain, HasTheOrderAndSpreadOfItsCauses) {
    const PainParameters parameters = shipped();
    std::vector<double> means;
    for (const PainCause cause : {PainCause::Skin, PainCause::Needle, PainCause::Bone,
                                  PainCause::Twitch, PainCause::Nerve}) {
        double sum = 0.0;
        PainState state;
        for (int i = 0; i < 500; ++i) sum += feel_pain(cause, 1.0, 2.0, parameters, 11, state).nrs;
        means.push_back(sum / 500.0);
    }
    EXPECT_TRUE(std::is_sorted(means.begin(), means.end()));
    EXPECT_NEAR(means[3], 5.0, 0.3);
}

TEST(Pain, OfTheFearfulIsMore) {
    const PainParameters parameters = shipped();
    PainState calm;
    PainState fearful;
    const double less = feel_pain(PainCause::Needle, 1.0, 2.0, parameters, 5, calm).nrs;
    const double more = feel_pain(PainCause::Needle, 1.0, 9.0, parameters, 5, fearful).nrs;
    EXPECT_NEAR(more - less, 0.9, 1e-9);
}

TEST(Pain, FadesWithinSeconds) {
    const PainParameters parameters = shipped();
    PainState state;
    state.lingering = 6.0;
    for (int tick = 0; tick < 4000; ++tick) fade_pain(parameters, 0.0, state);
    EXPECT_NEAR(state.now(), 6.0 * std::exp(-1.0), 0.01);
    fade_pain(parameters, 4.5, state);
    EXPECT_DOUBLE_EQ(state.now(), 4.5) << "a finger that still presses still hurts";
}

}  // namespace
}  // namespace dryrun::physiology
