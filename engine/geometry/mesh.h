// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Triangle meshes: points, outward normals and triangles counter-clockwise seen from outside.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/vec3.h"
#include "geometry/box.h"

namespace dryrun {

struct Mesh {
    std::vector<Vec3> points;
    std::vector<Vec3> normals;  ///< one a point, unit
    /// A direction on the surface that a picture may draw (muscle fibres); empty or one a point.
    std::vector<Vec3> fibres;
    /// Of each point how far a muscle is tendon there, 0 to 1; empty or one a point.
    std::vector<float> tendon;
    std::vector<std::array<std::uint32_t, 3>> triangles;
};

/// The least box that holds the points.
Box box_of(const std::vector<Vec3>& points);

/// Area-weighted point normals from the triangles.
void compute_normals(Mesh& mesh);
/// The same mesh with them.
Mesh with_normals(const Mesh& mesh);

/// Volume in mm³ of a closed mesh; negative where its triangles face inwards.
double volume(const Mesh& mesh);

/// Closed, two triangles at every edge in opposite directions, and no point where two parts of the
/// surface touch: then inside and outside have a meaning.
bool is_closed_surface(const Mesh& mesh);

/// The mesh seen in the mirror x → −x, still facing outwards.
Mesh mirrored(const Mesh& mesh);

/// Every point by the rigid motion and scale p → frame.to_parent(p · scale).
Mesh placed(const Mesh& mesh, const Frame& frame, double scale = 1.0);

}  // namespace dryrun
