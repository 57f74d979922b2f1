// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Solids as distance-like functions (negative inside), to be joined and made into a mesh by
// isosurface(). None changes faster than the distance moved, but for a cone's taper.
#pragma once

#include <cmath>
#include <vector>

#include "core/vec3.h"

namespace dryrun {

/// The lesser of both with a fillet of about `blend` where they meet (polynomial; Quílez 2013).
inline double smooth_union(double a, double b, double blend) {
    const double h = std::fmax(blend - std::fabs(a - b), 0.0);
    return std::fmin(a, b) - h * h * 0.25 / blend;
}
/// What of `a` is left when `b` is cut away.
inline double smooth_cut(double a, double b, double blend) {
    return -smooth_union(-a, b, blend);
}

/// A ball drawn from `a` to `b` while its radius changes.
double capsule(const Vec3& point, const Vec3& a, const Vec3& b, double radius_a, double radius_b);

/// The capsule of a ball flattened along the unit `across`: there its half thickness is the radius,
/// at right angles to it `widening` ≥ 1 times as much.
double flat_capsule(const Vec3& point, const Vec3& a, const Vec3& b, const Vec3& across,
                    double widening, double radius_a, double radius_b);

double ellipsoid(const Vec3& point, const Vec3& centre, const Vec3& half_axes);

/// An elliptical cylinder along z with rounded rims, `waist` the part by which it is narrower in
/// the middle.
double elliptical_cylinder(const Vec3& point, double half_x, double half_y, double half_z,
                           double waist, double rim_radius);

/// A plate through the strip between two lines of equally many points, `half_thickness` each side.
double strip(const Vec3& point, const std::vector<Vec3>& one, const std::vector<Vec3>& other,
             double half_thickness);

/// Signed distance in the plane z = 0 to a closed polygon given counter-clockwise; negative inside.
double polygon_distance(double x, double y, const std::vector<Vec3>& polygon);

}  // namespace dryrun
