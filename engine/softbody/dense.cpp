// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Written with explicit vectors of four or eight, compiled for baseline x86-64, for AVX2 and for
// AVX-512 and chosen at run time. All do the same operations on the same elements in the same
// order, so they give the same bits.
#include "softbody/dense.h"

#include <algorithm>
#include <cmath>

#include "core/processor.h"
#include "core/wide_doubles.h"

namespace dryrun::softbody {
namespace {

constexpr std::size_t kPanel = 16;
static_assert(kPanel % kStrip == 0);

// A tile is as many vectors of rows by as many columns as the processor has registers for.
struct Baseline {
    using Vector = FourDoubles;
    static constexpr std::size_t kVectors = 1, kColumns = 4;
};
struct Avx2 {
    using Vector = FourDoubles;
    static constexpr std::size_t kVectors = 2, kColumns = 4;
};
struct Avx512 {
    using Vector = EightDoubles;
    static constexpr std::size_t kVectors = 1, kColumns = 8;
};
template <class Kind>
constexpr std::size_t kLanes = sizeof(typename Kind::Vector) / sizeof(double);
template <class Kind>
constexpr std::size_t kRows = kLanes<Kind>* Kind::kVectors;

// Rows of `a` (m × k) in strips, `stride` numbers from one strip to the next.
[[gnu::always_inline]] inline void pack(const double* a, std::size_t lda, std::size_t m,
                                        std::size_t k, double* strips, std::size_t stride) {
    std::size_t i0 = 0;
    for (; i0 + kStrip <= m; i0 += kStrip, strips += stride) {
        for (std::size_t j = 0; j < k; ++j)
            __builtin_memcpy(strips + j * kStrip, a + j * lda + i0, kStrip * sizeof(double));
    }
    if (i0 == m) return;
    for (std::size_t j = 0; j < k; ++j) {
        for (std::size_t r = 0; r < kStrip; ++r)
            strips[j * kStrip + r] = i0 + r < m ? a[j * lda + i0 + r] : 0.0;
    }
}

// c += sign · a bᵀ, both in strips. Only rows and columns from `first_row` and `first_column` on,
// up to `m` and `n`; c begins with column `first_stored`.
struct Product {
    const double* a;
    std::size_t a_stride;
    const double* b;
    std::size_t b_stride;
    std::size_t first_row, m, first_column, n, k;
    double sign;
    double* c;
    std::size_t ldc;
    std::size_t first_stored;
    Part part;
};

template <class Kind>
struct Tile {
    typename Kind::Vector at[Kind::kColumns][Kind::kVectors];
};

template <class Kind>
[[gnu::always_inline]] inline void multiply_tile(const double* a, const double* b, std::size_t k,
                                                 Tile<Kind>& tile) {
    using Vector = typename Kind::Vector;
    Vector sum[Kind::kColumns][Kind::kVectors] = {};
    for (std::size_t kk = 0; kk < k; ++kk) {
        Vector left[Kind::kVectors];
        for (std::size_t v = 0; v < Kind::kVectors; ++v)
            load(a + kk * kStrip + v * kLanes<Kind>, left[v]);
        for (std::size_t c = 0; c < Kind::kColumns; ++c) {
            const double right = b[kk * kStrip + c];
            for (std::size_t v = 0; v < Kind::kVectors; ++v) sum[c][v] += left[v] * right;
        }
    }
    for (std::size_t c = 0; c < Kind::kColumns; ++c)
        for (std::size_t v = 0; v < Kind::kVectors; ++v) tile.at[c][v] = sum[c][v];
}

template <class Kind>
[[gnu::always_inline]] inline void put_tile(const Tile<Kind>& tile, const Product& p,
                                            std::size_t i0, std::size_t j0) {
    const bool is_lower = p.part == Part::Lower;
    const bool is_whole = i0 >= p.first_row && i0 + kRows<Kind> <= p.m && j0 >= p.first_column &&
                          j0 + Kind::kColumns <= p.n &&
                          (!is_lower || i0 + 1 >= j0 + Kind::kColumns);
    if (is_whole) {
        for (std::size_t c = 0; c < Kind::kColumns; ++c) {
            double* column = p.c + (j0 + c - p.first_stored) * p.ldc + i0;
            for (std::size_t v = 0; v < Kind::kVectors; ++v) {
                typename Kind::Vector present;
                load(column + v * kLanes<Kind>, present);
                store(present + p.sign * tile.at[c][v], column + v * kLanes<Kind>);
            }
        }
        return;
    }
    double part[Kind::kColumns][kRows<Kind>];
    __builtin_memcpy(part, tile.at, sizeof part);
    for (std::size_t c = 0; c < Kind::kColumns; ++c) {
        const std::size_t j = j0 + c;
        if (j < p.first_column || j >= p.n) continue;
        double* column = p.c + (j - p.first_stored) * p.ldc;
        const std::size_t from = std::max({i0, p.first_row, is_lower ? j : i0});
        const std::size_t to = std::min(i0 + kRows<Kind>, p.m);
        for (std::size_t i = from; i < to; ++i) column[i] += p.sign * part[c][i - i0];
    }
}

template <class Kind>
[[gnu::always_inline]] inline void multiply(const Product& p) {
    Tile<Kind> tile;
    const std::size_t first_strip = p.first_row / kStrip * kStrip;
    for (std::size_t js = p.first_column / kStrip * kStrip; js < p.n; js += kStrip) {
        const double* b = p.b + js / kStrip * p.b_stride;
        const std::size_t is_first =
            p.part == Part::Lower ? std::max(js, first_strip) : first_strip;
        for (std::size_t is = is_first; is < p.m; is += kStrip) {
            const double* a = p.a + is / kStrip * p.a_stride;
            for (std::size_t c = 0; c < kStrip && js + c < p.n; c += Kind::kColumns) {
                for (std::size_t r = 0; r < kStrip && is + r < p.m; r += kRows<Kind>) {
                    if (p.part == Part::Lower && is + r + kRows<Kind> <= js + c) continue;
                    multiply_tile<Kind>(a + r, b + c, p.k, tile);
                    put_tile<Kind>(tile, p, is + r, js + c);
                }
            }
        }
    }
}

// The lower triangle of a panel's own rows, column by column.
struct PanelTriangle {
    double at[kPanel][kPanel];
};

// Forward substitution of `lanes` right-hand sides within one panel. Each loses the same in the
// same order as if the panel's columns were taken one by one.
template <class Vector, std::size_t width>
[[gnu::always_inline]] inline void solve_lanes(double* a, std::size_t lda,
                                               const PanelTriangle& panel) {
    Vector column[width];
    for (std::size_t k = 0; k < width; ++k) load(a + k * lda, column[k]);
    for (std::size_t k = 0; k < width; ++k) {
        column[k] *= 1.0 / panel.at[k][k];
        for (std::size_t j = k + 1; j < width; ++j) column[j] += -panel.at[k][j] * column[k];
    }
    for (std::size_t k = 0; k < width; ++k) store(column[k], a + k * lda);
}

template <class Kind>
[[gnu::always_inline]] inline void solve_panel(double* a, std::size_t lda, std::size_t m,
                                               const PanelTriangle& panel, std::size_t p) {
    constexpr std::size_t kAtOnce = kLanes<Kind>;
    std::size_t first = 0;
    if (p == kPanel) {
        for (; first + kAtOnce <= m; first += kAtOnce)
            solve_lanes<typename Kind::Vector, kPanel>(a + first, lda, panel);
    }
    for (std::size_t k = 0; k < p; ++k) {
        double* column = a + k * lda;
        const double inverse = 1.0 / panel.at[k][k];
        for (std::size_t i = first; i < m; ++i) column[i] *= inverse;
        for (std::size_t j = k + 1; j < p; ++j) {
            const double share = -panel.at[k][j];
            for (std::size_t i = first; i < m; ++i) a[j * lda + i] += share * column[i];
        }
    }
}

bool factor_panel(double* a, std::size_t lda, std::size_t p, PanelTriangle& panel) {
    for (std::size_t k = 0; k < p; ++k) {
        double* column = a + k * lda;
        if (!(column[k] > 0.0)) return false;
        column[k] = std::sqrt(column[k]);
        const double inverse = 1.0 / column[k];
        for (std::size_t i = k + 1; i < p; ++i) column[i] *= inverse;
        for (std::size_t j = k + 1; j < p; ++j) {
            for (std::size_t i = j; i < p; ++i) a[j * lda + i] -= column[i] * column[j];
        }
        std::copy(column + k, column + p, panel.at[k] + k);
    }
    return true;
}

struct Front {
    double* a;
    std::size_t n, pivots;
    double* l;
};

// Left-looking within the pivots, so that every product is as deep as it can be.
template <class Kind>
[[gnu::always_inline]] inline bool factor_with(const Front& front) {
    const auto [a, n, pivots, l] = front;
    const std::size_t stride = kStrip * pivots;
    PanelTriangle panel;
    for (std::size_t j0 = 0; j0 < pivots; j0 += kPanel) {
        const std::size_t width = std::min(kPanel, pivots - j0);
        const std::size_t below = j0 + width;
        multiply<Kind>({l, stride, l, stride, j0, n, j0, below, j0, -1.0, a, n, 0, Part::Lower});
        if (!factor_panel(a + j0 * n + j0, n, width, panel)) return false;
        if (below < n) solve_panel<Kind>(a + j0 * n + below, n, n - below, panel, width);
        for (std::size_t i0 = 0; i0 < j0; i0 += kStrip)
            std::fill_n(l + i0 * pivots + j0 * kStrip, width * kStrip, 0.0);
        pack(a + j0 * n + j0, n, n - j0, width, l + j0 * pivots + j0 * kStrip, stride);
    }
    multiply<Kind>(
        {l, stride, l, stride, pivots, n, pivots, n, pivots, -1.0, a, n, 0, Part::Lower});
    return true;
}

struct Carrying {
    const double* l;
    std::size_t n, pivots;
    double* x;
    std::size_t ldx, m;
    double* beyond;
    double* packed;  // x in strips
};

template <class Kind>
[[gnu::always_inline]] inline void carry_with(const Carrying& carrying) {
    const auto [l, n, pivots, x, ldx, m, beyond, packed] = carrying;
    const std::size_t stride = kStrip * pivots;
    PanelTriangle panel;
    for (std::size_t j0 = 0; j0 < pivots; j0 += kPanel) {
        const std::size_t width = std::min(kPanel, pivots - j0);
        multiply<Kind>(
            {packed, stride, l, stride, 0, m, j0, j0 + width, j0, -1.0, x, ldx, 0, Part::Whole});
        for (std::size_t k = 0; k < width; ++k) {
            for (std::size_t j = k; j < width; ++j)
                panel.at[k][j] = l[strip_place(j0 + j, j0 + k, pivots)];
        }
        solve_panel<Kind>(x + j0 * ldx, ldx, m, panel, width);
        pack(x + j0 * ldx, ldx, m, width, packed + j0 * kStrip, stride);
    }
    std::fill_n(beyond, m * (n - pivots), 0.0);
    multiply<Kind>(
        {packed, stride, l, stride, 0, m, pivots, n, pivots, -1.0, beyond, m, pivots, Part::Whole});
}

// One right-hand side, strip by strip: every other column has a sum of its own.
struct One {
    const double* l;
    std::size_t n, pivots;
    double* v;
};

template <class Kind>
[[gnu::always_inline]] inline void carry_one_with(const One& one) {
    const auto [l, n, pivots, v] = one;
    using Vector = typename Kind::Vector;
    constexpr std::size_t kEach = kStrip / kLanes<Kind>;
    for (std::size_t i0 = 0; i0 < n; i0 += kStrip) {
        const double* strip = l + i0 * pivots;
        const std::size_t known = std::min(i0, pivots);
        Vector sum[2][kEach] = {};
        for (std::size_t k = 0; k + 1 < known; k += 2) {
            for (std::size_t odd = 0; odd < 2; ++odd) {
                for (std::size_t e = 0; e < kEach; ++e) {
                    Vector column;
                    load(strip + (k + odd) * kStrip + e * kLanes<Kind>, column);
                    sum[odd][e] += column * v[k + odd];
                }
            }
        }
        double taken[kStrip];
        for (std::size_t e = 0; e < kEach; ++e)
            store(sum[0][e] + sum[1][e], taken + e * kLanes<Kind>);
        if (known % 2 == 1) {
            const double last = v[known - 1];
            for (std::size_t r = 0; r < kStrip; ++r)
                taken[r] += strip[(known - 1) * kStrip + r] * last;
        }
        // Rows of this strip that are pivots themselves take off what those after them get.
        for (std::size_t r = 0; r < kStrip && i0 + r < n; ++r) {
            double value = v[i0 + r] - taken[r];
            for (std::size_t k = known; k < std::min(i0 + r, pivots); ++k)
                value -= strip[k * kStrip + r] * v[k];
            v[i0 + r] = i0 + r < pivots ? value / strip[(i0 + r) * kStrip + r] : value;
        }
    }
}

// Each column's sum runs in eight lanes up the strips.
template <class Kind>
[[gnu::always_inline]] inline void carry_back_with(const One& one, double* lanes) {
    const auto [l, n, pivots, v] = one;
    using Vector = typename Kind::Vector;
    constexpr std::size_t kEach = kStrip / kLanes<Kind>;
    std::fill_n(lanes, pivots * kStrip, 0.0);
    for (std::size_t i0 = (n - 1) / kStrip * kStrip;; i0 -= kStrip) {
        const double* strip = l + i0 * pivots;
        for (std::size_t k = std::min(i0 + kStrip, pivots); k-- > i0;) {
            const double* lane = lanes + k * kStrip;
            double sum = ((lane[0] + lane[1]) + (lane[2] + lane[3])) +
                         ((lane[4] + lane[5]) + (lane[6] + lane[7]));
            for (std::size_t r = k - i0 + 1; r < kStrip && i0 + r < n; ++r)
                sum += strip[k * kStrip + r] * v[i0 + r];
            v[k] = (v[k] - sum) / strip[k * kStrip + k - i0];
        }
        double rows[kStrip];
        for (std::size_t r = 0; r < kStrip; ++r) rows[r] = i0 + r < n ? v[i0 + r] : 0.0;
        Vector here[kEach];
        for (std::size_t e = 0; e < kEach; ++e) load(rows + e * kLanes<Kind>, here[e]);
        for (std::size_t k = 0; k < std::min(i0, pivots); ++k) {
            for (std::size_t e = 0; e < kEach; ++e) {
                Vector column, sum;
                load(strip + k * kStrip + e * kLanes<Kind>, column);
                load(lanes + k * kStrip + e * kLanes<Kind>, sum);
                store(sum + column * here[e], lanes + k * kStrip + e * kLanes<Kind>);
            }
        }
        if (i0 == 0) break;
    }
}

// Hands the job what kind of tile is this processor's.
template <class Job>
auto on_this_processor(const Job& job) {
    if (has_avx512()) return with_avx512(job, Avx512{});
    if (has_avx2()) return with_avx2(job, Avx2{});
    return job(Baseline{});
}

double* room_for(std::size_t count, std::vector<double>& room) {
    if (room.size() < count) room.resize(count);
    return room.data();
}

}  // namespace

void add_product(double sign, const double* a, std::size_t lda, std::size_t m, const double* b,
                 std::size_t ldb, std::size_t n, std::size_t k, double* c, std::size_t ldc,
                 Part part, DenseWork& work) {
    if (m == 0 || n == 0 || k == 0) return;
    const std::size_t stride = kStrip * k;
    double* left = room_for(in_strips(m, k), work.a);
    pack(a, lda, m, k, left, stride);
    const double* right = left;
    if (a != b || lda != ldb || m != n) {
        double* packed = room_for(in_strips(n, k), work.b);
        pack(b, ldb, n, k, packed, stride);
        right = packed;
    }
    const Product product{left, stride, right, stride, 0, m, 0, n, k, sign, c, ldc, 0, part};
    on_this_processor([=](auto kind)
                          __attribute__((always_inline)) { multiply<decltype(kind)>(product); });
}

bool factor_partly(double* a, std::size_t n, std::size_t pivots, double* l) {
    return on_this_processor([=](auto kind) __attribute__((always_inline)) {
        return factor_with<decltype(kind)>({a, n, pivots, l});
    });
}

void carry_through(const double* l, std::size_t n, std::size_t pivots, double* x, std::size_t ldx,
                   std::size_t m, double* beyond, DenseWork& work) {
    double* packed = room_for(in_strips(m, pivots), work.a);
    on_this_processor([=](auto kind) __attribute__((always_inline)) {
        carry_with<decltype(kind)>({l, n, pivots, x, ldx, m, beyond, packed});
    });
}

void carry_one(const double* l, std::size_t n, std::size_t pivots, double* v) {
    on_this_processor([=](auto kind) __attribute__((always_inline)) {
        carry_one_with<decltype(kind)>({l, n, pivots, v});
    });
}

void carry_back(const double* l, std::size_t n, std::size_t pivots, double* v, DenseWork& work) {
    double* lanes = room_for(pivots * kStrip, work.a);
    on_this_processor([=](auto kind) __attribute__((always_inline)) {
        carry_back_with<decltype(kind)>({l, n, pivots, v}, lanes);
    });
}

double dot(const double* a, const double* b, std::size_t n) {
    FourDoubles sum = {};
    std::size_t i = 0;
    for (; i + 4 <= n; i += 4) {
        FourDoubles left, right;
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
