// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Height fields over the right half of the chart, and what is done to them: blurring and
// widening. Columns go from the side to the midline, which is the last column: there a field is
// even; at the other edges it ends level.
#pragma once

#include <vector>

#include "anatomy/height_stack.h"

namespace dryrun::anatomy {

inline constexpr float kNoHeight = -1e9F;

/// A field blurred with a standard deviation of about `radius` millimetres.
HeightField smoothed(const HeightField& field, const ChartGrid& half, double radius);
/// The same for the nodes of a window alone, of `from`, into `field`; its other nodes hold nothing
/// that makes sense. `scratch` is room for the work.
void smooth_within(const HeightField& from, const ChartGrid& half, double radius,
                   const NodeWindow& window, HeightField& field, HeightField& scratch);

/// From how far, in nodes, smoothing takes what it makes.
int smoothing_reach(double radius, const ChartGrid& half);

/// The highest (`sign` 1) or lowest (−1) known height within an ellipse about each node.
HeightField extreme(const HeightField& field, const ChartGrid& half, double radius_u,
                    double radius_v, float sign);
/// The same for the nodes of a window alone, of `from`, into `field`; its other nodes hold nothing
/// that makes sense.
void extreme_within(const HeightField& from, const ChartGrid& half, double radius_u,
                    double radius_v, float sign, const NodeWindow& window, HeightField& field);

/// The highest of each node and the eight round it.
HeightField widened(const HeightField& field, const ChartGrid& half);

}  // namespace dryrun::anatomy
