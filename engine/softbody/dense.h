// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Dense kernels of the tissue solver, written so that every build gives the same bits: the sum
// behind each element runs over k in rising order, whatever the tile or the vector width, and no
// library decides a block size from the processor it finds. Matrices are column-major; a matrix
// of several right-hand sides has one column a degree of freedom, its right-hand sides contiguous.
//
// What is multiplied often lies in strips: eight rows at a time, column by column, so that a tile
// reads it from one end to the other. Where the rows do not fill the last strip, it is filled up
// with zeros.
#pragma once

#include <cstddef>
#include <vector>

namespace dryrun::softbody {

inline constexpr std::size_t kStrip = 8;

/// Numbers that m rows of k columns take in strips.
constexpr std::size_t in_strips(std::size_t m, std::size_t k) {
    return (m + kStrip - 1) / kStrip * kStrip * k;
}
/// Where among them row i of column j is.
constexpr std::size_t strip_place(std::size_t i, std::size_t j, std::size_t k) {
    return i / kStrip * kStrip * k + j * kStrip + i % kStrip;
}

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

/// Cholesky factor of the first `pivots` columns of the symmetric n × n matrix whose lower
/// triangle is in `a`, zeros above it in those columns. The factor goes into `l`, n × pivots in
/// strips; what is left in `a` below and right of the pivots is the Schur complement. False where
/// a pivot is not positive.
bool factor_partly(double* a, std::size_t n, std::size_t pivots, double* l);

/// Forward substitution of m right-hand sides (x, m × pivots, stride ldx) through such a factor
/// of n rows: x becomes x l⁻ᵀ by the pivots' rows, and `beyond` (m × (n − pivots), without gaps)
/// what the others take off: −x lᵀ.
void carry_through(const double* l, std::size_t n, std::size_t pivots, double* x, std::size_t ldx,
                   std::size_t m, double* beyond, DenseWork& work);

/// The same of one right-hand side v of n numbers: of the pivots' rows becomes what is carried, and
/// the others lose what that takes off.
void carry_one(const double* l, std::size_t n, std::size_t pivots, double* v);
/// And backwards: the pivots' numbers become their unknowns, those of the other rows being known.
void carry_back(const double* l, std::size_t n, std::size_t pivots, double* v, DenseWork& work);

/// Sum of products in four interleaved lanes, added as (0 + 1) + (2 + 3), then the rest.
double dot(const double* a, const double* b, std::size_t n);
/// y += s · x
void add_scaled(double s, const double* x, double* y, std::size_t n);

}  // namespace dryrun::softbody
