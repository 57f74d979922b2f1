// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A cut through the body: every pixel asks the atlas what is there, as a probe would.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "anatomy/atlas.h"
#include "render/camera.h"
#include "render/image.h"
#include "render/scene.h"

namespace dryrun::picture {

/// One structure in the section: its area, and the pixel of it nearest to its middle.
struct SectionPart {
    anatomy::StructureId structure{};
    int pixels = 0;
    int x = 0;
    int y = 0;
};

struct SectionImage {
    render::Image image;
    std::vector<SectionPart> parts;
    /// The tissues that are in it, for the legend, from the skin inwards.
    std::vector<std::pair<std::string, render::Color>> legend;
};
/// `camera` is orthographic and looks along the plane's normal; the plane goes through its target.
SectionImage draw_section(const anatomy::Atlas& atlas, const render::Camera& camera,
                          const render::Viewport& viewport);

/// The view height and the middle of what the plane cuts of the body, so that it fills the
/// picture; the camera is left as it is where it cuts nothing.
void frame_section(const anatomy::Atlas& atlas, const Vec3& low, const Vec3& high,
                   const render::Viewport& viewport, render::Camera& camera);

}  // namespace dryrun::picture
