// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Upright boxes: what is surely outside a box need not be asked for its triangles.
#pragma once

#include <algorithm>
#include <cmath>

#include "core/vec3.h"

namespace dryrun {

struct Box {
    Vec3 low{1e300, 1e300, 1e300};  ///< above `high`: holds nothing yet
    Vec3 high{-1e300, -1e300, -1e300};

    void take_in(const Vec3& point, double radius = 0.0) {
        low = {std::min(low.x, point.x - radius), std::min(low.y, point.y - radius),
               std::min(low.z, point.z - radius)};
        high = {std::max(high.x, point.x + radius), std::max(high.y, point.y + radius),
                std::max(high.z, point.z + radius)};
    }
    bool holds(const Vec3& point, double room = 0.0) const {
        return point.x >= low.x - room && point.x <= high.x + room && point.y >= low.y - room &&
               point.y <= high.y + room && point.z >= low.z - room && point.z <= high.z + room;
    }
    bool overlaps(const Box& other, double room = 0.0) const {
        return low.x <= other.high.x + room && high.x >= other.low.x - room &&
               low.y <= other.high.y + room && high.y >= other.low.y - room &&
               low.z <= other.high.z + room && high.z >= other.low.z - room;
    }
    /// Zero inside.
    double distance_to(const Vec3& point) const {
        return length({std::max(0.0, std::max(low.x - point.x, point.x - high.x)),
                       std::max(0.0, std::max(low.y - point.y, point.y - high.y)),
                       std::max(0.0, std::max(low.z - point.z, point.z - high.z))});
    }
    /// Whether from + t·direction with t in [0, length] comes within `room` of the box.
    bool meets_line(const Vec3& from, const Vec3& direction, double length, double room) const {
        double enter = 0.0;
        double exit = length;
        return clip_line(from, direction, room, enter, exit);
    }
    /// Cuts the stretch [enter, exit] of the line to what of it comes that near; false if nothing.
    bool clip_line(const Vec3& from, const Vec3& direction, double room, double& enter,
                   double& exit) const {
        return clip(from.x, direction.x, low.x - room, high.x + room, enter, exit) &&
               clip(from.y, direction.y, low.y - room, high.y + room, enter, exit) &&
               clip(from.z, direction.z, low.z - room, high.z + room, enter, exit);
    }

  private:
    static bool clip(double start, double way, double least, double most, double& enter,
                     double& exit) {
        if (std::fabs(way) < 1e-12) return start >= least && start <= most;
        const double a = (least - start) / way;
        const double b = (most - start) / way;
        enter = std::max(enter, std::min(a, b));
        exit = std::min(exit, std::max(a, b));
        return enter <= exit;
    }
};

}  // namespace dryrun
