// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "softbody/dense_spd.h"

#include <cmath>
#include <cstddef>

namespace dryrun::softbody {

bool factor_spd(std::span<double> matrix, int n) {
    const auto size = static_cast<std::size_t>(n);
    for (std::size_t k = 0; k < size; ++k) {
        double* row = matrix.data() + k * size;
        if (!(row[k] > 0.0)) return false;
        const double pivot = std::sqrt(row[k]);
        const double inverse = 1.0 / pivot;
        row[k] = pivot;
        for (std::size_t j = k + 1; j < size; ++j) row[j] *= inverse;
        for (std::size_t i = k + 1; i < size; ++i) {
            const double factor = row[i];
            if (factor == 0.0) continue;
            double* below = matrix.data() + i * size;
            for (std::size_t j = i; j < size; ++j) below[j] -= factor * row[j];
        }
    }
    return true;
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
