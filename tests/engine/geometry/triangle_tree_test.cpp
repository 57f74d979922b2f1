// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "geometry/triangle_tree.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/random.h"
#include "geometry/distance.h"

namespace dryrun {
namespace {

// Small triangles all over a cube, some of them on one point.
Mesh crumbs(std::size_t count) {
    const RandomStream random(6, "triangle tree test");
    Mesh mesh;
    for (std::size_t i = 0; i < count; ++i) {
        const auto first = static_cast<std::uint32_t>(mesh.points.size());
        const std::size_t place = i % 7 == 0 ? 0 : i;
        for (std::size_t k = 0; k < 3; ++k) {
            mesh.points.push_back(
                {60.0 * random.uniform(place, 0) + 8.0 * random.uniform(i, 3 * k + 3),
                 60.0 * random.uniform(place, 1) + 8.0 * random.uniform(i, 3 * k + 4),
                 60.0 * random.uniform(place, 2) + 8.0 * random.uniform(i, 3 * k + 5)});
        }
        mesh.triangles.push_back({first, first + 1, first + 2});
    }
    return mesh;
}

std::vector<std::size_t> met_by(const TriangleTree& tree, const Vec3& from, const Vec3& direction,
                                double length) {
    std::vector<std::size_t> numbers;
    const TriangleRay ray(from, direction);
    tree.along_line(BoxLine(from, direction), length, [&](const TriangleTree::Triangle& triangle) {
        const auto& [a, b, c] = triangle.corners;
        const auto far = ray.meets(a, b, c);
        if (far && *far <= length) numbers.push_back(triangle.number);
    });
    std::sort(numbers.begin(), numbers.end());
    return numbers;
}

TEST(TriangleTree, ALineMeetsWhatItMeetsOneByOne) {
    const Mesh mesh = crumbs(500);
    const TriangleTree tree(mesh);
    const RandomStream random(7, "triangle tree test");
    std::size_t met = 0;
    for (std::uint64_t i = 0; i < 400; ++i) {
        const Vec3 from{70.0 * random.uniform(i, 0), 70.0 * random.uniform(i, 1), -5.0};
        const Vec3 direction =
            i % 5 == 0
                ? Vec3{0.0, 0.0, 1.0}
                : normalised(Vec3{random.uniform(i, 2) - 0.5, random.uniform(i, 3) - 0.5, 1.0});
        const double length = 90.0 * random.uniform(i, 4);
        std::vector<std::size_t> expected;
        for (std::size_t t = 0; t < mesh.triangles.size(); ++t) {
            const auto& corners = mesh.triangles[t];
            const auto far = ray_triangle(from, direction, mesh.points[corners[0]],
                                          mesh.points[corners[1]], mesh.points[corners[2]]);
            if (far && *far <= length) expected.push_back(t);
        }
        EXPECT_EQ(met_by(tree, from, direction, length), expected);
        met += expected.size();
    }
    EXPECT_GT(met, 50u);
}

TEST(TriangleTree, OfNothingMeetsNothing) {
    EXPECT_TRUE(met_by(TriangleTree(Mesh{}), {}, {0.0, 0.0, 1.0}, 10.0).empty());
    EXPECT_TRUE(met_by(TriangleTree{}, {}, {0.0, 0.0, 1.0}, 10.0).empty());
}

}  // namespace
}  // namespace dryrun
