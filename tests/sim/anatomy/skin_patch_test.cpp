// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Patches of skin for pictures lie on the skin, inside their outline and within the region.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "body_for_test.h"

namespace dryrun::anatomy {
namespace {

Anchor at_level(const char* level, double lateral) {
    Anchor anchor;
    anchor.kind = Anchor::Kind::Level;
    anchor.name = level;
    anchor.lateral = lateral;
    return anchor;
}

const std::vector<Anchor> kOutline = {at_level("T4", 20.0), at_level("T4", 60.0),
                                      at_level("T8", 60.0), at_level("T8", 20.0)};

TEST(SkinPatch, LiesOnTheSkinInsideItsOutline) {
    const auto atlas = make_atlas();
    const auto patch = atlas->skin_patch(kOutline, true, 1.0);
    ASSERT_TRUE(patch.ok()) << patch.error().text();
    ASSERT_GT(patch->triangles.size(), 500u);
    const double top = atlas->landmark("spinous.T4")->z;
    const double bottom = atlas->landmark("spinous.T8")->z;
    for (std::size_t i = 0; i < patch->points.size(); i += 7) {
        const Vec3& point = patch->points[i];
        EXPECT_GT(point.x, 12.0);
        EXPECT_LT(point.x, 70.0);
        EXPECT_LT(point.z, top + 15.0);
        EXPECT_GT(point.z, bottom - 15.0);
        EXPECT_FALSE(atlas->at(point)) << "above the skin";
        EXPECT_TRUE(atlas->at(point - patch->normals[i] * 2.0));
    }
    for (const auto& t : patch->triangles) {
        const Vec3 normal = cross(patch->points[t[1]] - patch->points[t[0]],
                                  patch->points[t[2]] - patch->points[t[0]]);
        EXPECT_GT(dot(normal, patch->normals[t[0]]), 0.0);
    }
}

TEST(SkinPatch, OfTheRightMirrorsTheLeft) {
    const auto atlas = make_atlas();
    const auto left = atlas->skin_patch(kOutline, true, 0.0);
    const auto right = atlas->skin_patch(kOutline, false, 0.0);
    ASSERT_EQ(left->points.size(), right->points.size());
    for (std::size_t i = 0; i < left->points.size(); i += 11) {
        EXPECT_NEAR(left->points[i].x, -right->points[i].x, 1e-6);
        EXPECT_NEAR(left->points[i].z, right->points[i].z, 1e-6);
    }
}

TEST(SkinPatch, OfAPlaceThatIsNotInTheBodyIsRefused) {
    const auto atlas = make_atlas();
    auto outline = kOutline;
    outline[2] = at_level("T99", 10.0);
    EXPECT_FALSE(atlas->skin_patch(outline, true, 0.0).ok());
}

}  // namespace
}  // namespace dryrun::anatomy
