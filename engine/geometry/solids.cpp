// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "geometry/solids.h"

#include "core/deterministic_math.h"
#include "geometry/distance.h"

namespace dryrun {

double capsule(const Vec3& point, const Vec3& a, const Vec3& b, double radius_a, double radius_b) {
    const Vec3 along = b - a;
    const double squared = dot(along, along);
    const double t = squared > 0.0 ? det::clamp(dot(point - a, along) / squared, 0.0, 1.0) : 0.0;
    return distance(point, a + along * t) - (radius_a + (radius_b - radius_a) * t);
}

double flat_capsule(const Vec3& point, const Vec3& a, const Vec3& b, const Vec3& across,
                    double widening, double radius_a, double radius_b) {
    // Space is squeezed at right angles to `across`, so the distance is never overstated.
    const auto squeezed = [&](const Vec3& p) {
        const Vec3 thick = across * dot(p, across);
        return thick + (p - thick) / widening;
    };
    return capsule(squeezed(point), squeezed(a), squeezed(b), radius_a, radius_b);
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

double strip(const Vec3& point, const std::vector<Vec3>& one, const std::vector<Vec3>& other,
             double half_thickness) {
    double nearest = 1e300;
    const auto consider = [&](const Vec3& a, const Vec3& b, const Vec3& c) {
        nearest = std::min(nearest, distance(point, closest_on_triangle(point, a, b, c).point));
    };
    for (std::size_t i = 0; i + 1 < one.size() && i + 1 < other.size(); ++i) {
        consider(one[i], one[i + 1], other[i]);
        consider(other[i], one[i + 1], other[i + 1]);
    }
    return nearest - half_thickness;
}

double polygon_distance(double x, double y, const std::vector<Vec3>& polygon) {
    double squared = 1e300;
    bool is_inside = false;
    for (std::size_t i = 0, j = polygon.size() - 1; i < polygon.size(); j = i++) {
        const Vec3& a = polygon[j];
        const Vec3& b = polygon[i];
        const double edge_x = b.x - a.x;
        const double edge_y = b.y - a.y;
        const double t = det::clamp(
            ((x - a.x) * edge_x + (y - a.y) * edge_y) / (edge_x * edge_x + edge_y * edge_y), 0.0,
            1.0);
        const double away_x = x - a.x - edge_x * t;
        const double away_y = y - a.y - edge_y * t;
        squared = std::min(squared, away_x * away_x + away_y * away_y);
        if ((a.y > y) != (b.y > y) && x < a.x + edge_x * (y - a.y) / edge_y) is_inside = !is_inside;
    }
    const double away = std::sqrt(squared);
    return is_inside ? -away : away;
}

}  // namespace dryrun
