// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A tree of boxes over the triangles of a mesh, for lines: each node holds up to four boxes, which
// are compared at once, and below each lies another node or one triangle. What holds such a
// question up is memory, as the tree of a skeleton is larger than the processor's caches: a node is
// one line of them, its boxes whole steps of a grid over the mesh, and what will be wanted is
// fetched ahead. Boxes have room to spare; what they let through is decided by who asks. Within
// some metres of the origin.
#pragma once

#include <emmintrin.h>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/four_floats.h"
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
        const GridLine grid_line = on_grid(line);
        // Along each axis, which end of a box comes first.
        const std::array<std::size_t, 3> near_end = {line.goes_down[0], line.goes_down[1],
                                                     line.goes_down[2]};
        const Four begin = all(-double{kRoom});
        const Four end = all(length + double{kRoom});
        std::array<std::uint32_t, kMostWaiting> waiting;  // nodes
        std::array<std::uint32_t, kMostMet> met;          // triangles
        std::size_t met_count = 0;
        const auto visit_met = [&] {
            for (std::size_t i = 0; i < met_count; ++i) visit(triangles_[met[i]]);
            met_count = 0;
        };
        // What has waited longest comes first, as it has been fetched by now, unless many wait.
        waiting[0] = 0;
        std::size_t next = 0;
        for (std::size_t end_of_waiting = 1; next != end_of_waiting;) {
            const bool is_full = end_of_waiting - next > kManyWaiting;
            const std::size_t taken = is_full ? --end_of_waiting : next++;
            const Node& node = nodes_[waiting[taken % kMostWaiting]];
            Four first = begin;
            Four last = end;
            for (std::size_t k = 0; k < 3; ++k) {
                const Four near = node.boxes[k].ends(near_end[k]);
                const Four far = node.boxes[k].ends(1 - near_end[k]);
                first = greater(first, (near - grid_line.from[k]) * grid_line.per_step[k]);
                last = lesser(last, (far - grid_line.from[k]) * grid_line.per_step[k]);
            }
            for (unsigned lanes = lanes_of(first <= last); lanes != 0; lanes &= lanes - 1) {
                const auto lane = static_cast<std::size_t>(std::countr_zero(lanes));
                const std::uint32_t below = node.below[lane];
                if (below < kTriangles) {
                    __builtin_prefetch(&nodes_[below]);
                    waiting[end_of_waiting++ % kMostWaiting] = below;
                } else if (below != kNothing) {
                    const std::uint32_t triangle = below - kTriangles;
                    __builtin_prefetch(&triangles_[triangle]);
                    __builtin_prefetch(&triangles_[triangle].number);
                    met[met_count++] = triangle;
                    if (met_count == kMostMet) visit_met();
                }
            }
        }
        visit_met();
    }

  private:
    static constexpr double kRoom = 2e-3;                   // many times what a float has wrong
    static constexpr std::uint32_t kTriangles = 1U << 31U;  // from here on numbers are triangles'
    static constexpr std::uint32_t kNothing = ~0U;
    // From when on the last comes first: each level then leaves three behind, and there are no more
    // than sixteen, of four times as many each.
    static constexpr std::size_t kManyWaiting = 32;
    static constexpr std::size_t kMostWaiting = 128;
    static constexpr std::size_t kMostMet = 16;
    using Four = FourFloats;
    static Four all(double x) { return four_of(x); }
    /// Where four boxes begin and end along one axis, in steps of the grid.
    struct alignas(16) Ends {
        std::array<std::array<std::uint16_t, 4>, 2> at{};

        Four ends(std::size_t which) const {
            const auto* const four = reinterpret_cast<const __m128i*>(at[which].data());
            const __m128i zero = _mm_setzero_si128();
            return _mm_cvtepi32_ps(_mm_unpacklo_epi16(_mm_loadl_epi64(four), zero));
        }
    };
    struct alignas(64) Node {
        std::array<Ends, 3> boxes;
        std::array<std::uint32_t, 4> below = {kNothing, kNothing, kNothing, kNothing};
    };
    /// A line as the grid sees it.
    struct GridLine {
        std::array<Four, 3> from;
        std::array<Four, 3> per_step;
    };
    GridLine on_grid(const BoxLine& line) const {
        return {{all((line.from.x - origin_.x) / step_.x), all((line.from.y - origin_.y) / step_.y),
                 all((line.from.z - origin_.z) / step_.z)},
                {all(line.per_step.x * step_.x), all(line.per_step.y * step_.y),
                 all(line.per_step.z * step_.z)}};
    }
    /// Of a triangle, three times.
    struct Middle {
        std::array<double, 3> sum;
        std::size_t number = 0;
    };
    static Middle* halve(Middle* first, Middle* last);
    Box build(const Mesh& mesh, Middle* first, Middle* last);
    Box add_triangle(const Mesh& mesh, std::size_t number);
    void set_box(Node& node, std::size_t lane, const Box& box) const;

    Vec3 origin_;  ///< of the grid
    Vec3 step_{1.0, 1.0, 1.0};
    std::vector<Node> nodes_;
    std::vector<Triangle> triangles_;
};

}  // namespace dryrun
