// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A tree of boxes over the triangles of a mesh, for lines: each box holds the boxes below it, and
// the smallest hold a few triangles. It lies in one list, from the root down; a box that the line
// misses says where to go on.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "geometry/box.h"
#include "geometry/mesh.h"

namespace dryrun {

class TriangleTree {
  public:
    TriangleTree() = default;
    explicit TriangleTree(const Mesh& mesh);

    struct Triangle {
        std::array<Vec3, 3> corners;
        std::size_t number = 0;  ///< in the mesh
    };
    /// Hands every triangle whose box the first `length` of the line may meet to `visit`.
    template <class Visit>
    void along_line(const BoxLine& line, double length, const Visit& visit) const {
        for (std::size_t i = 0; i < nodes_.size();) {
            const Node& node = nodes_[i];
            if (!node.box.meets_line(line, length, kRoom)) {
                i = node.beyond;
                continue;
            }
            for (std::uint32_t t = node.first; t < node.last; ++t) visit(triangles_[t]);
            ++i;
        }
    }

  private:
    static constexpr double kRoom = 1e-6;
    static constexpr std::size_t kMostInLeaf = 4;
    struct Node {
        Box box;
        std::uint32_t beyond = 0;  ///< the next node that is not in this box
        std::uint32_t first = 0;   ///< triangles of its own, none if it has boxes
        std::uint32_t last = 0;
    };
    void build(std::size_t first, std::size_t last);

    std::vector<Node> nodes_;
    std::vector<Triangle> triangles_;
};

}  // namespace dryrun
