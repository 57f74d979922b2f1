// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Vectors, matrices and rigid frames in three dimensions. Lengths are millimetres unless a name
// says otherwise. The body's frame is LPS as in DICOM: +x the patient's left, +y posterior,
// +z superior, origin at the centre of the superior endplate of S1.
#pragma once

#include <cmath>

namespace dryrun {

struct Vec3 {
    double x = 0.0;
    double y = 0.0;
    double z = 0.0;

    friend bool operator==(const Vec3&, const Vec3&) = default;
    Vec3& operator+=(const Vec3& b) {
        x += b.x, y += b.y, z += b.z;
        return *this;
    }
    Vec3& operator-=(const Vec3& b) {
        x -= b.x, y -= b.y, z -= b.z;
        return *this;
    }
};

inline Vec3 operator+(const Vec3& a, const Vec3& b) {
    return {a.x + b.x, a.y + b.y, a.z + b.z};
}
inline Vec3 operator-(const Vec3& a, const Vec3& b) {
    return {a.x - b.x, a.y - b.y, a.z - b.z};
}
inline Vec3 operator-(const Vec3& a) {
    return {-a.x, -a.y, -a.z};
}
inline Vec3 operator*(const Vec3& a, double s) {
    return {a.x * s, a.y * s, a.z * s};
}
inline Vec3 operator*(double s, const Vec3& a) {
    return a * s;
}
inline Vec3 operator/(const Vec3& a, double s) {
    return {a.x / s, a.y / s, a.z / s};
}

inline double dot(const Vec3& a, const Vec3& b) {
    return a.x * b.x + a.y * b.y + a.z * b.z;
}
inline Vec3 cross(const Vec3& a, const Vec3& b) {
    return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}
inline double length(const Vec3& a) {
    return std::sqrt(dot(a, a));
}
inline double distance(const Vec3& a, const Vec3& b) {
    return length(a - b);
}
inline bool is_finite(const Vec3& a) {
    return std::isfinite(a.x) && std::isfinite(a.y) && std::isfinite(a.z);
}

/// Unit vector along `a`; `fallback` where `a` is shorter than 1e-12.
inline Vec3 normalised(const Vec3& a, const Vec3& fallback = {0.0, 0.0, 1.0}) {
    const double l = length(a);
    return l > 1e-12 ? a / l : fallback;
}

inline Vec3 lerp(const Vec3& a, const Vec3& b, double t) {
    return a + (b - a) * t;
}

/// A right-handed orthonormal frame: `origin` and the unit axes in the parent's coordinates.
struct Frame {
    Vec3 origin;
    Vec3 x_axis{1.0, 0.0, 0.0};
    Vec3 y_axis{0.0, 1.0, 0.0};
    Vec3 z_axis{0.0, 0.0, 1.0};

    friend bool operator==(const Frame&, const Frame&) = default;
    Vec3 to_parent(const Vec3& local) const { return origin + direction_to_parent(local); }
    Vec3 direction_to_parent(const Vec3& v) const {
        return x_axis * v.x + y_axis * v.y + z_axis * v.z;
    }
    Vec3 to_local(const Vec3& point) const { return direction_to_local(point - origin); }
    Vec3 direction_to_local(const Vec3& v) const {
        return {dot(v, x_axis), dot(v, y_axis), dot(v, z_axis)};
    }
};

/// A frame at `origin` whose z axis is along `z`; x is chosen as near to `x_hint` as it can be.
inline Frame frame_along(const Vec3& origin, const Vec3& z, const Vec3& x_hint) {
    const Vec3 k = normalised(z);
    const Vec3 other = std::fabs(k.x) < 0.9 ? Vec3{1.0, 0.0, 0.0} : Vec3{0.0, 1.0, 0.0};
    const Vec3 in_plane = x_hint - k * dot(x_hint, k);
    const Vec3 i = normalised(in_plane, normalised(other - k * dot(other, k)));
    return {origin, i, cross(k, i), k};
}

}  // namespace dryrun
