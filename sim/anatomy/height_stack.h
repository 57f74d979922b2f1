// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Surfaces stacked over the chart: heights at the nodes of one even grid, smooth between them by
// uniform cubic B-splines. These weigh the nodes with positive weights that sum to one, so surfaces
// that are in order at every node are in order everywhere, and where two are equal at the nodes
// they are equal to the last bit. The right half is kept; left is its mirror image, to the last
// bit.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "core/four_floats.h"

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
    /// Of so many surfaces that set() is to bring.
    HeightStack(const ChartGrid& half, int count);
    /// From surface `first`, a multiple of kTogether, as many as share a register or are left.
    void set(int first, const std::vector<const HeightField*>& surfaces);

    int count() const { return count_; }
    /// The right half.
    const ChartGrid& half() const { return half_; }

    /// How many surfaces are looked up together: those that share a register.
    static constexpr unsigned kTogether = 4;
    using Four = FourFloats;
    /// Of u and of v, reckoned together.
    using Pair = double __attribute__((vector_size(16)));

    /// A place among the nodes: found once, asked for many surfaces.
    class Place {
        friend class HeightStack;
        std::size_t corner_ = 0;  ///< the first of the sixteen nodes round it
        Pair fraction_{};         ///< how far it lies into the cell
        double side_ = 1.0;       ///< −1 on the left, whose u runs the other way
        Four of_u_{};             ///< weights of the nodes, for estimates
        Four of_v_{};
    };
    Place locate(double u, double v) const {
        // On the right, which is kept; columns go from the side to the midline.
        const double x = std::max((-std::fabs(u) - half_.first_u) * per_step_, 0.0);
        const double y = std::max((v - half_.first_v) * per_step_, 0.0);
        const int i = static_cast<int>(std::min(x, last_cell_u_));
        const int j = static_cast<int>(std::min(y, last_cell_v_));
        Place place;
        place.corner_ = padded_index(i - 1, j - 1);
        place.fraction_ = Pair{std::min(x - i, 1.0), std::min(y - j, 1.0)};
        place.side_ = u > 0.0 ? -1.0 : 1.0;
        place.of_u_ = weights_of(static_cast<float>(place.fraction_[0]));
        place.of_v_ = weights_of(static_cast<float>(place.fraction_[1]));
        return place;
    }

    /// Heights of kTogether surfaces to 10⁻⁴ mm, to see between which a point lies: from surface
    /// kTogether · four on. Those beyond the last repeat the skin's.
    Four estimate(const Place& place, int four) const {
        const Node* row =
            nodes_.get() + static_cast<std::size_t>(four) * padded_size_ + place.corner_;
        Four sum{};
        for (std::size_t b = 0; b < 4; ++b, row += padded_columns_) {
            sum += place.of_v_[b] *
                   ((place.of_u_[0] * row[0].heights + place.of_u_[1] * row[1].heights) +
                    (place.of_u_[2] * row[2].heights + place.of_u_[3] * row[3].heights));
        }
        return sum;
    }
    /// The same of all surfaces; `heights` has room for kMostSurfaces.
    void estimate(const Place& place, float* heights) const;

    double height(int surface, const Place& place) const;
    double height(int surface, double u, double v) const { return height(surface, locate(u, v)); }
    /// At a node, where the surface itself may lie a little lower or higher.
    double at_node(int surface, int column, int row) const {
        return nodes_of(surface)[padded_index(column, row)].heights[place_among(surface)];
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
    static_assert(kMostSurfaces % kTogether == 0);
    /// Four surfaces of one node.
    struct Node {
        Four heights;
    };
    /// The grid with one node more all round, so that no cell is a special one: beyond the midline
    /// the mirror image, elsewhere the outermost again.
    std::size_t padded_index(int column, int row) const {
        return static_cast<std::size_t>(row + 1) * padded_columns_ +
               static_cast<std::size_t>(column + 1);
    }
    const Node* nodes_of(int surface) const {
        return nodes_.get() + static_cast<unsigned>(surface) / kTogether * padded_size_;
    }
    /// Of a surface among its four.
    static unsigned place_among(int surface) { return static_cast<unsigned>(surface) % kTogether; }

    /// Of four nodes in a row, by how far into the cell between the middle ones. None is negative,
    /// or surfaces could cross.
    static Four weights_of(float t) {
        constexpr float kSixth = 1.0F / 6.0F;
        constexpr Four kCube = {-kSixth, 0.5F, -0.5F, kSixth};
        constexpr Four kSquare = {0.5F, -1.0F, 0.5F, 0.0F};
        constexpr Four kLinear = {-0.5F, 0.0F, 0.5F, 0.0F};
        constexpr Four kConstant = {kSixth, 4.0F * kSixth, kSixth, 0.0F};
        return greater(((kCube * t + kSquare) * t + kLinear) * t + kConstant, Four{});
    }

    ChartGrid half_;
    double per_step_ = 1.0;     ///< nodes a millimetre
    double last_cell_u_ = 0.0;  ///< where the last column of cells begins, in nodes
    double last_cell_v_ = 0.0;
    int count_ = 0;
    std::size_t padded_columns_ = 0;
    std::size_t padded_size_ = 0;
    std::unique_ptr<Node[]> nodes_;  ///< of the first four surfaces, then of the next
};

}  // namespace dryrun::anatomy
