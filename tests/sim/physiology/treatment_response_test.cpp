// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What needling changes, and the algometer that shows it.
#include "physiology/treatment_response.h"

#include <gtest/gtest.h>

#include <cmath>

#include "example_point.h"
#include "physiology/response.h"

namespace dryrun::physiology {
namespace {

constexpr int kPeople = 4000;

TEST(TreatmentResponse, ShippedParametersAreTheDefaultsThatTestsUse) {
    const auto read = read_treatment_parameters();
    ASSERT_TRUE(read.ok()) << read.error().text();
    const TreatmentParameters defaults;
    EXPECT_DOUBLE_EQ(read->responders, defaults.responders);
    EXPECT_DOUBLE_EQ(read->threshold_change_kPa, defaults.threshold_change_kPa);
    EXPECT_DOUBLE_EQ(read->noise_share, defaults.noise_share);
    EXPECT_DOUBLE_EQ(read->pain_with_noise, defaults.pain_with_noise);
}

TEST(TreatmentResponse, IsNoneInTheShareThatTrialsFound) {
    const TreatmentParameters parameters;
    int responders = 0;
    double eased_without = 0.0;
    double change = 0.0;
    for (std::uint64_t seed = 0; seed < kPeople; ++seed) {
        const auto response = draw_response(0, false, parameters, seed);
        change += response.threshold_change_kPa / kPeople;
        if (response.is_responder) {
            ++responders;
            EXPECT_GT(response.threshold_change_kPa, 0.0);
            EXPECT_LT(response.stiffness_share, 1.0);
        } else {
            EXPECT_EQ(response.threshold_change_kPa, 0.0);
            EXPECT_EQ(response.stiffness_share, 1.0);
            eased_without += response.pain_change_nrs;
        }
    }
    EXPECT_NEAR(static_cast<double>(responders) / kPeople, 38.0 / 48.0, 0.02) << "Turo 2015";
    EXPECT_NEAR(eased_without / (kPeople - responders), 0.3, 0.1) << "no more than a sham";
    EXPECT_NEAR(change, 75.5, 4.0) << "Geri 2022, over all";
}

TEST(TreatmentResponse, EasesMoreWithATwitchAndGoesWithTheNoise) {
    const TreatmentParameters parameters;
    double with_twitch = 0.0;
    double without = 0.0;
    double pain[2] = {};
    double noise[2] = {};
    double both = 0.0;
    int count = 0;
    for (std::uint64_t seed = 0; seed < kPeople; ++seed) {
        const auto response = draw_response(0, true, parameters, seed);
        if (!response.is_responder) continue;
        ++count;
        with_twitch += response.pain_change_nrs;
        without += draw_response(0, false, parameters, seed).pain_change_nrs;
        const double quieter = 1.0 - response.noise_share;
        pain[0] += response.pain_change_nrs;
        pain[1] += response.pain_change_nrs * response.pain_change_nrs;
        noise[0] += quieter;
        noise[1] += quieter * quieter;
        both += quieter * response.pain_change_nrs;
    }
    EXPECT_NEAR((with_twitch - without) / count, 2.03, 1e-6);
    const double n = count;
    const double covariance = both / n - pain[0] / n * (noise[0] / n);
    const double spread = std::sqrt((pain[1] / n - pain[0] / n * (pain[0] / n)) *
                                    (noise[1] / n - noise[0] / n * (noise[0] / n)));
    EXPECT_NEAR(covariance / spread, 0.685, 0.04) << "Chou 2009";
}

TEST(TreatmentResponse, RaisesThePointsThresholdNoHigherThanHealthyMuscles) {
    TriggerPoint point = example_point();
    point.endplate_noise_uV = 20.0;
    PointResponse response;
    response.threshold_change_kPa = 75.0;
    response.noise_share = 0.5;
    apply_response(response, {}, point);
    EXPECT_DOUBLE_EQ(point.threshold_kPa, 270.0);
    EXPECT_DOUBLE_EQ(point.endplate_noise_uV, 10.0);
    apply_response(response, {}, point);
    EXPECT_DOUBLE_EQ(point.threshold_kPa, 300.0);
}

// Presses with an algometer, 10 N more each second, until the patient speaks.
double measured_kPa(const TriggerPoint& point, const Vec3& at, std::uint64_t seed) {
    PressState state;
    state.is_measuring = true;
    for (std::int64_t tick = 0; tick < 6000; ++tick) {
        const Press press{at, 10.0 * 1e-3 * static_cast<double>(tick)};
        const auto answer =
            hear_press(std::span(&point, 1), {}, {}, std::span(&press, 1), tick, seed, state);
        if (!answer) continue;
        EXPECT_TRUE(answer->is_measured);
        EXPECT_FALSE(state.is_measuring) << "one reading a press";
        return 10.0 * answer->force_N;
    }
    return 0.0;
}

TEST(Algometer, ReadsTheThresholdOfThePointAndOfHealthyMuscleBesideIt) {
    const TriggerPoint point = example_point();
    double on_point = 0.0;
    double beside = 0.0;
    constexpr int kReadings = 60;
    for (std::uint64_t seed = 0; seed < kReadings; ++seed) {
        on_point += measured_kPa(point, {0.0, 0.0, 0.0}, seed) / kReadings;
        beside += measured_kPa(point, {0.0, 0.0, 40.0}, seed) / kReadings;
    }
    EXPECT_NEAR(on_point, 195.0, 8.0);
    EXPECT_NEAR(beside, 300.0, 10.0);
    // Geri 2022: -105 (-149 to -61) kPa.
    EXPECT_NEAR(on_point - beside, -105.0, 15.0);
}

TEST(TreatmentResponse, SlackensABandThoughNeverBelowItsMuscle) {
    PointResponse response;
    response.stiffness_share = 0.85;
    TriggerPoint point;
    point.band.stiffness_ratio = 2.0;
    apply_response(response, {}, point);
    EXPECT_DOUBLE_EQ(point.band.stiffness_ratio, 1.7);
    point.band.stiffness_ratio = 1.1;
    apply_response(response, {}, point);
    EXPECT_DOUBLE_EQ(point.band.stiffness_ratio, 1.0);
}

}  // namespace
}  // namespace dryrun::physiology
