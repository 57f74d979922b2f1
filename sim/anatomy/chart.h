// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The chart of the back: coordinates in which its sheets of muscle are flat and thin.
//
// The reference surface follows the spine in the midline, from the buttocks to the upper thorax,
// and then goes on straight along the neck. Sideways it is flat near the midline and then rolls off
// with one radius, a quarter of a turn to the mid-axillary line. Above the end of the spine's line
// it folds forwards over the shoulders with another radius, which grows without limit towards the
// neck, so that the neck goes on upwards. u is the arc length round the trunk from the midline
// (positive to the patient's left), v the arc length up the spine and over the shoulder, h the
// height along a straight line that stands on the surface; all in millimetres. Both directions of
// the map are closed formulae: three folds, one after the other. The coordinates are orthogonal but
// between neck and shoulder.
//
// Limits: the chart ends at deepest(), short of the axes about which it is folded, and before a
// column has turned by 100 degrees over the shoulder.
#pragma once

#include <array>

#include "anatomy/sagittal_line.h"
#include "core/vec3.h"

namespace dryrun::anatomy {

struct ChartPoint {
    double u = 0.0;
    double v = 0.0;
    double h = 0.0;
};

/// The partial derivatives of the map. `outward` is a unit vector.
struct ChartAxes {
    Vec3 by_u;
    Vec3 by_v;
    Vec3 outward;
};

class Chart {
  public:
    Chart() = default;
    /// `midline` ends at the level where the surface begins to fold over the shoulder joints;
    /// `scale` is the body's size over that of a stature of 1750 mm.
    Chart(SagittalLine midline, double scale);

    ChartPoint to_chart(const Vec3& point) const;
    /// The same bits of two points at once, which takes less than twice the time.
    std::array<ChartPoint, 2> to_chart(const Vec3& a, const Vec3& b) const;
    Vec3 from_chart(const ChartPoint& point) const;
    ChartAxes axes(const ChartPoint& point) const;

    /// Below this height the chart is not to be asked.
    double deepest(double u, double v) const;

    const SagittalLine& midline() const { return midline_; }
    /// Where a column begins to turn over the shoulder: higher near the neck than at its end.
    double shoulder_v(double u) const;
    /// By how many radians a column at u turns forwards for each millimetre up over the shoulder.
    double shoulder_bend(double u) const;
    /// Where a column has turned by `angle_rad` over the shoulder; only where it bends.
    double v_of_turn(double u, double angle_rad) const;

  private:
    // Before and after the fold over the shoulder.
    struct Folded {
        double v = 0.0;
        double h = 0.0;
    };
    /// Where no column has begun to turn.
    bool is_below_shoulders(double v) const { return v <= midline_.length(); }
    Folded fold(double u, double v, double h) const;
    Folded unfold(double u, double v, double h) const;

    SagittalLine midline_;
    double scale_ = 1.0;
    double flat_half_width_ = 60.0;
    double roll_radius_ = 130.0;
    double shoulder_radius_ = 95.0;
};

}  // namespace dryrun::anatomy
