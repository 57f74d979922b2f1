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
    nodes_.reserve(mesh.triangles.size());
    if (!middles.empty()) build(mesh, middles.data(), middles.data() + middles.size());
}

// One half of the triangles goes to either side of the middle one along the longest way.
void TriangleTree::build(const Mesh& mesh, Middle* first, Middle* last) {
    const std::size_t at = nodes_.size();
    nodes_.emplace_back();
    if (last - first <= kMostInLeaf) {
        add_leaf(mesh, first, last, nodes_[at]);
        nodes_[at].low.number = static_cast<std::uint32_t>(at + 1);
        return;
    }
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
    build(mesh, first, middle);
    const std::size_t second = nodes_.size();
    build(mesh, middle, last);
    for (std::size_t k = 0; k < 3; ++k) {
        nodes_[at].low.at[k] = std::min(nodes_[at + 1].low.at[k], nodes_[second].low.at[k]);
        nodes_[at].high.at[k] = std::max(nodes_[at + 1].high.at[k], nodes_[second].high.at[k]);
    }
    nodes_[at].low.number = static_cast<std::uint32_t>(nodes_.size());
}

void TriangleTree::add_leaf(const Mesh& mesh, const Middle* first, const Middle* last, Node& node) {
    Box box;
    static_assert(kMostInLeaf < kCounts);
    node.high.number = kCounts * static_cast<std::uint32_t>(triangles_.size()) +
                       static_cast<std::uint32_t>(last - first);
    for (const Middle* middle = first; middle != last; ++middle) {
        const auto& corners = mesh.triangles[middle->number];
        Triangle triangle;
        for (std::size_t k = 0; k < 3; ++k) {
            triangle.corners[k] = mesh.points[corners[k]];
            box.take_in(triangle.corners[k]);
        }
        triangle.number = middle->number;
        triangles_.push_back(triangle);
    }
    const Four low = four_of(box.low) - kRoom;
    const Four high = four_of(box.high) + kRoom;
    node.low.at = {low[0], low[1], low[2]};
    node.high.at = {high[0], high[1], high[2]};
}

}  // namespace dryrun
