// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Lines of straight pieces.
#pragma once

#include <algorithm>
#include <vector>

#include "core/vec3.h"

namespace dryrun::compare {

/// How far the line passes from the point.
inline double nearest_on_line(const std::vector<Vec3>& line, const Vec3& point) {
    double least = distance(line.front(), point);
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
        const Vec3 along = line[i + 1] - line[i];
        const double squared = dot(along, along);
        const double t =
            squared > 0.0 ? std::clamp(dot(point - line[i], along) / squared, 0.0, 1.0) : 0.0;
        least = std::min(least, distance(line[i] + along * t, point));
    }
    return least;
}

/// The point at a share of a line's length.
inline Vec3 along_line(const std::vector<Vec3>& line, double share) {
    double whole = 0.0;
    for (std::size_t i = 0; i + 1 < line.size(); ++i) whole += distance(line[i], line[i + 1]);
    double left = share * whole;
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
        const double step = distance(line[i], line[i + 1]);
        if (left <= step && step > 0.0) return lerp(line[i], line[i + 1], left / step);
        left -= step;
    }
    return line.back();
}

}  // namespace dryrun::compare
