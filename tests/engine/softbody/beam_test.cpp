// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "softbody/beam.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

namespace dryrun::softbody {
namespace {

TEST(Beam, BendsAsACantileverDoes) {
    // 0.30 × 40 mm steel wire, 1 mN at the tip: F L³ / 3 E I.
    const double stiffness = bending_stiffness(193.0, 0.30);
    EXPECT_NEAR(stiffness, 76.738, 0.01);
    EXPECT_NEAR(1e-3 * cantilever_deflection(stiffness, 40.0, 40.0), 0.27800, 2.8e-4);
    // A load in the middle bends only the part before it.
    const double middle = cantilever_deflection(stiffness, 20.0, 20.0);
    const double slope = 20.0 * 20.0 / (2.0 * stiffness);
    EXPECT_NEAR(cantilever_deflection(stiffness, 40.0, 20.0), middle + 20.0 * slope, 1e-12);
    EXPECT_NEAR(cantilever_deflection(stiffness, 20.0, 40.0),
                cantilever_deflection(stiffness, 40.0, 20.0), 1e-12);
}

TEST(Beam, BucklesAtEulersLoads) {
    const double stiffness = bending_stiffness(193.0, 0.25);
    EXPECT_NEAR(euler_load(stiffness, 30.0, BeamEnds::ClampedFree), 0.10146, 1e-4);
    EXPECT_NEAR(euler_load(stiffness, 30.0, BeamEnds::ClampedPinned), 0.8302, 1e-3);
    EXPECT_NEAR(euler_load(stiffness, 30.0, BeamEnds::PinnedPinned), 0.40583, 1e-4);
    EXPECT_NEAR(euler_load(stiffness, 30.0, BeamEnds::ClampedClamped), 1.62332, 1e-3);
    EXPECT_NEAR(euler_load(stiffness, 60.0, BeamEnds::ClampedPinned), 0.208, 1e-3);
}

TEST(Beam, OneStiffSupportGivesThePropsReaction) {
    // Clamp moved aside by 1 mm, far end held: 3 E I / L³.
    const double stiffness = bending_stiffness(193.0, 0.25);
    const std::array<double, 1> at = {25.0};
    const std::array<double, 1> zero = {0.0};
    const std::array<double, 1> rigid = {1e-9};
    std::array<double, 1> force = {0.0};
    std::array<double, 1> work{};
    ASSERT_TRUE(
        solve_supported_beam({stiffness, {1.0, 0.0, 0.0}, at, zero, rigid, 1, zero}, force, work));
    EXPECT_NEAR(force[0], 3.0 * stiffness / (25.0 * 25.0 * 25.0), 1e-6);
    EXPECT_NEAR(supported_deflection(stiffness, {1.0, 0.0, 0.0}, at, force, 25.0), 0.0, 1e-6);
    EXPECT_NEAR(supported_deflection(stiffness, {1.0, 0.0, 0.0}, at, force, 0.0), 1.0, 1e-12);
}

// A long shaft in an elastic foundation (Hetényi): moving the clamp aside without turning it
// meets k λ⁻¹ per mm, λ = (k / 4EI)^¼.
TEST(Beam, FeelsAnElasticFoundation) {
    const double stiffness = bending_stiffness(193.0, 0.25);
    const double foundation = 0.024;  // N/mm²
    const double spacing = 0.5;
    const int n = 160;
    std::vector<double> at;
    std::vector<double> give(n, 0.0);
    std::vector<double> rest(n, 0.0);
    std::vector<double> force(n, 0.0);
    std::vector<double> compliance(static_cast<std::size_t>(n) * n, 0.0);
    for (int i = 0; i < n; ++i) {
        at.push_back((i + 0.5) * spacing);
        compliance[static_cast<std::size_t>(i) * n + static_cast<std::size_t>(i)] =
            1.0 / (foundation * spacing);
    }
    std::vector<double> work(compliance.size());
    ASSERT_TRUE(solve_supported_beam({stiffness, {1.0, 0.0, 0.0}, at, rest, compliance, n, give},
                                     force, work));
    double sum = 0.0;
    for (const double f : force) sum += f;
    const double decay = std::sqrt(std::sqrt(foundation / (4.0 * stiffness)));
    EXPECT_NEAR(sum, foundation / decay, 0.01 * foundation / decay);
}

TEST(Beam, AYieldingHandTakesPartOfTheOffset) {
    const double stiffness = bending_stiffness(193.0, 0.30);
    const std::array<double, 1> at = {10.0};
    const std::array<double, 1> zero = {0.0};
    const std::array<double, 1> rigid = {1e-9};
    std::array<double, 1> force = {0.0};
    const double wire = cantilever_deflection(stiffness, 10.0, 10.0);
    std::array<double, 1> work{};
    ASSERT_TRUE(
        solve_supported_beam({stiffness, {1.0, 0.0, wire}, at, zero, rigid, 1, zero}, force, work));
    EXPECT_NEAR(force[0], 0.5 / wire, 1e-6);
}

TEST(Beam, ABowedSpanKeepsItsLength) {
    // Half sine of height a over L: the arc is longer by π² a² / 4 L.
    const double bow = buckled_bow(0.5, 40.0);
    EXPECT_NEAR(9.8696 * bow * bow / (4.0 * 40.0), 0.5, 1e-4);
    EXPECT_EQ(buckled_bow(-1.0, 40.0), 0.0);
}

}  // namespace
}  // namespace dryrun::softbody
