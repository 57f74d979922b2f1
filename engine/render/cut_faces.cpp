// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "render/cut_faces.h"

#include <algorithm>
#include <array>

namespace dryrun::render {
namespace {

constexpr double kSteep = 0.45;  // cosine between a face and the normals of its corners
constexpr double kThick = 2.5;   // thinner sheets end in a seam

// How far the corners lie apart along the normal of the first.
double thickness(const Mesh& mesh, const std::array<std::uint32_t, 3>& triangle) {
    const Vec3& out = mesh.normals[triangle[0]];
    double low = 0.0;
    double high = 0.0;
    for (const std::uint32_t corner : triangle) {
        const double height = dot(out, mesh.points[corner] - mesh.points[triangle[0]]);
        low = std::min(low, height);
        high = std::max(high, height);
    }
    return high - low;
}

}  // namespace

CutMesh with_cut_faces(const Mesh& mesh) {
    CutMesh cut{mesh, {}};
    for (std::uint32_t i = 0; i < mesh.points.size(); ++i) cut.from.push_back(i);
    if (mesh.fibres.size() != mesh.points.size()) return cut;
    cut.mesh.tendon.resize(mesh.points.size(), 0.0f);
    for (auto& triangle : cut.mesh.triangles) {
        const Vec3& a = mesh.points[triangle[0]];
        const Vec3 face = cross(mesh.points[triangle[1]] - a, mesh.points[triangle[2]] - a);
        const double size = length(face);
        if (size < 1e-9) continue;
        const Vec3 normal = face / size;
        const bool is_steep = std::all_of(triangle.begin(), triangle.end(), [&](auto corner) {
            return dot(normal, mesh.normals[corner]) < kSteep;
        });
        if (!is_steep || thickness(mesh, triangle) < kThick) continue;
        for (std::uint32_t& corner : triangle) {
            cut.from.push_back(corner);
            cut.mesh.points.push_back(mesh.points[corner]);
            cut.mesh.normals.push_back(normal);
            cut.mesh.fibres.push_back(mesh.fibres[corner]);
            cut.mesh.tendon.push_back(kCutFace);
            corner = static_cast<std::uint32_t>(cut.mesh.points.size() - 1);
        }
    }
    return cut;
}

}  // namespace dryrun::render
