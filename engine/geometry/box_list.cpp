// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "geometry/box_list.h"

#include <algorithm>

namespace dryrun {

std::uint64_t BoxList::met_from(std::size_t group, const BoxLine& line, double length) const {
    // Along each axis, which end comes first.
    const std::size_t near_x = line.goes_down[0];
    const std::size_t near_y = line.goes_down[1];
    const std::size_t near_z = line.goes_down[2];
    const auto [from_x, from_y, from_z] = line.from_four;
    const auto [per_x, per_y, per_z] = line.per_step_four;
    const Four begin = four_of(-double{kRoom});
    const Four end = four_of(length + double{kRoom});
    const std::size_t last_group = std::min(group + kGroupsAtOnce, groups_.size());
    std::uint64_t met = 0;
    for (std::size_t g = last_group; g-- > group;) {
        const auto& [x, y, z] = groups_[g].ends;
        Four first = greater(begin, (x[near_x] - from_x) * per_x);
        Four last = lesser(end, (x[1 - near_x] - from_x) * per_x);
        first = greater(first, (y[near_y] - from_y) * per_y);
        last = lesser(last, (y[1 - near_y] - from_y) * per_y);
        first = greater(first, (z[near_z] - from_z) * per_z);
        last = lesser(last, (z[1 - near_z] - from_z) * per_z);
        met = met << 4U | lanes_of(first <= last);
    }
    return met;
}

std::uint64_t BoxList::held_from(std::size_t group, const Vec3& point) const {
    const Four at_x = four_of(point.x);
    const Four at_y = four_of(point.y);
    const Four at_z = four_of(point.z);
    const std::size_t last_group = std::min(group + kGroupsAtOnce, groups_.size());
    std::uint64_t held = 0;
    for (std::size_t g = last_group; g-- > group;) {
        const auto& [x, y, z] = groups_[g].ends;
        const Four low = greater(greater(x[0] - at_x, y[0] - at_y), z[0] - at_z);
        const Four high = lesser(lesser(x[1] - at_x, y[1] - at_y), z[1] - at_z);
        held = held << 4U | lanes_of((low <= 0.0F) & (high >= 0.0F));
    }
    return held;
}

}  // namespace dryrun
