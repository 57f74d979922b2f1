// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The way of a straight needle down the z axis through layers: pieces of its shaft, and how far
// each gives way to loads on the others. The mesh reaches down to the wire itself, so that nothing
// has to be corrected for its thinness. Small strains. mm, N.
#pragma once

#include "core/result.h"
#include "lab/answer.h"
#include "lab/layers.h"
#include "tissue/site.h"

namespace dryrun::lab {

struct NeedleTrack {
    tissue::Track track;
    MeshSize size;
};

/// To `depth`, for a wire of that diameter. Errors: the mesh cannot be solved.
Result<NeedleTrack> track_through(const Layers& layers, double depth, double diameter);

/// In tissue that does not give way.
NeedleTrack rigid_track(double depth);

}  // namespace dryrun::lab
