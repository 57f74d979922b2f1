// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Where a muscle is cut through, its wall has a sharp rim and shows ends of bundles, not their
// length.
#pragma once

#include <cstdint>
#include <vector>

#include "geometry/mesh.h"

namespace dryrun::render {

/// As Mesh::tendon says that a point belongs to a cut face.
inline constexpr float kCutFace = -1.0f;

struct CutMesh {
    Mesh mesh;
    std::vector<std::uint32_t> from;  ///< which point of the mesh before each one was
};

/// The same surface of a mesh with fibres, but triangles that stand across the normals of their
/// corners have points of their own, with their own normal and kCutFace as tendon.
CutMesh with_cut_faces(const Mesh& mesh);

}  // namespace dryrun::render
