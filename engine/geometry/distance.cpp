// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "geometry/distance.h"

#include <array>
#include <utility>

#include "core/deterministic_math.h"

namespace dryrun {

Vec3 closest_on_segment(const Vec3& point, const Vec3& a, const Vec3& b) {
    const Vec3 along = b - a;
    const double squared = dot(along, along);
    if (squared <= 0.0) return a;
    return a + along * det::clamp(dot(point - a, along) / squared, 0.0, 1.0);
}

namespace {

// Of a triangle without area: of its three sides.
OnTriangle closest_on_sides(const Vec3& point, const Vec3& a, const Vec3& b, const Vec3& c) {
    const Vec3* corners[] = {&a, &b, &c};
    OnTriangle best{a, 0};
    for (int side = 0; side < 3; ++side) {
        const Vec3 at = closest_on_segment(point, *corners[side], *corners[(side + 1) % 3]);
        if (distance(point, at) < distance(point, best.point)) best = {at, 3 + side};
    }
    return best;
}

}  // namespace

OnTriangle closest_on_triangle(const Vec3& point, const Vec3& a, const Vec3& b, const Vec3& c) {
    const Vec3 ab = b - a;
    const Vec3 ac = c - a;
    const Vec3 ap = point - a;
    const double d1 = dot(ab, ap);
    const double d2 = dot(ac, ap);
    if (d1 <= 0.0 && d2 <= 0.0) return {a, 0};

    const Vec3 bp = point - b;
    const double d3 = dot(ab, bp);
    const double d4 = dot(ac, bp);
    if (d3 >= 0.0 && d4 <= d3) return {b, 1};

    const double vc = d1 * d4 - d3 * d2;
    if (vc <= 0.0 && d1 >= 0.0 && d3 <= 0.0 && d1 > d3) return {a + ab * (d1 / (d1 - d3)), 3};

    const Vec3 cp = point - c;
    const double d5 = dot(ab, cp);
    const double d6 = dot(ac, cp);
    if (d6 >= 0.0 && d5 <= d6) return {c, 2};

    const double vb = d5 * d2 - d1 * d6;
    if (vb <= 0.0 && d2 >= 0.0 && d6 <= 0.0 && d2 > d6) return {a + ac * (d2 / (d2 - d6)), 5};

    const double va = d3 * d6 - d5 * d4;
    const double along_bc = (d4 - d3) + (d5 - d6);
    if (va <= 0.0 && d4 - d3 >= 0.0 && d5 - d6 >= 0.0 && along_bc > 0.0)
        return {b + (c - b) * ((d4 - d3) / along_bc), 4};

    const double sum = va + vb + vc;
    if (!(sum > 0.0)) return closest_on_sides(point, a, b, c);
    return {a + ab * (vb / sum) + ac * (vc / sum), 6};
}

std::optional<double> ray_triangle(const Vec3& from, const Vec3& direction, const Vec3& a,
                                   const Vec3& b, const Vec3& c) {
    return TriangleRay(from, direction).meets(a, b, c);
}

TriangleRay::TriangleRay(const Vec3& start, const Vec3& direction) : from(start) {
    const std::array<double, 3> d = {direction.x, direction.y, direction.z};
    for (std::size_t k = 1; k < 3; ++k) {
        if (std::fabs(d[k]) > std::fabs(d[kz])) kz = k;
    }
    if (d[kz] == 0.0) return;
    kx = (kz + 1) % 3;
    ky = (kz + 2) % 3;
    if (d[kz] < 0.0) std::swap(kx, ky);
    shear_x = d[kx] / d[kz];
    shear_y = d[ky] / d[kz];
    shear_z = 1.0 / d[kz];
}

std::optional<double> TriangleRay::meets(const Vec3& a, const Vec3& b, const Vec3& c) const {
    if (shear_z == 0.0) return std::nullopt;
    // The triangle seen along the ray: x and y across it, z along it.
    const auto sheared = [&](const Vec3& corner) {
        const Vec3 r = corner - from;
        const std::array<double, 3> p = {r.x, r.y, r.z};
        return Vec3{p[kx] - shear_x * p[kz], p[ky] - shear_y * p[kz], shear_z * p[kz]};
    };
    const Vec3 sa = sheared(a);
    const Vec3 sb = sheared(b);
    const Vec3 sc = sheared(c);
    const double u = sc.x * sb.y - sc.y * sb.x;
    const double v = sa.x * sc.y - sa.y * sc.x;
    const double w = sb.x * sa.y - sb.y * sa.x;
    // Which of them it is no processor can foresee: one branch for all.
    const bool is_right_of_any = (static_cast<int>(u < 0.0) | (v < 0.0) | (w < 0.0)) != 0;
    const bool is_left_of_any = (static_cast<int>(u > 0.0) | (v > 0.0) | (w > 0.0)) != 0;
    if ((static_cast<int>(is_right_of_any) & static_cast<int>(is_left_of_any)) != 0)
        return std::nullopt;
    const double sum = u + v + w;
    if (sum == 0.0) return std::nullopt;  // the ray lies in the triangle's plane
    const double t = (u * sa.z + v * sb.z + w * sc.z) / sum;
    if (t < 0.0) return std::nullopt;
    return t;
}

}  // namespace dryrun
