// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Parts of the stack as closed meshes: what of its net on the chart each holds, cut off where a
// line through the layers finds it no more and where the region ends, with a wall across the cut.
// The points of the outer face come first, then as many of the inner one.
#pragma once

#include "anatomy/chart_net.h"
#include "anatomy/model.h"
#include "geometry/mesh.h"

namespace dryrun::anatomy {

using ChartNet = std::vector<ChartLattice::Triangle>;

/// Of the layer under `surface`, which has a footprint, on the right. Empty where none of it is in
/// the region.
Mesh sheet_mesh(const BackModel& model, const ChartLattice& lattice, const ChartNet& net,
                int surface);
/// Of a deep part on the right, by its number.
Mesh deep_mesh(const BackModel& model, const ChartLattice& lattice, const ChartNet& net, int deep);
/// Of skin or fat, on both sides in one, on a net of its own.
Mesh cover_mesh(const BackModel& model, const NetFineness& fineness, int surface);

}  // namespace dryrun::anatomy
