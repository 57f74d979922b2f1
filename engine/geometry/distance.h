// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Closest points and crossings of the simplest shapes.
#pragma once

#include <cstddef>
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

/// A ray that many triangles are asked about: what of it is the same for all.
struct TriangleRay {
    Vec3 from;
    std::size_t kx = 0;  ///< the axis along which it runs most is kz
    std::size_t ky = 0;
    std::size_t kz = 0;
    double shear_x = 0.0;  ///< sets it upright on that axis
    double shear_y = 0.0;
    double shear_z = 0.0;

    TriangleRay(const Vec3& start, const Vec3& direction);
    std::optional<double> meets(const Vec3& a, const Vec3& b, const Vec3& c) const;
};

}  // namespace dryrun
