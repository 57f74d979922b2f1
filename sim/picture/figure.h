// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The rest of the person, for pictures only: head, neck, front, arms and legs as a plain dummy that
// hangs on the skeleton and stays under the modelled skin. Nothing is asked of it: no probe, needle
// or finger meets it, and no measure knows of it. Its proportions are those of an average adult
// (segment lengths as shares of stature after Drillis and Contini 1966; girths assumed).
#pragma once

#include "anatomy/atlas.h"
#include "geometry/mesh.h"

namespace dryrun::picture {

/// A closed surface with normals, hung on the atlas's own meshes of that detail.
Mesh figure_mesh(const anatomy::Atlas& atlas, anatomy::Detail detail);

}  // namespace dryrun::picture
