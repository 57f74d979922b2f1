// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The tile of four columns and four or eight rows is written with explicit vectors of four; it is
// compiled for baseline x86-64 and for AVX2 and chosen at run time. Both do the same operations on
// the same elements in the same order, so they give the same bits.
#include "softbody/dense.h"

#include <algorithm>
#include <cmath>

#include "core/processor.h"

namespace dryrun::softbody {
namespace {

using Four = double __attribute__((vector_size(32)));
constexpr std::size_t kStrip = 4;
constexpr std::size_t kPanel = 16;

// Numbers lie at any multiple of eight bytes.
[[gnu::always_inline]] inline void load(const double* from, Four& four) {
    __builtin_memcpy(&four, from, sizeof four);
}

// Rows of `a` (m × k) in strips of four, k by k; short strips are filled up with zeros.
void pack(const double* a, std::size_t lda, std::size_t m, std::size_t k,
          std::vector<double>& packed) {
    const std::size_t strips = (m + kStrip - 1) / kStrip;
    const std::size_t size = strips * k * kStrip;
    if (packed.size() < size) packed.resize(size);
    for (std::size_t s = 0; s < strips; ++s) {
        double* out = packed.data() + s * k * kStrip;
        const std::size_t rows = std::min(kStrip, m - s * kStrip);
        for (std::size_t kk = 0; kk < k; ++kk) {
            const double* column = a + kk * lda + s * kStrip;
            for (std::size_t r = 0; r < kStrip; ++r) {
                out[kk * kStrip + r] = r < rows ? column[r] : 0.0;
            }
        }
    }
}

struct Tile {
    double at[kStrip][2 * kStrip];  // column, row
};

template <int strips>
[[gnu::always_inline]] inline void multiply_strips(const double* a, std::size_t a_stride,
                                                   const double* b, std::size_t k, Tile& tile) {
    Four sum[kStrip][strips] = {};
    for (std::size_t kk = 0; kk < k; ++kk) {
        Four left[strips];
        for (int s = 0; s < strips; ++s) {
            load(a + static_cast<std::size_t>(s) * a_stride + kk * kStrip, left[s]);
        }
        for (std::size_t c = 0; c < kStrip; ++c) {
            const double right = b[kk * kStrip + c];
            for (int s = 0; s < strips; ++s) sum[c][s] += left[s] * right;
        }
    }
    for (std::size_t c = 0; c < kStrip; ++c) {
        for (int s = 0; s < strips; ++s) {
            __builtin_memcpy(&tile.at[c][static_cast<std::size_t>(s) * kStrip], &sum[c][s],
                             sizeof(Four));
        }
    }
}

void store(const Tile& tile, double sign, std::size_t i0, std::size_t rows, std::size_t j0,
           std::size_t columns, double* c, std::size_t ldc, Part part) {
    for (std::size_t j = 0; j < columns; ++j) {
        double* column = c + (j0 + j) * ldc;
        const std::size_t skip =
            part == Part::Lower && j0 + j > i0 ? std::min(rows, j0 + j - i0) : 0;
        for (std::size_t i = skip; i < rows; ++i) column[i0 + i] += sign * tile.at[j][i];
    }
}

struct Product {
    const double* a;
    const double* b;
    std::size_t m, n, k;
    double sign;
    double* c;
    std::size_t ldc;
    Part part;
};

template <int strips>
[[gnu::always_inline]] inline void multiply_packed(const Product& p) {
    constexpr std::size_t kRows = kStrip * static_cast<std::size_t>(strips);
    Tile tile;
    for (std::size_t j0 = 0; j0 < p.n; j0 += kStrip) {
        const double* b = p.b + j0 * p.k;
        const std::size_t columns = std::min(kStrip, p.n - j0);
        std::size_t i0 = p.part == Part::Lower ? j0 / kStrip * kStrip : 0;
        for (; i0 + kRows <= p.m; i0 += kRows) {
            multiply_strips<strips>(p.a + i0 * p.k, p.k * kStrip, b, p.k, tile);
            store(tile, p.sign, i0, kRows, j0, columns, p.c, p.ldc, p.part);
        }
        for (; i0 < p.m; i0 += kStrip) {
            multiply_strips<1>(p.a + i0 * p.k, 0, b, p.k, tile);
            store(tile, p.sign, i0, std::min(kStrip, p.m - i0), j0, columns, p.c, p.ldc, p.part);
        }
    }
}

void multiply_baseline(const Product& p) {
    multiply_packed<1>(p);
}
[[gnu::target("avx2")]] void multiply_avx2(const Product& p) {
    multiply_packed<2>(p);
}

void multiply(const Product& p) {
    has_avx2() ? multiply_avx2(p) : multiply_baseline(p);
}

// Forward substitution within one panel, column by column.
void solve_panel(double* a, std::size_t lda, std::size_t m, const double* l, std::size_t ldl,
                 std::size_t p) {
    for (std::size_t k = 0; k < p; ++k) {
        double* column = a + k * lda;
        const double inverse = 1.0 / l[k * ldl + k];
        for (std::size_t i = 0; i < m; ++i) column[i] *= inverse;
        for (std::size_t j = k + 1; j < p; ++j) {
            add_scaled(-l[k * ldl + j], column, a + j * lda, m);
        }
    }
}

bool factor_panel(double* a, std::size_t lda, std::size_t p) {
    for (std::size_t k = 0; k < p; ++k) {
        double* column = a + k * lda;
        if (!(column[k] > 0.0)) return false;
        column[k] = std::sqrt(column[k]);
        const double inverse = 1.0 / column[k];
        for (std::size_t i = k + 1; i < p; ++i) column[i] *= inverse;
        for (std::size_t j = k + 1; j < p; ++j) {
            for (std::size_t i = j; i < p; ++i) a[j * lda + i] -= column[i] * column[j];
        }
    }
    return true;
}

}  // namespace

void add_product(double sign, const double* a, std::size_t lda, std::size_t m, const double* b,
                 std::size_t ldb, std::size_t n, std::size_t k, double* c, std::size_t ldc,
                 Part part, DenseWork& work) {
    if (m == 0 || n == 0 || k == 0) return;
    pack(a, lda, m, k, work.a);
    const bool is_same = a == b && lda == ldb && m == n;
    if (!is_same) pack(b, ldb, n, k, work.b);
    multiply({work.a.data(), is_same ? work.a.data() : work.b.data(), m, n, k, sign, c, ldc, part});
}

void solve_lower(double* a, std::size_t lda, std::size_t m, const double* l, std::size_t ldl,
                 std::size_t p, DenseWork& work) {
    for (std::size_t j0 = 0; j0 < p; j0 += kPanel) {
        const std::size_t width = std::min(kPanel, p - j0);
        add_product(-1.0, a, lda, m, l + j0, ldl, width, j0, a + j0 * lda, lda, Part::Whole, work);
        solve_panel(a + j0 * lda, lda, m, l + j0 * ldl + j0, ldl, width);
    }
}

// Left-looking within the pivots, so that every product is as deep as it can be.
bool factor_partly(double* a, std::size_t n, std::size_t pivots, DenseWork& work) {
    for (std::size_t j0 = 0; j0 < pivots; j0 += kPanel) {
        const std::size_t width = std::min(kPanel, pivots - j0);
        const std::size_t below = j0 + width;
        double* panel = a + j0 * n + j0;
        add_product(-1.0, a + j0, n, n - j0, a + j0, n, width, j0, panel, n, Part::Lower, work);
        if (!factor_panel(panel, n, width)) return false;
        if (below < n) solve_panel(a + j0 * n + below, n, n - below, panel, n, width);
    }
    const std::size_t rest = n - pivots;
    add_product(-1.0, a + pivots, n, rest, a + pivots, n, rest, pivots, a + pivots * n + pivots, n,
                Part::Lower, work);
    return true;
}

double dot(const double* a, const double* b, std::size_t n) {
    Four sum = {};
    std::size_t i = 0;
    for (; i + 4 <= n; i += 4) {
        Four left, right;
        load(a + i, left);
        load(b + i, right);
        sum += left * right;
    }
    double total = (sum[0] + sum[1]) + (sum[2] + sum[3]);
    for (; i < n; ++i) total += a[i] * b[i];
    return total;
}

void add_scaled(double s, const double* x, double* y, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) y[i] += s * x[i];
}

}  // namespace dryrun::softbody
