// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "geometry/simplify.h"

#include <gtest/gtest.h>

#include "geometry/sweep.h"

namespace dryrun {
namespace {

Mesh bent_rod() {
    std::vector<Vec3> path;
    std::vector<double> radii;
    for (int i = 0; i <= 60; ++i) {
        path.push_back({1.0 * i, 0.004 * i * i, 0.0});
        radii.push_back(4.0 + 0.02 * i);
    }
    return tube(path, radii, 24);
}

TEST(Simplify, KeepsAClosedSurfaceClosedWithFewerTriangles) {
    const Mesh rod = bent_rod();
    ASSERT_TRUE(is_closed_surface(rod));
    const Mesh fewer = simplified(rod, 0.2, 1.0);
    EXPECT_TRUE(is_closed_surface(fewer));
    EXPECT_LT(fewer.triangles.size(), rod.triangles.size() / 3);
    EXPECT_EQ(fewer.normals.size(), fewer.points.size());
}

TEST(Simplify, KeepsTheVolume) {
    const Mesh rod = bent_rod();
    EXPECT_NEAR(volume(simplified(rod, 0.2, 1.0)), volume(rod), 0.06 * volume(rod));
}

TEST(Simplify, LeavesAMeshAsItIsWhereAllOfItIsWanted) {
    const Mesh rod = bent_rod();
    EXPECT_EQ(simplified(rod, 1.0, 1.0).triangles.size(), rod.triangles.size());
}

}  // namespace
}  // namespace dryrun
