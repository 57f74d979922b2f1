// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Surfaces stacked over the chart: heights at the nodes of one even grid, smooth between them by
// uniform cubic B-splines. These weigh the nodes with positive weights that sum to one, so surfaces
// that are in order at every node are in order everywhere, and where two are equal at the nodes
// they are equal to the last bit. The right half is kept; left is its mirror image, to the last
// bit.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
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

/// One value a node of a grid, to 10⁻⁵ mm.
using HeightField = std::vector<float>;

inline constexpr int kMostSurfaces = 48;

class HeightStack {
  public:
    HeightStack() = default;
    /// `surfaces` lists, from the deepest up, the heights at the nodes of the right half of the
    /// chart, whose last column is the midline.
    HeightStack(const ChartGrid& half, const std::vector<HeightField>& surfaces);

    int count() const { return count_; }
    /// The right half.
    const ChartGrid& half() const { return half_; }

    /// A place among the nodes: found once, asked for many surfaces.
    class Place {
        friend class HeightStack;
        /// Of u and of v, reckoned together.
        using Pair = double __attribute__((vector_size(16)));
        std::array<std::uint32_t, 4> columns_{};  ///< of the nodes round it
        std::array<std::uint32_t, 4> rows_{};     ///< index of the first node of each row
        Pair fraction_{};                         ///< how far it lies into the cell
        std::array<Pair, 4> weights_{};           ///< of the nodes
        double side_ = 1.0;                       ///< −1 on the left, whose u runs the other way
    };
    Place locate(double u, double v) const;

    /// Heights of one block of surfaces to 10⁻⁴ mm, to see between which a point lies: surfaces
    /// kBlock · block to kBlock · (block + 1) − 1, at their places in `heights`, which has room for
    /// kMostSurfaces.
    static constexpr int kBlock = 16;
    void estimate(const Place& place, int block, float* heights) const;
    /// The same of all surfaces.
    void estimate(const Place& place, float* heights) const;

    double height(int surface, const Place& place) const;
    double height(int surface, double u, double v) const { return height(surface, locate(u, v)); }
    /// At a node, where the surface itself may lie a little lower or higher.
    double at_node(int surface, int column, int row) const {
        return block_of(half_.index(column, row), surface).heights[surface % kBlock];
    }
    /// height(surface) − height(surface − 1)
    double thickness_below(int surface, double u, double v) const;

    struct Slope {
        double h = 0.0;
        double by_u = 0.0;
        double by_v = 0.0;
    };
    Slope slope(int surface, double u, double v) const;

  private:
    static_assert(kMostSurfaces % kBlock == 0);
    /// Some surfaces of one node, together in the processor's cache.
    struct alignas(64) Block {
        float heights[kBlock];
    };
    const Block& block_of(std::size_t node, int surface) const {
        return blocks_[static_cast<std::size_t>(surface / kBlock) * half_.size() + node];
    }
    void find_nodes(int column, int row, Place& place) const;

    ChartGrid half_;
    double per_step_ = 1.0;  ///< nodes a millimetre
    int count_ = 0;
    int block_count_ = 0;
    std::unique_ptr<Block[]> blocks_;  ///< the first of every node, then the second
};

}  // namespace dryrun::anatomy
