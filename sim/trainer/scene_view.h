// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The 3D view: the patient on the table, the tools, the camera, and what the pointer is on.
#pragma once

#include <optional>

#include "anatomy/atlas.h"
#include "geometry/box.h"
#include "gui/input.h"
#include "picture/body_scene.h"
#include "render/camera.h"
#include "render/renderer.h"
#include "session/snapshot.h"
#include "trainer/play.h"

namespace dryrun::trainer {

class SceneView {
  public:
    static Result<SceneView> create(const anatomy::Atlas& atlas);

    /// Turns the camera with what the mouse did, where it is the camera's.
    void move_camera(const gui::InputFrame& input, const render::Viewport& viewport);
    /// Views by key: from behind, close at `at`, from the head, from the side.
    void look_from_behind(const render::Viewport& viewport);
    void look_close(const anatomy::SkinPoint& at);
    void look_from_head(const anatomy::SkinPoint& at);
    void look_from_side(const anatomy::SkinPoint& at);

    /// The skin under the pointer.
    void pick(const anatomy::Atlas& atlas, const gui::InputFrame& input,
              const render::Viewport& viewport, int window_height);
    const std::optional<anatomy::SkinPoint>& under_pointer() const { return under_pointer_; }

    void draw(const session::Snapshot& moment, const picture::SceneLook& look,
              const render::Viewport& viewport, bool shows_pointer_ring, double seconds);
    bool is_software_rendered() const { return quality_ == render::Quality::Fast; }

  private:
    SceneView(render::Renderer renderer, const anatomy::Atlas& atlas);

    render::Renderer renderer_;
    picture::BodyScene body_;
    Box field_;
    render::Camera camera_;
    render::Quality quality_;
    std::optional<anatomy::SkinPoint> under_pointer_;
    double since_skin_moved_ = 1.0;
    bool has_framed_ = false;
};

}  // namespace dryrun::trainer
