// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Surfaces stacked over the chart: heights at the nodes of one even grid, smooth between them by
// uniform cubic B-splines. These weigh the nodes with positive weights that sum to one, so surfaces
// that are in order at every node are in order everywhere, and where two are equal at the nodes
// they are equal to the last bit. The right half is kept; left is its mirror image, to the last
// bit.
//
// Of some fifty surfaces about ten lie apart at any place, as most sheets reach over a small part
// of the back. The grid is kept in patches, each with those surfaces alone that lie apart somewhere
// in it: what a place is asked for lies side by side, and is little.
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
    /// Hands the numbers of each row's first node and of the one after its last to `visit`.
    template <class Visit>
    void each_row(const ChartGrid& half, const Visit& visit) const {
        for (int j = first_row; j <= last_row && !is_empty(); ++j)
            visit(half.index(first_column, j), half.index(last_column, j) + 1);
    }
    /// By as many as a radius reaches over.
    NodeWindow grown_by(const ChartGrid& half, double radius) const {
        return grown(half, static_cast<int>(radius / half.step));
    }
};

inline constexpr int kMostSurfaces = 48;

class HeightStack {
  public:
    HeightStack() = default;
    /// `surfaces` lists, from the deepest up, the heights at the nodes of the right half of the
    /// chart, whose last column is the midline.
    HeightStack(const ChartGrid& half, const std::vector<HeightField>& surfaces);
    /// Of so many surfaces that add() is to bring.
    HeightStack(const ChartGrid& half, int count);
    /// The next surface up; `below` is the one before, if it is not the first. They are one outside
    /// of a window, where `below` need hold nothing that makes sense.
    void add(const HeightField& surface, const HeightField* below, const NodeWindow& window);

    int count() const { return count_; }
    /// The right half.
    const ChartGrid& half() const { return half_; }

    /// How many surfaces are looked up together: those that share a register.
    static constexpr unsigned kTogether = 4;
    using Four = FourFloats;
    /// Of u and of v, reckoned together.
    using Pair = double __attribute__((vector_size(16)));

    /// A part of the grid, and which surfaces it holds: the lowest of each that are one there.
    struct Patch {
        /// By surface: which of those held it is one with.
        std::array<std::uint8_t, kMostSurfaces> held{};
        /// The surfaces that are held; from their count on, count().
        std::array<std::uint8_t, kMostSurfaces + 1> surface{};
        std::uint64_t apart = 0;  ///< the same, by bits
        unsigned held_count = 0;
        unsigned fours = 0;  ///< in so many registers, filled up with the last's
        /// Where the nodes of each four begin.
        std::array<std::uint32_t, kMostSurfaces / kTogether> begin{};
    };
    /// A place among the nodes: found once, asked for many surfaces.
    class Place {
      public:
        const Patch& patch() const { return *patch_; }

      private:
        friend class HeightStack;
        const Patch* patch_ = nullptr;
        std::size_t corner_ = 0;  ///< the first of the sixteen nodes round it, in the patch
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
        place.patch_ = &patch_at(i, j);
        place.corner_ = corner_of(i, j);
        place.fraction_ = Pair{std::min(x - i, 1.0), std::min(y - j, 1.0)};
        place.side_ = u > 0.0 ? -1.0 : 1.0;
        place.of_u_ = weights_of(static_cast<float>(place.fraction_[0]));
        place.of_v_ = weights_of(static_cast<float>(place.fraction_[1]));
        return place;
    }

    /// Heights of the surfaces that the place's patch holds, to 10⁻⁴ mm, to see between which a
    /// point lies: tells how many surfaces are not above `h`. `heights` has room for kMostSurfaces
    /// and is aligned like a Four.
    int estimate_held(const Place& place, float h, float* heights) const;
    /// The height of one surface, to the same bits.
    float estimate(const Place& place, int surface) const;
    /// Of all surfaces; `heights` has room for kMostSurfaces.
    void estimate(const Place& place, float* heights) const;

    double height(int surface, const Place& place) const;
    double height(int surface, double u, double v) const { return height(surface, locate(u, v)); }
    /// At a node, where the surface itself may lie a little lower or higher.
    double at_node(int surface, int column, int row) const {
        const Patch& patch = patch_at(column, row);
        const unsigned held = patch.held[static_cast<unsigned>(surface)];
        const Node& node = four_of(patch, held)[corner_of(column, row) + kSide + 1];
        return node.heights[held % kTogether];
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
    /// A patch has so many cells along u and v, and one node more all round than these have, so
    /// that no cell is a special one: beyond the midline the mirror image, elsewhere the outermost
    /// again.
    static constexpr int kCells = 4;
    static constexpr int kSide = kCells + 3;
    static constexpr std::size_t kPatchNodes = std::size_t{kSide} * kSide;
    using Lines = std::array<std::size_t, kSide>;  ///< rows or columns of a patch, by their numbers
    Lines columns_of(unsigned patch_column) const;
    Lines rows_of(unsigned patch_row) const;
    void hold(Patch& patch, const HeightField& surface, const Lines& columns, const Lines& rows);
    void fill_up(const Patch& patch);
    const Patch& patch_at(int column, int row) const {
        const unsigned across = static_cast<unsigned>(column) / kCells;
        const unsigned up = static_cast<unsigned>(row) / kCells;
        return patches_[up * patch_columns_ + across];
    }
    /// In a patch, the first node of the sixteen round a cell.
    static std::size_t corner_of(int column, int row) {
        return static_cast<unsigned>(row) % kCells * kSide + static_cast<unsigned>(column) % kCells;
    }
    /// The nodes of the four surfaces among which one that is held is.
    const Node* four_of(const Patch& patch, unsigned held) const {
        return nodes_.get() + patch.begin[held / kTogether];
    }
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
    int added_ = 0;
    unsigned patch_columns_ = 0;
    std::vector<Patch> patches_;
    /// Of four surfaces of a patch, row by row, then of four others. There is room for them all;
    /// what is not needed is never touched, and so takes no memory.
    std::unique_ptr<Node[]> nodes_;
    std::uint32_t node_count_ = 0;
};

/// The height of a surface by itself, to the bits that a stack with it among others has.
double height_over(const HeightField& surface, const ChartGrid& half, double u, double v);

}  // namespace dryrun::anatomy
