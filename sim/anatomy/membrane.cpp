// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "anatomy/membrane.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/result.h"

namespace dryrun::anatomy {
namespace {

using Four = float __attribute__((vector_size(16)));
/// A node of all four fields.
struct Node {
    Four h = {};
    Four free = {1.0F, 1.0F, 1.0F, 1.0F};  ///< 0 where the height is known, else 1
};
using Nodes = std::vector<Node>;

// A row of nodes and those above and below it, which may be itself.
struct RowOfNodes {
    RowOfNodes(Nodes& nodes, const ChartGrid& grid, int j)
        : below(nodes.data() + grid.index(0, std::max(j - 1, 0))),
          at(nodes.data() + grid.index(0, j)),
          above(nodes.data() + grid.index(0, std::min(j + 1, grid.rows - 1))),
          out(at[0].h) {}

    /// An over-relaxed step of a free node, with the one inside of it; along the sweep its share is
    /// of this turn already.
    void relax(int i, int in) {
        constexpr float kOverRelaxation = 1.6F;
        const Four h = at[i].h;
        const Four follows = kOverRelaxation * at[i].free;
        const Four others = 0.25F * (at[in].h + (below[i].h + above[i].h));
        out = h + follows * (others - h) + 0.25F * follows * out;
        at[i].h = out;
    }

    const Node* below;
    Node* at;
    const Node* above;
    Four out;  ///< the node before
};

// So many rounds over all nodes, one after the other from the lowest row up.
void relax(Nodes& nodes, const ChartGrid& grid, int rounds) {
    const int last = grid.columns - 1;
    const int beside_last = std::max(last - 1, 0);  // beyond the midline its mirror image
    for (int round = 0; round < rounds; ++round) {
        int j = 0;
        // Each node waits for the one before it: two rows go side by side, the upper a node
        // behind, which comes to the same.
        for (; j + 1 < grid.rows && last > 0; j += 2) {
            RowOfNodes lower(nodes, grid, j);
            RowOfNodes upper(nodes, grid, j + 1);
            lower.relax(0, 1);
            for (int i = 1; i < last; ++i) {
                lower.relax(i, i + 1);
                upper.relax(i - 1, i);
            }
            lower.relax(last, beside_last);
            upper.relax(last - 1, last);
            upper.relax(last, beside_last);
        }
        for (; j < grid.rows; ++j) {
            RowOfNodes row(nodes, grid, j);
            for (int i = 0; i < last; ++i) row.relax(i, i + 1);
            row.relax(last, beside_last);
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
Nodes coarsened(const Nodes& known, const ChartGrid& fine, const ChartGrid& coarse) {
    Nodes result(coarse.size());
    for (int j = 0; j < coarse.rows; ++j) {
        for (int i = 0; i < coarse.columns; ++i) {
            const int column = fine.columns - 1 - 2 * (coarse.columns - 1 - i);
            Four sum = {};
            Four weight = {};
            for (int y = std::max(2 * j - 1, 0); y <= std::min(2 * j + 1, fine.rows - 1); ++y) {
                for (int x = std::max(column - 1, 0); x <= std::min(column + 1, fine.columns - 1);
                     ++x) {
                    const Node& node = known[fine.index(x, y)];
                    const float near = (x == column ? 2.0F : 1.0F) * (y == 2 * j ? 2.0F : 1.0F);
                    const Four share = near * (1.0F - node.free);
                    sum += share * node.h;
                    weight += share;
                }
            }
            Node& node = result[coarse.index(i, j)];
            for (int k = 0; k < 4; ++k) {
                if (weight[k] <= 0.0F) continue;
                node.h[k] = sum[k] / weight[k];
                node.free[k] = 0.0F;
            }
        }
    }
    return result;
}

Four between(const Nodes& nodes, const ChartGrid& coarse, const ChartGrid& fine, int column,
             int row) {
    const double x = coarse.columns - 1 - 0.5 * (fine.columns - 1 - column);
    const double y = 0.5 * row;
    const int i = std::clamp(static_cast<int>(x), 0, std::max(coarse.columns - 2, 0));
    const int j = std::clamp(static_cast<int>(y), 0, std::max(coarse.rows - 2, 0));
    const auto s = static_cast<float>(std::clamp(x - i, 0.0, 1.0));
    const auto t = static_cast<float>(std::clamp(y - j, 0.0, 1.0));
    const int in = std::min(i + 1, coarse.columns - 1);
    const int up = std::min(j + 1, coarse.rows - 1);
    return (1.0F - t) *
               ((1.0F - s) * nodes[coarse.index(i, j)].h + s * nodes[coarse.index(in, j)].h) +
           t * ((1.0F - s) * nodes[coarse.index(i, up)].h + s * nodes[coarse.index(in, up)].h);
}

// Fills what is free.
void fill(Nodes& nodes, const ChartGrid& grid) {
    // Far from settled: the depths of the body were fitted with as many, and more would move lines
    // by millimetres.
    constexpr int kRounds = 10;
    constexpr int kCoarsest = 6;
    if (grid.columns <= kCoarsest || grid.rows <= kCoarsest) {
        Four sum = {};
        Four count = {};
        for (const Node& node : nodes) {
            sum += (1.0F - node.free) * node.h;
            count += 1.0F - node.free;
        }
        for (int k = 0; k < 4; ++k) sum[k] /= std::max(count[k], 1.0F);
        for (Node& node : nodes) node.h += node.free * (sum - node.h);
        relax(nodes, grid, 4 * kRounds);
        return;
    }
    const ChartGrid coarse = halved(grid);
    Nodes below = coarsened(nodes, grid, coarse);
    fill(below, coarse);
    for (int j = 0; j < grid.rows; ++j) {
        for (int i = 0; i < grid.columns; ++i) {
            Node& node = nodes[grid.index(i, j)];
            node.h += node.free * (between(below, coarse, grid, i, j) - node.h);
        }
    }
    relax(nodes, grid, kRounds);
}

}  // namespace

FourFields membranes(const FourFields& known, const ChartGrid& half) {
    DRYRUN_ASSERT(half.columns >= 1 && half.rows >= 1);
    Nodes nodes(half.size());
    for (int k = 0; k < 4; ++k) {
        const HeightField& field = known[static_cast<std::size_t>(k)];
        for (std::size_t n = 0; n < half.size(); ++n) {
            if (field[n] <= kNoHeight) continue;
            nodes[n].h[k] = field[n];
            nodes[n].free[k] = 0.0F;
        }
    }
    fill(nodes, half);
    FourFields filled = known;
    for (int k = 0; k < 4; ++k) {
        HeightField& field = filled[static_cast<std::size_t>(k)];
        for (std::size_t n = 0; n < half.size(); ++n) field[n] = nodes[n].h[k];
    }
    return filled;
}

}  // namespace dryrun::anatomy
