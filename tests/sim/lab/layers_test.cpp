// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "lab/layers.h"

#include <gtest/gtest.h>

namespace dryrun::lab {
namespace {

Layers two_layers() {
    Layers layers;
    layers.layers.resize(2);
    layers.layers[0].thickness = 3.0;
    layers.layers[1].thickness = 20.0;
    return layers;
}

// Stretched, sheared and moved.
Vec3 moved(const Vec3& at) {
    return {0.1 * at.x + 0.02 * at.z, 0.3 - 0.05 * at.y, 0.04 * at.x - 0.2 * at.z};
}

std::vector<double> displacement_of(const LayeredMesh& mesh) {
    std::vector<double> displacement;
    for (const Vec3& point : mesh.solid.points) {
        const Vec3 u = moved(point);
        displacement.insert(displacement.end(), {u.x, u.y, u.z});
    }
    return displacement;
}

TEST(Layers, AnEvenDeformationIsCarriedOverExactlyFromBoxToBox) {
    const Layers layers = two_layers();
    const LayeredMesh coarse = quarter_mesh(layers, graded(0.0, 40.0, 0.0, {4.0, 0.4}), {4.0}, 5.0);
    const LayeredMesh fine = quarter_mesh(layers, graded(0.0, 40.0, 5.0, {1.0, 0.3}), {1.0}, 5.0);
    ASSERT_GT(fine.solid.points.size(), 2 * coarse.solid.points.size());
    const auto carried = carried_over(coarse, displacement_of(coarse), fine);
    const auto wanted = displacement_of(fine);
    ASSERT_EQ(carried.size(), wanted.size());
    for (std::size_t i = 0; i < wanted.size(); ++i) EXPECT_NEAR(carried[i], wanted[i], 1e-12);
}

TEST(Layers, WhatIsCarriedOverToTheSameBoxStaysAsItWas) {
    const LayeredMesh box = quarter_mesh(two_layers(), {0.0, 1.0, 3.0, 10.0}, {2.0}, 5.0);
    std::vector<double> bent;
    for (const Vec3& at : box.solid.points)
        bent.insert(bent.end(), {at.x * at.x, at.y * at.z, 1.0 + at.z * at.z});
    const auto carried = carried_over(box, bent, box);
    ASSERT_EQ(carried.size(), bent.size());
    for (std::size_t i = 0; i < bent.size(); ++i) EXPECT_NEAR(carried[i], bent[i], 1e-12);
}

}  // namespace
}  // namespace dryrun::lab
