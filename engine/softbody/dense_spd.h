// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Direct solution of small dense symmetric positive definite systems, as the condensed contact
// of fingers and needle makes each tick. Cholesky by rows, written so that the inner loop runs
// along memory and its order of summation is that of the source.
#pragma once

#include <span>

namespace dryrun::softbody {

/// Replaces the upper triangle of the n × n row-major matrix by its factor U, A = UᵀU. The lower
/// triangle is not read. False, with the content undefined, if A is not positive definite.
bool factor_spd(std::span<double> matrix, int n);

/// Solves A x = b with the factor made above; `x` holds b on entry.
void solve_spd(std::span<const double> factor, int n, std::span<double> x);

}  // namespace dryrun::softbody
