// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Finding points in a block, and sharing loads among its nodes.
#include "softbody/column_mesh.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/random.h"
#include "prescribed.h"

namespace dryrun::softbody {
namespace {

// Columns of uneven width and heights that follow a curved, thinning layer.
ColumnMesh curved_mesh() {
    ColumnMesh mesh =
        flat_mesh({-20, -12, -8, -4, 0, 4, 8, 15}, {-10, -5, 0, 5, 10, 15}, {0, 2, 5, 11, 20});
    for (int node = 0; node < mesh.node_count(); ++node) {
        const Vec3 p = mesh.point(node);
        double& z = mesh.zs[static_cast<std::size_t>(node)];
        z = z * (1.0 + 0.01 * p.x) - 0.004 * p.x * p.x + 0.05 * p.y;
    }
    return mesh;
}

Vec3 weighted_point(const ColumnMesh& mesh, const NodeWeights& weights) {
    Vec3 sum;
    for (const auto& [node, weight] : weights) sum += mesh.point(node) * weight;
    return sum;
}

double total(const NodeWeights& weights) {
    double sum = 0.0;
    for (const auto& [node, weight] : weights) sum += weight;
    return sum;
}

TEST(ColumnMesh, AShapeFunctionsWeightsGiveThePointBack) {
    const ColumnMesh mesh = curved_mesh();
    const RandomStream random(8, "points");
    int inside = 0;
    for (std::uint64_t i = 0; i < 200; ++i) {
        const Vec3 p{-20 + 35 * random.uniform(i, 0), -10 + 25 * random.uniform(i, 1),
                     1.0 - 23 * random.uniform(i, 2)};
        const auto place = locate(mesh, p);
        if (!place) continue;
        ++inside;
        const auto weights = sharp_weights(mesh, *place);
        EXPECT_NEAR(total(weights), 1.0, 1e-14);
        EXPECT_LT(distance(weighted_point(mesh, weights), p), 1e-12);
        for (const auto& [node, weight] : weights) EXPECT_GE(weight, 0.0);
    }
    EXPECT_GT(inside, 100);
}

TEST(ColumnMesh, PointsOutsideAreNotFoundBeyondTheSlack) {
    const ColumnMesh mesh = flat_mesh(even(-10, 10, 4), even(-10, 10, 4), {0, 5, 10});
    EXPECT_FALSE(locate(mesh, {10.1, 0, -1}));
    EXPECT_FALSE(locate(mesh, {0, 0, 0.1}));
    EXPECT_FALSE(locate(mesh, {0, 0, -10.1}));
    const auto near = locate(mesh, {0, 0, 0.1}, 0.2);
    ASSERT_TRUE(near.has_value());
    EXPECT_EQ(near->k, 0);
    EXPECT_EQ(near->z, 0.0);
}

TEST(ColumnMesh, SmoothWeightsKeepAForceAndItsMomentWhereColumnsAreEven) {
    const ColumnMesh mesh = flat_mesh(even(-20, 20, 10), even(-20, 20, 10), {0, 2, 5, 11, 20});
    const RandomStream random(8, "points");
    for (std::uint64_t i = 0; i < 100; ++i) {
        const Vec3 p{-15 + 30 * random.uniform(i, 0), -15 + 30 * random.uniform(i, 1),
                     -20 * random.uniform(i, 2)};
        const auto weights = smooth_weights(mesh, p);
        EXPECT_NEAR(total(weights), 1.0, 1e-14);
        EXPECT_LT(distance(weighted_point(mesh, weights), p), 1e-12);
    }
    EXPECT_TRUE(smooth_weights(mesh, {25, 0, -1}).empty());
    EXPECT_TRUE(smooth_weights(mesh, {0, 0, -21}).empty());
}

}  // namespace
}  // namespace dryrun::softbody
