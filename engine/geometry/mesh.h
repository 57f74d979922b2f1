// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Triangle meshes: points, outward normals and triangles counter-clockwise seen from outside.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/vec3.h"

namespace dryrun {

struct Mesh {
    std::vector<Vec3> points;
    std::vector<Vec3> normals;  ///< one a point, unit
    /// A direction on the surface that a picture may draw (muscle fibres); empty or one a point.
    std::vector<Vec3> fibres;
    std::vector<std::array<std::uint32_t, 3>> triangles;
};

/// Area-weighted point normals from the triangles.
void compute_normals(Mesh& mesh);

}  // namespace dryrun
