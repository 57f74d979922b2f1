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

TEST(DenseSpd, RefusesWhatIsNotPositiveDefinite) {
    std::vector<double> matrix = {1.0, 2.0, 2.0, 1.0};
    EXPECT_FALSE(factor_spd(matrix, 2));
}

}  // namespace
}  // namespace dryrun::softbody
