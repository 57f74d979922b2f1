// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Helpers of the drawing tests: a context, a target, simple meshes.
#pragma once

#include <gtest/gtest.h>

#include <memory>

#include "render/context.h"
#include "render/renderer.h"

namespace dryrun::render {

/// A context and a renderer for one test; a machine without them fails the test.
class DrawingTest : public testing::Test {
  protected:
    void SetUp() override {
        auto made = OffscreenContext::create();
        ASSERT_TRUE(made) << made.error().text();
        context = std::make_unique<OffscreenContext>(std::move(*made));
        auto loaded = Renderer::create(shaders_folder());
        ASSERT_TRUE(loaded) << loaded.error().text();
        renderer = std::make_unique<Renderer>(std::move(*loaded));
    }

    Image draw(const Scene& scene, const Camera& camera, Quality quality = Quality::Fast,
               int width = 64, int height = 64, int samples = 0) {
        auto target = OffscreenTarget::create(width, height, samples);
        EXPECT_TRUE(target);
        target->bind();
        renderer->draw(scene, camera, target->viewport(), quality);
        return target->read();
    }

    std::unique_ptr<OffscreenContext> context;
    std::unique_ptr<Renderer> renderer;
};

/// A triangle that faces +y (the camera's default side), centred on (0, y, 0).
inline std::shared_ptr<const GpuMesh> triangle_at(double y, double size) {
    Mesh mesh;
    mesh.points = {{-size, y, -size}, {0, y, size}, {size, y, -size}};
    mesh.normals.assign(3, {0, 1, 0});
    mesh.triangles = {{0, 1, 2}};
    return std::make_shared<GpuMesh>(GpuMesh::upload(mesh));
}

inline Material flat(float r, float g, float b) {
    Material material;
    material.color = {r, g, b, 1.0f};
    material.gloss = 0.0f;
    material.rim = 0.0f;
    return material;
}

}  // namespace dryrun::render
