// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "anatomy/height_field.h"

#include <algorithm>

namespace dryrun::anatomy {
namespace {

// One blur of some nodes of a row by (1/4, 1/2, 1/4), as if it ended there; at the midline it is
// even.
void smooth_row(const float* __restrict from, int count, bool at_midline, float* __restrict to) {
    if (count == 1) {
        to[0] = from[0];
        return;
    }
    to[0] = 0.25F * (from[0] + from[1]) + 0.5F * from[0];
    for (int i = 1; i + 1 < count; ++i) {
        to[i] = 0.25F * (from[i - 1] + from[i + 1]) + 0.5F * from[i];
    }
    const float beyond = at_midline ? from[count - 2] : from[count - 1];
    to[count - 1] = 0.25F * (from[count - 2] + beyond) + 0.5F * from[count - 1];
}

// The same across three rows.
void smooth_between(const float* __restrict below, const float* __restrict at,
                    const float* __restrict above, int count, float* __restrict to) {
    for (int i = 0; i < count; ++i) to[i] = 0.25F * (below[i] + above[i]) + 0.5F * at[i];
}

// One blur of a window along its rows and then its columns. `to` may be `from`: a row is written
// when its own blur and those of its neighbours are known, which `rows` holds.
void smooth_once(const float* from, const ChartGrid& half, const NodeWindow& w, float* rows,
                 float* to) {
    const int count = w.last_column - w.first_column + 1;
    const bool at_midline = w.last_column == half.columns - 1;
    float* below = rows;
    float* at = rows + count;
    float* above = rows + 2 * count;
    const auto blur = [&](int row, float* into) {
        smooth_row(from + half.index(w.first_column, row), count, at_midline, into);
    };
    blur(w.first_row, at);
    std::copy_n(at, count, below);
    for (int j = w.first_row; j <= w.last_row; ++j) {
        if (j < w.last_row) {
            blur(j + 1, above);
        } else {
            std::copy_n(at, count, above);
        }
        smooth_between(below, at, above, count, to + half.index(w.first_column, j));
        float* const spare = below;
        below = at;
        at = above;
        above = spare;
    }
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

// A round of blurring reaches over one node.
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
    // What a round has wrong at the window's edge creeps in by one node a round.
    const int rounds = smoothing_reach(radius, half);
    const NodeWindow wider = window.grown(half, rounds);
    scratch.resize(3 * static_cast<std::size_t>(half.columns));
    for (int round = 0; round < rounds; ++round) {
        smooth_once(round == 0 ? from.data() : field.data(), half, wider, scratch.data(),
                    field.data());
    }
    if (rounds == 0) field = from;
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
