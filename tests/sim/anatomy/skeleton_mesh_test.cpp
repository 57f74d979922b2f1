// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// That the bones are sound as solids: closed, facing outwards, apart from each other, alike on both
// sides, the same every time.
#include <algorithm>
#include <map>

#include "skeleton_bodies.h"

namespace dryrun::anatomy {
namespace {

// By its box, and its faces by the pieces where it has any: what those do not hold no line finds.
void expect_held(const Bone& bone) {
    for (const Vec3& point : bone.mesh().points) ASSERT_TRUE(bone.box.holds(point)) << bone.name;
    if (bone.pieces.empty()) return;
    const auto is_held = [&](const Vec3& point) {
        return std::any_of(bone.pieces.begin(), bone.pieces.end(),
                           [&](const Box& piece) { return piece.holds(point); });
    };
    for (const auto& t : bone.mesh().triangles) {
        const Vec3& a = bone.mesh().points[t[0]];
        const Vec3& b = bone.mesh().points[t[1]];
        const Vec3& c = bone.mesh().points[t[2]];
        for (const Vec3& point :
             {a, (a + b) * 0.5, (b + c) * 0.5, (c + a) * 0.5, (a + b + c) / 3.0})
            ASSERT_TRUE(is_held(point)) << bone.name << " " << point.x << " " << point.y;
    }
}

void expect_sound_meshes(const Skeleton& skeleton) {
    for (const Bone& bone : skeleton.bones) {
        EXPECT_TRUE(is_closed_surface(bone.mesh())) << bone.name;
        EXPECT_GT(volume(bone.mesh()), 1500.0) << bone.name << ": mm³";
        ASSERT_EQ(bone.mesh().normals.size(), bone.mesh().points.size()) << bone.name;
        expect_held(bone);
        for (const Vec3& normal : bone.mesh().normals) ASSERT_NEAR(length(normal), 1.0, 1e-9);
    }
}

// The deepest that a point of one bone lies in another, by pair.
std::map<std::string, double> overlaps(const Skeleton& skeleton) {
    const BoneWorld world = world_of(skeleton);
    std::map<std::string, double> deepest;
    for (std::size_t i = 0; i < skeleton.bones.size(); ++i) {
        const Bone& bone = skeleton.bones[i];
        if (bone.name.ends_with(".left")) continue;  // the right side's mirror image
        for (const Vec3& point : bone.mesh().points) {
            const auto nearest = world.closest(point, 4.0, [&](std::size_t k) { return k != i; });
            if (!nearest || nearest->distance >= 0.0) continue;
            double& depth = deepest[bone.name + " in " + skeleton.bones[nearest->bone].name];
            depth = std::fmax(depth, -nearest->distance);
        }
    }
    return deepest;
}

// Bones that meet in joints may touch; ribs and scapulae may not.
void expect_bones_apart(const Skeleton& skeleton, double in_joints) {
    for (const auto& [pair, depth] : overlaps(skeleton)) {
        const bool is_joint = pair.find("vertebra") != std::string::npos;
        EXPECT_LE(depth, is_joint ? in_joints : 0.0) << pair;
    }
}

TEST(SkeletonMesh, EveryBoneIsAClosedSurfaceThatFacesOutwards) {
    const Skeleton skeleton = skeleton_of();
    expect_sound_meshes(skeleton);
    EXPECT_EQ(skeleton.bones.size(), 24u + 24u + 2u + 8u)
        << "vertebrae, ribs, scapulae; sacrum, two each of ilium, clavicle and humerus, skull";
    std::size_t triangles = 0;
    for (const Bone& bone : skeleton.bones) {
        triangles += bone.mesh().triangles.size();
        EXPECT_GE(bone.mesh().triangles.size(), 400u) << bone.name;
    }
    EXPECT_LE(triangles, 100000u) << "what a software renderer still turns fluently";
}

TEST(SkeletonMesh, NoBoneRunsThroughAnother) {
    expect_bones_apart(skeleton_of(), 0.5);
}

TEST(SkeletonMesh, NoBoneRunsThroughAnotherInAStronglyCurvedBody) {
    const Skeleton skeleton = skeleton_of(body_with(1500.0, 70.0, 80.0));
    expect_sound_meshes(skeleton);
    expect_bones_apart(skeleton, 2.0);
}

TEST(SkeletonMesh, NoBoneRunsThroughAnotherInASmallWomanWithHerArmsOnRests) {
    BodyParameters body = body_with(1450.0, 60.0, 70.0);
    body.sex = Sex::Female;
    body.posture = Posture::Prone;
    const Skeleton skeleton = skeleton_of(body);
    expect_sound_meshes(skeleton);
    expect_bones_apart(skeleton, 1.0);
}

TEST(SkeletonMesh, Long_NoBoneRunsThroughAnotherInAnyBody) {
    for (std::uint64_t seed = 0; seed < 12; ++seed) {
        BodyParameters body = body_with(1450.0 + 50.0 * static_cast<double>(seed),
                                        seed % 3 == 0 ? 20.0 : 50.0, seed % 4 == 0 ? 20.0 : 60.0);
        body.sex = seed % 2 == 0 ? Sex::Female : Sex::Male;
        body.posture = static_cast<Posture>(seed % 8);
        body.seed = seed;
        SCOPED_TRACE(to_json(body).dump());
        const Skeleton skeleton = skeleton_of(body);
        expect_sound_meshes(skeleton);
        expect_bones_apart(skeleton, 2.0);
    }
}

TEST(SkeletonMesh, RightAndLeftAreMirrorImages) {
    const Skeleton skeleton = skeleton_of();
    for (const std::string name : {"rib.4", "rib.12", "scapula", "ilium", "clavicle", "humerus"}) {
        const Mesh& right = bone_of(skeleton, name + ".right").mesh();
        const Mesh& left = bone_of(skeleton, name + ".left").mesh();
        ASSERT_EQ(right.points.size(), left.points.size());
        for (std::size_t i = 0; i < right.points.size(); ++i) {
            ASSERT_EQ(right.points[i], Vec3(-left.points[i].x, left.points[i].y, left.points[i].z));
        }
        EXPECT_LT(right.points.front().x, 0.0) << "LPS: the right has negative x";
    }
}

TEST(SkeletonMesh, TheSameBodyHasTheSameBits) {
    BodyParameters body;
    body.seed = 41;
    const Skeleton one = skeleton_of(body);
    const Skeleton other = skeleton_of(body);
    for (std::size_t i = 0; i < one.bones.size(); ++i) {
        EXPECT_EQ(one.bones[i].mesh().points, other.bones[i].mesh().points) << one.bones[i].name;
    }
}

TEST(SkeletonMesh, LandmarksLieOnTheirBones) {
    const Skeleton skeleton = skeleton_of();
    const BoneWorld world = world_of(skeleton);
    const auto expect_on = [&](const Vec3& point, const std::string& bone, double within) {
        const auto nearest = world.closest(
            point, 30.0, [&](std::size_t k) { return skeleton.bones[k].name == bone; });
        ASSERT_TRUE(nearest.has_value()) << bone;
        EXPECT_NEAR(nearest->distance, 0.0, within) << bone;
    };
    for (const Vertebra& vertebra : skeleton.vertebrae) {
        const std::string bone = "vertebra." + vertebra.name;
        if (vertebra.name == "S1") continue;
        // Between the prongs of a forked process the tip is in the air.
        const bool is_forked = vertebra.name[0] == 'C' && vertebra.name < "C7";
        expect_on(vertebra.spinous_tip, bone, is_forked ? 5.0 : 1.5);
        expect_on(vertebra.transverse_left, bone, 2.0);
        expect_on(vertebra.transverse_right, bone, 2.0);
        // C1 has an arch instead of laminae.
        if (vertebra.name != "C1") expect_on(vertebra.lamina_left, bone, 1.0);
    }
    for (const char* place : {"inferior_angle", "superior_angle", "root_of_spine", "acromion"}) {
        expect_on(skeleton.landmark(std::string("scapula.") + place + ".right"), "scapula.right",
                  3.0);
    }
}

TEST(SkeletonMesh, TheCanalIsFreeFromC1ToL5) {
    const Skeleton skeleton = skeleton_of();
    const BoneWorld world = world_of(skeleton);
    for (const Vertebra& vertebra : skeleton.vertebrae) {
        if (vertebra.name == "S1") continue;
        const auto nearest = world.closest(vertebra.canal, 30.0);
        ASSERT_TRUE(nearest.has_value());
        EXPECT_GT(nearest->distance, vertebra.canal_half_depth - 1.0) << vertebra.name;
    }
}

}  // namespace
}  // namespace dryrun::anatomy
