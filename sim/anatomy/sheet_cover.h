// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// How a sheet of the table covers the nodes of the right half of the chart: what of it does not
// depend on what it is laid on.
#pragma once

#include <cstddef>
#include <vector>

#include "anatomy/height_field.h"
#include "anatomy/model.h"

namespace dryrun::anatomy {

struct SheetCover {
    NodeWindow window;  ///< what it reaches
    /// A mean over the node's cell.
    struct Node {
        double thickness = 0.0;  ///< where it lies level
        double filled = 0.0;     ///< share of the room that it fills
    };
    /// From the first to the last node that it reaches in a row of the grid; there may be none.
    struct Row {
        int first_column = 0;
        std::size_t begin = 0;  ///< of its nodes
        std::size_t end = 0;
    };
    std::vector<Row> rows;    ///< of the window
    std::vector<Node> nodes;  ///< row by row
};

SheetCover cover_of(const BackModel& model, const ChartGrid& half, const SheetRow& row,
                    const Footprint& footprint);

}  // namespace dryrun::anatomy
