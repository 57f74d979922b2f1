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

#include "anatomy/bone_columns.h"
#include "anatomy/height_field.h"
#include "anatomy/model.h"

namespace dryrun::anatomy {

struct FrameHeights {
    HeightField base;
    HeightField frame;  ///< the base before the wall of the loin sinks in front of it
    HeightField pleura_outer;
    HeightField spinous_tips;
    HeightField scapula_inner;
    HeightField scapula_outer;  ///< with its spine, kNoHeight beside it
    HeightField bone_outer;     ///< whatever bone is outermost, kNoHeight where there is none
};

/// `laid` as for measure_bones().
FrameHeights measure_frame(const BackModel& model, const ChartGrid& half,
                           const std::function<const BoneOnChart&(std::size_t bone)>& laid);

}  // namespace dryrun::anatomy
