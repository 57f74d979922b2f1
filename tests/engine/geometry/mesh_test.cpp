// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "geometry/mesh.h"

#include <gtest/gtest.h>

#include "core/deterministic_math.h"

namespace dryrun {
namespace {

Mesh tetrahedron() {
    Mesh mesh;
    mesh.points = {{0, 0, 0}, {6, 0, 0}, {0, 6, 0}, {0, 0, 6}};
    mesh.triangles = {{0, 2, 1}, {0, 1, 3}, {0, 3, 2}, {1, 2, 3}};
    compute_normals(mesh);
    return mesh;
}

TEST(Mesh, KnowsItsVolumeAndWhichWayItFaces) {
    Mesh mesh = tetrahedron();
    EXPECT_NEAR(volume(mesh), 36.0, 1e-12);
    for (auto& triangle : mesh.triangles) std::swap(triangle[0], triangle[1]);
    EXPECT_NEAR(volume(mesh), -36.0, 1e-12);
}

TEST(Mesh, NormalsPointOutwards) {
    const Mesh mesh = tetrahedron();
    const Vec3 middle{1.5, 1.5, 1.5};
    for (std::size_t i = 0; i < mesh.points.size(); ++i) {
        EXPECT_NEAR(length(mesh.normals[i]), 1.0, 1e-12);
        EXPECT_GT(dot(mesh.normals[i], mesh.points[i] - middle), 0.0);
    }
}

TEST(Mesh, TellsAClosedSurfaceFromAnOpenOne) {
    Mesh mesh = tetrahedron();
    EXPECT_TRUE(is_closed_surface(mesh));
    mesh.triangles.pop_back();
    EXPECT_FALSE(is_closed_surface(mesh)) << "a hole";
    mesh = tetrahedron();
    std::swap(mesh.triangles[3][0], mesh.triangles[3][1]);
    EXPECT_FALSE(is_closed_surface(mesh)) << "one triangle faces inwards";
    EXPECT_FALSE(is_closed_surface(Mesh{}));
}

TEST(Mesh, TwoSolidsThatTouchInAPointAreNoClosedSurface) {
    Mesh mesh = tetrahedron();
    // The same solid seen through the point 0, with that point shared.
    for (std::size_t i = 1; i < 4; ++i) mesh.points.push_back(-mesh.points[i]);
    const auto other = [](std::uint32_t i) { return i == 0 ? 0 : i + 3; };
    for (std::size_t t = 0; t < 4; ++t) {
        const auto& k = mesh.triangles[t];
        mesh.triangles.push_back({other(k[1]), other(k[0]), other(k[2])});
    }
    EXPECT_FALSE(is_closed_surface(mesh));
}

TEST(Mesh, MirrorImageAndPlacedCopyStillFaceOutwards) {
    const Mesh mirror = mirrored(tetrahedron());
    EXPECT_TRUE(is_closed_surface(mirror));
    EXPECT_NEAR(volume(mirror), 36.0, 1e-12);
    EXPECT_EQ(mirror.points[1], Vec3(-6, 0, 0));
    const Frame frame{{5, 5, 5}, {0, 1, 0}, {-1, 0, 0}, {0, 0, 1}};
    const Mesh copy = placed(tetrahedron(), frame, 2.0);
    EXPECT_NEAR(volume(copy), 8.0 * 36.0, 1e-9);
    EXPECT_EQ(copy.points[1], Vec3(5, 17, 5));
}

}  // namespace
}  // namespace dryrun
