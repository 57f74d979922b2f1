// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Value noise: random numbers at whole places, smoothly blended between them (Lewis 1989).
#include "picture/tissue_noise.h"

#include <cmath>
#include <cstdint>

namespace dryrun::picture {
namespace {

double at_corner(std::int64_t x, std::int64_t y, std::int64_t z) {
    std::uint64_t bits = static_cast<std::uint64_t>(x) * 0x9E3779B97F4A7C15ull ^
                         static_cast<std::uint64_t>(y) * 0xC2B2AE3D27D4EB4Full ^
                         static_cast<std::uint64_t>(z) * 0x165667B19E3779F9ull;
    bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9ull;
    bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EBull;
    return static_cast<double>((bits ^ (bits >> 31)) >> 11) * 0x1.0p-53;
}

double blend(double a, double b, double t) {
    return a + (b - a) * (t * t * (3.0 - 2.0 * t));
}

}  // namespace

double tissue_noise(const Vec3& at) {
    const double x = std::floor(at.x);
    const double y = std::floor(at.y);
    const double z = std::floor(at.z);
    const auto corner = [&](int i, int j, int k) {
        return at_corner(static_cast<std::int64_t>(x) + i, static_cast<std::int64_t>(y) + j,
                         static_cast<std::int64_t>(z) + k);
    };
    const auto along_x = [&](int j, int k) {
        return blend(corner(0, j, k), corner(1, j, k), at.x - x);
    };
    const auto along_y = [&](int k) { return blend(along_x(0, k), along_x(1, k), at.y - y); };
    return blend(along_y(0), along_y(1), at.z - z);
}

}  // namespace dryrun::picture
