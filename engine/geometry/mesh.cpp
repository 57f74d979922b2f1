// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "geometry/mesh.h"

#include <algorithm>
#include <utility>

namespace dryrun {

Box box_of(const std::vector<Vec3>& points) {
    Box box;
    for (const Vec3& point : points) box.take_in(point);
    return box;
}

void compute_normals(Mesh& mesh) {
    std::vector<Vec3> sums(mesh.points.size());
    for (const auto& triangle : mesh.triangles) {
        const Vec3& a = mesh.points[triangle[0]];
        const Vec3& b = mesh.points[triangle[1]];
        const Vec3& c = mesh.points[triangle[2]];
        const Vec3 twice_area = cross(b - a, c - a);
        for (const auto corner : triangle) sums[corner] += twice_area;
    }
    mesh.normals.resize(sums.size());
    for (std::size_t i = 0; i < sums.size(); ++i) mesh.normals[i] = normalised(sums[i]);
}

double volume(const Mesh& mesh) {
    double six_volumes = 0.0;
    for (const auto& triangle : mesh.triangles) {
        six_volumes += dot(mesh.points[triangle[0]],
                           cross(mesh.points[triangle[1]], mesh.points[triangle[2]]));
    }
    return six_volumes / 6.0;
}

namespace {

using DirectedEdge = std::pair<std::uint32_t, std::uint32_t>;

// Each directed edge once, and its reverse too.
bool has_matched_edges(const Mesh& mesh) {
    std::vector<DirectedEdge> edges;
    edges.reserve(mesh.triangles.size() * 3);
    for (const auto& t : mesh.triangles) {
        for (std::size_t k = 0; k < 3; ++k) {
            if (t[k] >= mesh.points.size() || t[k] == t[(k + 1) % 3]) return false;
            edges.emplace_back(t[k], t[(k + 1) % 3]);
        }
    }
    std::sort(edges.begin(), edges.end());
    if (std::adjacent_find(edges.begin(), edges.end()) != edges.end()) return false;
    return std::all_of(edges.begin(), edges.end(), [&](const DirectedEdge& edge) {
        return std::binary_search(edges.begin(), edges.end(),
                                  DirectedEdge{edge.second, edge.first});
    });
}

// Around each point the triangles form one ring: walking from edge to edge meets all of them.
bool has_one_ring_a_point(const Mesh& mesh) {
    // For each point the link edges (from, to) of its triangles; sorted, so that a walk can search.
    std::vector<std::vector<DirectedEdge>> links(mesh.points.size());
    for (const auto& t : mesh.triangles) {
        for (std::size_t k = 0; k < 3; ++k) {
            links[t[k]].emplace_back(t[(k + 1) % 3], t[(k + 2) % 3]);
        }
    }
    for (auto& link : links) {
        if (link.empty()) continue;
        std::sort(link.begin(), link.end());
        std::size_t walked = 0;
        std::uint32_t at = link.front().first;
        do {
            const auto next = std::lower_bound(link.begin(), link.end(), DirectedEdge{at, 0});
            if (next == link.end() || next->first != at) return false;
            at = next->second;
            ++walked;
        } while (at != link.front().first && walked <= link.size());
        if (walked != link.size()) return false;
    }
    return true;
}

}  // namespace

bool is_closed_surface(const Mesh& mesh) {
    return !mesh.triangles.empty() && has_matched_edges(mesh) && has_one_ring_a_point(mesh);
}

Mesh mirrored(const Mesh& mesh) {
    Mesh result = mesh;
    for (auto& point : result.points) point.x = -point.x;
    for (auto& normal : result.normals) normal.x = -normal.x;
    for (auto& fibre : result.fibres) fibre.x = -fibre.x;
    for (auto& triangle : result.triangles) std::swap(triangle[1], triangle[2]);
    return result;
}

Mesh placed(const Mesh& mesh, const Frame& frame, double scale) {
    Mesh result = mesh;
    for (auto& point : result.points) point = frame.to_parent(point * scale);
    for (auto& normal : result.normals) normal = frame.direction_to_parent(normal);
    for (auto& fibre : result.fibres) fibre = frame.direction_to_parent(fibre);
    return result;
}

}  // namespace dryrun
