// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "geometry/distance.h"

#include <gtest/gtest.h>

#include "core/random.h"

namespace dryrun {
namespace {

const Vec3 kA{0, 0, 0};
const Vec3 kB{10, 0, 0};
const Vec3 kC{0, 10, 0};

TEST(Distance, ClosestPointOfASegmentStaysOnIt) {
    EXPECT_EQ(closest_on_segment({-5, 3, 0}, kA, kB), kA);
    EXPECT_EQ(closest_on_segment({4, 3, 0}, kA, kB), Vec3(4, 0, 0));
    EXPECT_EQ(closest_on_segment({40, 3, 1}, kA, kB), kB);
    EXPECT_EQ(closest_on_segment({40, 3, 1}, kA, kA), kA);
}

TEST(Distance, NamesTheFeatureOfATriangleThatIsNearest) {
    struct Case {
        Vec3 point;
        Vec3 nearest;
        int feature;
    };
    const Case cases[] = {{{2, 3, 7}, {2, 3, 0}, 6},  {{-1, -1, 2}, kA, 0},
                          {{15, -1, 0}, kB, 1},       {{-1, 14, 0}, kC, 2},
                          {{5, -4, 1}, {5, 0, 0}, 3}, {{8, 8, 0}, {5, 5, 0}, 4},
                          {{-3, 5, 0}, {0, 5, 0}, 5}};
    for (const auto& [point, nearest, feature] : cases) {
        const OnTriangle on = closest_on_triangle(point, kA, kB, kC);
        EXPECT_LT(distance(on.point, nearest), 1e-12) << feature;
        EXPECT_EQ(on.feature, feature);
    }
}

TEST(Distance, NoSampledPointOfATriangleIsNearerThanTheClosest) {
    const RandomStream stream(3, "triangle");
    for (std::uint64_t i = 0; i < 200; ++i) {
        const auto drawn = [&](std::uint64_t k) {
            return Vec3{stream.uniform(i, 3 * k), stream.uniform(i, 3 * k + 1),
                        stream.uniform(i, 3 * k + 2)};
        };
        const Vec3 point = drawn(0) * 2.0;
        const Vec3 a = drawn(1);
        const Vec3 b = drawn(2);
        const Vec3 c = drawn(3);
        const double best = distance(point, closest_on_triangle(point, a, b, c).point);
        for (int u = 0; u <= 10; ++u) {
            for (int v = 0; v <= 10 - u; ++v) {
                const Vec3 on = a + (b - a) * (u / 10.0) + (c - a) * (v / 10.0);
                ASSERT_GE(distance(point, on), best - 1e-12);
            }
        }
    }
}

// Meshes have some where two rows of points meet.
TEST(Distance, ATriangleWithoutAreaIsASegment) {
    const Vec3 a{1.0, 2.0, 3.0};
    const Vec3 b{4.0, 0.0, 3.5};
    const Vec3 middle = lerp(a, b, 0.3);
    for (const Vec3& point : {Vec3{2.0, 5.0, 1.0}, Vec3{-3.0, 0.0, 0.0}, Vec3{9.0, 9.0, 9.0}, a}) {
        const double wanted = distance(point, closest_on_segment(point, a, b));
        const Vec3 triangles[][3] = {{a, a, b},      {a, b, b},      {a, b, a},
                                     {a, middle, b}, {middle, a, b}, {a, b, middle}};
        for (const auto& t : triangles) {
            const OnTriangle on = closest_on_triangle(point, t[0], t[1], t[2]);
            EXPECT_NEAR(distance(point, on.point), wanted, 1e-9);
        }
    }
}

TEST(Distance, ARayMeetsATriangleFromEitherSide) {
    EXPECT_NEAR(ray_triangle({2, 2, 5}, {0, 0, -1}, kA, kB, kC).value(), 5.0, 1e-12);
    EXPECT_NEAR(ray_triangle({2, 2, -5}, {0, 0, 1}, kA, kB, kC).value(), 5.0, 1e-12);
    EXPECT_FALSE(ray_triangle({2, 2, 5}, {0, 0, 1}, kA, kB, kC).has_value());
    EXPECT_FALSE(ray_triangle({8, 8, 5}, {0, 0, -1}, kA, kB, kC).has_value());
    EXPECT_FALSE(ray_triangle({-2, 2, 0}, {1, 0, 0}, kA, kB, kC).has_value()) << "in its plane";
}

// A needle must not slip through the seam between two triangles.
TEST(Distance, ARayThroughASharedEdgeMeetsATriangle) {
    const RandomStream stream(5, "edge");
    for (std::uint64_t i = 0; i < 2000; ++i) {
        const Vec3 d{10 + stream.uniform(i, 0), 10 + stream.uniform(i, 1), stream.uniform(i, 2)};
        const Vec3 on_edge = lerp(kB, kC, stream.uniform(i, 3));
        const Vec3 from{20 * stream.uniform(i, 4) - 10, 20 * stream.uniform(i, 5) - 10, 30};
        const Vec3 direction = normalised(on_edge - from);
        const bool meets = ray_triangle(from, direction, kA, kB, kC).has_value() ||
                           ray_triangle(from, direction, kC, kB, d).has_value();
        EXPECT_TRUE(meets) << i;
    }
}

}  // namespace
}  // namespace dryrun
