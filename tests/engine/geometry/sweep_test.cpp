// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "geometry/sweep.h"

#include <gtest/gtest.h>

#include "core/deterministic_math.h"

namespace dryrun {
namespace {

TEST(Sweep, IsAClosedSurfaceOfTheExpectedVolume) {
    std::vector<Section> sections;
    for (int i = 0; i <= 10; ++i) {
        Section section;
        section.frame = frame_along({0, 0, 10.0 * i}, {0, 0, 1}, {1, 0, 0});
        section.half_x = 3.0;
        section.half_y = 6.0;
        sections.push_back(section);
    }
    const Mesh mesh = sweep(sections, 24);
    EXPECT_TRUE(is_closed_surface(mesh));
    const double straight = det::kPi * 3.0 * 6.0 * 100.0;
    EXPECT_GT(volume(mesh), 0.98 * straight);
    EXPECT_LT(volume(mesh), 1.06 * straight) << "with its two domes";
}

TEST(Sweep, FacesOutwards) {
    const Mesh mesh = tube({{0, 0, 0}, {20, 5, 0}, {30, 25, 10}}, {4, 3, 2}, 10);
    EXPECT_TRUE(is_closed_surface(mesh));
    EXPECT_GT(volume(mesh), 0.0);
}

TEST(Sweep, ATubeDoesNotTwistInABend) {
    std::vector<Vec3> path;
    std::vector<double> radii;
    for (int i = 0; i <= 30; ++i) {
        const double turn = 0.1 * i;
        path.push_back({40 * det::cos(turn), 40 * det::sin(turn), 6.0 * turn});
        radii.push_back(3.0);
    }
    const Mesh mesh = tube(path, radii, 12);
    EXPECT_TRUE(is_closed_surface(mesh));
    // Neighbours along the tube stay near: a twist would stretch these edges.
    constexpr std::size_t kAround = 12;
    constexpr std::size_t kDome = 3 * kAround;
    for (std::size_t i = kDome; i < kDome + 30 * kAround; ++i) {
        ASSERT_LT(distance(mesh.points[i], mesh.points[i + kAround]), 6.0) << i;
    }
}

TEST(Loft, JoinsLoopsOfEquallyManyPoints) {
    const auto square = [](double half, double z) {
        return std::vector<Vec3>{
            {half, half, z}, {-half, half, z}, {-half, -half, z}, {half, -half, z}};
    };
    const Mesh mesh = loft({square(5, 0), square(5, 10)});
    EXPECT_TRUE(is_closed_surface(mesh));
    EXPECT_NEAR(volume(mesh), 1000.0, 1e-9);
}

}  // namespace
}  // namespace dryrun
