// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Closest points and crossings of the simplest shapes.
#pragma once

#include <optional>

#include "core/vec3.h"

namespace dryrun {

Vec3 closest_on_segment(const Vec3& point, const Vec3& a, const Vec3& b);

/// Closest point of the triangle, and on which of its features it lies (Ericson 2005, 5.1.5).
struct OnTriangle {
    Vec3 point;
    /// 0–2 a corner, 3–5 the edge from corner k − 3 to the next, 6 the face.
    int feature = 6;
};
OnTriangle closest_on_triangle(const Vec3& point, const Vec3& a, const Vec3& b, const Vec3& c);

/// Distance along the unit `direction` to the triangle, both sides counted; nothing where the ray
/// misses. Watertight: a ray through a shared edge meets at least one of its triangles
/// (Woop, Benthin and Wald 2013).
std::optional<double> ray_triangle(const Vec3& from, const Vec3& direction, const Vec3& a,
                                   const Vec3& b, const Vec3& c);

}  // namespace dryrun
