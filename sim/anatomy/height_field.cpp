// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "anatomy/height_field.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace dryrun::anatomy {
namespace {

// So many blurs by (1/4, 1/2, 1/4) are one by the binomial weights: these, from the middle out.
std::vector<float> weights_of_blurs(int rounds) {
    double weight = 1.0;
    for (int i = 1; i <= rounds; ++i) weight *= (2.0 * i - 1.0) / (2.0 * i);
    std::vector<float> weights;
    for (int k = 0; k <= rounds; ++k) {
        weights.push_back(static_cast<float>(weight));
        weight *= static_cast<double>(rounds - k) / (rounds + k + 1);
    }
    return weights;
}

// What lies beyond the side, or the first and last row, is what lies before it.
int turned_back(int k, int count) {
    while (k < 0 || k >= count) k = k < 0 ? -1 - k : 2 * count - 1 - k;
    return k;
}

// The same along a row, which is even at the midline.
int turned_back_at_midline(int column, int columns) {
    while (column < 0 || column >= columns)
        column = column < 0 ? -1 - column : std::max(2 * (columns - 1) - column, -1);
    return column;
}

// The weighted sum of a node and so many to either side, for kCount · sizeof(Number) / 4 nodes.
template <class Number, std::size_t kCount>
void weigh_some(const float* middle, const std::vector<const float*>& before,
                const std::vector<const float*>& after, const std::vector<float>& weights, int i,
                float* to) {
    const auto at = [&](const float* nodes, std::size_t part) {
        return reinterpret_cast<const Number*>(nodes + i)[part];
    };
    std::array<Number, kCount> sums;
    for (std::size_t part = 0; part < kCount; ++part) sums[part] = weights[0] * at(middle, part);
    const float* weight = weights.data() + 1;
    for (std::size_t k = 0; k < before.size(); ++k) {
        const Number share = weight[k] + Number{};
        const float* low = before[k];
        const float* high = after[k];
        for (std::size_t part = 0; part < kCount; ++part)
            sums[part] += share * (at(low, part) + at(high, part));
    }
    for (std::size_t part = 0; part < kCount; ++part)
        reinterpret_cast<Number*>(to + i)[part] = sums[part];
}

// Of so many nodes: before[k] and after[k] begin k + 1 away.
void weigh(const float* middle, const std::vector<const float*>& before,
           const std::vector<const float*>& after, const std::vector<float>& weights, int count,
           float* to) {
    using Four = float __attribute__((vector_size(16), aligned(4), may_alias));
    int i = 0;
    for (; i + 16 <= count; i += 16) weigh_some<Four, 4>(middle, before, after, weights, i, to);
    for (; i + 4 <= count; i += 4) weigh_some<Four, 1>(middle, before, after, weights, i, to);
    for (; i < count; ++i) weigh_some<float, 1>(middle, before, after, weights, i, to);
}

// A row's window and so many nodes to either side.
void take_row(const float* nodes, int columns, const NodeWindow& window, int reach, float* to) {
    const int begin = window.first_column - reach;
    const int end = window.last_column + reach + 1;
    const int first = std::max(begin, 0);
    const int last = std::min(end, columns);
    for (int i = begin; i < first; ++i) to[i - begin] = nodes[turned_back_at_midline(i, columns)];
    std::copy(nodes + first, nodes + last, to + (first - begin));
    for (int i = last; i < end; ++i) to[i - begin] = nodes[turned_back_at_midline(i, columns)];
}

// Of each of so many rows up or down, how many columns to either side the ellipse reaches; -1 where
// it does not.
std::vector<int> widths_of_ellipse(int reach_u, int reach_v, double span_u, double span_v) {
    std::vector<int> widths;
    for (int b = 0; b <= reach_v; ++b) {
        const double y = b / span_v;
        int w = reach_u;
        while (w >= 0 && (w / span_u) * (w / span_u) + y * y > 1.0) --w;
        widths.push_back(w);
    }
    return widths;
}

// The nodes of a row's window and of `reach` more either side, at to[-reach] and so on: beyond the
// side nothing, beyond the midline its mirror image. With `sign`, but for what is not known.
void spread_row(const float* row, int columns, const NodeWindow& w, int reach, float sign,
                float* to) {
    const auto signed_height = [&](float h) { return sign < 0.0F && h > kNoHeight ? -h : h; };
    for (int i = w.first_column - reach; i <= w.last_column + reach; ++i) {
        const int in = i < columns ? i : 2 * (columns - 1) - i;
        to[i - w.first_column] = in >= 0 ? signed_height(row[in]) : kNoHeight;
    }
}

// Raises some nodes to others where those are higher.
void raise(const float* __restrict others, int count, float* __restrict nodes) {
    for (int i = 0; i < count; ++i) nodes[i] = nodes[i] < others[i] ? others[i] : nodes[i];
}

}  // namespace

// In blurs by (1/4, 1/2, 1/4), each of which reaches over one node.
int smoothing_reach(double radius, const ChartGrid& half) {
    return static_cast<int>(2.0 * radius * radius / (half.step * half.step) + 0.5);
}

NodeWindow NodeWindow::grown(const ChartGrid& half, int nodes) const {
    return {std::max(first_column - nodes, 0), std::min(last_column + nodes, half.columns - 1),
            std::max(first_row - nodes, 0), std::min(last_row + nodes, half.rows - 1)};
}

HeightField smoothed(const HeightField& field, const ChartGrid& half, double radius) {
    HeightField result;
    HeightField scratch;
    smooth_within(field, half, radius, NodeWindow::whole(half), result, scratch);
    return result;
}

void smooth_within(const HeightField& from, const ChartGrid& half, double radius,
                   const NodeWindow& window, HeightField& field, HeightField& scratch) {
    field.resize(from.size());
    if (window.is_empty()) return;
    const int rounds = smoothing_reach(radius, half);
    const std::vector<float> weights = weights_of_blurs(rounds);
    const auto reach = static_cast<std::size_t>(rounds);
    const int count = window.last_column - window.first_column + 1;
    const auto columns = static_cast<std::size_t>(count);
    // Along the rows of the window and of those from which its columns take, then along columns.
    const NodeWindow wider = window.grown(half, rounds);
    scratch.resize(columns * static_cast<std::size_t>(wider.last_row - wider.first_row + 1));
    const auto along_row = [&](int j) {
        return scratch.data() + columns * static_cast<std::size_t>(j - wider.first_row);
    };
    std::vector<float> row(columns + 2 * reach);
    std::vector<const float*> before(reach);
    std::vector<const float*> after(reach);
    for (std::size_t k = 0; k < reach; ++k) {
        before[k] = row.data() + (reach - 1 - k);
        after[k] = row.data() + (reach + 1 + k);
    }
    for (int j = wider.first_row; j <= wider.last_row; ++j) {
        take_row(from.data() + half.index(0, j), half.columns, window, rounds, row.data());
        weigh(row.data() + reach, before, after, weights, count, along_row(j));
    }
    for (int j = window.first_row; j <= window.last_row; ++j) {
        for (int k = 0; k < rounds; ++k) {
            before[static_cast<std::size_t>(k)] = along_row(turned_back(j - 1 - k, half.rows));
            after[static_cast<std::size_t>(k)] = along_row(turned_back(j + 1 + k, half.rows));
        }
        weigh(along_row(j), before, after, weights, count,
              field.data() + half.index(window.first_column, j));
    }
}

HeightField extreme(const HeightField& field, const ChartGrid& half, double radius_u,
                    double radius_v, float sign) {
    HeightField result;
    extreme_within(field, half, radius_u, radius_v, sign, NodeWindow::whole(half), result);
    return result;
}

void extreme_within(const HeightField& from, const ChartGrid& half, double radius_u,
                    double radius_v, float sign, const NodeWindow& window, HeightField& field) {
    const int reach_u = static_cast<int>(radius_u / half.step);
    const int reach_v = static_cast<int>(radius_v / half.step);
    const std::vector<int> widths = widths_of_ellipse(
        reach_u, reach_v, std::max(radius_u / half.step, 1.0), std::max(radius_v / half.step, 1.0));
    field.resize(from.size());
    if (window.is_empty()) return;
    const int count = window.last_column - window.first_column + 1;
    const auto row_of = [&](int j) { return field.data() + half.index(window.first_column, j); };
    for (int j = window.first_row; j <= window.last_row; ++j)
        std::fill_n(row_of(j), count, kNoHeight);
    HeightField spread(static_cast<std::size_t>(count + 2 * reach_u));
    HeightField highest(static_cast<std::size_t>(count));
    float* const row = spread.data() + reach_u;
    const auto is_wanted = [&](int j) { return j >= window.first_row && j <= window.last_row; };
    int farthest = reach_v;  // row at which the ellipse has any width
    while (widths[static_cast<std::size_t>(farthest)] < 0) --farthest;
    const int last = std::min(window.last_row + reach_v, half.rows - 1);
    for (int j = std::max(window.first_row - reach_v, 0); j <= last; ++j) {
        spread_row(from.data() + half.index(0, j), half.columns, window, reach_u, sign, row);
        // The highest within w columns either side, for each half width w of the ellipse, goes to
        // the rows from which the ellipse is as wide here.
        std::copy_n(row, count, highest.data());
        int b = farthest;
        for (int w = 0; w <= reach_u; ++w) {
            if (w > 0) {
                raise(row - w, count, highest.data());
                raise(row + w, count, highest.data());
            }
            for (; b >= 0 && widths[static_cast<std::size_t>(b)] == w; --b) {
                if (is_wanted(j - b)) raise(highest.data(), count, row_of(j - b));
                if (b > 0 && is_wanted(j + b)) raise(highest.data(), count, row_of(j + b));
            }
        }
    }
    if (sign > 0.0F) return;
    for (int j = window.first_row; j <= window.last_row; ++j) {
        for (float* h = row_of(j); h != row_of(j) + count; ++h)
            *h = *h > kNoHeight ? -*h : kNoHeight;
    }
}

HeightField widened(const HeightField& field, const ChartGrid& half) {
    HeightField across(field.size());
    HeightField result(field.size());
    for (int j = 0; j < half.rows; ++j) {
        const float* from = field.data() + half.index(0, j);
        float* to = across.data() + half.index(0, j);
        for (int i = 0; i < half.columns; ++i) {
            const float beside =
                std::max(from[std::max(i - 1, 0)], from[std::min(i + 1, half.columns - 1)]);
            to[i] = std::max(from[i], beside);
        }
    }
    for (int j = 0; j < half.rows; ++j) {
        const float* below = across.data() + half.index(0, std::max(j - 1, 0));
        const float* at = across.data() + half.index(0, j);
        const float* above = across.data() + half.index(0, std::min(j + 1, half.rows - 1));
        float* to = result.data() + half.index(0, j);
        for (int i = 0; i < half.columns; ++i)
            to[i] = std::max(at[i], std::max(below[i], above[i]));
    }
    return result;
}

}  // namespace dryrun::anatomy
