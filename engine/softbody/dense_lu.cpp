// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "softbody/dense_lu.h"

#include <cmath>
#include <utility>

namespace dryrun::softbody {

bool solve_general(std::vector<double>& matrix, std::size_t n, std::vector<double>& x) {
    const auto row = [&](std::size_t r) { return matrix.data() + n * r; };
    for (std::size_t k = 0; k < n; ++k) {
        std::size_t best = k;
        for (std::size_t r = k + 1; r < n; ++r)
            if (std::fabs(row(r)[k]) > std::fabs(row(best)[k])) best = r;
        const double pivot = row(best)[k];
        if (!(std::fabs(pivot) > 0.0) || !std::isfinite(pivot)) return false;
        if (best != k) {
            for (std::size_t c = k; c < n; ++c) std::swap(row(best)[c], row(k)[c]);
            std::swap(x[best], x[k]);
        }
        for (std::size_t r = k + 1; r < n; ++r) {
            const double factor = row(r)[k] / pivot;
            if (factor == 0.0) continue;
            for (std::size_t c = k + 1; c < n; ++c) row(r)[c] -= factor * row(k)[c];
            x[r] -= factor * x[k];
        }
    }
    for (std::size_t k = n; k-- > 0;) {
        double sum = x[k];
        for (std::size_t c = k + 1; c < n; ++c) sum -= row(k)[c] * x[c];
        x[k] = sum / row(k)[k];
    }
    return true;
}

}  // namespace dryrun::softbody
