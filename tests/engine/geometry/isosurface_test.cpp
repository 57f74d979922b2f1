// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "geometry/isosurface.h"

#include <gtest/gtest.h>

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
