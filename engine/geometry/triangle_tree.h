// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A tree of boxes over the triangles of a mesh, for lines: each node holds up to four boxes, which
// are compared at once, and below each lies another node or one triangle. Boxes are floats with
// room to spare; what they let through is decided by who asks. Within some metres of the origin.
#pragma once

#include <xmmintrin.h>

#include <array>
#include <bit>
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
        if (nodes_.empty()) return;
        const std::array<Four, 3> from = {all(line.from.x), all(line.from.y), all(line.from.z)};
        const std::array<Four, 3> per_step = {all(line.per_step.x), all(line.per_step.y),
                                              all(line.per_step.z)};
        const Four begin = all(-double{kRoom});
        const Four end = all(length + double{kRoom});
        std::array<std::uint32_t, kMostWaiting> waiting;
        waiting[0] = 0;
        for (std::size_t count = 1; count > 0;) {
            const Node& node = nodes_[waiting[--count]];
            Four first = begin;
            Four last = end;
            for (std::size_t k = 0; k < 3; ++k) {
                const Four a = (node.low[k] - from[k]) * per_step[k];
                const Four b = (node.high[k] - from[k]) * per_step[k];
                const Four enter = a < b ? a : b;
                const Four exit = a < b ? b : a;
                first = first < enter ? enter : first;
                last = last < exit ? last : exit;
            }
            const auto are_met = reinterpret_cast<__m128>(first <= last);
            for (auto met = static_cast<unsigned>(_mm_movemask_ps(are_met)); met != 0;
                 met &= met - 1) {
                const std::uint32_t below =
                    node.below[static_cast<std::size_t>(std::countr_zero(met))];
                if (below < kTriangles) {
                    waiting[count++] = below;
                } else {
                    visit(triangles_[below - kTriangles]);
                }
            }
        }
    }

  private:
    static constexpr float kRoom = 2e-3F;                   // many times what a float has wrong
    static constexpr float kFar = 1e30F;                    // where the boxes lie that a node lacks
    static constexpr std::uint32_t kTriangles = 1U << 31U;  // from here on numbers are triangles'
    // Each level leaves three behind, and there are no more than sixteen, of four times as many
    // each.
    static constexpr std::size_t kMostWaiting = 64;
    using Four = float __attribute__((vector_size(16)));
    static Four all(double x) {
        const auto f = static_cast<float>(x);
        return Four{f, f, f, f};
    }
    struct Node {
        std::array<Four, 3> low = {Four{kFar, kFar, kFar, kFar}, Four{kFar, kFar, kFar, kFar},
                                   Four{kFar, kFar, kFar, kFar}};
        std::array<Four, 3> high = low;
        std::array<std::uint32_t, 4> below{};
    };
    /// Of a triangle, three times.
    struct Middle {
        std::array<double, 3> sum;
        std::size_t number = 0;
    };
    static Middle* halve(Middle* first, Middle* last);
    Box build(const Mesh& mesh, Middle* first, Middle* last);
    Box add_triangle(const Mesh& mesh, std::size_t number);

    std::vector<Node> nodes_;
    std::vector<Triangle> triangles_;
};

}  // namespace dryrun
