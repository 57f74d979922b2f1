// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// That sacrum and hip bones lie where they lie in people. Positions named "model" are rounded from
// the Male Visible Human, scaled to 1750 mm.
#include <algorithm>

#include "core/deterministic_math.h"
#include "skeleton_bodies.h"

namespace dryrun::anatomy {
namespace {

// Where the bone is highest at a distance from the midline.
Vec3 highest_at(const Mesh& mesh, double x) {
    Vec3 best{x, 0.0, -1e9};
    for (const auto& triangle : mesh.triangles) {
        for (std::size_t k = 0; k < 3; ++k) {
            const Vec3& a = mesh.points[triangle[k]];
            const Vec3& b = mesh.points[triangle[(k + 1) % 3]];
            if ((a.x <= x) == (b.x <= x)) continue;
            const Vec3 at = lerp(a, b, (x - a.x) / (b.x - a.x));
            if (at.z > best.z) best = at;
        }
    }
    return best;
}

// The back of the bone at a distance from the midline and a height.
double back_at(const BoneWorld& world, const Skeleton& skeleton, double x, double z) {
    for (const auto& hit : world.all_hits({x, 200.0, z}, {0.0, -1.0, 0.0}, 400.0)) {
        if (skeleton.bones[hit.bone].name == "sacrum") return hit.point.y;
    }
    return -1e9;
}

TEST(SkeletonPelvis, CrestRunsWhereTheModelHasIt) {
    const Skeleton skeleton = skeleton_of();
    const Mesh& ilium = bone_of(skeleton, "ilium.left").mesh();
    const Vec3 expected[] = {{60, 43, 36},  {70, 34, 43}, {80, 31, 46}, {90, 27, 47},
                             {110, 14, 43}, {120, 6, 38}, {130, -7, 29}};
    for (const Vec3& at : expected)
        EXPECT_LT(distance(highest_at(ilium, at.x), at), 5.0) << "at " << at.x;
    EXPECT_LT(distance(skeleton.landmark("psis.left"), {35.6, 71.5, -18.4}), 5.0);
    EXPECT_LT(distance(skeleton.landmark("iliac_crest.left"), {90.4, 26.5, 46.6}), 5.0);
    // Breadth between the crests 280 (SD 17), men (anatomy texts).
    EXPECT_NEAR(2.0 * skeleton.landmark("iliac_tubercle.left").x, 280.0, 17.0);
    // Between the anterior spines 230 to 250 (anatomy texts).
    EXPECT_NEAR(2.0 * skeleton.landmark("asis.left").x, 240.0, 12.0);
}

TEST(SkeletonPelvis, BackOfTheSacrumIsWhereTheModelHasIt) {
    const Skeleton skeleton = skeleton_of();
    const BoneWorld world = world_of(skeleton);
    const Vec3 expected[] = {{0, 58, 0},    {0, 70, -20},  {0, 74, -30},  {0, 85, -50},
                             {0, 83, -70},  {0, 86, -80},  {0, 88, -100}, {15, 74, -40},
                             {30, 72, -40}, {15, 85, -60}, {30, 78, -80}, {30, 52, -20}};
    for (const Vec3& at : expected) {
        EXPECT_NEAR(back_at(world, skeleton, at.x + 0.01, at.z), at.y, 5.0) << at.x << ", " << at.z;
    }
    EXPECT_LT(distance(skeleton.sacrum.coccyx_tip, {0, 66, -132}), 5.0);
}

TEST(SkeletonPelvis, LandmarksOfTheSacrumLieOnItInAManAndAWoman) {
    BodyParameters body;
    for (const Sex sex : {Sex::Male, Sex::Female}) {
        body.sex = sex;
        const Skeleton skeleton = skeleton_of(body);
        const BoneWorld world = world_of(skeleton);
        for (const char* name : {"spinous.S1", "transverse.S1.left", "transverse.S1.right",
                                 "sacrum.median_crest.S3", "sacrum.cornu.left"}) {
            const auto nearest = world.closest(skeleton.landmark(name), 20.0, [&](std::size_t k) {
                return skeleton.bones[k].name == "sacrum";
            });
            ASSERT_TRUE(nearest.has_value()) << name;
            EXPECT_NEAR(nearest->distance, 0.0, 2.5) << name << ' ' << name_of(sex);
        }
    }
}

TEST(SkeletonPelvis, LinesLieOnTheirBonesAndStepEvenly) {
    const Skeleton skeleton = skeleton_of();
    const BoneWorld world = world_of(skeleton);
    const auto expect_on = [&](const std::vector<Vec3>& line, const std::string& bone,
                               double within) {
        ASSERT_GE(line.size(), 17u) << bone;
        const double step = distance(line[0], line[1]);
        for (std::size_t i = 0; i < line.size(); ++i) {
            const auto nearest = world.closest(
                line[i], 20.0, [&](std::size_t k) { return skeleton.bones[k].name == bone; });
            ASSERT_TRUE(nearest.has_value()) << bone;
            EXPECT_NEAR(nearest->distance, 0.0, within) << bone << ' ' << i;
            if (i > 0) {
                EXPECT_NEAR(distance(line[i], line[i - 1]), step, 0.25 * step) << bone;
            }
        }
    };
    for (const Ilium& ilium : skeleton.ilia) {
        EXPECT_EQ(ilium.crest.front().x > 0.0, ilium.is_left);
        expect_on(ilium.crest, ilium.name, 0.8);
        expect_on(ilium.posterior_gluteal_line, ilium.name, 0.8);
        expect_on(ilium.anterior_gluteal_line, ilium.name, 0.8);
        expect_on(ilium.inferior_gluteal_line, ilium.name, 0.8);
        for (std::size_t i = 0; i < ilium.gluteal_surface.size(); ++i)
            expect_on(std::vector<Vec3>(17, ilium.gluteal_surface[i][3]), ilium.name, 0.8);
    }
    expect_on(skeleton.sacrum.median_crest, "sacrum", 1.0);
    expect_on(skeleton.sacrum.lateral_crest_left, "sacrum", 1.0);
    expect_on(skeleton.sacrum.intermediate_crest_right, "sacrum", 1.0);
}

// Outwards on the gluteal surface: no bone of the same side in front of it.
TEST(SkeletonPelvis, GlutealSurfaceLooksOutAndBack) {
    const Skeleton skeleton = skeleton_of();
    for (const Ilium& ilium : skeleton.ilia) {
        const double side = ilium.is_left ? 1.0 : -1.0;
        for (std::size_t i = 0; i < ilium.gluteal_surface.size(); ++i) {
            ASSERT_EQ(ilium.gluteal_surface[i].size(), ilium.gluteal_outward[i].size());
            for (const Vec3& outward : ilium.gluteal_outward[i])
                EXPECT_GT(side * outward.x + 0.5 * outward.y, 0.0) << ilium.name << ' ' << i;
        }
    }
}

TEST(SkeletonPelvis, TiltsWithTheSacrumAndIsWiderInAWoman) {
    BodyParameters flat;
    flat.lordosis_deg = 30.0;
    const Skeleton one = skeleton_of();
    const Skeleton other = skeleton_of(flat);
    const auto slope_deg = [](const Skeleton& skeleton) {
        const Vec3& up = skeleton.vertebra("S1").frame.z_axis;
        return det::degrees(det::atan2(up.y, up.z));
    };
    const auto spines_deg = [](const Skeleton& skeleton) {
        const Vec3 along = skeleton.landmark("asis.left") - skeleton.landmark("psis.left");
        return det::degrees(det::atan2(along.z, -along.y));
    };
    EXPECT_GT(std::fabs(slope_deg(one) - slope_deg(other)), 5.0);
    EXPECT_NEAR(spines_deg(other) - spines_deg(one), slope_deg(other) - slope_deg(one), 2.0);
    // The line between the spines falls forwards by 5 to 15 degrees standing (anatomy texts).
    EXPECT_NEAR(spines_deg(one), -10.0, 5.0);
    BodyParameters female;
    female.sex = Sex::Female;
    const Skeleton woman = skeleton_of(female);
    EXPECT_GT(woman.landmark("iliac_tubercle.left").x,
              1.03 * one.landmark("iliac_tubercle.left").x);
    EXPECT_NEAR(woman.landmark("spinous.S1").y, one.landmark("spinous.S1").y, 1e-9);
}

}  // namespace
}  // namespace dryrun::anatomy
