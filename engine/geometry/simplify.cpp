// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "geometry/simplify.h"

#include <meshoptimizer.h>

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

}  // namespace

Mesh simplified(const Mesh& mesh, double share, double largest_error) {
    // The collapse may pinch a thin neck of bone; it then keeps more triangles.
    constexpr double kMore = 1.5;
    for (; share < 1.0; share *= kMore) {
        Mesh fewer = collapsed(mesh, share, largest_error);
        if (is_closed_surface(fewer)) return fewer;
    }
    return mesh;
}

}  // namespace dryrun
