// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "anatomy/height_field.h"

#include <algorithm>

namespace dryrun::anatomy {
namespace {

int rounds_for(double radius, const ChartGrid& half) {
    return static_cast<int>(2.0 * radius * radius / (half.step * half.step) + 0.5);
}

// One blur of each row of the window by (1/4, 1/2, 1/4), as if the field ended there; at the
// midline it is even.
void smooth_rows(const HeightField& field, HeightField& blurred, const ChartGrid& half,
                 const NodeWindow& w) {
    const int count = w.last_column - w.first_column + 1;
    const bool at_midline = w.last_column == half.columns - 1;
    for (int j = w.first_row; j <= w.last_row; ++j) {
        const float* from = field.data() + half.index(w.first_column, j);
        float* to = blurred.data() + half.index(w.first_column, j);
        if (count == 1) {
            to[0] = from[0];
            continue;
        }
        to[0] = 0.25F * (from[0] + from[1]) + 0.5F * from[0];
        for (int i = 1; i + 1 < count; ++i) {
            to[i] = 0.25F * (from[i - 1] + from[i + 1]) + 0.5F * from[i];
        }
        const float beyond = at_midline ? from[count - 2] : from[count - 1];
        to[count - 1] = 0.25F * (from[count - 2] + beyond) + 0.5F * from[count - 1];
    }
}

// The same of its columns.
void smooth_columns(const HeightField& field, HeightField& blurred, const ChartGrid& half,
                    const NodeWindow& w) {
    const int count = w.last_column - w.first_column + 1;
    for (int j = w.first_row; j <= w.last_row; ++j) {
        const float* below =
            field.data() + half.index(w.first_column, std::max(j - 1, w.first_row));
        const float* at = field.data() + half.index(w.first_column, j);
        const float* above = field.data() + half.index(w.first_column, std::min(j + 1, w.last_row));
        float* to = blurred.data() + half.index(w.first_column, j);
        for (int i = 0; i < count; ++i) to[i] = 0.25F * (below[i] + above[i]) + 0.5F * at[i];
    }
}

}  // namespace

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
    scratch.resize(from.size());
    if (window.is_empty()) return;
    // What a round has wrong at the window's edge creeps in by one node a round.
    const int rounds = rounds_for(radius, half);
    const NodeWindow wider = window.grown(half, rounds);
    for (int round = 0; round < rounds; ++round) {
        smooth_rows(round == 0 ? from : field, scratch, half, wider);
        smooth_columns(scratch, field, half, wider);
    }
    if (rounds == 0) field = from;
}

HeightField extreme(const HeightField& field, const ChartGrid& half, double radius_u,
                    double radius_v, float sign) {
    const double span_u = std::max(radius_u / half.step, 1.0);
    const double span_v = std::max(radius_v / half.step, 1.0);
    const int reach_u = static_cast<int>(radius_u / half.step);
    const int reach_v = static_cast<int>(radius_v / half.step);
    const int columns = half.columns;
    // The highest within w columns either side, for each half width w of the ellipse.
    std::vector<HeightField> across(static_cast<std::size_t>(reach_u) + 1, field);
    if (sign < 0.0F) {
        for (float& h : across[0]) h = h > kNoHeight ? -h : kNoHeight;
    }
    for (std::size_t w = 1; w < across.size(); ++w) {
        const int reach = static_cast<int>(w);
        for (int j = 0; j < half.rows; ++j) {
            const float* row = across[0].data() + half.index(0, j);
            const float* narrower = across[w - 1].data() + half.index(0, j);
            float* to = across[w].data() + half.index(0, j);
            for (int i = 0; i < columns; ++i) {
                float best = narrower[i];
                if (i >= reach) best = std::max(best, row[i - reach]);
                const int in = i + reach < columns ? i + reach : 2 * (columns - 1) - i - reach;
                if (in >= 0) best = std::max(best, row[in]);
                to[i] = best;
            }
        }
    }
    HeightField result(field.size(), kNoHeight);
    for (int b = -reach_v; b <= reach_v; ++b) {
        const double y = b / span_v;
        int w = reach_u;
        while (w >= 0 && (w / span_u) * (w / span_u) + y * y > 1.0) --w;
        if (w < 0) continue;
        const HeightField& widest = across[static_cast<std::size_t>(w)];
        for (int j = std::max(0, -b); j < std::min(half.rows, half.rows - b); ++j) {
            const float* from = widest.data() + half.index(0, j + b);
            float* to = result.data() + half.index(0, j);
            for (int i = 0; i < columns; ++i) to[i] = std::max(to[i], from[i]);
        }
    }
    if (sign < 0.0F) {
        for (float& h : result) h = h > kNoHeight ? -h : kNoHeight;
    }
    return result;
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
