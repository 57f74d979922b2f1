// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Heights of the bones over the chart, and the taut surfaces that lie on them: the base of the
// stack (over ribs, transverse processes and laminae, with the intercostal gaps spanned), the
// pleura (under the ribs), the level of the spinous tips, and the faces of the scapula.
//
// Everything is built for the right half, columns from the side to the midline, which is the last
// column; left is its mirror.
#pragma once

#include <vector>

#include "anatomy/model.h"

namespace dryrun::anatomy {

using HeightField = std::vector<double>;  ///< one value a node of the half grid

inline constexpr double kNoHeight = -1e9;

struct FrameHeights {
    HeightField base;
    HeightField pleura_outer;
    HeightField spinous_tips;
    HeightField scapula_inner;
    HeightField scapula_outer;  ///< with its spine, kNoHeight beside it
    HeightField shoulder;       ///< the same, going on beyond it
    HeightField bone_outer;     ///< whatever bone is outermost, kNoHeight where there is none
};

FrameHeights measure_frame(const BackModel& model, const ChartGrid& half);

/// A field blurred with a standard deviation of about `radius` millimetres.
HeightField smoothed(HeightField field, const ChartGrid& half, double radius);

/// The highest (`sign` 1) or lowest (−1) known height within an ellipse about each node.
HeightField extreme(const HeightField& field, const ChartGrid& half, double radius_u,
                    double radius_v, double sign);

}  // namespace dryrun::anatomy
