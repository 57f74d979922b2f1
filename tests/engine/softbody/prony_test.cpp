// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "softbody/prony.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace dryrun::softbody {
namespace {

constexpr std::array kMuscle = {PronyTerm{0.3, 0.1}, PronyTerm{0.25, 2.0}, PronyTerm{0.1, 30.0}};

TEST(Prony, AHeldStrainRelaxesByTheSeries) {
    Relaxation stress(kMuscle);
    EXPECT_DOUBLE_EQ(stress.advance(1.0, 0.0), 1.0);
    const double expected = 1.0 - 0.3 * (1.0 - std::exp(-10.0)) - 0.25 * (1.0 - std::exp(-0.5)) -
                            0.1 * (1.0 - std::exp(-1.0 / 30.0));
    EXPECT_NEAR(stress.advance(1.0, 1.0), expected, 1e-12);
}

TEST(Prony, TheNextStepIsForetold) {
    Relaxation stress(kMuscle);
    double elastic = 0.0;
    for (const double rise : {0.4, -0.1, 0.0, 0.7}) {
        const auto next = stress.next(0.01);
        elastic += rise;
        EXPECT_NEAR(next.now * elastic + next.before, stress.advance(elastic, 0.01), 1e-12);
    }
}

TEST(Prony, AFieldIsAsManySingleOnes) {
    Relaxation alone(kMuscle);
    RelaxationField field(kMuscle, 0.0, 3, 1e-3);
    double elastic = 0.0;
    for (int step = 0; step < 2000; ++step) {
        elastic += step < 500 ? 1e-3 : (step < 1500 ? 0.0 : -5e-4);
        const double foretold = field.now() * elastic + field.before(1);
        EXPECT_NEAR(foretold, alone.advance(elastic, 1e-3), 1e-12);
        field.advance(1, elastic);
    }
    EXPECT_EQ(field.before(0), 0.0) << "places know nothing of each other";
    EXPECT_TRUE(field.remembers(1e-6));
}

TEST(Prony, AReferenceTimeSaysOfWhichMomentTheStiffnessIs) {
    Relaxation stress(kMuscle, 1.0);
    EXPECT_NEAR(stress.advance(1.0, 0.0), 1.0 / remaining(kMuscle, 1.0), 1e-12);
    EXPECT_NEAR(stress.advance(1.0, 1.0), 1.0, 1e-12);
    EXPECT_LT(stress.advance(1.0, 100.0), 1.0);
    RelaxationField field(kMuscle, 1.0, 1, 1e-3);
    Relaxation alone(kMuscle, 1.0);
    for (int step = 1; step <= 1000; ++step) {
        const double elastic = 1e-3 * step;
        EXPECT_NEAR(field.now() * elastic + field.before(0), alone.advance(elastic, 1e-3), 1e-12);
        field.advance(0, elastic);
    }
}

TEST(Prony, MemoryHandedOnIsNotLost) {
    RelaxationField from(kMuscle, 0.0, 1, 1e-3);
    for (int step = 0; step < 300; ++step) from.advance(0, 2.0);
    RelaxationField to(kMuscle, 0.0, 2, 1e-3);
    to.inherit(0, from, 0, 0.25);
    to.inherit(1, from, 0, 0.75);
    EXPECT_NEAR(to.before(0) + to.before(1), from.before(0), 1e-12);
    EXPECT_NEAR(to.before(1), 3.0 * to.before(0), 1e-12);
}

TEST(Prony, WhatIsLeftOfALoadIsForgottenInTheEnd) {
    RelaxationField field(kMuscle, 0.0, 1, 1e-3);
    for (int step = 0; step < 100; ++step) field.advance(0, 1.0);
    for (int step = 0; step < 600000; ++step) field.advance(0, 0.0);
    EXPECT_FALSE(field.remembers(1e-6));
    EXPECT_EQ(field.before(0), 0.0);
}

}  // namespace
}  // namespace dryrun::softbody
