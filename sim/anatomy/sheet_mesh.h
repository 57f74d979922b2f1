// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// One sheet of the stack as a closed mesh on the right side: its points lie in rows along its
// fibres, and where the region ends it is cut through, with a wall across the cut.
#pragma once

#include "anatomy/model.h"
#include "geometry/mesh.h"

namespace dryrun::anatomy {

struct SheetFineness {
    double along = 9.6;   ///< its fibres
    double across = 7.0;  ///< them
    int most = 26;        ///< rows or columns
};

/// Of the layer under `surface`, which has a footprint. Empty where none of it is in the region.
Mesh sheet_mesh(const BackModel& model, int surface, const SheetFineness& fineness);

}  // namespace dryrun::anatomy
