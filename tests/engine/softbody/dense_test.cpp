// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Dense kernels against the plain loops they stand for; where the order of a sum is promised, to
// the bit.
#include "softbody/dense.h"

#include <gtest/gtest.h>

#include <cmath>

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

// A = B Bᵀ + n I; the factor of the first pivots and the Schur complement give A back.
TEST(Dense, PartsOfAFactorGiveTheMatrixBack) {
    DenseWork work;
    const std::size_t n = 53, pivots = 37;
    const auto b = random_numbers(n * n, 2);
    std::vector<double> a(n * n, 0.0);
    for (std::size_t i = 0; i < n; ++i) a[i * n + i] = static_cast<double>(n);
    add_product(1.0, b.data(), n, n, b.data(), n, n, n, a.data(), n, Part::Lower, work);
    auto f = a;
    ASSERT_TRUE(factor_partly(f.data(), n, pivots, work));
    for (std::size_t j = 0; j < n; ++j) {
        for (std::size_t i = j; i < n; ++i) {
            double sum = i >= pivots && j >= pivots ? f[j * n + i] : 0.0;
            for (std::size_t k = 0; k <= std::min(j, pivots - 1); ++k) {
                sum += f[k * n + i] * f[k * n + j];
            }
            EXPECT_NEAR(sum, a[j * n + i], 1e-10 * static_cast<double>(n));
        }
    }
    a[5 * n + 5] = -1.0;
    EXPECT_FALSE(factor_partly(a.data(), n, pivots, work)) << "not positive definite";
}

TEST(Dense, ForwardSubstitutionUndoesTheFactor) {
    DenseWork work;
    const std::size_t p = 39, m = 9;
    auto l = random_numbers(p * p, 3);
    for (std::size_t i = 0; i < p; ++i) l[i * p + i] = 10.0 + std::fabs(l[i * p + i]);
    const auto x = random_numbers(m * p, 4);
    std::vector<double> product(m * p, 0.0);
    for (std::size_t j = 0; j < p; ++j) {
        for (std::size_t k = 0; k <= j; ++k) {
            add_scaled(l[k * p + j], &x[k * m], &product[j * m], m);
        }
    }
    solve_lower(product.data(), m, m, l.data(), p, p, work);
    for (std::size_t i = 0; i < x.size(); ++i) EXPECT_NEAR(product[i], x[i], 1e-12);
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
