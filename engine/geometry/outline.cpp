// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "geometry/outline.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace dryrun {
namespace {

constexpr std::size_t kAround = 8;
constexpr double kCos45 = 0.70710678118654752440;
constexpr double kCircle[kAround][2] = {{1.0, 0.0},        {kCos45, kCos45}, {0.0, 1.0},
                                        {-kCos45, kCos45}, {-1.0, 0.0},      {-kCos45, -kCos45},
                                        {0.0, -1.0},       {kCos45, -kCos45}};
// So that corners stand out as much as the chords between them fall short.
constexpr double kFair = 1.039;
// Rings of the half balls at the ends: how far ahead and how wide, as parts of the radius.
constexpr std::pair<double, double> kDome[] = {{0.97, 0.25}, {0.6, 0.8}};
constexpr double kLongestStep = 12.0;

}  // namespace

void join_rows(std::size_t first, std::size_t rows, std::size_t count, Mesh& mesh) {
    const auto at = [&](std::size_t row, std::size_t i) {
        return static_cast<std::uint32_t>(first + row * count + i % count);
    };
    for (std::size_t row = 0; row + 1 < rows; ++row) {
        for (std::size_t i = 0; i < count; ++i) {
            mesh.triangles.push_back({at(row, i), at(row, i + 1), at(row + 1, i + 1)});
            mesh.triangles.push_back({at(row, i), at(row + 1, i + 1), at(row + 1, i)});
        }
    }
}

void add_outline(const CapsuleForm& capsule, Mesh& mesh) {
    // In space squeezed at right angles to `across` it is a plain capsule.
    const double widening = capsule.widening;
    const Vec3& across = capsule.across;
    const auto squeezed = [&](const Vec3& p) {
        const Vec3 thick = across * dot(p, across);
        return thick + (p - thick) / widening;
    };
    const auto widened = [&](const Vec3& p) {
        const Vec3 thick = across * dot(p, across);
        return thick + (p - thick) * widening;
    };
    const Vec3 a = squeezed(capsule.a);
    const Vec3 way = squeezed(capsule.b) - a;
    const Vec3 along = normalised(way, {0.0, 0.0, 1.0});
    const Vec3 aside = std::fabs(along.x) < 0.7 ? Vec3{1.0, 0.0, 0.0} : Vec3{0.0, 1.0, 0.0};
    const Vec3 e = normalised(cross(along, aside));
    const Vec3 f = cross(along, e);
    const std::size_t first = mesh.points.size();
    std::size_t rows = 0;
    const auto add_ring = [&](double t, double radius, double ahead, double wide) {
        const Vec3 centre = a + way * t + along * (ahead * radius);
        for (const auto& [x, y] : kCircle) {
            mesh.points.push_back(widened(centre + (e * x + f * y) * (wide * radius * kFair)));
        }
        ++rows;
    };
    for (const auto& [ahead, wide] : kDome) add_ring(0.0, capsule.radius_a, -ahead, wide);
    const double length = distance(capsule.a, capsule.b);
    const int steps = length > 0.0 ? static_cast<int>(length / kLongestStep) + 1 : 0;
    for (int i = 0; i <= steps; ++i) {
        const double t = steps > 0 ? static_cast<double>(i) / steps : 0.0;
        add_ring(t, capsule.radius_a + (capsule.radius_b - capsule.radius_a) * t, 0.0, 1.0);
    }
    for (std::size_t i = std::size(kDome); i > 0; --i)
        add_ring(1.0, capsule.radius_b, kDome[i - 1].first, kDome[i - 1].second);
    join_rows(first, rows, kAround, mesh);
}

void add_ellipsoid_outline(const Vec3& centre, const Vec3& half_axes, Mesh& mesh) {
    const std::size_t first = mesh.points.size();
    Mesh ball;
    add_outline({{}, {}, 1.0, 1.0}, ball);
    for (const Vec3& p : ball.points) {
        mesh.points.push_back(centre +
                              Vec3{p.x * half_axes.x, p.y * half_axes.y, p.z * half_axes.z});
    }
    for (auto triangle : ball.triangles) {
        for (std::uint32_t& corner : triangle) corner += static_cast<std::uint32_t>(first);
        mesh.triangles.push_back(triangle);
    }
}

}  // namespace dryrun
