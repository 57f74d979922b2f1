// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// How an ultrasound frame stands on a picture: square pixels, a ruler of depth, names at the side.
#pragma once

#include "picture/ultrasound.h"
#include "render/camera.h"
#include "render/scene.h"
#include "session/snapshot.h"

namespace dryrun::picture {

void add_ultrasound(render::Overlay& overlay, const render::Viewport& viewport,
                    const anatomy::Atlas& atlas, const UltrasoundProbe& probe, double depth,
                    bool has_labels);

/// The needle where it lies in the plane, within the thickness of the beam.
void add_needle_echo(render::Overlay& overlay, const render::Viewport& viewport,
                     const UltrasoundProbe& probe, double depth, const session::Snapshot& moment);

}  // namespace dryrun::picture
