// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Boxes side by side, for lines and points: four are compared at once. They are floats with room to
// spare; what they let through is decided by who asks. Within some metres of the origin.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/four_floats.h"
#include "geometry/box.h"

namespace dryrun {

class BoxList {
  public:
    void add(const Box& box) {
        const std::size_t lane = count_++ % 4;
        if (lane == 0) groups_.emplace_back();
        Group& group = groups_.back();
        const std::array<double, 3> low = {box.low.x, box.low.y, box.low.z};
        const std::array<double, 3> high = {box.high.x, box.high.y, box.high.z};
        for (std::size_t k = 0; k < 3; ++k) {
            group.ends[k][0][lane] = static_cast<float>(low[k]) - kRoom;
            group.ends[k][1][lane] = static_cast<float>(high[k]) + kRoom;
        }
    }

    /// Hands the number of every box that the first `length` of the line may meet to `visit`, in
    /// their order.
    template <class Visit>
    void along_line(const BoxLine& line, double length, const Visit& visit) const {
        for (std::size_t g = 0; g < groups_.size(); g += kGroupsAtOnce) {
            for (std::uint64_t met = met_from(g, line, length); met != 0; met &= met - 1)
                visit(4 * g + static_cast<std::size_t>(std::countr_zero(met)));
        }
    }

    /// Whether the first `length` of the line may meet any.
    bool may_meet(const BoxLine& line, double length) const {
        for (std::size_t g = 0; g < groups_.size(); g += kGroupsAtOnce) {
            if (met_from(g, line, length) != 0) return true;
        }
        return false;
    }

    /// The number of the first box that may hold the point and that `is_it` accepts; size() if
    /// there is none.
    template <class IsIt>
    std::size_t first_at(const Vec3& point, const IsIt& is_it) const {
        for (std::size_t g = 0; g < groups_.size(); g += kGroupsAtOnce) {
            for (std::uint64_t held = held_from(g, point); held != 0; held &= held - 1) {
                const std::size_t number = 4 * g + static_cast<std::size_t>(std::countr_zero(held));
                if (is_it(number)) return number;
            }
        }
        return count_;
    }
    std::size_t size() const { return count_; }

  private:
    static constexpr float kRoom = 2e-3F;  // many times what a float has wrong
    static constexpr float kFar = 1e30F;   // where the boxes lie that fill the last four
    using Four = FourFloats;
    static constexpr std::size_t kGroupsAtOnce = 16;
    /// Which of that many groups' boxes from a group on may be met, by bits.
    std::uint64_t met_from(std::size_t group, const BoxLine& line, double length) const;
    /// The same of those that may hold a point.
    std::uint64_t held_from(std::size_t group, const Vec3& point) const;
    static constexpr Four kNone = {kFar, kFar, kFar, kFar};
    struct Group {
        /// Along each axis, where the boxes begin and end.
        std::array<std::array<Four, 2>, 3> ends = {
            {{{kNone, kNone}}, {{kNone, kNone}}, {{kNone, kNone}}}};
    };

    std::size_t count_ = 0;
    std::vector<Group> groups_;
};

}  // namespace dryrun
