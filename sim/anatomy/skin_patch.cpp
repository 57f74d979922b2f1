// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A patch of skin inside an outline of anchors, for pictures: a grid on the chart, of which the
// cells inside the outline are kept.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "anatomy/model.h"
#include "geometry/mesh.h"

namespace dryrun::anatomy {
namespace {

constexpr double kStep = 1.0;
constexpr int kRoundings = 3;

using Outline = std::vector<ChartPlace>;

// Cuts every corner off, a part of each side.
Outline rounded(const Outline& outline) {
    Outline smooth;
    for (std::size_t i = 0; i < outline.size(); ++i) {
        const ChartPlace& a = outline[i];
        const ChartPlace& b = outline[(i + 1) % outline.size()];
        smooth.push_back({0.85 * a.u + 0.15 * b.u, 0.85 * a.v + 0.15 * b.v});
        smooth.push_back({0.15 * a.u + 0.85 * b.u, 0.15 * a.v + 0.85 * b.v});
    }
    return smooth;
}

// By the number of sides to the right of the place.
bool is_inside(const Outline& outline, double u, double v) {
    bool inside = false;
    for (std::size_t i = 0; i < outline.size(); ++i) {
        const ChartPlace& a = outline[i];
        const ChartPlace& b = outline[(i + 1) % outline.size()];
        if ((a.v > v) == (b.v > v)) continue;
        if (u < a.u + (b.u - a.u) * (v - a.v) / (b.v - a.v)) inside = !inside;
    }
    return inside;
}

}  // namespace

Result<Mesh> patch_of_skin(const BackModel& model, const std::vector<Anchor>& outline, bool is_left,
                           double above) {
    Outline places;
    for (const Anchor& anchor : outline) {
        const Result<ChartPlace> place = place_of(model, anchor, "outline");
        if (!place) return place.error();
        places.push_back(*place);
    }
    for (int i = 0; i < kRoundings; ++i) places = rounded(places);
    Mesh mesh;
    if (places.empty()) return mesh;
    ChartPlace low = places.front();
    ChartPlace high = low;
    for (const ChartPlace& place : places) {
        low = {std::min(low.u, place.u), std::min(low.v, place.v)};
        high = {std::max(high.u, place.u), std::max(high.v, place.v)};
    }
    const auto columns = static_cast<std::size_t>((high.u - low.u) / kStep) + 2;
    const auto rows = static_cast<std::size_t>((high.v - low.v) / kStep) + 2;
    const double side = is_left ? 1.0 : -1.0;
    constexpr auto kOutside = static_cast<std::uint32_t>(-1);
    std::vector<std::uint32_t> point_of(columns * rows, kOutside);
    for (std::size_t row = 0; row < rows; ++row) {
        for (std::size_t column = 0; column < columns; ++column) {
            const double u = low.u + kStep * static_cast<double>(column);
            const double v = low.v + kStep * static_cast<double>(row);
            if (!is_inside(places, u, v) || !model.region.contains(side * u, v)) continue;
            const SkinPoint skin = skin_point(model, side * u, v);
            point_of[row * columns + column] = static_cast<std::uint32_t>(mesh.points.size());
            mesh.points.push_back(skin.point + skin.normal * above);
            mesh.normals.push_back(skin.normal);
        }
    }
    const auto add = [&](std::uint32_t a, std::uint32_t b, std::uint32_t c) {
        if (a == kOutside || b == kOutside || c == kOutside) return;
        const Vec3 normal = cross(mesh.points[b] - mesh.points[a], mesh.points[c] - mesh.points[a]);
        if (dot(normal, mesh.normals[a]) < 0.0) std::swap(b, c);
        mesh.triangles.push_back({a, b, c});
    };
    for (std::size_t row = 0; row + 1 < rows; ++row) {
        for (std::size_t column = 0; column + 1 < columns; ++column) {
            const std::size_t at = row * columns + column;
            add(point_of[at], point_of[at + 1], point_of[at + columns]);
            add(point_of[at + 1], point_of[at + columns + 1], point_of[at + columns]);
        }
    }
    return mesh;
}

}  // namespace dryrun::anatomy
