// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "core/deterministic_math.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>

#include "core/hash.h"
#include "core/random.h"
#include "core/two_doubles.h"

namespace dryrun {
namespace {

constexpr int kSamples = 200000;

// Arguments drawn with the project's own generator, so every machine tests the same ones.
template <class Function>
double worst_relative_error(double low, double high, Function difference) {
    const RandomStream random(1, "math test");
    double worst = 0.0;
    for (int i = 0; i < kSamples; ++i) {
        const double x = low + (high - low) * random.uniform(static_cast<std::uint64_t>(i));
        worst = std::max(worst, difference(x));
    }
    return worst;
}

double relative(double ours, double reference) {
    return std::fabs(ours - reference) / std::max(std::fabs(reference), 1e-300);
}

TEST(DeterministicMath, AgreesWithTheCLibraryToTheLastDigits) {
    constexpr double kTolerance = 4e-16;  // two units in the last place
    EXPECT_LT(worst_relative_error(-700, 700,
                                   [](double x) { return relative(det::exp(x), std::exp(x)); }),
              kTolerance);
    EXPECT_LT(worst_relative_error(1e-6, 1e6,
                                   [](double x) { return relative(det::log(x), std::log(x)); }),
              kTolerance);
    EXPECT_LT(worst_relative_error(-50, 50,
                                   [](double x) { return relative(det::atan(x), std::atan(x)); }),
              kTolerance);
    EXPECT_LT(worst_relative_error(-100, 100,
                                   [](double x) { return std::fabs(det::sin(x) - std::sin(x)); }),
              kTolerance);
    EXPECT_LT(worst_relative_error(-100, 100,
                                   [](double x) { return std::fabs(det::cos(x) - std::cos(x)); }),
              kTolerance);
    EXPECT_LT(worst_relative_error(-1, 1,
                                   [](double x) { return std::fabs(det::acos(x) - std::acos(x)); }),
              1e-15);
}

TEST(DeterministicMath, HasTheSameBitsOnEveryMachine) {
    // The hash was made once; g++ and clang, debug and release must all find it again.
    const RandomStream random(2, "math bits");
    StateHasher hasher;
    for (std::uint64_t i = 0; i < 100000; ++i) {
        const double x = 40.0 * random.uniform(i) - 20.0;
        hasher.add(det::sin(x));
        hasher.add(det::cos(x));
        hasher.add(det::exp(x));
        hasher.add(det::log(std::fabs(x) + 1e-9));
        hasher.add(det::atan2(x, x + 3.0));
        hasher.add(random.normal(i, 1));
    }
    EXPECT_EQ(hasher.value(), 5116117107925203131ULL);
}

TEST(DeterministicMath, GivesTwoAnglesTheBitsOfEachByItself) {
    const RandomStream random(2, "two angles");
    const auto expect_same = [](double y0, double x0, double y1, double x1) {
        const TwoDoubles both = det::atan2(TwoDoubles{y0, y1}, TwoDoubles{x0, x1});
        EXPECT_EQ(std::bit_cast<std::uint64_t>(both[0]),
                  std::bit_cast<std::uint64_t>(det::atan2(y0, x0)));
        EXPECT_EQ(std::bit_cast<std::uint64_t>(both[1]),
                  std::bit_cast<std::uint64_t>(det::atan2(y1, x1)));
    };
    for (std::uint64_t i = 0; i < 20000; ++i) {
        const double long_way = det::exp(20.0 * random.uniform(i, 4) - 10.0);
        expect_same(random.uniform(i, 0) - 0.5, random.uniform(i, 1) - 0.5,
                    long_way * (random.uniform(i, 2) - 0.5), random.uniform(i, 3) - 0.5);
        expect_same(0.2 * random.uniform(i, 0), 1.0, 0.3 * random.uniform(i, 2) - 0.15, 0.5);
    }
    expect_same(0.0, 0.0, 1.0, 0.0);
    expect_same(-1.0, 0.0, 0.0, -2.0);
    expect_same(0.0, 3.0, 0.4375, 1.0);
}

TEST(DeterministicMath, AnswersAtTheEdges) {
    EXPECT_EQ(det::exp(0.0), 1.0);
    EXPECT_EQ(det::exp(-1000.0), 0.0);
    EXPECT_TRUE(std::isinf(det::exp(1000.0)));
    EXPECT_TRUE(std::isnan(det::log(-1.0)));
    EXPECT_TRUE(std::isnan(det::sin(1e300)));
    EXPECT_EQ(det::atan2(0.0, 0.0), 0.0);
    EXPECT_DOUBLE_EQ(det::atan2(0.0, -1.0), det::kPi);
    EXPECT_EQ(det::smoothstep(0.0, 1.0, -3.0), 0.0);
    EXPECT_EQ(det::smoothstep(0.0, 1.0, 3.0), 1.0);
}

}  // namespace
}  // namespace dryrun
