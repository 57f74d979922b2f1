// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "render/cut_faces.h"

#include <gtest/gtest.h>

namespace dryrun::render {
namespace {

// A slab of muscle from x 0 to 40 and y 0 to 20, so thick; its four walls share the points of the
// two faces.
Mesh slab(double thick) {
    Mesh mesh;
    for (const double z : {thick, 0.0}) {
        for (const auto& [x, y] : {std::pair{0.0, 0.0}, {40.0, 0.0}, {40.0, 20.0}, {0.0, 20.0}}) {
            mesh.points.push_back({x, y, z});
            mesh.normals.push_back({0.0, 0.0, z > 0.0 ? 1.0 : -1.0});
            mesh.fibres.push_back({1.0, 0.0, 0.0});
            mesh.tendon.push_back(0.5f);
        }
    }
    mesh.triangles = {{0, 1, 2}, {0, 2, 3}, {4, 6, 5}, {4, 7, 6}};
    for (std::uint32_t k = 0; k < 4; ++k) {
        const std::uint32_t next = (k + 1) % 4;
        mesh.triangles.push_back({next, k, k + 4});
        mesh.triangles.push_back({next, k + 4, next + 4});
    }
    return mesh;
}

TEST(CutFaces, HaveTheirOwnNormalWhereAMuscleIsCutThrough) {
    const Mesh whole = slab(8.0);
    const CutMesh cut = with_cut_faces(whole);
    ASSERT_EQ(cut.mesh.triangles.size(), whole.triangles.size());
    ASSERT_EQ(cut.from.size(), cut.mesh.points.size());
    EXPECT_EQ(cut.mesh.points.size(), 8u + 8u * 3u);
    for (std::size_t i = 0; i < cut.from.size(); ++i) {
        EXPECT_EQ(cut.mesh.points[i], whole.points[cut.from[i]]);
        const bool is_wall = cut.mesh.tendon[i] == kCutFace;
        EXPECT_EQ(is_wall, i >= 8u);
        EXPECT_NEAR(cut.mesh.normals[i].z, is_wall ? 0.0 : (i < 4 ? 1.0 : -1.0), 1e-12);
    }
}

TEST(CutFaces, AreNotMadeOfTheSeamOfAThinSheetOrOfWhatHasNoFibres) {
    EXPECT_EQ(with_cut_faces(slab(1.0)).mesh.points.size(), 8u);
    Mesh bone = slab(8.0);
    bone.fibres.clear();
    bone.tendon.clear();
    const CutMesh same = with_cut_faces(bone);
    EXPECT_EQ(same.mesh.points.size(), 8u);
    EXPECT_TRUE(same.mesh.tendon.empty());
}

}  // namespace
}  // namespace dryrun::render
