// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "geometry/sweep.h"

#include <cmath>
#include <iterator>
#include <utility>

#include "core/deterministic_math.h"
#include "core/result.h"

namespace dryrun {
namespace {

double signed_power(double base, double exponent) {
    if (base == 0.0) return 0.0;
    const double magnitude = det::pow(std::fabs(base), exponent);
    return base < 0.0 ? -magnitude : magnitude;
}

// A superellipse of half axes 1.
struct Outline {
    double exponent = 0.0;
    std::vector<std::pair<double, double>> points;
};

Outline unit_outline(double exponent, int around) {
    Outline outline{exponent, {}};
    outline.points.reserve(static_cast<std::size_t>(around));
    for (int i = 0; i < around; ++i) {
        const double angle = 2.0 * det::kPi * i / around;
        double x = det::cos(angle);
        double y = det::sin(angle);
        if (exponent != 2.0) {
            x = signed_power(x, 2.0 / exponent);
            y = signed_power(y, 2.0 / exponent);
        }
        outline.points.emplace_back(x, y);
    }
    return outline;
}

// The section's outline moved by `ahead` along the path and shrunk.
std::vector<Vec3> ring(const Section& section, const Outline& outline, double ahead,
                       double shrink) {
    std::vector<Vec3> points;
    points.reserve(outline.points.size());
    for (const auto& [x, y] : outline.points) {
        points.push_back(section.frame.to_parent(
            {x * section.half_x * shrink, y * section.half_y * shrink, ahead}));
    }
    return points;
}

// A frame at each point of the path that turns about it as little as it can: double reflection
// (Wang, Jüttler, Zheng and Liu 2008).
std::vector<Frame> frames_along(const std::vector<Vec3>& path) {
    const auto tangent = [&](std::size_t i) {
        const std::size_t before = i > 0 ? i - 1 : 0;
        const std::size_t after = i + 1 < path.size() ? i + 1 : i;
        return normalised(path[after] - path[before]);
    };
    std::vector<Frame> frames = {frame_along(path.front(), tangent(0), {1.0, 0.0, 0.0})};
    for (std::size_t i = 0; i + 1 < path.size(); ++i) {
        const Vec3 chord = path[i + 1] - path[i];
        const double squared = dot(chord, chord);
        const Vec3 x = frames[i].x_axis - chord * (2.0 / squared * dot(chord, frames[i].x_axis));
        const Vec3 z = frames[i].z_axis - chord * (2.0 / squared * dot(chord, frames[i].z_axis));
        const Vec3 turn = tangent(i + 1) - z;
        const double turned = dot(turn, turn);
        const Vec3 next = turned > 1e-18 ? x - turn * (2.0 / turned * dot(turn, x)) : x;
        frames.push_back(frame_along(path[i + 1], tangent(i + 1), next));
    }
    return frames;
}

}  // namespace

Mesh loft(const std::vector<std::vector<Vec3>>& loops) {
    DRYRUN_ASSERT(loops.size() >= 2 && loops.front().size() >= 3);
    const auto around = static_cast<std::uint32_t>(loops.front().size());
    const auto count = static_cast<std::uint32_t>(loops.size());
    Mesh mesh;
    mesh.points.reserve(std::size_t{around} * count + 2);
    mesh.triangles.reserve(std::size_t{around} * count * 2);
    for (const auto& loop : loops) {
        DRYRUN_ASSERT(loop.size() == around);
        mesh.points.insert(mesh.points.end(), loop.begin(), loop.end());
    }
    const auto centre = [](const std::vector<Vec3>& loop) {
        Vec3 sum;
        for (const auto& point : loop) sum += point;
        return sum / static_cast<double>(loop.size());
    };
    const std::uint32_t first = around * count;
    mesh.points.push_back(centre(loops.front()));
    mesh.points.push_back(centre(loops.back()));
    for (std::uint32_t r = 0; r + 1 < count; ++r) {
        for (std::uint32_t i = 0; i < around; ++i) {
            const std::uint32_t a = r * around + i;
            const std::uint32_t b = r * around + (i + 1) % around;
            mesh.triangles.push_back({a, b, b + around});
            mesh.triangles.push_back({a, b + around, a + around});
        }
    }
    const std::uint32_t last_ring = (count - 1) * around;
    for (std::uint32_t i = 0; i < around; ++i) {
        const std::uint32_t j = (i + 1) % around;
        mesh.triangles.push_back({first, j, i});
        mesh.triangles.push_back({first + 1, last_ring + i, last_ring + j});
    }
    return mesh;
}

Mesh sweep(const std::vector<Section>& sections, int around) {
    DRYRUN_ASSERT(sections.size() >= 2 && around >= 3);
    // Steps of the dome that closes an end: how far ahead, how wide, as parts of the half axis.
    constexpr std::pair<double, double> kDome[] = {{0.5, 0.866}, {0.85, 0.5}, {0.97, 0.2}};
    std::vector<std::vector<Vec3>> loops;
    loops.reserve(sections.size() + 2 * std::size(kDome));
    const auto height = [](const Section& s) { return 0.8 * std::fmin(s.half_x, s.half_y); };
    const Section& front = sections.front();
    Outline outline = unit_outline(front.exponent, around);
    for (int k = 2; k >= 0; --k) {
        loops.push_back(ring(front, outline, -kDome[k].first * height(front), kDome[k].second));
    }
    for (const auto& section : sections) {
        // Most often that of the section before.
        if (section.exponent != outline.exponent) outline = unit_outline(section.exponent, around);
        loops.push_back(ring(section, outline, 0.0, 1.0));
    }
    const Section& back = sections.back();
    for (const auto& [ahead, shrink] : kDome) {
        loops.push_back(ring(back, outline, ahead * height(back), shrink));
    }
    return loft(loops);
}

Mesh tube(const std::vector<Vec3>& path, const std::vector<double>& radii, int around) {
    DRYRUN_ASSERT(path.size() >= 2 && path.size() == radii.size());
    const std::vector<Frame> frames = frames_along(path);
    std::vector<Section> sections;
    for (std::size_t i = 0; i < path.size(); ++i) {
        sections.push_back({frames[i], radii[i], radii[i], 2.0});
    }
    return with_normals(sweep(sections, around));
}

}  // namespace dryrun
