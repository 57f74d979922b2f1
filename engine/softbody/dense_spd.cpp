// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "softbody/dense_spd.h"

#include <cmath>
#include <cstddef>

#include "core/processor.h"

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

bool factor_baseline(double* matrix, std::size_t size) {
    return factor_by_pairs(matrix, size);
}
// The same operations on the same numbers, four at a time: the same bits.
[[gnu::target("avx2")]] bool factor_avx2(double* matrix, std::size_t size) {
    return factor_by_pairs(matrix, size);
}

}  // namespace

bool factor_spd(std::span<double> matrix, int n) {
    const auto size = static_cast<std::size_t>(n);
    return has_avx2() ? factor_avx2(matrix.data(), size) : factor_baseline(matrix.data(), size);
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

}  // namespace dryrun::softbody
