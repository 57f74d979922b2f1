// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What is written on a picture: caption, scale, orientation, names with leader lines, legend.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "anatomy/atlas.h"
#include "render/camera.h"
#include "render/scene.h"

namespace dryrun::picture {

/// Height of a capital letter for a picture of this height.
float text_height(const render::Viewport& viewport);

/// A strip along the lower edge: what is seen on the left, the disclaimer on the right.
void add_caption(render::Overlay& overlay, const render::Viewport& viewport,
                 const std::string& text);
/// A bar of a round length that holds at the depth of the camera's target.
void add_scale_bar(render::Overlay& overlay, const render::Camera& camera,
                   const render::Viewport& viewport);
/// R, L, cranial, caudal, anterior, posterior at the middle of the edges.
void add_orientation(render::Overlay& overlay, const render::Camera& camera,
                     const render::Viewport& viewport);

struct Label {
    std::string text;
    Vec3 at;
};
/// Names in columns at the sides, joined to their places by thin lines.
void add_labels(render::Overlay& overlay, const render::Camera& camera,
                const render::Viewport& viewport, const std::vector<Label>& labels);
/// "T7 spinous process" for "spinous.T7"; empty for landmarks a picture does not name.
std::string label_of_landmark(const std::string& landmark);
/// "rhomboid major" for "muscle.rhomboid_major.right".
std::string label_of_structure(const std::string& structure);

/// Coloured squares with names, at the upper left.
void add_legend(render::Overlay& overlay, const render::Viewport& viewport,
                const std::vector<std::pair<std::string, render::Color>>& rows);

}  // namespace dryrun::picture
