// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Where the scapula lies and how thick it is, against published figures.
#include <algorithm>

#include "core/deterministic_math.h"
#include "skeleton_bodies.h"

namespace dryrun::anatomy {
namespace {

BodyParameters in_posture(Posture posture) {
    BodyParameters body;
    body.posture = posture;
    return body;
}

// Thickness of the right scapula where a line across its plane passes: u lateral of the medial
// border, at a share of its length above the inferior angle.
double thickness_at(const Skeleton& skeleton, const BoneWorld& world, std::size_t border_point,
                    double inwards) {
    const Scapula& scapula = skeleton.scapulae.front();
    const Vec3 at = scapula.medial_border[border_point] + scapula.frame.x_axis * inwards;
    std::vector<double> crossings;
    for (const auto& hit :
         world.all_hits(at - scapula.frame.y_axis * 60.0, scapula.frame.y_axis, 120.0)) {
        if (skeleton.bones[hit.bone].name == "scapula.right") crossings.push_back(hit.distance);
    }
    EXPECT_EQ(crossings.size(), 2u);
    return crossings.size() == 2 ? crossings[1] - crossings[0] : 0.0;
}

// Von Schroeder 2001 (Clin Orthop 383:131): 155 (SD 16) between the angles; spine 134 (SD 12) from
// the medial edge to the acromion, of men as much longer as the scapula is. Totlis 2018: the
// acromion reaches 26 (SD 7) beyond the glenoid.
TEST(SkeletonScapula, HasThePublishedLengths) {
    const Skeleton skeleton = skeleton_of();
    EXPECT_NEAR(distance(skeleton.landmark("scapula.inferior_angle.right"),
                         skeleton.landmark("scapula.superior_angle.right")),
                155.0, 16.0);
    const Scapula& scapula = skeleton.scapulae.front();
    const Vec3 acromion = skeleton.landmark("scapula.acromion.right");
    EXPECT_NEAR(distance(scapula.medial_border[16], acromion), 134.0 * scapula.length / 155.0, 3.0);
    EXPECT_NEAR(dot(acromion - scapula.glenoid, scapula.frame.x_axis), 26.0, 7.0);
}

// Medial border 4 (SD 1) thick 10 mm in (Von Schroeder 2001).
TEST(SkeletonScapula, IsAsThinAtItsMedialBorderAsPublished) {
    const Skeleton skeleton = skeleton_of();
    const BoneWorld world = world_of(skeleton);
    for (const std::size_t border_point : {5u, 8u, 11u}) {
        EXPECT_NEAR(thickness_at(skeleton, world, border_point, 10.0), 4.3, 1.0) << border_point;
    }
}

// Lateral border 8.2 (SD 2.0) thick 10 mm in (Siriraj Med J 2004); the blade is thinner.
TEST(SkeletonScapula, HasAStoutLateralBorder) {
    const Skeleton skeleton = skeleton_of();
    const BoneWorld world = world_of(skeleton);
    double thickest = 0.0;
    for (double inwards = 55.0; inwards < 85.0; inwards += 1.0) {
        const Scapula& scapula = skeleton.scapulae.front();
        const Vec3 at = scapula.medial_border[8] + scapula.frame.x_axis * inwards;
        const auto hits =
            world.all_hits(at - scapula.frame.y_axis * 60.0, scapula.frame.y_axis, 120.0);
        double enter = 0.0;
        for (const auto& hit : hits) {
            if (skeleton.bones[hit.bone].name != "scapula.right") continue;
            if (hit.enters) enter = hit.distance;
            if (!hit.enters) thickest = std::fmax(thickest, hit.distance - enter);
        }
    }
    EXPECT_NEAR(thickest, 8.2, 2.0);
    EXPECT_LT(thickness_at(skeleton, world, 8, 35.0), 5.0);
}

// The spinous level beside the inferior angle, 8 for T8.
double inferior_level(const Skeleton& skeleton) {
    const double z = skeleton.landmark("scapula.inferior_angle.right").z;
    for (int level = 5; level < 11; ++level) {
        const double above = skeleton.landmark("spinous.T" + std::to_string(level)).z;
        const double below = skeleton.landmark("spinous.T" + std::to_string(level + 1)).z;
        if (z <= above && z >= below) return level + (above - z) / (above - below);
    }
    return 0.0;
}

// T8 (SD 0.9 level) standing: 34 radiographs, J Chiropr Med (PMC2647093).
TEST(SkeletonScapula, EndsAtT8Standing) {
    EXPECT_NEAR(inferior_level(skeleton_of()), 8.0, 0.4);
    EXPECT_NEAR(inferior_level(skeleton_of(body_with(1600.0, 35.0, 45.0))), 8.0, 0.4);
}

// Arms on the rests, prone: 18.4 lower (20 subjects, ChiroIndex 20577).
TEST(SkeletonScapula, LiesALevelLowerProne) {
    const Skeleton standing = skeleton_of();
    const Skeleton prone = skeleton_of(in_posture(Posture::Prone));
    const auto above_t8 = [](const Skeleton& skeleton) {
        return skeleton.landmark("scapula.inferior_angle.right").z -
               skeleton.landmark("spinous.T8").z;
    };
    EXPECT_NEAR(above_t8(standing) - above_t8(prone), 18.4, 1.0);
    EXPECT_NEAR(inferior_level(prone) - inferior_level(standing), 0.65, 0.4);
}

// Medial border 60 to 80 from the midline (anatomy texts); 70 to 87 in public models.
TEST(SkeletonScapula, HasItsMedialBorderBesideTheSpine) {
    const Skeleton skeleton = skeleton_of();
    const auto& border = skeleton.scapulae.front().medial_border;
    double nearest = 1e9;
    for (const Vec3& point : border) nearest = std::fmin(nearest, std::fabs(point.x));
    EXPECT_GE(nearest, 60.0);
    EXPECT_LE(nearest, 80.0);
    EXPECT_LE(std::fabs(skeleton.landmark("scapula.root_of_spine.right").x), 80.0);
}

// Public scapula mesh laid on the cage. Its inferior angle stands at T6.7, in people at T8 (SD
// 0.9), and its scapula is shorter, so only the upper landmarks are held to its heights; lower down
// the cage stands further back.
TEST(SkeletonScapula, LiesWhereModelsHaveIt) {
    const Skeleton skeleton = skeleton_of();
    struct Case {
        const char* name;
        Vec3 at;
        double height_within;
    };
    const Case cases[] = {{"inferior_angle", {-102, 111, 319}, 34.0},
                          {"superior_angle", {-81, 54, 456}, 16.0},
                          {"root_of_spine", {-73, 84, 429}, 16.0}};
    for (const auto& [name, at, height_within] : cases) {
        const Vec3 found = skeleton.landmark(std::string("scapula.") + name + ".right");
        EXPECT_NEAR(found.x, at.x, 8.0) << name;
        EXPECT_NEAR(found.y, at.y, 13.0) << name;
        EXPECT_NEAR(found.z, at.z, height_within) << name;
    }
}

// Serratus anterior alone lies under the border, so it cannot stand off the ribs; published turn
// 30 to 40 and lean 10 to 15 degrees (anatomy texts), more where the back is rounder.
TEST(SkeletonScapula, RestsOnTheRibsFromItsInferiorToItsSuperiorAngle) {
    for (const Posture posture : {Posture::Standing, Posture::Prone}) {
        for (const double kyphosis_deg : {25.0, 50.0, 65.0}) {
            BodyParameters body = body_with(1750.0, kyphosis_deg, 55.0);
            body.posture = posture;
            const Skeleton skeleton = skeleton_of(body);
            const BoneWorld world = world_of(skeleton);
            const Scapula& scapula = skeleton.scapulae.front();
            for (std::size_t i = 0; i < scapula.medial_border.size(); i += 2) {
                const auto rib = world.closest(scapula.medial_border[i], 60.0, [&](std::size_t k) {
                    return is_rib(skeleton.bones[k]);
                });
                ASSERT_TRUE(rib.has_value());
                EXPECT_LE(rib->distance, i == 0 ? 20.0 : 26.0) << kyphosis_deg << ' ' << i;
                EXPECT_GE(rib->distance, 7.0) << kyphosis_deg << ' ' << i;
            }
            const Vec3 out = scapula.frame.x_axis;
            const Vec3 up = scapula.frame.z_axis;
            EXPECT_NEAR(det::degrees(det::atan2(-out.y, -out.x)), 33.0, 5.0);
            EXPECT_NEAR(det::degrees(det::atan2(-up.y, up.z)), 12.0, 8.0) << kyphosis_deg;
        }
    }
}

// Room for subscapularis and serratus anterior, and no more of it than they need.
TEST(SkeletonScapula, LiesOverTheRibsWithRoomForTheMuscleBetween) {
    for (const Posture posture : {Posture::Standing, Posture::Prone, Posture::ProneArmHanging}) {
        const Skeleton skeleton = skeleton_of(in_posture(posture));
        const BoneWorld world = world_of(skeleton);
        double least = 1e9;
        for (const Vec3& point : bone_of(skeleton, "scapula.right").mesh().points) {
            const auto nearest = world.closest(
                point, 12.0, [&](std::size_t k) { return is_rib(skeleton.bones[k]); });
            if (nearest) least = std::fmin(least, nearest->distance);
        }
        EXPECT_GE(least, 2.0) << name_of(posture);
        EXPECT_LE(least, 9.0) << name_of(posture);
    }
}

TEST(SkeletonScapula, StandsBehindEveryRibItCovers) {
    const Skeleton skeleton = skeleton_of();
    const BoneWorld world = world_of(skeleton);
    const Scapula& scapula = skeleton.scapulae.front();
    for (std::size_t i = 3; i < 17; ++i) {
        const Vec3 from =
            scapula.medial_border[i] + scapula.frame.x_axis * 12.0 + Vec3{0.0, 150.0, 0.0};
        const auto hit = world.first_hit(from, {0.0, -1.0, 0.0}, 300.0);
        ASSERT_TRUE(hit.has_value());
        EXPECT_EQ(skeleton.bones[hit->bone].name, "scapula.right") << i;
    }
}

// Prone with the hand behind the back the border lifts 10 to 20 and moves 5 to 15 outwards
// (assumed).
TEST(SkeletonScapula, LiftsItsBorderWithTheHandBehindTheBack) {
    const Skeleton rest = skeleton_of(in_posture(Posture::Prone));
    const Skeleton lifted = skeleton_of(in_posture(Posture::ProneHandBehindBack));
    const auto room = [](const Skeleton& skeleton) {
        const BoneWorld world = world_of(skeleton);
        const Vec3& border = skeleton.scapulae.front().medial_border[9];
        const auto rib =
            world.closest(border, 80.0, [&](std::size_t k) { return is_rib(skeleton.bones[k]); });
        return rib ? rib->distance : 0.0;
    };
    EXPECT_GE(room(lifted) - room(rest), 6.0);
    EXPECT_LE(room(lifted) - room(rest), 25.0);
    EXPECT_GT(rest.scapulae.front().medial_border[9].x, lifted.scapulae.front().medial_border[9].x)
        << "outwards on the right is towards negative x";
}

}  // namespace
}  // namespace dryrun::anatomy
