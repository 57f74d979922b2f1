// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A trigger point without a body around it: 15 mm under the origin, fibres along x, skin in the
// x–z plane with its normal along +y.
#pragma once

#include "physiology/trigger_point.h"

namespace dryrun::physiology {

inline TriggerPoint example_point(PointKind kind = PointKind::Active) {
    TriggerPoint point;
    point.name = "muscle.example.right.TrP1";
    point.kind = kind;
    point.centre = {0.0, -15.0, 0.0};
    point.fibre = {1.0, 0.0, 0.0};
    point.on_skin = {0.0, 0.0, 0.0};
    point.skin_normal = {0.0, 1.0, 0.0};
    point.depth = 15.0;
    point.threshold_kPa = kind == PointKind::BandOnly ? 300.0 : 195.0;
    point.has_band = kind != PointKind::TenderOnly;
    if (point.has_band) point.band.centreline = {{-25.0, -15.0, 0.0}, {25.0, -15.0, 0.0}};
    return point;
}

}  // namespace dryrun::physiology
