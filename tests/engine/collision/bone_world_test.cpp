// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "collision/bone_world.h"

#include <gtest/gtest.h>

#include <thread>

#include "core/random.h"
#include "geometry/distance.h"
#include "geometry/isosurface.h"
#include "geometry/solids.h"
#include "geometry/sweep.h"

namespace dryrun {
namespace {

Mesh ball(const Vec3& centre, double radius) {
    IsosurfaceGrid grid;
    grid.cells_x = grid.cells_y = grid.cells_z = 14;
    const double step = 2.6 * radius / 14;
    grid.step = {step, step, step};
    grid.low = centre - Vec3{1.3 * radius, 1.3 * radius, 1.3 * radius};
    return isosurface([&](const Vec3& p) { return distance(p, centre) - radius; }, grid);
}

Mesh box(const Vec3& low, const Vec3& high) {
    const auto loop = [&](double z) {
        return std::vector<Vec3>{
            {high.x, high.y, z}, {low.x, high.y, z}, {low.x, low.y, z}, {high.x, low.y, z}};
    };
    return loft({loop(low.z), loop(high.z)});
}

// Balls, a bent tube and a box: what bones look like to a ray.
struct Scene {
    std::vector<Mesh> meshes;
    Scene() {
        meshes.push_back(ball({0, 0, 0}, 20));
        meshes.push_back(ball({30, 10, -5}, 14));
        meshes.push_back(
            tube({{-60, -20, 0}, {-30, 15, 5}, {0, 30, 10}, {40, 35, 30}}, {4, 5, 5, 3}, 9));
        meshes.push_back(box({-50, -40, -30}, {-20, -22, 25}));
    }
    BoneWorld world() const {
        std::vector<const Mesh*> list;
        for (const Mesh& mesh : meshes) list.push_back(&mesh);
        return BoneWorld(list);
    }
};

Vec3 drawn_point(std::uint64_t i, double size) {
    const RandomStream stream(7, "points");
    return {size * (stream.uniform(i, 0) - 0.5), size * (stream.uniform(i, 1) - 0.5),
            size * (stream.uniform(i, 2) - 0.5)};
}

Vec3 drawn_direction(std::uint64_t i) {
    const RandomStream stream(7, "directions");
    return normalised({stream.normal(i, 0), stream.normal(i, 1), stream.normal(i, 2)});
}

TEST(BoneWorld, MeetsTheSameSurfaceAsATestOfEveryTriangle) {
    const Scene scene;
    const BoneWorld world = scene.world();
    int met = 0;
    for (std::uint64_t i = 0; i < 600; ++i) {
        const Vec3 from = drawn_point(i, 160);
        const Vec3 direction =
            i % 7 == 0 ? Vec3{0, 0, 1} : normalised(drawn_point(i + 1000, 70) - from);
        double nearest = 120.0;
        bool is_any = false;
        for (const Mesh& mesh : scene.meshes) {
            for (const auto& t : mesh.triangles) {
                const auto far = ray_triangle(from, direction, mesh.points[t[0]], mesh.points[t[1]],
                                              mesh.points[t[2]]);
                if (far && *far <= nearest) {
                    nearest = *far;
                    is_any = true;
                }
            }
        }
        const auto hit = world.first_hit(from, direction, 120.0);
        ASSERT_EQ(hit.has_value(), is_any) << i;
        if (!hit) continue;
        ++met;
        EXPECT_EQ(hit->distance, nearest) << i;
        EXPECT_LT(distance(hit->point, from + direction * nearest), 1e-9);
        EXPECT_EQ(hit->enters, dot(hit->normal, direction) < 0.0);
    }
    EXPECT_GT(met, 150);
}

TEST(BoneWorld, FindsTheSameNearestPointAsATestOfEveryTriangle) {
    const Scene scene;
    const BoneWorld world = scene.world();
    for (std::uint64_t i = 0; i < 300; ++i) {
        const Vec3 point = drawn_point(i, 140);
        double nearest = 1e9;
        for (const Mesh& mesh : scene.meshes) {
            for (const auto& t : mesh.triangles) {
                const OnTriangle on = closest_on_triangle(point, mesh.points[t[0]],
                                                          mesh.points[t[1]], mesh.points[t[2]]);
                nearest = std::fmin(nearest, distance(point, on.point));
            }
        }
        const auto found = world.closest(point, 200.0);
        ASSERT_TRUE(found.has_value());
        EXPECT_EQ(std::fabs(found->distance), nearest) << i;
        EXPECT_EQ(found->distance < 0.0, world.bone_at(point).has_value()) << i;
        EXPECT_EQ(world.closest(point, nearest * 0.99).has_value(), false) << i;
    }
}

TEST(BoneWorld, TellsInsideFromOutside) {
    const Scene scene;
    const BoneWorld world = scene.world();
    EXPECT_EQ(world.bone_at({1, 2, 3}), 0u);
    EXPECT_EQ(world.bone_at({38, 12, -6}), 1u);
    EXPECT_EQ(world.bone_at({-35, -30, 0}), 3u);
    EXPECT_FALSE(world.bone_at({0, -30, 0}).has_value());
    const auto inside = world.closest({-35, -23, 0}, 10);
    ASSERT_TRUE(inside.has_value());
    EXPECT_NEAR(inside->distance, -1.0, 1e-12);
    EXPECT_NEAR(inside->normal.y, 1.0, 1e-12);
    // Beyond a corner of the box all three faces are equally near; it is outside all the same.
    const auto beyond = world.closest({-52, -42, -32}, 10);
    ASSERT_TRUE(beyond.has_value());
    EXPECT_NEAR(beyond->distance, std::sqrt(12.0), 1e-12);
}

TEST(BoneWorld, CountsASurfaceOnceThoughTheRayMeetsItsEdge) {
    const Scene scene;
    const BoneWorld world = scene.world();
    // Through the diagonals of the box's lower and upper ends, along which they are split.
    const auto hits = world.all_hits({-35, -31, -60}, {0, 0, 1}, 200);
    ASSERT_EQ(hits.size(), 2u);
    EXPECT_TRUE(hits[0].enters);
    EXPECT_FALSE(hits[1].enters);
    EXPECT_NEAR(hits[1].distance - hits[0].distance, 55.0, 1e-12);
    const auto leaves = world.first_hit({-35, -31, 0}, {0, 0, 1}, 200);
    ASSERT_TRUE(leaves.has_value());
    EXPECT_FALSE(leaves->enters);
}

TEST(BoneWorld, KeepsToTheBonesAskedFor) {
    const Scene scene;
    const BoneWorld world = scene.world();
    const auto tube_only = [](std::size_t bone) { return bone == 2; };
    const auto found = world.closest({0, 0, 0}, 100, tube_only);
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->bone, 2u);
    EXPECT_FALSE(world.closest({0, 0, 0}, 15, tube_only).has_value());
}

TEST(BoneWorld, StopsABallWhereItTouches) {
    const Mesh mesh = box({-10, -10, -10}, {10, 10, 10});
    const BoneWorld world({&mesh});
    const auto touch = world.sweep_ball({40, 0, 0}, {-1, 0, 0}, 100, 5);
    ASSERT_TRUE(touch.has_value());
    EXPECT_NEAR(touch->distance, 25.0, 0.002);
    EXPECT_NEAR(touch->normal.x, 1.0, 1e-9);
    EXPECT_FALSE(world.sweep_ball({40, 0, 0}, {-1, 0, 0}, 24, 5).has_value());
    EXPECT_FALSE(world.sweep_ball({40, 16, 0}, {-1, 0, 0}, 100, 5).has_value());
    const auto already = world.sweep_ball({12, 0, 0}, {1, 0, 0}, 100, 5);
    ASSERT_TRUE(already.has_value());
    EXPECT_EQ(already->distance, 0.0);
}

TEST(BoneWorld, MakesOnlyTheBonesThatAQuestionComesNear) {
    const Scene scene;
    std::vector<int> made(scene.meshes.size(), 0);
    std::vector<BoneWorld::Part> parts;
    for (std::size_t i = 0; i < scene.meshes.size(); ++i) {
        const Mesh& mesh = scene.meshes[i];
        parts.push_back({box_of(mesh.points), LazyMesh([&made, &mesh, i] {
                             ++made[i];
                             return mesh;
                         })});
    }
    const BoneWorld world(std::move(parts));
    EXPECT_FALSE(world.first_hit({200, 0, 0}, {1, 0, 0}, 50.0));
    EXPECT_FALSE(world.closest({0, 0, 60}, 6.0));
    EXPECT_FALSE(world.bone_at({100, 100, 100}));
    EXPECT_EQ(made, std::vector<int>({0, 0, 0, 0}));
    EXPECT_EQ(world.bone_at({1, 2, 3}), 0u);
    EXPECT_TRUE(world.first_hit({0, 0, -60}, {0, 0, 1}, 100.0));
    EXPECT_EQ(made, std::vector<int>({1, 0, 0, 0}));
    EXPECT_TRUE(world.closest({-35, -38, 0}, 5.0));
    EXPECT_EQ(made, std::vector<int>({1, 0, 0, 1}));
}

TEST(BoneWorld, MayBeEmpty) {
    const BoneWorld world(std::vector<const Mesh*>{});
    EXPECT_FALSE(world.first_hit({0, 0, 0}, {1, 0, 0}, 10).has_value());
    EXPECT_FALSE(world.closest({0, 0, 0}, 10).has_value());
    EXPECT_FALSE(world.bone_at({0, 0, 0}).has_value());
}

TEST(BoneWorld, AnswersManyThreadsAlike) {
    const Scene scene;
    const BoneWorld world = scene.world();
    const auto ask = [&] {
        double sum = 0.0;
        for (std::uint64_t i = 0; i < 200; ++i) {
            const auto hit = world.first_hit(drawn_point(i, 160), drawn_direction(i), 120.0);
            if (hit) sum += hit->distance;
            sum += world.closest(drawn_point(i, 160), 200.0)->distance;
        }
        return sum;
    };
    const double alone = ask();
    double first = 0.0;
    double second = 0.0;
    std::thread one([&] { first = ask(); });
    std::thread other([&] { second = ask(); });
    one.join();
    other.join();
    EXPECT_EQ(first, alone);
    EXPECT_EQ(second, alone);
}

}  // namespace
}  // namespace dryrun
