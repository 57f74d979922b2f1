// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Solids as distance-like functions (negative inside), to be joined and made into a mesh by
// isosurface(). None changes faster than the distance moved, but for a cone's taper.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/deterministic_math.h"
#include "core/vec3.h"

namespace dryrun {

/// The lesser of both with a fillet of about `blend` where they meet (polynomial; Quílez 2013).
inline double smooth_union(double a, double b, double blend) {
    const double h = std::max(blend - std::fabs(a - b), 0.0);
    return std::min(a, b) - h * h * 0.25 / blend;
}
/// What of `a` is left when `b` is cut away.
inline double smooth_cut(double a, double b, double blend) {
    return -smooth_union(-a, b, blend);
}

/// A ball drawn from `a` to `b` while its radius changes. Made once, asked for many points.
class Capsule {
  public:
    Capsule(const Vec3& a, const Vec3& b, double radius_a, double radius_b)
        : a_(a),
          along_(b - a),
          squared_(dot(along_, along_)),
          radius_a_(radius_a),
          radius_rise_(radius_b - radius_a),
          middle_((a + b) * 0.5),
          extent_(0.5 * length(along_) + std::max(radius_a, radius_b)) {}

    double distance_to(const Vec3& point) const {
        const double t =
            squared_ > 0.0 ? det::clamp(dot(point - a_, along_) / squared_, 0.0, 1.0) : 0.0;
        return distance(point, a_ + along_ * t) - (radius_a_ + radius_rise_ * t);
    }
    /// Whether it is surely farther than that, by a ball that holds it.
    bool is_beyond(const Vec3& point, double away) const {
        const Vec3 off = point - middle_;
        const double far = away + extent_;
        return far < 0.0 || dot(off, off) > far * far;
    }

  private:
    Vec3 a_;
    Vec3 along_;
    double squared_;
    double radius_a_;
    double radius_rise_;
    Vec3 middle_;
    double extent_;
};

/// The capsule of a ball flattened along the unit `across`: there its half thickness is the radius,
/// at right angles to it `widening` ≥ 1 times as much.
class FlatCapsule {
  public:
    FlatCapsule(const Vec3& a, const Vec3& b, const Vec3& across, double widening, double radius_a,
                double radius_b)
        : across_(across),
          widening_(widening),
          capsule_(squeezed(a), squeezed(b), radius_a, radius_b),
          middle_((a + b) * 0.5),
          extent_(0.5 * distance(a, b) + std::max(radius_a, radius_b)) {}

    double distance_to(const Vec3& point) const { return capsule_.distance_to(squeezed(point)); }
    bool is_beyond(const Vec3& point, double away) const {
        const Vec3 off = point - middle_;
        const double far = (away + extent_) * widening_;
        return far < 0.0 || dot(off, off) > far * far;
    }

  private:
    // Space is squeezed at right angles to `across`, so the distance is never overstated.
    Vec3 squeezed(const Vec3& p) const {
        const Vec3 thick = across_ * dot(p, across_);
        return thick + (p - thick) / widening_;
    }

    Vec3 across_;
    double widening_;
    Capsule capsule_;
    Vec3 middle_;
    double extent_;
};

/// smooth_union() of a distance and a capsule, which is not asked where it is too far to show.
template <class Solid>
double joined(double d, const Solid& solid, const Vec3& point, double blend) {
    if (solid.is_beyond(point, d + blend)) return d;
    return smooth_union(d, solid.distance_to(point), blend);
}

double capsule(const Vec3& point, const Vec3& a, const Vec3& b, double radius_a, double radius_b);

double flat_capsule(const Vec3& point, const Vec3& a, const Vec3& b, const Vec3& across,
                    double widening, double radius_a, double radius_b);

double ellipsoid(const Vec3& point, const Vec3& centre, const Vec3& half_axes);

/// An elliptical cylinder along z with rounded rims, `waist` the part by which it is narrower in
/// the middle.
double elliptical_cylinder(const Vec3& point, double half_x, double half_y, double half_z,
                           double waist, double rim_radius);

/// A plate through the strip between two lines of equally many points, `half_thickness` each side.
/// Made once, asked for many points.
class Strip {
  public:
    Strip(const std::vector<Vec3>& one, const std::vector<Vec3>& other, double half_thickness);
    double distance_to(const Vec3& point) const;

  private:
    struct Part {
        Vec3 a;
        Vec3 b;
        Vec3 c;
        Vec3 middle;  ///< of a ball that holds it
        double reach = 0.0;
    };
    std::vector<Part> parts_;
    double half_thickness_;
};
double strip(const Vec3& point, const std::vector<Vec3>& one, const std::vector<Vec3>& other,
             double half_thickness);

}  // namespace dryrun
