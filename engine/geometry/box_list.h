// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Boxes side by side, for lines: four are compared at once. They are floats with room to spare;
// what they let through is decided by who asks. Within some metres of the origin.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
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
            group.low[k][lane] = static_cast<float>(low[k]) - kRoom;
            group.high[k][lane] = static_cast<float>(high[k]) + kRoom;
        }
    }

    /// Hands the number of every box that the first `length` of the line may meet to `visit`, in
    /// their order.
    template <class Visit>
    void along_line(const BoxLine& line, double length, const Visit& visit) const {
        const std::array<Four, 3> from = {all(line.from.x), all(line.from.y), all(line.from.z)};
        const std::array<Four, 3> per_step = {all(line.per_step.x), all(line.per_step.y),
                                              all(line.per_step.z)};
        for (std::size_t g = 0; g < groups_.size(); ++g) {
            const Group& group = groups_[g];
            Four first = all(-double{kRoom});
            Four last = all(length + double{kRoom});
            for (std::size_t k = 0; k < 3; ++k) {
                const Four a = (group.low[k] - from[k]) * per_step[k];
                const Four b = (group.high[k] - from[k]) * per_step[k];
                first = greater(first, lesser(a, b));
                last = lesser(last, greater(a, b));
            }
            for (unsigned lanes = lanes_of(first <= last); lanes != 0; lanes &= lanes - 1)
                visit(4 * g + static_cast<std::size_t>(std::countr_zero(lanes)));
        }
    }

    /// Whether the first `length` of the line may meet any.
    bool may_meet(const BoxLine& line, double length) const {
        bool is_met = false;
        along_line(line, length, [&](std::size_t) { is_met = true; });
        return is_met;
    }

  private:
    static constexpr float kRoom = 2e-3F;  // many times what a float has wrong
    static constexpr float kFar = 1e30F;   // where the boxes lie that fill the last four
    using Four = FourFloats;
    static Four all(double x) { return four_of(x); }
    struct Group {
        std::array<Four, 3> low = {Four{kFar, kFar, kFar, kFar}, Four{kFar, kFar, kFar, kFar},
                                   Four{kFar, kFar, kFar, kFar}};
        std::array<Four, 3> high = low;
    };

    std::size_t count_ = 0;
    std::vector<Group> groups_;
};

}  // namespace dryrun
