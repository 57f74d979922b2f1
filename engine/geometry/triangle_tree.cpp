// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "geometry/triangle_tree.h"

#include <algorithm>

namespace dryrun {

TriangleTree::TriangleTree(const Mesh& mesh) {
    std::vector<Middle> middles;
    middles.reserve(mesh.triangles.size());
    for (const auto& corners : mesh.triangles) {
        const Vec3 sum =
            mesh.points[corners[0]] + mesh.points[corners[1]] + mesh.points[corners[2]];
        middles.push_back({{sum.x, sum.y, sum.z}, middles.size()});
    }
    triangles_.reserve(mesh.triangles.size());
    nodes_.reserve(mesh.triangles.size() / 2 + 1);
    if (middles.empty()) return;
    const Box box = box_of(mesh.points);
    const Vec3 room{2.0 * kRoom, 2.0 * kRoom, 2.0 * kRoom};
    constexpr double kSteps = 65000.0;  // that 16 bits count, less some
    origin_ = box.low - room;
    step_ = (box.high - box.low + room * 2.0) / kSteps;
    build(mesh, middles.data(), middles.data() + middles.size());
}

// To whole steps outwards, with room to spare.
void TriangleTree::set_box(Node& node, std::size_t lane, const Box& box) const {
    const auto set = [&](Ends& ends, double low, double high, double origin, double step) {
        ends.at[0][lane] = static_cast<std::uint16_t>((low - kRoom - origin) / step);
        ends.at[1][lane] = static_cast<std::uint16_t>((high + kRoom - origin) / step + 1.0);
    };
    set(node.boxes[0], box.low.x, box.high.x, origin_.x, step_.x);
    set(node.boxes[1], box.low.y, box.high.y, origin_.y, step_.y);
    set(node.boxes[2], box.low.z, box.high.z, origin_.z, step_.z);
}

// One half of the triangles goes to either side of the middle one along the longest way.
TriangleTree::Middle* TriangleTree::halve(Middle* first, Middle* last) {
    std::array<double, 3> low = first->sum;
    std::array<double, 3> high = first->sum;
    for (const Middle* middle = first; middle != last; ++middle) {
        for (std::size_t k = 0; k < 3; ++k) {
            low[k] = std::min(low[k], middle->sum[k]);
            high[k] = std::max(high[k], middle->sum[k]);
        }
    }
    std::size_t along = 0;
    for (std::size_t k = 1; k < 3; ++k) {
        if (high[k] - low[k] > high[along] - low[along]) along = k;
    }
    const auto is_before = [&](const Middle& a, const Middle& b) {
        return a.sum[along] != b.sum[along] ? a.sum[along] < b.sum[along] : a.number < b.number;
    };
    Middle* middle = first + (last - first) / 2;
    std::nth_element(first, middle, last, is_before);
    return middle;
}

// A node of four quarters.
Box TriangleTree::build(const Mesh& mesh, Middle* first, Middle* last) {
    const std::size_t at = nodes_.size();
    nodes_.emplace_back();
    Middle* const middle = halve(first, last);
    Middle* const lower = middle - first > 1 ? halve(first, middle) : middle;
    Middle* const upper = last - middle > 1 ? halve(middle, last) : last;
    const std::array<Middle*, 5> ends = {first, lower, middle, upper, last};
    Box all;
    for (std::size_t lane = 0; lane < 4; ++lane) {
        const std::ptrdiff_t count = ends[lane + 1] - ends[lane];
        if (count == 0) continue;
        const std::size_t below = count == 1 ? kTriangles + triangles_.size() : nodes_.size();
        const Box box = count == 1 ? add_triangle(mesh, ends[lane]->number)
                                   : build(mesh, ends[lane], ends[lane + 1]);
        all.unite(box);
        nodes_[at].below[lane] = static_cast<std::uint32_t>(below);
        set_box(nodes_[at], lane, box);
    }
    return all;
}

Box TriangleTree::add_triangle(const Mesh& mesh, std::size_t number) {
    Triangle triangle;
    Box box;
    for (std::size_t k = 0; k < 3; ++k) {
        triangle.corners[k] = mesh.points[mesh.triangles[number][k]];
        box.take_in(triangle.corners[k]);
    }
    triangle.number = number;
    triangles_.push_back(triangle);
    return box;
}

}  // namespace dryrun
