// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Height fields over the right half of the chart, and what is done to them: blurring, widening,
// bridging. Columns go from the side to the midline, which is the last column: there a field is
// even; at the other edges it ends level.
#pragma once

#include <vector>

#include "anatomy/height_stack.h"

namespace dryrun::anatomy {

using HeightField = std::vector<double>;  ///< one value a node of the half grid

inline constexpr double kNoHeight = -1e9;

/// Nodes of a half grid from first to last, both among them.
struct NodeWindow {
    int first_column = 0;
    int last_column = 0;
    int first_row = 0;
    int last_row = 0;

    static NodeWindow whole(const ChartGrid& half) {
        return {0, half.columns - 1, 0, half.rows - 1};
    }
    bool is_empty() const { return first_column > last_column || first_row > last_row; }
    /// Wider by so many nodes, within the grid.
    NodeWindow grown(const ChartGrid& half, int nodes) const;
};

/// A field blurred with a standard deviation of about `radius` millimetres.
HeightField smoothed(HeightField field, const ChartGrid& half, double radius);
/// The same for the nodes of a window alone; others are left as they are or half done.
void smooth_within(HeightField& field, const ChartGrid& half, double radius,
                   const NodeWindow& window);

/// The highest (`sign` 1) or lowest (−1) known height within an ellipse about each node.
HeightField extreme(const HeightField& field, const ChartGrid& half, double radius_u,
                    double radius_v, double sign);

/// The highest of each node and the eight round it.
HeightField widened(const HeightField& field, const ChartGrid& half);

/// A membrane through the known heights: each other node is about the mean of its neighbours.
/// Found from coarse to fine, in a number of steps that grows with the number of nodes.
HeightField membrane(const HeightField& known, const ChartGrid& half);

}  // namespace dryrun::anatomy
