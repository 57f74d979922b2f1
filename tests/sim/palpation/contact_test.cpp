// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A pad on made-up skin: a patch on an elastic layer over bone (half-space, Boussinesq, less its
// image below the layer), points 3 mm apart.
#include "palpation/contact.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <vector>

namespace dryrun::palpation {
namespace {

constexpr double kSpacing = 3.0;
constexpr int kAcross = 7;
constexpr TaxelValues kNoBackground{};

struct Layer {
    double youngs_kPa = 40.0;
    double thickness = 25.0;
    bool stiffens = true;
};

PadGeometry make_pad(const Layer& layer, double offset = 0.0) {
    PadGeometry geometry;
    const double stiffness = layer.youngs_kPa * 1e-3 / (1.0 - 0.45 * 0.45);
    const int count = kAcross * kAcross;
    std::vector<double> compliance;
    for (int i = 0; i < count; ++i) {
        geometry.points.push_back(i);
        for (int j = 0; j < count; ++j) {
            const double du = kSpacing * (i % kAcross - j % kAcross);
            const double dv = kSpacing * (i / kAcross - j / kAcross);
            const double r = std::sqrt(du * du + dv * dv);
            const double own = i == j ? 1.122 * 3.14159265 / kSpacing : 1.0 / r;
            const double image = 1.0 / std::sqrt(r * r + 4.0 * layer.thickness * layer.thickness);
            compliance.push_back((own - image) / (3.14159265 * stiffness));
        }
    }
    for (int t = 0; t < kTaxels; ++t) {
        const double u = (t % kTaxelsAcross - 3) * kTaxelSize;
        const double v = (t / kTaxelsAcross - 3) * kTaxelSize;
        const double x = (u + offset) / kSpacing + 3.0;
        const double y = v / kSpacing + 3.0;
        const int column = static_cast<int>(x);
        const int row = static_cast<int>(y);
        const double fu = x - column;
        const double fv = y - row;
        const int corner = row * kAcross + column;
        auto& taxel = geometry.taxels[static_cast<std::size_t>(t)];
        taxel.point = {corner, corner + 1, corner + kAcross, corner + kAcross + 1};
        taxel.weight = {(1 - fu) * (1 - fv), fu * (1 - fv), (1 - fu) * fv, fu * fv};
        geometry.gap[static_cast<std::size_t>(t)] = (u * u + v * v) / (2.0 * kPadRadius);
        tissue::UnderSkin& under = geometry.under[static_cast<std::size_t>(t)];
        under.whole = layer.stiffens ? layer.thickness : 1e9;
        under.below_fascia = under.whole - under.fat;
    }
    condense_taxels(compliance, geometry);
    return geometry;
}

PadSolution press(const PadGeometry& geometry, double force, int ticks = 1500) {
    PadSolution solution;
    for (int i = 0; i < ticks; ++i) {
        solve_pad(geometry, kNoBackground, {force, 50.0, 0.15, solution.depth}, 2, solution);
    }
    return solution;
}

// Of the area in which a tenth of the mean pressure of a full pad at 2 N is exceeded.
double touched_radius(const PadSolution& solution) {
    double area = 0.0;
    for (const double force : solution.taxel_N) area += force > 0.004 ? kTaxelArea : 0.0;
    return std::sqrt(area / 3.14159265);
}

TEST(PadContact, OnAPlateItFollowsTheMeasuredCurve) {
    // A cap pressed on a rigid plate, summed over its pressure law by fine rings.
    for (const double depth : {0.5, 1.0, 1.5, 2.5}) {
        double sum = 0.0;
        const double step = 0.005;
        for (double r = 0.5 * step; r * r < 2.0 * kPadRadius * depth; r += step) {
            sum += pad_pressure(depth - r * r / (2.0 * kPadRadius)).pressure * 2.0 * 3.14159265 *
                   r * step;
        }
        const double wanted = 0.15 / 1.5 * (std::exp(1.5 * depth) - 1.0);
        EXPECT_NEAR(sum, wanted, 0.04) << depth;
    }
    EXPECT_EQ(pad_pressure(-0.1).pressure, 0.0);
    EXPECT_GT(pad_pressure(9.0).pressure, pad_pressure(5.0).pressure);
}

TEST(PadContact, ReachesTheCommandedForce) {
    const PadGeometry pad = make_pad({});
    for (const double force : {0.5, 2.0, 10.0, 30.0}) {
        const PadSolution solution = press(pad, force);
        EXPECT_NEAR(solution.force_N, force, 1e-3 * force);
    }
}

TEST(PadContact, TaxelsAddUpToTheForceAndNeverPull) {
    const PadSolution solution = press(make_pad({}), 5.0);
    double sum = 0.0;
    for (const double force : solution.taxel_N) {
        EXPECT_GE(force, 0.0);
        sum += force;
    }
    EXPECT_NEAR(sum, solution.force_N, 1e-9);
}

TEST(PadContact, ContactGrowsWithForce) {
    const PadGeometry pad = make_pad({100.0, 25.0});
    const double radius_2 = touched_radius(press(pad, 2.0));
    const double radius_10 = touched_radius(press(pad, 10.0));
    EXPECT_NEAR(radius_2, 6.0, 1.0);
    EXPECT_NEAR(radius_10, 7.5, 1.5);
    EXPECT_GT(radius_10, radius_2 + 0.5);
}

TEST(PadContact, ShallowBoneIsStiffer) {
    const PadSolution soft = press(make_pad({40.0, 30.0}), 5.0);
    const PadSolution hard = press(make_pad({40.0, 5.0}), 5.0);
    EXPECT_GT(hard.stiffness_N_per_mm, 1.3 * soft.stiffness_N_per_mm);
    EXPECT_LT(hard.depth, soft.depth);
}

TEST(PadContact, TissueStiffensAsItIsSqueezed) {
    const Layer layer{40.0, 25.0};
    const PadGeometry pad = make_pad(layer);
    const PadGeometry linear = make_pad({40.0, 25.0, false});
    const int centre = kTaxels / 2;
    for (const double force : {1.0, 5.0, 20.0, 40.0}) {
        const PadSolution solution = press(pad, force);
        const double indentation = skin_displacement(pad, solution.load_N, centre);
        EXPECT_LT(indentation, kMostStrain * layer.thickness);
        const PadSolution soft = press(linear, force);
        EXPECT_LT(indentation, skin_displacement(linear, soft.load_N, centre));
        EXPECT_GT(solution.stiffness_N_per_mm, soft.stiffness_N_per_mm);
        double load = 0.0;
        for (const double newton : solution.load_N) load += newton;
        EXPECT_LT(load, force);
    }
    // At a tenth of the thickness the secant is 1.15 to 1.3 times the linear one.
    PadSolution tenth;
    while (skin_displacement(pad, tenth.load_N, centre) < 2.5) {
        solve_pad(pad, kNoBackground, {40.0, 50.0, 0.005, tenth.depth}, 4, tenth);
    }
    double load = 0.0;
    for (const double newton : tenth.load_N) load += newton;
    EXPECT_GT(tenth.force_N / load, 1.08);
    EXPECT_LT(tenth.force_N / load, 1.3);
}

TEST(PadContact, BoneStallsTheHand) {
    const PadGeometry pad = make_pad({2000.0, 3.0});
    PadSolution solution;
    double fastest = 0.0;
    for (int i = 0; i < 4000; ++i) {
        const double before = solution.depth;
        solve_pad(pad, kNoBackground, {40.0, 50.0, 0.15, before}, 2, solution);
        EXPECT_LE(solution.depth - before, 0.15 + 1e-12);
        if (solution.depth - before > fastest) fastest = solution.depth - before;
        ASSERT_LE(solution.force_N, 40.5);
    }
    EXPECT_NEAR(solution.force_N, 40.0, 0.1);
    EXPECT_LT(solution.depth, 6.0);
    EXPECT_GT(fastest, 0.1) << "in the air the hand goes as fast as it may";
}

// Two iterations a tick follow a hand that comes down at its ceiling as many do.
TEST(PadContact, TwoIterationsAreEnough) {
    const PadGeometry pad = make_pad({});
    PadSolution two;
    PadSolution many;
    for (int i = 0; i < 400; ++i) {
        solve_pad(pad, kNoBackground, {15.0, 50.0, 0.15, two.depth}, 2, two);
        solve_pad(pad, kNoBackground, {15.0, 50.0, 0.15, many.depth}, 20, many);
        ASSERT_NEAR(two.force_N, many.force_N, 0.01 * many.force_N + 1e-3) << i;
    }
}

TEST(PadContact, TissueThatRisesPushesBack) {
    const PadGeometry pad = make_pad({});
    PadSolution solution = press(pad, 3.0);
    TaxelValues risen{};
    risen.fill(-0.5);
    const double depth = solution.depth;
    solve_pad(pad, risen, {3.0, 50.0, 0.15, depth}, 2, solution);
    EXPECT_GT(solution.force_N, 3.1);
    for (int i = 0; i < 2000; ++i) {
        solve_pad(pad, risen, {3.0, 50.0, 0.15, solution.depth}, 2, solution);
    }
    EXPECT_NEAR(solution.force_N, 3.0, 1e-2);
    // By a little less: risen tissue is squeezed less and gives more.
    EXPECT_NEAR(solution.depth, depth - 0.5, 0.15);
}

TEST(PadContact, AFirmPlaceIsFeltAsAPressureRidge) {
    // Skin held up by half a millimetre along the middle column of taxels.
    const PadGeometry pad = make_pad({});
    TaxelValues ridge{};
    for (std::size_t t = 0; t < kTaxels; ++t) ridge[t] = t % kTaxelsAcross == 3 ? -0.5 : 0.0;
    PadSolution solution;
    for (int i = 0; i < 3000; ++i) {
        solve_pad(pad, ridge, {5.0, 50.0, 0.15, solution.depth}, 2, solution);
    }
    const PadSolution plain = press(pad, 5.0);
    const std::size_t above = 3 * kTaxelsAcross + 3;
    EXPECT_GT(solution.taxel_N[above], 1.1 * plain.taxel_N[above]);
}

// Sliding over the patch must not be felt as ripple of its points.
TEST(PadContact, SlidesWithoutRipple) {
    PadSolution solution = press(make_pad({}), 5.0);
    double least = 1e9;
    double most = 0.0;
    for (int i = 0; i <= 30; ++i) {
        const PadGeometry pad = make_pad({}, 0.1 * i - 1.5);
        // Depth kept: what the hand would feel at once.
        solve_pad(pad, kNoBackground, {5.0, 1e12, 0.15, solution.depth}, 6, solution);
        if (solution.force_N < least) least = solution.force_N;
        if (solution.force_N > most) most = solution.force_N;
    }
    EXPECT_LT((most - least) / most, 0.03);
}

}  // namespace
}  // namespace dryrun::palpation
