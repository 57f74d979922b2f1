// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "softbody/dense_spd.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <vector>

namespace dryrun::softbody {
namespace {

TEST(DenseSpd, SolvesWhatItFactored) {
    // 1/(1 + |i − j|) plus a diagonal: positive definite and full.
    const int n = 17;
    std::vector<double> matrix;
    std::vector<double> wanted;
    for (int i = 0; i < n; ++i) {
        wanted.push_back(1.0 + 0.3 * i - 0.05 * i * i);
        for (int j = 0; j < n; ++j) {
            matrix.push_back(1.0 / (1.0 + (i < j ? j - i : i - j)) + (i == j ? 0.5 : 0.0));
        }
    }
    std::vector<double> x(static_cast<std::size_t>(n), 0.0);
    for (std::size_t i = 0; i < x.size(); ++i) {
        for (std::size_t j = 0; j < x.size(); ++j) x[i] += matrix[i * x.size() + j] * wanted[j];
    }
    ASSERT_TRUE(factor_spd(matrix, n));
    solve_spd(matrix, n, x);
    for (std::size_t i = 0; i < x.size(); ++i) EXPECT_NEAR(x[i], wanted[i], 1e-12);
}

// Of every number of rows that is left over from fours.
TEST(DenseSpd, SolvesForTwoRightHandSidesAtOnce) {
    for (const std::size_t n : {1u, 2u, 3u, 4u, 6u, 17u, 49u}) {
        const std::size_t stride = row_of_pair(n);
        std::vector<double> rows(n * stride, 0.0), x(stride, 7.0), y(stride, 7.0);
        const auto entry = [](std::size_t i, std::size_t j) {
            return 1.0 / (1.0 + static_cast<double>(i < j ? j - i : i - j)) + (i == j ? 0.5 : 0.0);
        };
        const auto wanted = [](std::size_t i) { return 1.0 + 0.3 * static_cast<double>(i); };
        for (std::size_t i = 0; i < n; ++i) {
            for (std::size_t j = 0; j < n; ++j) {
                if (j >= i) rows[i * stride + j] = entry(i, j);
                rows[i * stride + n] += entry(i, j) * wanted(j);
                rows[i * stride + n + 1] -= entry(i, j);
            }
        }
        ASSERT_TRUE(solve_spd_pair(rows, static_cast<int>(n), x, y)) << n;
        for (std::size_t i = 0; i < n; ++i) {
            EXPECT_NEAR(x[i], wanted(i), 1e-11) << n;
            EXPECT_NEAR(y[i], -1.0, 1e-11) << n;
        }
    }
    std::vector<double> rows = {1.0, 2.0, 1.0, 1.0, 0.0, 1.0, 1.0, 1.0}, x(4), y(4);
    EXPECT_FALSE(solve_spd_pair(rows, 2, x, y)) << "not positive definite";
}

TEST(DenseSpd, RefusesWhatIsNotPositiveDefinite) {
    std::vector<double> matrix = {1.0, 2.0, 2.0, 1.0};
    EXPECT_FALSE(factor_spd(matrix, 2));
}

}  // namespace
}  // namespace dryrun::softbody
