// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A tree of boxes over the triangles of a mesh, for lines: each box holds the boxes below it, and
// the smallest hold a few triangles. It lies in one list, from the root down; a box that the line
// misses says where to go on. Boxes are floats with room to spare, so that four numbers are
// compared at once; what they let through is decided by who asks. Within some metres of the origin.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
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
        const Four from = four_of(line.from);
        const Four per_step = four_of(line.per_step);
        const float end = static_cast<float>(length) + kRoom;
        for (std::size_t i = 0; i < nodes_.size();) {
            const Node& node = nodes_[i];
            const Four a = (corner_of(node.low) - from) * per_step;
            const Four b = (corner_of(node.high) - from) * per_step;
            const Four enter = a < b ? a : b;
            const Four exit = a < b ? b : a;
            const float first = std::max(std::max(enter[0], enter[1]), std::max(enter[2], -kRoom));
            const float last = std::min(std::min(exit[0], exit[1]), std::min(exit[2], end));
            if (first > last) {
                i = node.low.number;
                continue;
            }
            const std::uint32_t own = node.high.number;
            const Triangle* const triangles = triangles_.data() + own / kCounts;
            for (std::uint32_t t = 0; t < own % kCounts; ++t) visit(triangles[t]);
            ++i;
        }
    }

  private:
    static constexpr float kRoom = 2e-3F;  // many times what a float has wrong
    static constexpr std::ptrdiff_t kMostInLeaf = 2;
    using Four = float __attribute__((vector_size(16)));
    static Four four_of(const Vec3& v) {
        const Four four = {static_cast<float>(v.x), static_cast<float>(v.y),
                           static_cast<float>(v.z), 0.0F};
        return four;
    }
    static constexpr std::uint32_t kCounts = 8;  // more than a leaf may hold
    /// A corner of a box, and in its fourth place a number, so that two nodes share a line of the
    /// processor's cache and a corner is loaded at once.
    struct alignas(16) Corner {
        std::array<float, 3> at{};
        std::uint32_t number = 0;
    };
    static Four corner_of(const Corner& corner) {
        // Without the number, which as a float would be too small to be reckoned with fast.
        using Bits = std::uint32_t __attribute__((vector_size(16)));
        Bits bits;
        std::memcpy(&bits, &corner, sizeof bits);
        return reinterpret_cast<Four>(bits & Bits{~0U, ~0U, ~0U, 0U});
    }
    struct Node {
        Corner low;   ///< with the next node that is not in this box
        Corner high;  ///< with kCounts times the first of its own triangles, and how many they are
    };
    /// Of a triangle, three times.
    struct Middle {
        std::array<double, 3> sum;
        std::size_t number = 0;
    };
    void build(const Mesh& mesh, Middle* first, Middle* last);
    void add_leaf(const Mesh& mesh, const Middle* first, const Middle* last, Node& node);

    std::vector<Node> nodes_;
    std::vector<Triangle> triangles_;
};

}  // namespace dryrun
