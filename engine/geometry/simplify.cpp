// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "geometry/simplify.h"

#include <meshoptimizer.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace dryrun {

namespace {

Mesh collapsed(const Mesh& mesh, double share, double largest_error) {
    std::vector<float> positions;
    positions.reserve(3 * mesh.points.size());
    for (const Vec3& point : mesh.points) {
        for (const double part : {point.x, point.y, point.z})
            positions.push_back(static_cast<float>(part));
    }
    std::vector<unsigned int> corners;
    corners.reserve(3 * mesh.triangles.size());
    for (const auto& triangle : mesh.triangles) {
        for (const std::uint32_t corner : triangle) corners.push_back(corner);
    }
    constexpr std::size_t kStride = 3 * sizeof(float);
    const float scale = meshopt_simplifyScale(positions.data(), mesh.points.size(), kStride);
    const auto target =
        3 * static_cast<std::size_t>(share * static_cast<double>(mesh.triangles.size()));
    std::vector<unsigned int> kept(corners.size());
    float error = 0.0f;
    kept.resize(meshopt_simplify(kept.data(), corners.data(), corners.size(), positions.data(),
                                 mesh.points.size(), kStride, target,
                                 static_cast<float>(largest_error) / scale, 0, &error));
    Mesh result;
    constexpr std::uint32_t kUnused = 0xFFFFFFFF;
    std::vector<std::uint32_t> place(mesh.points.size(), kUnused);
    for (std::size_t i = 0; i + 2 < kept.size(); i += 3) {
        std::array<std::uint32_t, 3> triangle{};
        for (std::size_t k = 0; k < 3; ++k) {
            std::uint32_t& at = place[kept[i + k]];
            if (at == kUnused) {
                at = static_cast<std::uint32_t>(result.points.size());
                result.points.push_back(mesh.points[kept[i + k]]);
            }
            triangle[k] = at;
        }
        result.triangles.push_back(triangle);
    }
    compute_normals(result);
    return result;
}

// Whether a face looks the other way than the surface about it.
bool has_turned_face(const Mesh& mesh) {
    constexpr double kAgainst = -0.2;
    for (const auto& t : mesh.triangles) {
        const Vec3& a = mesh.points[t[0]];
        const Vec3 twice_area = cross(mesh.points[t[1]] - a, mesh.points[t[2]] - a);
        const double least = kAgainst * length(twice_area);
        const auto is_against = [&](std::uint32_t corner) {
            return dot(mesh.normals[corner], twice_area) < least;
        };
        if (std::all_of(t.begin(), t.end(), is_against)) return true;
    }
    return false;
}

}  // namespace

Mesh simplified(const Mesh& mesh, double share, double largest_error) {
    // The collapse may pinch a thin neck of bone or turn a face over; it then keeps more triangles.
    constexpr double kMore = 1.25;
    for (; share < 1.0; share *= kMore) {
        Mesh fewer = collapsed(mesh, share, largest_error);
        if (is_closed_surface(fewer) && !has_turned_face(fewer)) return fewer;
    }
    return mesh;
}

}  // namespace dryrun
