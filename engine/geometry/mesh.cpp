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

Mesh with_normals(const Mesh& mesh) {
    Mesh result = mesh;
    compute_normals(result);
    return result;
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

// The edge opposite to a point in one of its triangles.
struct Link {
    std::uint32_t from = 0;
    std::uint32_t to = 0;
};

// The links of every point, side by side: those of point p from first[p] to first[p + 1].
struct Links {
    std::vector<std::uint32_t> first;
    std::vector<Link> all;
};

Links links_of(const Mesh& mesh) {
    Links links;
    links.first.assign(mesh.points.size() + 2, 0);
    for (const auto& t : mesh.triangles) {
        for (const std::uint32_t corner : t) ++links.first[corner + 2];
    }
    for (std::size_t p = 2; p < links.first.size(); ++p) links.first[p] += links.first[p - 1];
    links.all.resize(mesh.triangles.size() * 3);
    for (const auto& t : mesh.triangles) {
        for (std::size_t k = 0; k < 3; ++k)
            links.all[links.first[t[k] + 1]++] = {t[(k + 1) % 3], t[(k + 2) % 3]};
    }
    return links;
}

// Whether they follow each other once round: no edge from the point is used twice, each is used by
// the triangle beyond it in reverse, and walking from triangle to triangle meets all of them.
bool is_one_ring(const Link* first, const Link* last) {
    if (first == last) return true;
    for (const Link* link = first; link != last; ++link) {
        const auto begins_alike = [&](const Link& other) { return other.from == link->from; };
        if (std::any_of(link + 1, last, begins_alike)) return false;
    }
    std::uint32_t at = first->from;
    std::ptrdiff_t walked = 0;
    do {
        const Link* next =
            std::find_if(first, last, [&](const Link& link) { return link.from == at; });
        if (next == last) return false;
        at = next->to;
        ++walked;
    } while (at != first->from && walked <= last - first);
    return walked == last - first;
}

}  // namespace

bool is_closed_surface(const Mesh& mesh) {
    if (mesh.triangles.empty()) return false;
    for (const auto& t : mesh.triangles) {
        for (std::size_t k = 0; k < 3; ++k) {
            if (t[k] >= mesh.points.size() || t[k] == t[(k + 1) % 3]) return false;
        }
    }
    const Links links = links_of(mesh);
    for (std::size_t p = 0; p < mesh.points.size(); ++p) {
        const Link* all = links.all.data();
        if (!is_one_ring(all + links.first[p], all + links.first[p + 1])) return false;
    }
    return true;
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
