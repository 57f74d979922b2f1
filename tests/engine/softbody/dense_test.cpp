// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Dense kernels against the plain loops they stand for; where the order of a sum is promised, to
// the bit.
#include "softbody/dense.h"

#include <gtest/gtest.h>

#include <cmath>
#include <utility>

#include "core/random.h"

namespace dryrun::softbody {
namespace {

std::vector<double> random_numbers(std::size_t count, std::uint64_t tick) {
    const RandomStream random(11, "dense");
    std::vector<double> numbers(count);
    for (std::size_t i = 0; i < count; ++i) numbers[i] = random.normal(tick, i);
    return numbers;
}

TEST(Dense, AProductIsSummedInRisingOrderWhateverTheTile) {
    DenseWork work;
    for (const std::size_t m : {1u, 3u, 4u, 7u, 8u, 21u}) {
        for (const std::size_t n : {1u, 4u, 6u, 13u}) {
            for (const std::size_t k : {1u, 5u, 40u}) {
                const auto a = random_numbers(m * k, m);
                const auto b = random_numbers(n * k, 100 + n);
                auto c = random_numbers(m * n, 200);
                auto expected = c;
                add_product(-1.0, a.data(), m, m, b.data(), n, n, k, c.data(), m, Part::Whole,
                            work);
                for (std::size_t j = 0; j < n; ++j) {
                    for (std::size_t i = 0; i < m; ++i) {
                        double sum = 0.0;
                        for (std::size_t kk = 0; kk < k; ++kk) sum += a[kk * m + i] * b[kk * n + j];
                        expected[j * m + i] += -1.0 * sum;
                    }
                }
                EXPECT_EQ(c, expected) << m << ' ' << n << ' ' << k;
            }
        }
    }
}

TEST(Dense, OnlyTheLowerTriangleIsTouchedWhereAsked) {
    DenseWork work;
    const std::size_t n = 11, k = 6;
    const auto a = random_numbers(n * k, 1);
    std::vector<double> c(n * n, 0.0), whole(n * n, 0.0);
    add_product(1.0, a.data(), n, n, a.data(), n, n, k, c.data(), n, Part::Lower, work);
    add_product(1.0, a.data(), n, n, a.data(), n, n, k, whole.data(), n, Part::Whole, work);
    for (std::size_t j = 0; j < n; ++j) {
        for (std::size_t i = 0; i < n; ++i) {
            EXPECT_EQ(c[j * n + i], i >= j ? whole[j * n + i] : 0.0);
        }
    }
}

// A matrix of which a factor's first columns are known, and that factor in strips.
struct Factored {
    std::vector<double> whole;  // the lower triangle
    std::vector<double> left;   // what the pivots leave of it
    std::vector<double> l;
    bool is_positive = false;
};

// A = B Bᵀ + n I.
Factored factored(std::size_t n, std::size_t pivots) {
    DenseWork work;
    const auto b = random_numbers(n * n, 2);
    Factored made;
    made.whole.assign(n * n, 0.0);
    for (std::size_t i = 0; i < n; ++i) made.whole[i * n + i] = static_cast<double>(n);
    add_product(1.0, b.data(), n, n, b.data(), n, n, n, made.whole.data(), n, Part::Lower, work);
    made.left = made.whole;
    made.l.assign(in_strips(n, pivots), std::nan(""));
    made.is_positive = factor_partly(made.left.data(), n, pivots, made.l.data());
    return made;
}

constexpr std::pair<std::size_t, std::size_t> kSizes[] = {{53, 37}, {48, 48}, {21, 3}, {64, 16}};

TEST(Dense, PartsOfAFactorGiveTheMatrixBack) {
    for (const auto& [n, pivots] : kSizes) {
        const Factored made = factored(n, pivots);
        ASSERT_TRUE(made.is_positive);
        const auto l = [&](std::size_t i, std::size_t k) {
            return made.l[strip_place(i, k, pivots)];
        };
        for (std::size_t j = 0; j < n; ++j) {
            for (std::size_t i = j; i < n; ++i) {
                double sum = i >= pivots && j >= pivots ? made.left[j * n + i] : 0.0;
                for (std::size_t k = 0; k <= std::min(j, pivots - 1); ++k) sum += l(i, k) * l(j, k);
                EXPECT_NEAR(sum, made.whole[j * n + i], 1e-10 * static_cast<double>(n));
            }
        }
        for (std::size_t k = 0; k < pivots; ++k)
            for (std::size_t i = 0; i < k; ++i) EXPECT_EQ(l(i, k), 0.0) << "above the diagonal";
        for (std::size_t at = strip_place(n - 1, pivots - 1, pivots) + 1; at < made.l.size(); ++at)
            EXPECT_EQ(made.l[at], 0.0) << "beyond the rows";
    }
    Factored bad = factored(53, 37);
    bad.whole[5 * 53 + 5] = -1.0;
    EXPECT_FALSE(factor_partly(bad.whole.data(), 53, 37, bad.l.data())) << "not positive definite";
}

TEST(Dense, RightHandSidesAreCarriedThroughAFactor) {
    DenseWork work;
    for (const auto& [n, pivots] : kSizes) {
        const Factored made = factored(n, pivots);
        const std::size_t m = 9, rest = n - pivots;
        // What is carried is chosen, and what it is carried from follows.
        const auto carried = random_numbers(m * pivots, 4);
        std::vector<double> x(m * pivots, 0.0), beyond(m * rest, 7.0), expected(m * rest, 0.0);
        for (std::size_t i = 0; i < n; ++i) {
            for (std::size_t k = 0; k < pivots; ++k) {
                double* to = i < pivots ? &x[i * m] : &expected[(i - pivots) * m];
                const double l = made.l[strip_place(i, k, pivots)];
                add_scaled(i < pivots ? l : -l, &carried[k * m], to, m);
            }
        }
        std::vector<double> one(n, 0.0);
        for (std::size_t i = 0; i < pivots; ++i) one[i] = x[i * m + 4];
        carry_through(made.l.data(), n, pivots, x.data(), m, m, beyond.data(), work);
        for (std::size_t i = 0; i < x.size(); ++i) EXPECT_NEAR(x[i], carried[i], 1e-11);
        for (std::size_t i = 0; i < beyond.size(); ++i) EXPECT_NEAR(beyond[i], expected[i], 1e-11);
        carry_one(made.l.data(), n, pivots, one.data());
        for (std::size_t i = 0; i < n; ++i) {
            EXPECT_NEAR(one[i], i < pivots ? carried[i * m + 4] : expected[(i - pivots) * m + 4],
                        1e-11);
        }
    }
}

// Lᵀ v with the rows beyond known.
TEST(Dense, ARightHandSideIsCarriedBackThroughAFactor) {
    DenseWork work;
    for (const auto& [n, pivots] : kSizes) {
        const Factored made = factored(n, pivots);
        const auto wanted = random_numbers(n, 5);
        auto v = wanted;
        for (std::size_t k = 0; k < pivots; ++k) {
            v[k] = 0.0;
            for (std::size_t i = k; i < n; ++i)
                v[k] += made.l[strip_place(i, k, pivots)] * wanted[i];
        }
        carry_back(made.l.data(), n, pivots, v.data(), work);
        for (std::size_t i = 0; i < n; ++i) EXPECT_NEAR(v[i], wanted[i], 1e-11);
    }
}

TEST(Dense, ADotProductIsSummedInFourLanes) {
    const auto a = random_numbers(11, 5);
    const auto b = random_numbers(11, 6);
    double lane[4] = {};
    for (std::size_t i = 0; i < 8; ++i) lane[i % 4] += a[i] * b[i];
    double sum = (lane[0] + lane[1]) + (lane[2] + lane[3]);
    for (std::size_t i = 8; i < 11; ++i) sum += a[i] * b[i];
    EXPECT_EQ(dot(a.data(), b.data(), 11), sum);
}

}  // namespace
}  // namespace dryrun::softbody
