// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Direct solution of small dense systems of any sign, as balances under constraints are: Gaussian
// elimination by rows with the largest pivot of a column, in the order of the source.
#pragma once

#include <cstddef>
#include <vector>

namespace dryrun::softbody {

/// Solves A x = b for the n × n row-major matrix; `x` holds b on entry, the matrix is used up.
/// False where it is singular.
bool solve_general(std::vector<double>& matrix, std::size_t n, std::vector<double>& x);

}  // namespace dryrun::softbody
