// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Nets of triangles over the right half of the chart, from which the meshes of sheets are made.
// They are trees of right triangles, each halved at the middle of its longest side, as fine as a
// sheet's two faces bend and its outline wants (Lindstrom et al. 1996). All are parts of one
// lattice, so that neighbours have the same triangles where both are finest.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "anatomy/model.h"

namespace dryrun::anatomy {

struct NetFineness {
    double finest = 8.0;  ///< lattice of its points
    double edge = 8.0;    ///< lattice at outlines at least
    double bow = 0.4;     ///< by which a surface may stand off its triangles
};

/// The lattice over the chart's right half, and what of the stack stands over each of its points.
class ChartLattice {
  public:
    /// A height h over it lies at foot + out · h.
    struct Node {
        ChartPlace at;  ///< on the right, where u is negative
        Vec3 foot;
        Vec3 out;
        std::uint64_t held = 0;  ///< bit k: the layer under surface k is there
        std::array<float, kMostSurfaces> heights;
        Vec3 on(int surface) const {
            return foot + out * double{heights[static_cast<std::size_t>(surface)]};
        }
    };
    using Triangle = std::array<std::uint32_t, 3>;

    ChartLattice(const BackModel& model, const NetFineness& fineness);

    const std::vector<Node>& nodes() const { return nodes_; }
    /// The triangles, by numbers of nodes, over which the layer under `surface` is there at a
    /// corner at least.
    std::vector<Triangle> net_of(int surface) const;

    /// Squares of the coarsest triangles: how many lie side by side, and points a side of them.
    int squares_across() const { return across_; }
    int squares_up() const { return up_; }
    int per_square() const { return per_square_; }
    const NetFineness& fineness() const { return fineness_; }

  private:
    NetFineness fineness_;
    int per_square_ = 1;
    int across_ = 0;
    int up_ = 0;
    std::vector<Node> nodes_;
};

}  // namespace dryrun::anatomy
