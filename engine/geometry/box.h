// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Upright boxes: what is surely outside a box need not be asked for its triangles.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "core/four_floats.h"
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
    void unite(const Box& box) {
        take_in(box.low);
        take_in(box.high);
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
    bool meets_line(const struct BoxLine& line, double length, double room) const;
    /// Cuts the stretch [enter, exit] of a line to what of it comes within `room` of the box; false
    /// if nothing does.
    bool clip_line(const struct BoxLine& line, double room, double& enter, double& exit) const;
};

/// Holds them all.
inline Box box_of(const std::vector<Box>& boxes) {
    Box all;
    for (const Box& box : boxes) all.unite(box);
    return all;
}

/// A line that many boxes are asked about.
struct BoxLine {
    Vec3 from;
    Vec3 per_step;  ///< one over the direction; a large number where that is zero
    /// The same along each axis, four times, for boxes that are asked together; and whether it goes
    /// down there, and so comes to a box's upper end first.
    std::array<FourFloats, 3> from_four;
    std::array<FourFloats, 3> per_step_four;
    std::array<bool, 3> goes_down;

    BoxLine(const Vec3& start, const Vec3& direction)
        : from(start),
          per_step{inverse(direction.x), inverse(direction.y), inverse(direction.z)},
          from_four{four_of(from.x), four_of(from.y), four_of(from.z)},
          per_step_four{four_of(per_step.x), four_of(per_step.y), four_of(per_step.z)},
          goes_down{per_step.x < 0.0, per_step.y < 0.0, per_step.z < 0.0} {}

  private:
    static double inverse(double way) {
        constexpr double kLeast = 1e-12;
        return way < kLeast && way > -kLeast ? 1.0 / kLeast : 1.0 / way;
    }
};

inline bool Box::clip_line(const BoxLine& line, double room, double& enter, double& exit) const {
    const auto clip = [&](double start, double per_step, double least, double most) {
        const double a = (least - room - start) * per_step;
        const double b = (most + room - start) * per_step;
        enter = std::max(enter, std::min(a, b));
        exit = std::min(exit, std::max(a, b));
    };
    clip(line.from.x, line.per_step.x, low.x, high.x);
    clip(line.from.y, line.per_step.y, low.y, high.y);
    clip(line.from.z, line.per_step.z, low.z, high.z);
    return enter <= exit;
}

/// Whether the first `length` of the line comes within `room` of the box.
inline bool Box::meets_line(const BoxLine& line, double length, double room) const {
    double enter = 0.0;
    double exit = length;
    return clip_line(line, room, enter, exit);
}

}  // namespace dryrun
