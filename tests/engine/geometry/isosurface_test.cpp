// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "geometry/isosurface.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>

#include "core/deterministic_math.h"
#include "geometry/solids.h"

namespace dryrun {
namespace {

IsosurfaceGrid grid_of(double half, double step) {
    IsosurfaceGrid grid;
    grid.low = {-half, -half, -half};
    grid.step = {step, step, step};
    grid.cells_x = grid.cells_y = grid.cells_z = static_cast<int>(2.0 * half / step);
    return grid;
}

TEST(Isosurface, OfABallIsABall) {
    const Mesh mesh =
        isosurface([](const Vec3& p) { return length(p) - 20.0; }, grid_of(26.0, 2.0));
    EXPECT_TRUE(is_closed_surface(mesh));
    for (std::size_t i = 0; i < mesh.points.size(); ++i) {
        EXPECT_NEAR(length(mesh.points[i]), 20.0, 1e-3);
        EXPECT_GT(dot(mesh.normals[i], mesh.points[i]) / 20.0, 0.999);
    }
    EXPECT_NEAR(volume(mesh) / (4.0 / 3.0 * det::kPi * 8000.0), 1.0, 0.02);
}

TEST(Isosurface, CutsCellsOfUnlikeSidesToo) {
    IsosurfaceGrid grid = grid_of(26.0, 2.0);
    grid.step.z = 1.3;
    grid.cells_z = 40;
    const Mesh mesh = isosurface([](const Vec3& p) { return length(p) - 20.0; }, grid);
    EXPECT_TRUE(is_closed_surface(mesh));
    EXPECT_NEAR(volume(mesh) / (4.0 / 3.0 * det::kPi * 8000.0), 1.0, 0.02);
}

// Two sheets may pass through one cell: the gap between these plates is less than a cell.
TEST(Isosurface, KeepsSheetsApartThatPassOneCell) {
    const auto plates = [](const Vec3& p) {
        const double one = ellipsoid(p, {0, 0, 5.1}, {18, 18, 4});
        const double other = ellipsoid(p, {0, 0, -4.3}, {18, 18, 4});
        return std::fmin(one, other);
    };
    const Mesh mesh = isosurface(plates, grid_of(24.0, 2.0));
    EXPECT_TRUE(is_closed_surface(mesh));
    EXPECT_NEAR(volume(mesh) / (2.0 * 4.0 / 3.0 * det::kPi * 18 * 18 * 4), 1.0, 0.07);
}

// A cross that leans: its halves alone would be cut into triangles each in its own way.
TEST(Isosurface, OfAnEvenFunctionIsItsOwnImageToTheLastBit) {
    const auto cross = [](const Vec3& p) {
        const Vec3 q{std::fabs(p.x), p.y, p.z};
        return smooth_union(capsule(q, {0, -9, -3}, {0, 11, 4}, 5, 3),
                            capsule(q, {3, 2, 0}, {17, 5, 6}, 3, 2), 3.0);
    };
    IsosurfaceGrid grid = grid_of(24.0, 2.0);
    const Mesh mesh = even_isosurface(cross, grid);
    ASSERT_TRUE(is_closed_surface(mesh));
    EXPECT_GT(volume(mesh), 0.0);
    ASSERT_EQ(mesh.normals.size(), mesh.points.size());
    const Mesh image = mirrored(mesh);
    const auto faces_of = [](const Mesh& of) {
        std::set<std::array<double, 9>> faces;
        for (const auto& t : of.triangles) {
            // A face across the middle is flat, and may be cut the other way.
            if (of.points[t[0]].x * of.points[t[1]].x < 0.0) continue;
            if (of.points[t[1]].x * of.points[t[2]].x < 0.0) continue;
            std::array<std::array<double, 3>, 3> corners{};
            for (std::size_t k = 0; k < 3; ++k) {
                const Vec3& p = of.points[t[k]];
                corners[k] = {p.x, p.y, p.z};
            }
            std::sort(corners.begin(), corners.end());
            faces.insert({corners[0][0], corners[0][1], corners[0][2], corners[1][0], corners[1][1],
                          corners[1][2], corners[2][0], corners[2][1], corners[2][2]});
        }
        return faces;
    };
    EXPECT_EQ(faces_of(mesh), faces_of(image));
    const Mesh whole = isosurface(cross, grid);
    EXPECT_NEAR(volume(mesh) / volume(whole), 1.0, 0.01);
}

TEST(Isosurface, OfARingHasItsHole) {
    const auto ring = [](const Vec3& p) {
        const double around = std::sqrt(p.x * p.x + p.y * p.y) - 14.0;
        return std::sqrt(around * around + p.z * p.z) - 5.0;
    };
    const Mesh mesh = isosurface(ring, grid_of(24.0, 2.0));
    ASSERT_TRUE(is_closed_surface(mesh));
    // Points − edges + triangles is 0 for a surface with one hole (Euler); edges are 3/2 triangles.
    EXPECT_EQ(2 * mesh.points.size(), mesh.triangles.size());
}

}  // namespace
}  // namespace dryrun
