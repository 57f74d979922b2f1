// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Clavicle, upper arm and skull against anatomy texts, and how the arm follows the posture.
#include <algorithm>

#include "skeleton_bodies.h"

namespace dryrun::anatomy {
namespace {

Skeleton in_posture(Posture posture) {
    BodyParameters body;
    body.posture = posture;
    return skeleton_of(body);
}

double length_of(const std::vector<Vec3>& line) {
    return distance(line.front(), line.back());
}

// Along its axis 166.8 (SD 7.3), men (68 clavicles, Bernat 2014); lateral third hollow in front,
// medial part bowed forwards.
TEST(SkeletonShoulder, ClavicleIsLongAndBowedAsInPeople) {
    const Skeleton skeleton = skeleton_of();
    for (const Clavicle& clavicle : skeleton.clavicles) {
        double along = 0.0;
        for (std::size_t i = 0; i + 1 < clavicle.line.size(); ++i)
            along += distance(clavicle.line[i], clavicle.line[i + 1]);
        EXPECT_NEAR(along, 166.8, 7.3) << clavicle.name;
        EXPECT_EQ(clavicle.line.front().x > 0.0, clavicle.is_left);
        const Vec3& from = clavicle.line.front();
        const Vec3& to = clavicle.line.back();
        const auto forward = [&](std::size_t i) {
            const double share = (clavicle.line[i].x - from.x) / (to.x - from.x);
            return lerp(from, to, share).y - clavicle.line[i].y;
        };
        const std::size_t last = clavicle.line.size() - 1;
        EXPECT_LT(forward(last / 5), -3.0) << clavicle.name;
        EXPECT_GT(forward(3 * last / 4), 6.0) << clavicle.name;
        for (std::size_t i = 0; i <= last; ++i) EXPECT_NEAR(length(clavicle.up[i]), 1.0, 1e-9);
    }
}

TEST(SkeletonShoulder, ClavicleReachesFromBesideTheSternumToTheAcromion) {
    for (const Posture posture : {Posture::Standing, Posture::Prone, Posture::ProneHandBehindBack,
                                  Posture::ProneArmHanging}) {
        const Skeleton skeleton = in_posture(posture);
        const BoneWorld world = world_of(skeleton);
        const Clavicle& clavicle = skeleton.clavicles.back();
        EXPECT_NEAR(clavicle.line.back().x, 24.0, 8.0) << name_of(posture);
        const auto scapula = world.closest(clavicle.line.front(), 30.0, [&](std::size_t k) {
            return skeleton.bones[k].name == "scapula.left";
        });
        ASSERT_TRUE(scapula.has_value()) << name_of(posture);
        EXPECT_LT(scapula->distance, 14.0) << name_of(posture);
        EXPECT_NEAR(length_of(clavicle.line), length_of(skeleton_of().clavicles.back().line), 22.0)
            << name_of(posture);
    }
}

// Head 46 to 50 across; 2 to 6 from the glenoid, cartilage between.
TEST(SkeletonShoulder, HeadStandsBeforeTheGlenoidInEveryPosture) {
    for (const Posture posture : {Posture::Standing, Posture::Prone, Posture::ProneHandBehindBack,
                                  Posture::ProneArmHanging, Posture::SideLyingLeft}) {
        const Skeleton skeleton = in_posture(posture);
        const BoneWorld world = world_of(skeleton);
        for (const Humerus& humerus : skeleton.humeri) {
            EXPECT_NEAR(humerus.head_radius, 24.0, 1.0);
            const std::string scapula = humerus.is_left ? "scapula.left" : "scapula.right";
            const auto nearest = world.closest(humerus.frame.origin, 60.0, [&](std::size_t k) {
                return skeleton.bones[k].name == scapula;
            });
            ASSERT_TRUE(nearest.has_value());
            EXPECT_GE(nearest->distance - humerus.head_radius, 0.5) << name_of(posture);
            EXPECT_LE(nearest->distance - humerus.head_radius, 6.0) << name_of(posture);
        }
    }
}

TEST(SkeletonShoulder, TuberclesAndGrooveLieOnTheHumerus) {
    const Skeleton skeleton = skeleton_of();
    const BoneWorld world = world_of(skeleton);
    for (const Humerus& humerus : skeleton.humeri) {
        const auto expect_on = [&](const Vec3& point, const char* what) {
            const auto nearest = world.closest(
                point, 20.0, [&](std::size_t k) { return skeleton.bones[k].name == humerus.name; });
            ASSERT_TRUE(nearest.has_value()) << what;
            EXPECT_NEAR(nearest->distance, 0.0, 0.8) << what;
        };
        expect_on(humerus.greater_tubercle, "greater tubercle");
        expect_on(humerus.superior_facet, "superior facet");
        expect_on(humerus.middle_facet, "middle facet");
        expect_on(humerus.inferior_facet, "inferior facet");
        expect_on(humerus.lesser_tubercle, "lesser tubercle");
        for (const Vec3& point : humerus.bicipital_groove) expect_on(point, "groove");
        for (const Vec3& point : humerus.medial_lip) expect_on(point, "medial lip");
        // Out of the three the greater one is lateral, the lesser in front, facets from front to
        // back going down.
        const double side = humerus.is_left ? 1.0 : -1.0;
        EXPECT_GT(side * (humerus.greater_tubercle.x - humerus.frame.origin.x), 15.0);
        EXPECT_LT(humerus.lesser_tubercle.y, humerus.frame.origin.y - 15.0);
        EXPECT_LT(humerus.superior_facet.y, humerus.middle_facet.y);
        EXPECT_LT(humerus.middle_facet.y, humerus.inferior_facet.y);
        EXPECT_GT(humerus.middle_facet.z, humerus.inferior_facet.z);
        // The groove's floor lies deeper than the tubercles beside it.
        const Vec3& floor = humerus.bicipital_groove[2];
        const auto from_axis = [&](const Vec3& at) {
            const Vec3 local = humerus.frame.to_local(at);
            return std::sqrt((local.x - 4.0) * (local.x - 4.0) + local.y * local.y);
        };
        EXPECT_LT(from_axis(floor), from_axis(humerus.lesser_tubercle) - 0.5);
    }
}

TEST(SkeletonShoulder, ArmHangsStandingAndGoesForwardsOverTheTablesEdge) {
    const auto down_the_arm = [](Posture posture) {
        return -in_posture(posture).humeri.back().frame.z_axis;
    };
    EXPECT_LT(down_the_arm(Posture::Standing).z, -0.95);
    EXPECT_LT(down_the_arm(Posture::ProneArmHanging).y, -0.9);
    EXPECT_GT(down_the_arm(Posture::ProneHandBehindBack).y, 0.2);
    // Turned inwards the groove looks towards the chest.
    const Skeleton behind = in_posture(Posture::ProneHandBehindBack);
    EXPECT_LT(behind.humeri.back().bicipital_groove[2].x, behind.humeri.back().frame.origin.x);
}

// Length 180 to 190, breadth 145 to 155, height from the foramen magnum 135 to 140, men.
TEST(SkeletonSkull, IsAsLargeAsInPeopleAndStandsOverTheNeck) {
    const Skeleton skeleton = skeleton_of();
    const Box box = box_of(bone_of(skeleton, "skull").mesh().points);
    EXPECT_NEAR(box.high.x - box.low.x, 150.0, 6.0);
    EXPECT_NEAR(box.high.y - box.low.y, 187.0, 9.0);
    EXPECT_NEAR(skeleton.skull.vertex.z - skeleton.landmark("body.C1").z, 152.0, 8.0);
    // Attachments of trapezius and semispinalis in a public full-body model.
    EXPECT_LT(distance(skeleton.skull.protuberance, {0, 64, 620}), 8.0);
    EXPECT_EQ(skeleton.skull.protuberance.x, 0.0);
}

TEST(SkeletonSkull, NuchalLinesRunFromTheMiddleTowardsTheMastoid) {
    const Skeleton skeleton = skeleton_of();
    const BoneWorld world = world_of(skeleton);
    const Skull& skull = skeleton.skull;
    EXPECT_LT(distance(skull.superior_nuchal_line_left.front(), skull.protuberance), 4.0);
    EXPECT_LT(distance(skull.superior_nuchal_line_left.back(), skull.mastoid_left), 30.0);
    EXPECT_GT(skull.mastoid_left.x, skeleton.landmark("transverse.C1.left").x);
    for (const auto* line : {&skull.superior_nuchal_line_left, &skull.superior_nuchal_line_right,
                             &skull.inferior_nuchal_line_left}) {
        for (std::size_t i = 0; i < line->size(); ++i) {
            const auto nearest = world.closest(
                (*line)[i], 20.0, [&](std::size_t k) { return skeleton.bones[k].name == "skull"; });
            ASSERT_TRUE(nearest.has_value());
            EXPECT_NEAR(nearest->distance, 0.0, 1.8) << i << ": the mesh cuts ridges";
            if (i > 0) {
                EXPECT_GT(std::fabs((*line)[i].x), std::fabs((*line)[i - 1].x) - 4.0);
            }
        }
    }
    // Behind and below the protuberance the inferior line, nearer the foramen.
    EXPECT_LT(skull.inferior_nuchal_line_left.front().y, skull.protuberance.y - 15.0);
    EXPECT_LT(skull.inferior_nuchal_line_left.front().z, skull.protuberance.z - 10.0);
}

}  // namespace
}  // namespace dryrun::anatomy
