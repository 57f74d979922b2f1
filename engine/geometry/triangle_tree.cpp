// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "geometry/triangle_tree.h"

#include <algorithm>

namespace dryrun {

TriangleTree::TriangleTree(const Mesh& mesh) {
    triangles_.reserve(mesh.triangles.size());
    for (const auto& corners : mesh.triangles) {
        triangles_.push_back(
            {{mesh.points[corners[0]], mesh.points[corners[1]], mesh.points[corners[2]]},
             triangles_.size()});
    }
    nodes_.reserve(2 * triangles_.size());
    if (!triangles_.empty()) build(0, triangles_.size());
}

// One half of the triangles goes to either side of the middle one along the longest way.
void TriangleTree::build(std::size_t first, std::size_t last) {
    const auto three_times_middle = [](const Triangle& triangle) {
        return triangle.corners[0] + triangle.corners[1] + triangle.corners[2];
    };
    Box box;
    Box middles;
    for (std::size_t t = first; t < last; ++t) {
        for (const Vec3& corner : triangles_[t].corners) box.take_in(corner);
        middles.take_in(three_times_middle(triangles_[t]));
    }
    Node node;
    node.low = four_of(box.low) - kRoom;
    node.high = four_of(box.high) + kRoom;
    const std::size_t at = nodes_.size();
    if (last - first <= kMostInLeaf) {
        node.first = static_cast<std::uint32_t>(first);
        node.last = static_cast<std::uint32_t>(last);
        node.beyond = static_cast<std::uint32_t>(at + 1);
        nodes_.push_back(node);
        return;
    }
    nodes_.push_back(node);
    const Vec3 size = middles.high - middles.low;
    double Vec3::*along = &Vec3::x;
    if (size.y > size.*along) along = &Vec3::y;
    if (size.z > size.*along) along = &Vec3::z;
    const auto is_before = [&](const Triangle& a, const Triangle& b) {
        const double at_a = three_times_middle(a).*along;
        const double at_b = three_times_middle(b).*along;
        return at_a != at_b ? at_a < at_b : a.number < b.number;
    };
    const std::size_t middle = first + (last - first) / 2;
    const auto begin = triangles_.begin();
    std::nth_element(begin + static_cast<std::ptrdiff_t>(first),
                     begin + static_cast<std::ptrdiff_t>(middle),
                     begin + static_cast<std::ptrdiff_t>(last), is_before);
    build(first, middle);
    build(middle, last);
    nodes_[at].beyond = static_cast<std::uint32_t>(nodes_.size());
}

}  // namespace dryrun
