// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "softbody/dense_spd.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "core/processor.h"
#include "core/result.h"
#include "core/wide_doubles.h"

namespace dryrun::softbody {
namespace {

// Makes row k of the factor out of what is left of it.
bool finish_row(double* row, std::size_t k, std::size_t size) {
    if (!(row[k] > 0.0)) return false;
    const double pivot = std::sqrt(row[k]);
    const double inverse = 1.0 / pivot;
    row[k] = pivot;
    for (std::size_t j = k + 1; j < size; ++j) row[j] *= inverse;
    return true;
}

// Two rows at a time go through what is below them, which is then read and written half as often;
// each number loses the same in the same order as if they went one by one.
[[gnu::always_inline]] inline bool factor_by_pairs(double* matrix, std::size_t size) {
    std::size_t k = 0;
    for (; k + 1 < size; k += 2) {
        double* first = matrix + k * size;
        double* second = first + size;
        if (!finish_row(first, k, size)) return false;
        for (std::size_t j = k + 1; j < size; ++j) second[j] -= first[k + 1] * first[j];
        if (!finish_row(second, k + 1, size)) return false;
        for (std::size_t i = k + 2; i < size; ++i) {
            const double by_first = first[i], by_second = second[i];
            double* below = matrix + i * size;
            for (std::size_t j = i; j < size; ++j)
                below[j] = (below[j] - by_first * first[j]) - by_second * second[j];
        }
    }
    return k == size || finish_row(matrix + k * size, k, size);
}

// Whole fours of a row. Those that begin before the diagonal work on zeros there.
constexpr std::size_t kFour = 4;

[[gnu::always_inline]] inline std::size_t four_of(std::size_t column) {
    return column / kFour * kFour;
}

// Row k of the factor out of what is left of it.
[[gnu::always_inline]] inline bool finish_fours(double* row, std::size_t k, std::size_t stride) {
    if (!(row[k] > 0.0)) return false;
    const double pivot = std::sqrt(row[k]);
    const double inverse = 1.0 / pivot;
    for (std::size_t j = four_of(k); j < stride; j += kFour) {
        FourDoubles four;
        load(row + j, four);
        store(four * inverse, row + j);
    }
    row[k] = pivot;
    return true;
}

// What `count` rows of the factor take off a row below them, one after the other.
template <std::size_t count>
[[gnu::always_inline]] inline void take_off(const double* rows, std::size_t stride, std::size_t i,
                                            double* below) {
    double share[count];
    for (std::size_t q = 0; q < count; ++q) share[q] = rows[q * stride + i];
    for (std::size_t j = four_of(i); j < stride; j += kFour) {
        FourDoubles left, taken;
        load(below + j, left);
        for (std::size_t q = 0; q < count; ++q) {
            load(rows + q * stride + j, taken);
            left -= share[q] * taken;
        }
        store(left, below + j);
    }
}

// The right-hand sides are columns of the matrix and come through the elimination with it; each
// number loses the same in the same order as if rows were eliminated one by one.
[[gnu::always_inline]] inline bool eliminate(double* rows, std::size_t n, std::size_t stride) {
    std::size_t k = 0;
    for (; k + kFour <= n; k += kFour) {
        double* four = rows + k * stride;
        if (!finish_fours(four, k, stride)) return false;
        take_off<1>(four, stride, k + 1, four + stride);
        if (!finish_fours(four + stride, k + 1, stride)) return false;
        take_off<2>(four, stride, k + 2, four + 2 * stride);
        if (!finish_fours(four + 2 * stride, k + 2, stride)) return false;
        take_off<3>(four, stride, k + 3, four + 3 * stride);
        if (!finish_fours(four + 3 * stride, k + 3, stride)) return false;
        for (std::size_t i = k + kFour; i < n; ++i) take_off<4>(four, stride, i, rows + i * stride);
    }
    for (; k < n; ++k) {
        double* row = rows + k * stride;
        if (!finish_fours(row, k, stride)) return false;
        for (std::size_t i = k + 1; i < n; ++i) take_off<1>(row, stride, i, rows + i * stride);
    }
    return true;
}

// What has not been found yet is zero, and so are x and y beyond n.
[[gnu::always_inline]] inline void substitute_back(const double* rows, std::size_t n,
                                                   std::size_t stride, double* x, double* y) {
    std::fill_n(x, stride, 0.0);
    std::fill_n(y, stride, 0.0);
    for (std::size_t k = n; k-- > 0;) {
        const double* row = rows + k * stride;
        const double inverse = 1.0 / row[k];
        FourDoubles by_x = {}, by_y = {};
        for (std::size_t j = four_of(k); j < stride; j += kFour) {
            FourDoubles here, found;
            load(row + j, here);
            load(x + j, found);
            by_x += here * found;
            load(y + j, found);
            by_y += here * found;
        }
        x[k] = (row[n] - ((by_x[0] + by_x[1]) + (by_x[2] + by_x[3]))) * inverse;
        y[k] = (row[n + 1] - ((by_y[0] + by_y[1]) + (by_y[2] + by_y[3]))) * inverse;
    }
}

}  // namespace

bool factor_spd(std::span<double> matrix, int n) {
    const auto size = static_cast<std::size_t>(n);
    return with_avx2_if_any([ size, rows = matrix.data() ]() __attribute__((always_inline)) {
        return factor_by_pairs(rows, size);
    });
}

void solve_spd(std::span<const double> factor, int n, std::span<double> x) {
    const auto size = static_cast<std::size_t>(n);
    for (std::size_t k = 0; k < size; ++k) {
        const double* row = factor.data() + k * size;
        const double value = x[k] / row[k];
        x[k] = value;
        for (std::size_t j = k + 1; j < size; ++j) x[j] -= value * row[j];
    }
    for (std::size_t k = size; k-- > 0;) {
        const double* row = factor.data() + k * size;
        double sum = x[k];
        for (std::size_t j = k + 1; j < size; ++j) sum -= row[j] * x[j];
        x[k] = sum / row[k];
    }
}

bool solve_spd_pair(std::span<double> rows, int n, std::span<double> x, std::span<double> y) {
    const auto count = static_cast<std::size_t>(n);
    DRYRUN_ASSERT(rows.size() == count * row_of_pair(count));
    DRYRUN_ASSERT(x.size() >= row_of_pair(count) && y.size() >= row_of_pair(count));
    return with_avx2_if_any([ count, in = rows.data(), x = x.data(), y = y.data() ]()
                                __attribute__((always_inline)) {
                                    const std::size_t stride = row_of_pair(count);
                                    if (!eliminate(in, count, stride)) return false;
                                    substitute_back(in, count, stride, x, y);
                                    return true;
                                });
}

}  // namespace dryrun::softbody
