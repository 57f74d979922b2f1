// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "geometry/solids.h"

#include "core/deterministic_math.h"
#include "geometry/distance.h"

namespace dryrun {

double capsule(const Vec3& point, const Vec3& a, const Vec3& b, double radius_a, double radius_b) {
    return Capsule(a, b, radius_a, radius_b).distance_to(point);
}

double flat_capsule(const Vec3& point, const Vec3& a, const Vec3& b, const Vec3& across,
                    double widening, double radius_a, double radius_b) {
    return FlatCapsule(a, b, across, widening, radius_a, radius_b).distance_to(point);
}

double ellipsoid(const Vec3& point, const Vec3& centre, const Vec3& half_axes) {
    const Vec3 p = point - centre;
    const Vec3 scaled{p.x / half_axes.x, p.y / half_axes.y, p.z / half_axes.z};
    const double least = std::min(half_axes.x, std::min(half_axes.y, half_axes.z));
    return (length(scaled) - 1.0) * least;
}

double elliptical_cylinder(const Vec3& point, double half_x, double half_y, double half_z,
                           double waist, double rim_radius) {
    const double height = point.z / half_z;
    const double narrowing = 1.0 - waist * std::max(0.0, 1.0 - height * height);
    const double x = point.x / (half_x * narrowing);
    const double y = point.y / (half_y * narrowing);
    const double side = (std::sqrt(x * x + y * y) - 1.0) * std::min(half_x, half_y) + rim_radius;
    const double end = std::fabs(point.z) - half_z + rim_radius;
    const double outside_side = std::max(side, 0.0);
    const double outside_end = std::max(end, 0.0);
    return std::sqrt(outside_side * outside_side + outside_end * outside_end) +
           std::min(std::max(side, end), 0.0) - rim_radius;
}

Strip::Strip(const std::vector<Vec3>& one, const std::vector<Vec3>& other, double half_thickness)
    : half_thickness_(half_thickness) {
    const auto add = [&](const Vec3& a, const Vec3& b, const Vec3& c) {
        const Vec3 middle = (a + b + c) / 3.0;
        const double reach =
            std::max(distance(middle, a), std::max(distance(middle, b), distance(middle, c)));
        parts_.push_back({a, b, c, middle, reach + 1e-9});
    };
    for (std::size_t i = 0; i + 1 < one.size() && i + 1 < other.size(); ++i) {
        add(one[i], one[i + 1], other[i]);
        add(other[i], one[i + 1], other[i + 1]);
    }
}

double Strip::distance_to(const Vec3& point) const {
    double nearest = 1e300;
    for (const Part& part : parts_) {
        const Vec3 off = point - part.middle;
        const double far = nearest + part.reach;
        if (dot(off, off) > far * far) continue;
        const Vec3 on = closest_on_triangle(point, part.a, part.b, part.c).point;
        nearest = std::min(nearest, distance(point, on));
    }
    return nearest - half_thickness_;
}

double strip(const Vec3& point, const std::vector<Vec3>& one, const std::vector<Vec3>& other,
             double half_thickness) {
    return Strip(one, other, half_thickness).distance_to(point);
}

}  // namespace dryrun
