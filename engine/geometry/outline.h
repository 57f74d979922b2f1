// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Cheap meshes of simple solids (solids.h) that are only looked at from outside, as heights: parts
// may overlap, which a surface that says inside and outside may not.
#pragma once

#include "core/vec3.h"
#include "geometry/mesh.h"

namespace dryrun {

/// A ball drawn from `a` to `b` while its radius changes, flattened across: see flat_capsule().
struct CapsuleForm {
    Vec3 a;
    Vec3 b;
    double radius_a = 1.0;
    double radius_b = 1.0;
    Vec3 across{1.0, 0.0, 0.0};
    double widening = 1.0;
};

/// Each adds closed triangles, without normals, to what the mesh holds.
void add_outline(const CapsuleForm& capsule, Mesh& mesh);
void add_ellipsoid_outline(const Vec3& centre, const Vec3& half_axes, Mesh& mesh);

/// Joins rows of `count` points each that lie at mesh.points from `first` on into a tube that is
/// open at both ends.
void join_rows(std::size_t first, std::size_t rows, std::size_t count, Mesh& mesh);

}  // namespace dryrun
