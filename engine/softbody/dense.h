// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Dense kernels of the tissue solver, written so that every build gives the same bits: the sum
// behind each element runs over k in rising order, whatever the tile or the vector width, and no
// library decides a block size from the processor it finds. Matrices are column-major; a matrix
// of several right-hand sides has one column a degree of freedom, its right-hand sides contiguous.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace dryrun::softbody {

/// Room for packed operands, kept by the caller so that repeated products do not allocate.
struct DenseWork {
    std::vector<double> a;
    std::vector<double> b;
};

enum class Part { Whole, Lower };

/// c (m × n, stride ldc) += sign · a bᵀ with a m × k and b n × k; of a square c only the lower
/// triangle where `part` says so.
void add_product(double sign, const double* a, std::size_t lda, std::size_t m, const double* b,
                 std::size_t ldb, std::size_t n, std::size_t k, double* c, std::size_t ldc,
                 Part part, DenseWork& work);

/// a (m × p) becomes a l⁻ᵀ with l lower triangular p × p: for right-hand sides stored as this file
/// stores them it is the forward substitution.
void solve_lower(double* a, std::size_t lda, std::size_t m, const double* l, std::size_t ldl,
                 std::size_t p, DenseWork& work);

/// Cholesky factor of the first `pivots` columns of the symmetric n × n matrix whose lower
/// triangle is in `a`; what is left below and right of them is the Schur complement. False where
/// a pivot is not positive.
bool factor_partly(double* a, std::size_t n, std::size_t pivots, DenseWork& work);

/// Sum of products in four interleaved lanes, added as (0 + 1) + (2 + 3), then the rest.
double dot(const double* a, const double* b, std::size_t n);
/// y += s · x
void add_scaled(double s, const double* x, double* y, std::size_t n);

}  // namespace dryrun::softbody
