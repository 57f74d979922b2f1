// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// One sheet of the stack as a closed mesh on the right side: what of its net on the chart it holds,
// cut off where a line through the layers finds it no more (kThinnestSheet) and where the region
// ends, with a wall across the cut.
#pragma once

#include "anatomy/chart_net.h"
#include "anatomy/model.h"
#include "geometry/mesh.h"

namespace dryrun::anatomy {

/// Of the layer under `surface`, which has a footprint. Empty where none of it is in the region.
Mesh sheet_mesh(const BackModel& model, const ChartLattice& lattice, int surface);

}  // namespace dryrun::anatomy
