// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Flat layers under squares of skin and under bricks, against closed forms and each other.
#include "softbody/brick_stack.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <cstdlib>

#include "softbody/dense_spd.h"

namespace dryrun::softbody {
namespace {

// Skin, fat and muscle, in kPa.
BrickStack back(double fat = 8.0) {
    const Isotropic skin{0.060, 0.48}, soft{0.003, 0.48}, fascia{0.2, 0.45}, muscle{0.012, 0.48};
    BrickStack stack = {{2.5, skin, skin},     {0.5 * fat, soft, soft}, {0.5 * fat, soft, soft},
                        {1.2, fascia, fascia}, {6.0, muscle, muscle},   {6.0, muscle, muscle}};
    stack[0].tension_stiffness = 3.0;
    return stack;
}

TEST(BrickStack, ASquareOnDeepTissueGivesAsOnAHalfSpace) {
    const Isotropic tissue{0.012, 0.4};
    const double side = 0.5;
    const auto give = square_compliance(BrickStack(4, {30.0, tissue, tissue}), side, 3);
    // Love 1929: the mean over a square under its own even load, and 1/r far from it; both less
    // what the fixed base and the other squares take off.
    const double stiff = tissue.youngs / (1.0 - tissue.poisson * tissue.poisson);
    EXPECT_NEAR(give[0] * stiff * side, 0.9464, 0.02 * 0.9464);
    EXPECT_NEAR((give[0] - give[2]) * stiff * side, 0.9464 - 0.5 / 3.14159 * 1.01, 0.015);
}

TEST(BrickStack, ALayerUnderAnEvenLoadIsPressedAsItsConfinedModulusSays) {
    const Isotropic tissue{0.012, 0.45};
    const BrickStack stack(3, {4.0, tissue, tissue});
    // All squares loaded at once: the sum over them is that of the wave without end.
    const int count = static_cast<int>(kRepeats / 10.0);
    const auto squares = square_compliance(stack, 10.0, count);
    const auto corners = corner_compliance(stack, 10.0, count);
    double by_squares = 0.0, by_corners = 0.0;
    for (std::size_t i = 0; i < squares.size(); ++i) by_squares += squares[i];
    for (std::size_t i = 0; i < corners.size(); ++i) by_corners += corners[i];
    const double confined = tissue.youngs * (1.0 - tissue.poisson) /
                            ((1.0 + tissue.poisson) * (1.0 - 2.0 * tissue.poisson));
    EXPECT_NEAR(by_squares, 12.0 / confined / 100.0, 1e-3 * by_squares);
    EXPECT_NEAR(by_corners, 12.0 / confined / 100.0, 1e-3 * by_corners);
}

// How far bricks let the mean over a square of 2 mm give under its load, its middle at x, y.
double bricks_under_square(const BrickStack& stack, double cell, double x, double y) {
    constexpr int kCount = 6;
    constexpr int kSteps = 8;
    const auto corners = corner_compliance(stack, cell, kCount);
    // Weights of the corners round the middle.
    constexpr int kAcross = 2 * kCount;
    std::vector<double> weights(static_cast<std::size_t>(kAcross * kAcross), 0.0);
    for (int i = 0; i < kSteps; ++i) {
        for (int j = 0; j < kSteps; ++j) {
            const double u = (x - 1.0 + 2.0 * (i + 0.5) / kSteps) / cell + 2.0;
            const double v = (y - 1.0 + 2.0 * (j + 0.5) / kSteps) / cell + 2.0;
            const int a = static_cast<int>(u), b = static_cast<int>(v);
            for (int corner = 0; corner < 4; ++corner) {
                const int da = corner % 2, db = corner / 2;
                weights[static_cast<std::size_t>((a + da) * kAcross + b + db)] +=
                    (da ? u - a : 1.0 - u + a) * (db ? v - b : 1.0 - v + b) / (kSteps * kSteps);
            }
        }
    }
    double sum = 0.0;
    for (int p = 0; p < kAcross * kAcross; ++p) {
        for (int q = 0; q < kAcross * kAcross; ++q) {
            const int i = std::abs(p / kAcross - q / kAcross),
                      j = std::abs(p % kAcross - q % kAcross);
            const double weight =
                weights[static_cast<std::size_t>(p)] * weights[static_cast<std::size_t>(q)];
            if (weight > 0.0) sum += weight * corners[static_cast<std::size_t>(i * kCount + j)];
        }
    }
    return sum;
}

TEST(BrickStack, BricksComeNearTheLayersAsTheyGetSmaller) {
    const BrickStack stack = back();
    const double layers = square_compliance(stack, 2.0, 1)[0];
    double before = 1e9;
    for (const double cell : {10.0, 5.0, 2.5, 1.25}) {
        const double short_by = layers - bricks_under_square(stack, cell, 0.5 * cell, 0.5 * cell);
        EXPECT_GT(short_by, -0.02 * layers);
        EXPECT_LT(short_by, 0.75 * before) << cell;
        before = short_by;
    }
    EXPECT_LT(before, 0.08 * layers);
}

TEST(BrickStack, LargeBricksGiveMoreAtACornerThanInTheMiddleOfAFace) {
    const BrickStack stack = back();
    const double layers = square_compliance(stack, 2.0, 1)[0];
    EXPECT_LT(bricks_under_square(stack, 5.0, 2.5, 2.5), 0.6 * layers);
    EXPECT_GT(bricks_under_square(stack, 5.0, 0.0, 0.0), 0.7 * layers);
}

TEST(BrickStack, SquaresNeverPushBack) {
    constexpr int kAcross = 7;
    for (const double fat : {2.0, 8.0, 30.0}) {
        const auto give = square_compliance(back(fat), 2.0, kAcross);
        std::vector<double> matrix;
        for (int p = 0; p < kAcross * kAcross; ++p) {
            for (int q = 0; q < kAcross * kAcross; ++q) {
                const int i = std::abs(p / kAcross - q / kAcross);
                const int j = std::abs(p % kAcross - q % kAcross);
                matrix.push_back(give[static_cast<std::size_t>(i * kAcross + j)]);
            }
        }
        EXPECT_TRUE(factor_spd(matrix, kAcross * kAcross)) << fat;
    }
}

TEST(BrickStack, TheMeanOfAnIsotropicSolidIsItself) {
    const Isotropic tissue{0.012, 0.48};
    const Isotropic mean = isotropic_mean(stiffness(tissue));
    EXPECT_NEAR(mean.youngs, tissue.youngs, 1e-12);
    EXPECT_NEAR(mean.poisson, tissue.poisson, 1e-12);
}

}  // namespace
}  // namespace dryrun::softbody
