// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// How high bone stands over each node of the right half of the chart: the bones' outlines are laid
// on the chart corner by corner and their triangles filled in, so that no line need be cut with a
// mesh.
#pragma once

#include "anatomy/height_field.h"
#include "anatomy/model.h"

namespace dryrun::anatomy {

/// kNoHeight where there is none.
struct BoneColumns {
    HeightField frame;          ///< what sheets lie on, outermost; no spinous processes
    HeightField rib_inner;      ///< the deep face of the outermost rib
    HeightField scapula_inner;  ///< the costal face of the scapula
    /// Widened by a node, so that sharp points between nodes count.
    HeightField scapula_outer;
    HeightField bone_outer;  ///< whatever bone is outermost
};

BoneColumns measure_bones(const BackModel& model, const ChartGrid& half);

}  // namespace dryrun::anatomy
