// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Direct solution of small dense symmetric positive definite systems, as the condensed contact
// of fingers and needle makes each tick. Cholesky by rows, written so that the inner loop runs
// along memory and its order of summation is that of the source.
#pragma once

#include <cstddef>
#include <span>

namespace dryrun::softbody {

/// Replaces the upper triangle of the n × n row-major matrix by its factor U, A = UᵀU. The lower
/// triangle is not read. False, with the content undefined, if A is not positive definite.
bool factor_spd(std::span<double> matrix, int n);

/// Solves A x = b with the factor made above; `x` holds b on entry.
void solve_spd(std::span<const double> factor, int n, std::span<double> x);

/// Numbers in a row of a system of n unknowns with two right-hand sides: a whole number of fours.
constexpr std::size_t row_of_pair(std::size_t n) {
    return (n + 2 + 3) / 4 * 4;
}
/// Solves A x = b for two b at once. `rows` holds n rows of row_of_pair(n) numbers: A from the
/// diagonal on, the two b in the columns n and n + 1, zeros elsewhere; it is used up. `x` and `y`
/// have room for a row. False, with the content undefined, if A is not positive definite.
bool solve_spd_pair(std::span<double> rows, int n, std::span<double> x, std::span<double> y);

}  // namespace dryrun::softbody
