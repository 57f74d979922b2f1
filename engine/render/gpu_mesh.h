// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A triangle mesh on the graphics card.
#pragma once

#include <cstddef>
#include <vector>

#include "geometry/mesh.h"
#include "render/gl_objects.h"

namespace dryrun::render {

class GpuMesh {
  public:
    GpuMesh() = default;
    /// Uploads points, normals, tendon and the stripe coordinate (stripes.h).
    static GpuMesh upload(const Mesh& mesh);

    /// New points and normals for a mesh of the same size (skin under the hands).
    void move_points(const Mesh& mesh);
    void draw() const;
    std::size_t triangle_count() const { return index_count_ / 3; }

  private:
    VertexArray array_;
    Buffer vertices_;
    Buffer indices_;
    std::size_t index_count_ = 0;
    std::vector<float> stripe_;
};

}  // namespace dryrun::render
