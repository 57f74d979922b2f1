// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Nerves, vessels and the spinal canal as tubes of one radius along polylines.
#pragma once

#include <vector>

#include "anatomy/model.h"
#include "core/errands.h"
#include "core/few.h"

namespace dryrun::anatomy {

/// Where the ribs of the right lie on the chart, for the tubes along them, given out as errands.
class RibsOnChart {
  public:
    explicit RibsOnChart(Errands& errands) : errands_(errands) {}
    ~RibsOnChart() { errands_.drop(first_, along_.size()); }
    RibsOnChart(const RibsOnChart&) = delete;
    RibsOnChart& operator=(const RibsOnChart&) = delete;
    void lay(const BackModel& model);
    /// Along one of the skeleton's ribs, by number; none on the left. Only for the thread that gave
    /// them out.
    const std::vector<ChartPoint>& along(std::size_t rib) {
        errands_.finish(first_ + rib);
        return along_[rib];
    }

  private:
    Errands& errands_;
    std::vector<std::vector<ChartPoint>> along_;
    std::size_t first_ = 0;
};

/// Gives out the last of the `errands`.
Status build_tubes(BackModel& model, RibsOnChart& ribs, Errands& errands);

struct StretchInTube {
    double enter = 0.0;
    double exit = 0.0;
};
using StretchesInTube = Few<StretchInTube, 16>;
/// Stretches of the line from + t·direction inside the tube, in order, for t in [0, length]; `line`
/// is the same line.
void find_in_tube(const Tube& tube, const Vec3& from, const Vec3& direction, const BoxLine& line,
                  double length, StretchesInTube& stretches);

bool is_in_tube(const Tube& tube, const Vec3& point);

/// Distance to the tube's surface, negative inside; `on_path` is the nearest point of its path.
double tube_distance(const Tube& tube, const Vec3& point, Vec3& on_path);

}  // namespace dryrun::anatomy
