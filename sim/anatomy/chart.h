// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The chart of the back: coordinates in which its sheets of muscle are flat and thin.
//
// The reference surface is a plate that is flat near the midline, rolls off sideways with one
// radius, and is bent along the spine as the kyphosis is: a circle in the sagittal plane through
// the tips of the spinous processes. u is the arc length round the trunk from the midline (positive
// to the patient's left), v the arc length up the spine, h the height along the outward normal, all
// on the reference surface in millimetres. The three are orthogonal everywhere, lines of constant u
// and v are straight and normal to the surface, and both directions of the map are closed formulae.
// Limits: the chart folds at the axis of the roll-off, kDeepest below the surface.
#pragma once

#include "core/vec3.h"

namespace dryrun::anatomy {

struct ChartPoint {
    double u = 0.0;
    double v = 0.0;
    double h = 0.0;
};

/// Unit vectors along the coordinates, and how many millimetres one of u and of v is there.
struct ChartAxes {
    Vec3 along_u;
    Vec3 along_v;
    Vec3 outward;
    double scale_u = 1.0;
    double scale_v = 1.0;
};

class Chart {
  public:
    Chart() = default;
    /// The sagittal circle through three points of the midline, from above down; `scale` is the
    /// body's size over that of a stature of 1750 mm.
    Chart(const Vec3& upper, const Vec3& middle, const Vec3& lower, double scale);

    ChartPoint to_chart(const Vec3& point) const;
    Vec3 from_chart(const ChartPoint& point) const;
    ChartAxes axes(const ChartPoint& point) const;

    /// Below this height the chart is not to be asked.
    double deepest() const { return -0.85 * roll_radius_; }

  private:
    double centre_y_ = 0.0;  ///< of the sagittal circle
    double centre_z_ = 0.0;
    double bend_radius_ = 1.0;
    double flat_half_width_ = 60.0;
    double roll_radius_ = 130.0;
};

}  // namespace dryrun::anatomy
