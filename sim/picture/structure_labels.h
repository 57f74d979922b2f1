// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Names of the muscles and bones that a picture shows, each at a place where it is to be seen. Of a
// pair the right one is named.
#pragma once

#include <vector>

#include "anatomy/atlas.h"
#include "picture/annotations.h"
#include "picture/body_scene.h"
#include "picture/section.h"
#include "render/camera.h"

namespace dryrun::picture {

/// Seen from behind, or obliquely; what hides behind another shown structure has no name.
std::vector<Label> labels_of_view(const anatomy::Atlas& atlas, const SceneLook& look,
                                  const render::Camera& camera);

/// Of what the section cuts in areas large enough to point at.
std::vector<Label> labels_of_section(const anatomy::Atlas& atlas, const SectionImage& section,
                                     const render::Camera& camera,
                                     const render::Viewport& viewport);

}  // namespace dryrun::picture
