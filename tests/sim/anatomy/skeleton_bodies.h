// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Bodies and questions that the skeleton's tests share.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "anatomy/skeleton.h"
#include "collision/bone_world.h"

namespace dryrun::anatomy {

/// The skeleton of a body; a test of a bad body asks make_skeleton itself.
inline Skeleton skeleton_of(const BodyParameters& body = {}) {
    auto made = make_skeleton(body);
    if (made.ok()) return *std::move(made);
    ADD_FAILURE() << made.error().text();
    std::abort();
}

inline BodyParameters body_with(double stature, double kyphosis_deg, double lordosis_deg) {
    BodyParameters body;
    body.stature = stature;
    body.mass_kg = 24.0 * stature * stature * 1e-6;
    body.kyphosis_deg = kyphosis_deg;
    body.lordosis_deg = lordosis_deg;
    return body;
}

inline BoneWorld world_of(const Skeleton& skeleton) {
    std::vector<const Mesh*> meshes;
    for (const Bone& bone : skeleton.bones) meshes.push_back(&bone.mesh());
    return BoneWorld(meshes);
}

inline const Bone& bone_of(const Skeleton& skeleton, const std::string& name) {
    for (const Bone& bone : skeleton.bones) {
        if (bone.name == name) return bone;
    }
    ADD_FAILURE() << "no " << name;
    std::abort();
}

inline bool is_vertebra(const Bone& bone) {
    return bone.name.starts_with("vertebra.");
}
inline bool is_rib(const Bone& bone) {
    return bone.name.starts_with("rib.");
}

}  // namespace dryrun::anatomy
