// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "render/stripes.h"

#include <gtest/gtest.h>

#include <cmath>

namespace dryrun::render {
namespace {

// A sheet in the coronal plane, behind the body's axis.
Mesh sheet(int n, Vec3 (*fibre)(const Vec3&)) {
    Mesh mesh;
    for (int j = 0; j < n; ++j) {
        for (int i = 0; i < n; ++i) {
            const Vec3 point{-60.0 + 2.0 * i, 60.0, 250.0 + 2.0 * j};
            mesh.points.push_back(point);
            mesh.normals.push_back({0, 1, 0});
            mesh.fibres.push_back(fibre(point));
        }
    }
    const auto at = [n](int i, int j) { return static_cast<std::uint32_t>(j * n + i); };
    for (int j = 0; j + 1 < n; ++j) {
        for (int i = 0; i + 1 < n; ++i) {
            mesh.triangles.push_back({at(i, j), at(i, j + 1), at(i + 1, j)});
            mesh.triangles.push_back({at(i + 1, j), at(i, j + 1), at(i + 1, j + 1)});
        }
    }
    return mesh;
}

TEST(Stripes, GrowAcrossStraightFibresAndStayTheSameAlongThem) {
    const Mesh mesh = sheet(30, [](const Vec3&) { return Vec3{0, 0, 1}; });
    const auto stripe = stripe_coordinate(mesh);
    for (std::size_t i = 0; i < stripe.size(); ++i) {
        const double across = mesh.points[i].x - mesh.points[0].x;
        EXPECT_NEAR(std::fabs(stripe[i] - stripe[0]), std::fabs(across), 0.25 * 60.0 * 0.1 + 1.0);
    }
}

TEST(Stripes, FollowFibresThatFanOut) {
    // Rays from a point below the sheet: along each ray the coordinate hardly changes.
    const Vec3 centre{-40, 60, 200};
    const Mesh mesh = sheet(40, [](const Vec3& p) { return normalised(p - Vec3{-40, 60, 200}); });
    const auto stripe = stripe_coordinate(mesh);
    double along = 0.0;
    double across = 0.0;
    for (const auto& triangle : mesh.triangles) {
        for (std::size_t k = 0; k < 3; ++k) {
            const auto a = triangle[k];
            const auto b = triangle[(k + 1) % 3];
            const Vec3 edge = mesh.points[b] - mesh.points[a];
            const Vec3 ray = normalised(mesh.points[a] - centre);
            const double rise = std::fabs(stripe[b] - stripe[a]) / length(edge);
            if (std::fabs(dot(ray, normalised(edge))) > 0.97) along = std::max(along, rise);
            if (std::fabs(dot(ray, normalised(edge))) < 0.2) across += rise;
        }
    }
    EXPECT_LT(along, 0.45);
    EXPECT_GT(across, 100.0);
}

TEST(Stripes, AreZeroWithoutFibres) {
    Mesh mesh = sheet(3, [](const Vec3&) { return Vec3{0, 0, 1}; });
    mesh.fibres.clear();
    for (const float value : stripe_coordinate(mesh)) EXPECT_EQ(value, 0.0f);
}

}  // namespace
}  // namespace dryrun::render
