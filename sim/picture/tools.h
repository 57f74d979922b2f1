// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What hands hold, as something to draw: needle, guide tube, gloved finger tips, pen marks, and
// the taut bands of a debrief. Shapes are stylised.
#pragma once

#include <vector>

#include "geometry/mesh.h"
#include "render/scene.h"
#include "session/snapshot.h"

namespace dryrun::picture {

std::vector<render::Bar> needle_bars(const session::Snapshot& moment);
std::vector<render::Bar> mark_bars(const session::Snapshot& moment);
/// The taut bands as spindles.
Mesh band_mesh(const session::Snapshot& moment);
/// The trigger points' nodules as ellipsoids.
Mesh nodule_mesh(const session::Snapshot& moment);
/// One closed mesh of all finger tips; empty when the hand is away.
Mesh finger_mesh(const session::Snapshot& moment);

render::Material glove_material();
render::Material band_material();
render::Material nodule_material();

}  // namespace dryrun::picture
