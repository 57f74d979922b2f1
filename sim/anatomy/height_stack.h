// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Surfaces stacked over the chart: heights at the nodes of one even grid, smooth between them by
// uniform cubic B-splines. These weigh the nodes with positive weights that sum to one, so surfaces
// that are in order at every node are in order everywhere, and where two are equal at the nodes
// they are equal to the last bit.
#pragma once

#include <cstddef>
#include <vector>

namespace dryrun::anatomy {

/// An even grid over the chart; beyond its edge the outermost cell goes on.
struct ChartGrid {
    double first_u = 0.0;
    double first_v = 0.0;
    double step = 4.0;
    int columns = 0;  ///< nodes along u
    int rows = 0;     ///< nodes along v

    double u(int column) const { return first_u + step * column; }
    double v(int row) const { return first_v + step * row; }
    std::size_t size() const {
        return static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows);
    }
    std::size_t index(int column, int row) const {
        return static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) +
               static_cast<std::size_t>(column);
    }
};

inline constexpr int kMostSurfaces = 48;

class HeightStack {
  public:
    HeightStack() = default;
    /// `surfaces` lists, from the deepest up, one height a node of the grid; or of the half of it
    /// up to the middle column, of which the other half is the mirror image.
    HeightStack(const ChartGrid& grid, const std::vector<std::vector<double>>& surfaces);

    int count() const { return count_; }
    const ChartGrid& grid() const { return grid_; }

    /// Heights of all surfaces at (u, v), deepest first; `heights` has room for kMostSurfaces.
    void evaluate(double u, double v, double* heights) const;
    /// The same to 10⁻⁴ mm, to see between which surfaces a point lies, for those of one block:
    /// surfaces kBlock · block to kBlock · (block + 1) − 1, at their places in `heights`.
    static constexpr int kBlock = 16;
    void estimate(double u, double v, int block, float* heights) const;
    /// height(surface) − height(surface − 1)
    double thickness_below(int surface, double u, double v) const;
    double height(int surface, double u, double v) const;

    struct Slope {
        double h = 0.0;
        double by_u = 0.0;
        double by_v = 0.0;
    };
    Slope slope(int surface, double u, double v) const;

  private:
    static_assert(kMostSurfaces % kBlock == 0);
    struct Cell {
        std::size_t node[16];
    };
    struct Weights {
        double u[4];
        double v[4];
    };
    /// The nodes round a place, and how far into the cell it lies along u and v.
    struct Place {
        Cell cell;
        double fraction_u = 0.0;
        double fraction_v = 0.0;
        Weights weights;
    };
    Place locate(double u, double v) const;

    ChartGrid grid_;
    int count_ = 0;
    std::size_t stride_ = 0;  ///< of a node's heights: a multiple of kBlock
    // To 10⁻⁵ mm, so that more of them lie near the processor.
    std::vector<float> heights_;   ///< node by node, all surfaces of one together
    std::vector<float> surfaces_;  ///< the same, surface by surface
};

}  // namespace dryrun::anatomy
