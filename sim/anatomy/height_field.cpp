// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "anatomy/height_field.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

#include "core/result.h"

namespace dryrun::anatomy {
namespace {

int rounds_for(double radius, const ChartGrid& half) {
    return static_cast<int>(2.0 * radius * radius / (half.step * half.step) + 0.5);
}

// One blur by (1/4, 1/2, 1/4) each way within the window, as if the field ended there; at the
// midline it is even.
void smooth_once(HeightField& field, HeightField& next, const ChartGrid& half,
                 const NodeWindow& w) {
    const int count = w.last_column - w.first_column + 1;
    const bool at_midline = w.last_column == half.columns - 1;
    for (int j = w.first_row; j <= w.last_row; ++j) {
        const double* from = field.data() + half.index(w.first_column, j);
        double* to = next.data() + half.index(w.first_column, j);
        if (count == 1) {
            to[0] = from[0];
            continue;
        }
        to[0] = 0.25 * (from[0] + from[1]) + 0.5 * from[0];
        for (int i = 1; i + 1 < count; ++i) {
            to[i] = 0.25 * (from[i - 1] + from[i + 1]) + 0.5 * from[i];
        }
        const double beyond = at_midline ? from[count - 2] : from[count - 1];
        to[count - 1] = 0.25 * (from[count - 2] + beyond) + 0.5 * from[count - 1];
    }
    for (int j = w.first_row; j <= w.last_row; ++j) {
        const double* below =
            next.data() + half.index(w.first_column, std::max(j - 1, w.first_row));
        const double* at = next.data() + half.index(w.first_column, j);
        const double* above = next.data() + half.index(w.first_column, std::min(j + 1, w.last_row));
        double* to = field.data() + half.index(w.first_column, j);
        for (int i = 0; i < count; ++i) to[i] = 0.25 * (below[i] + above[i]) + 0.5 * at[i];
    }
}

}  // namespace

NodeWindow NodeWindow::grown(const ChartGrid& half, int nodes) const {
    return {std::max(first_column - nodes, 0), std::min(last_column + nodes, half.columns - 1),
            std::max(first_row - nodes, 0), std::min(last_row + nodes, half.rows - 1)};
}

HeightField smoothed(HeightField field, const ChartGrid& half, double radius) {
    smooth_within(field, half, radius, NodeWindow::whole(half));
    return field;
}

void smooth_within(HeightField& field, const ChartGrid& half, double radius,
                   const NodeWindow& window) {
    if (window.is_empty()) return;
    HeightField next(field.size());
    // What a round has wrong at the window's edge creeps in by one node a round.
    const int rounds = rounds_for(radius, half);
    const NodeWindow wider = window.grown(half, rounds);
    for (int round = 0; round < rounds; ++round) smooth_once(field, next, half, wider);
}

HeightField extreme(const HeightField& field, const ChartGrid& half, double radius_u,
                    double radius_v, double sign) {
    const double span_u = std::max(radius_u / half.step, 1.0);
    const double span_v = std::max(radius_v / half.step, 1.0);
    const int reach_u = static_cast<int>(radius_u / half.step);
    const int reach_v = static_cast<int>(radius_v / half.step);
    const int columns = half.columns;
    // The highest within w columns either side, for each half width w of the ellipse.
    std::vector<HeightField> across(static_cast<std::size_t>(reach_u) + 1, field);
    if (sign < 0.0) {
        for (double& h : across[0]) h = h > kNoHeight ? -h : kNoHeight;
    }
    for (std::size_t w = 1; w < across.size(); ++w) {
        const int reach = static_cast<int>(w);
        for (int j = 0; j < half.rows; ++j) {
            const double* row = across[0].data() + half.index(0, j);
            const double* narrower = across[w - 1].data() + half.index(0, j);
            double* to = across[w].data() + half.index(0, j);
            for (int i = 0; i < columns; ++i) {
                double best = narrower[i];
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
            const double* from = widest.data() + half.index(0, j + b);
            double* to = result.data() + half.index(0, j);
            for (int i = 0; i < columns; ++i) to[i] = std::max(to[i], from[i]);
        }
    }
    if (sign < 0.0) {
        for (double& h : result) h = h > kNoHeight ? -h : kNoHeight;
    }
    return result;
}

HeightField widened(const HeightField& field, const ChartGrid& half) {
    HeightField across(field.size());
    HeightField result(field.size());
    for (int j = 0; j < half.rows; ++j) {
        const double* from = field.data() + half.index(0, j);
        double* to = across.data() + half.index(0, j);
        for (int i = 0; i < half.columns; ++i) {
            const double beside =
                std::max(from[std::max(i - 1, 0)], from[std::min(i + 1, half.columns - 1)]);
            to[i] = std::max(from[i], beside);
        }
    }
    for (int j = 0; j < half.rows; ++j) {
        const double* below = across.data() + half.index(0, std::max(j - 1, 0));
        const double* at = across.data() + half.index(0, j);
        const double* above = across.data() + half.index(0, std::min(j + 1, half.rows - 1));
        double* to = result.data() + half.index(0, j);
        for (int i = 0; i < half.columns; ++i)
            to[i] = std::max(at[i], std::max(below[i], above[i]));
    }
    return result;
}

namespace {

// Over-relaxed steps from one node to the next; along the sweep its share is of this turn already.
void relax(HeightField& field, const ChartGrid& half, const HeightField& known, int rounds) {
    constexpr double kOverRelaxation = 1.6;
    struct Node {
        std::uint32_t at, out, in, down, up;
    };
    std::vector<Node> free;
    for (int j = 0; j < half.rows; ++j) {
        for (int i = 0; i < half.columns; ++i) {
            if (known[half.index(i, j)] > kNoHeight) continue;
            const int in = i + 1 < half.columns ? i + 1 : std::max(half.columns - 2, 0);
            const auto node = [&](int column, int row) {
                return static_cast<std::uint32_t>(half.index(column, row));
            };
            free.push_back({node(i, j), node(std::max(i - 1, 0), j), node(in, j),
                            node(i, std::max(j - 1, 0)), node(i, std::min(j + 1, half.rows - 1))});
        }
    }
    for (int round = 0; round < rounds; ++round) {
        for (const Node& n : free) {
            const double mean = 0.25 * (field[n.out] + field[n.in] + field[n.down] + field[n.up]);
            field[n.at] += kOverRelaxation * (mean - field[n.at]);
        }
    }
}

// Every other node, counted from the midline and the lowest row.
ChartGrid halved(const ChartGrid& fine) {
    ChartGrid coarse = fine;
    coarse.step = 2.0 * fine.step;
    coarse.columns = (fine.columns - 1) / 2 + 1;
    coarse.rows = (fine.rows - 1) / 2 + 1;
    coarse.first_u = fine.u(fine.columns - 1) - coarse.step * (coarse.columns - 1);
    return coarse;
}

// What is known near each coarse node, the nearer counting more.
HeightField coarsened(const HeightField& known, const ChartGrid& fine, const ChartGrid& coarse) {
    HeightField result(coarse.size(), kNoHeight);
    for (int j = 0; j < coarse.rows; ++j) {
        for (int i = 0; i < coarse.columns; ++i) {
            const int column = fine.columns - 1 - 2 * (coarse.columns - 1 - i);
            double sum = 0.0;
            double weight = 0.0;
            for (int b = -1; b <= 1; ++b) {
                for (int a = -1; a <= 1; ++a) {
                    const int x = column + a;
                    const int y = 2 * j + b;
                    if (x < 0 || y < 0 || x >= fine.columns || y >= fine.rows) continue;
                    const double h = known[fine.index(x, y)];
                    if (h <= kNoHeight) continue;
                    const double share = (a == 0 ? 2.0 : 1.0) * (b == 0 ? 2.0 : 1.0);
                    sum += share * h;
                    weight += share;
                }
            }
            if (weight > 0.0) result[coarse.index(i, j)] = sum / weight;
        }
    }
    return result;
}

double between(const HeightField& coarse_field, const ChartGrid& coarse, const ChartGrid& fine,
               int column, int row) {
    const double x = coarse.columns - 1 - 0.5 * (fine.columns - 1 - column);
    const double y = 0.5 * row;
    const int i = std::clamp(static_cast<int>(std::floor(x)), 0, std::max(coarse.columns - 2, 0));
    const int j = std::clamp(static_cast<int>(y), 0, std::max(coarse.rows - 2, 0));
    const double s = std::clamp(x - i, 0.0, 1.0);
    const double t = std::clamp(y - j, 0.0, 1.0);
    const int in = std::min(i + 1, coarse.columns - 1);
    const int up = std::min(j + 1, coarse.rows - 1);
    return (1.0 - t) * ((1.0 - s) * coarse_field[coarse.index(i, j)] +
                        s * coarse_field[coarse.index(in, j)]) +
           t * ((1.0 - s) * coarse_field[coarse.index(i, up)] +
                s * coarse_field[coarse.index(in, up)]);
}

}  // namespace

HeightField membrane(const HeightField& known, const ChartGrid& half) {
    DRYRUN_ASSERT(half.columns >= 1 && half.rows >= 1);
    constexpr int kRounds = 10;
    constexpr int kCoarsest = 6;
    if (std::find_if(known.begin(), known.end(), [](double h) { return h <= kNoHeight; }) ==
        known.end()) {
        return known;
    }
    HeightField field = known;
    if (half.columns <= kCoarsest || half.rows <= kCoarsest) {
        double sum = 0.0;
        double count = 0.0;
        for (const double h : known) {
            if (h <= kNoHeight) continue;
            sum += h;
            count += 1.0;
        }
        const double mean = count > 0.0 ? sum / count : 0.0;
        for (double& h : field) h = h > kNoHeight ? h : mean;
        relax(field, half, known, 4 * kRounds);
        return field;
    }
    const ChartGrid coarse = halved(half);
    const HeightField below = membrane(coarsened(known, half, coarse), coarse);
    for (int j = 0; j < half.rows; ++j) {
        for (int i = 0; i < half.columns; ++i) {
            double& h = field[half.index(i, j)];
            if (h <= kNoHeight) h = between(below, coarse, half, i, j);
        }
    }
    relax(field, half, known, kRounds);
    return field;
}

}  // namespace dryrun::anatomy
