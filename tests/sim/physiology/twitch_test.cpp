// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "physiology/twitch.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>

#include "core/random.h"
#include "example_point.h"

namespace dryrun::physiology {
namespace {

// Strokes of a tip along y past the point's depth, `aside` of it across the fibres.
struct Strokes {
    double aside = 0.0;
    double speed_mm_s = 80.0;
    int count = 8;
    double amplitude = 7.0;
    bool is_in_muscle = true;
};

std::vector<Pass> passes_of(const std::vector<TriggerPoint>& points, const Strokes& strokes,
                            std::uint64_t seed, TwitchState& state) {
    const TwitchParameters parameters;
    std::vector<Pass> all;
    std::int64_t tick = 0;
    const double step = strokes.speed_mm_s * 1e-3;
    const int steps = static_cast<int>(2.0 * strokes.amplitude / step);
    for (int stroke = 0; stroke < 2 * strokes.count; ++stroke) {
        for (int i = 0; i < steps; ++i, ++tick) {
            const double along = strokes.amplitude - step * i;
            const double y = -15.0 + (stroke % 2 == 0 ? along : -along);
            const TipMotion tip{{0.0, y, strokes.aside}, strokes.speed_mm_s, strokes.is_in_muscle};
            const auto drawn = follow_passes(points, parameters, tip, tick, seed, state);
            all.insert(all.end(), drawn.begin(), drawn.end());
        }
    }
    return all;
}

TEST(Twitch, ShippedParametersAreTheDefaultsThatTestsUse) {
    const auto read = read_twitch_parameters();
    ASSERT_TRUE(read.ok()) << read.error().text();
    const TwitchParameters defaults;
    EXPECT_DOUBLE_EQ(read->ceiling, defaults.ceiling);
    EXPECT_DOUBLE_EQ(read->width, defaults.width);
    EXPECT_DOUBLE_EQ(read->waning, defaults.waning);
    EXPECT_DOUBLE_EQ(read->peak_kPa, defaults.peak_kPa);
    EXPECT_DOUBLE_EQ(read->decay, defaults.decay);
}

TEST(Twitch, ProbabilityFollowsThePublishedForm) {
    const TwitchParameters parameters;
    const double ideal = twitch_opportunity(parameters, PointKind::Active, 0.0, 1e4);
    EXPECT_NEAR(ideal, 0.75, 1e-9);
    EXPECT_NEAR(twitch_opportunity(parameters, PointKind::Active, 2.5, 1e4) / ideal, std::exp(-1.0),
                1e-12);
    EXPECT_NEAR(twitch_opportunity(parameters, PointKind::Active, 0.0, 40.0) / ideal,
                1.0 - 0.85 * std::exp(-1.0), 1e-12);
    EXPECT_NEAR(twitch_opportunity(parameters, PointKind::Latent, 0.0, 1e4) / ideal, 0.7, 1e-12);
    EXPECT_NEAR(twitch_opportunity(parameters, PointKind::TenderOnly, 0.0, 1e4) / ideal, 0.03,
                1e-12);
    EXPECT_DOUBLE_EQ(twitch_waning(parameters, 0), 1.0);
    EXPECT_NEAR(twitch_waning(parameters, 2), 0.72 * 0.72, 1e-12);
    EXPECT_DOUBLE_EQ(twitch_waning(parameters, 9), twitch_waning(parameters, 3));
}

TEST(Twitch, IsDrawnOnceAPassAtTheClosestApproach) {
    TwitchState state;
    const auto passes = passes_of({example_point()}, {.aside = 2.0, .count = 3}, 1, state);
    ASSERT_EQ(passes.size(), 6u) << "one each way, three strokes";
    for (const Pass& pass : passes) {
        EXPECT_NEAR(pass.closest, 2.0, 0.01);
        EXPECT_DOUBLE_EQ(pass.tip_speed_mm_s, 80.0);
    }
}

TEST(Twitch, IsNotDrawnAgainUntilTheTipHasLeftByTwoWidths) {
    TwitchState state;
    // 4 mm strokes stay within 5 mm of the point.
    const auto passes = passes_of({example_point()}, {.count = 5, .amplitude = 4.0}, 1, state);
    EXPECT_EQ(passes.size(), 1u);
}

TEST(Twitch, IsNotDrawnOutsideMuscleOrAtRest) {
    TwitchState state;
    EXPECT_TRUE(passes_of({example_point()}, {.is_in_muscle = false}, 1, state).empty());
    EXPECT_TRUE(passes_of({example_point()}, {.speed_mm_s = 0.5, .count = 1}, 1, state).empty());
}

TEST(Twitch, IsTheSameForTheSameSeedWhateverElseHappens) {
    TwitchState one;
    TwitchState two;
    const std::vector<TriggerPoint> alone = {example_point()};
    const auto first = passes_of(alone, {.aside = 1.5}, 42, one);
    const auto second = passes_of(alone, {.aside = 1.5}, 42, two);
    ASSERT_EQ(first.size(), second.size());
    for (std::size_t i = 0; i < first.size(); ++i)
        EXPECT_EQ(first[i].has_twitched, second[i].has_twitched);
    StateHasher a;
    StateHasher b;
    one.hash(a);
    two.hash(b);
    EXPECT_EQ(a.value(), b.value());
}

TEST(Twitch, OpportunityDoesNotDependOnEarlierDraws) {
    double expected = -1.0;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        TwitchState state;
        double sum = 0.0;
        for (const Pass& pass : passes_of({example_point()}, {.aside = 1.0}, seed, state))
            sum += pass.opportunity;
        if (expected < 0.0) expected = sum;
        EXPECT_DOUBLE_EQ(sum, expected);
    }
}

// The simulated sessions behind the choice of the ceiling: eight passes at 80 mm/s, entry off by
// 3.5 mm a axis and each pass by 1.5 mm more; 41 of 58 patients twitched (Hong 1994).
TEST(Twitch, ComesInSevenOfTenSessionsOfSoundTechnique) {
    const TwitchParameters parameters;
    const RandomStream stream(7, "test sessions");
    int with_twitch = 0;
    const int sessions = 4000;
    for (int session = 0; session < sessions; ++session) {
        const auto s = static_cast<std::uint64_t>(session);
        const double along = 3.5 * stream.normal(s, 0) / 3.0;
        const double across = 3.5 * stream.normal(s, 1);
        bool has_twitched = false;
        for (std::uint64_t pass = 0; pass < 8; ++pass) {
            const double x = along + 1.5 * stream.normal(s, 10 + 2 * pass) / 3.0;
            const double z = across + 1.5 * stream.normal(s, 11 + 2 * pass);
            const double chance =
                twitch_opportunity(parameters, PointKind::Active, std::sqrt(x * x + z * z), 80.0);
            if (stream.uniform(s, 100 + pass) < chance) has_twitched = true;
        }
        with_twitch += has_twitched ? 1 : 0;
    }
    EXPECT_NEAR(static_cast<double>(with_twitch) / sessions, 0.71, 0.04);
}

TEST(Twitch, WanesOverASeries) {
    TwitchState state;
    const auto passes = passes_of({example_point()}, {.count = 60}, 3, state);
    std::vector<double> strengths;
    for (const Pass& pass : passes)
        if (pass.has_twitched) strengths.push_back(pass.strength);
    ASSERT_GE(strengths.size(), 4u);
    EXPECT_DOUBLE_EQ(strengths[0], 1.0);
    EXPECT_LT(strengths[1], strengths[0]);
    EXPECT_LT(strengths[2], strengths[1]);
    EXPECT_DOUBLE_EQ(strengths.back(), strengths[2]) << "then steady (Baraja-Vegas 2020)";
}

TEST(Twitch, RisesWithinAMomentAndDies) {
    const TwitchParameters parameters;
    TwitchState state;
    state.twitching = 0;
    state.started = 1000;
    state.strength = 0.5;
    EXPECT_EQ(twitch_activation(parameters, state, 1010), 0.0) << "the reflex takes its time";
    double most = 0.0;
    std::int64_t at = 0;
    for (std::int64_t tick = 1000; tick < 3000; ++tick) {
        const double activation = twitch_activation(parameters, state, tick);
        if (activation > most) {
            most = activation;
            at = tick;
        }
    }
    EXPECT_NEAR(most, 1.0, 1e-9);
    EXPECT_EQ(at, 1060);
    EXPECT_NEAR(twitch_stress_kPa(parameters, state, at), 20.0, 1e-6);
    EXPECT_NEAR(twitch_grasp(parameters, state, at), 2.0, 1e-6);
    EXPECT_LT(twitch_activation(parameters, state, 1400), 0.01);
    EXPECT_EQ(twitch_grasp(parameters, state, 2999), 1.0);
}

}  // namespace
}  // namespace dryrun::physiology
