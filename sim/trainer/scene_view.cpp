// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "trainer/scene_view.h"

#include <cmath>
#include <utility>

#include "core/deterministic_math.h"
#include "picture/annotations.h"
#include "picture/views.h"
#include "render/context.h"

namespace dryrun::trainer {
namespace {

constexpr double kCloseView = 150.0;
constexpr double kPickReach = 4000.0;
constexpr double kSkinMovedEvery = 0.07;  // seconds; each costs a solve and an upload

// Without a graphics card every pixel is paid for by the processor that also simulates.
render::Quality quality_for_this_machine() {
    const std::string name = render::renderer_name();
    const bool is_software = name.find("llvmpipe") != std::string::npos ||
                             name.find("softpipe") != std::string::npos ||
                             name.find("swrast") != std::string::npos;
    return is_software ? render::Quality::Fast : render::Quality::Fine;
}

void add_ring(render::Scene& scene, const anatomy::SkinPoint& at) {
    constexpr int kPieces = 24;
    constexpr double kRadius = 7.0;
    const auto point = [&](int i) {
        const double turn = 2.0 * det::kPi * i / kPieces;
        return at.point + at.normal * 0.6 +
               (at.medial * std::cos(turn) + at.caudal * std::sin(turn)) * kRadius;
    };
    for (int i = 0; i < kPieces; ++i) {
        render::Bar bar;
        bar.from = point(i);
        bar.to = point(i + 1);
        bar.radius = 0.25;
        bar.least_px = 1.5;
        bar.color = {0.95f, 0.97f, 1.0f, 0.8f};
        scene.bars.push_back(bar);
    }
}

}  // namespace

Result<SceneView> SceneView::create(const anatomy::Atlas& atlas) {
    auto renderer = render::Renderer::create(render::shaders_folder());
    if (!renderer) return renderer.error();
    return SceneView(*std::move(renderer), atlas);
}

SceneView::SceneView(render::Renderer renderer, const anatomy::Atlas& atlas)
    : renderer_(std::move(renderer)),
      body_(atlas, quality_for_this_machine() == render::Quality::Fine ? anatomy::Detail::Fine
                                                                       : anatomy::Detail::Middle),
      field_(picture::working_field(atlas)),
      quality_(quality_for_this_machine()) {}

void SceneView::move_camera(const gui::InputFrame& input, const render::Viewport& viewport) {
    using gui::Button;
    const double dx = input.pointer_dx;
    const double dy = input.pointer_dy;
    const bool pans = input.is_held(Button::Middle) ||
                      (input.is_held(Button::Left) && input.is_down(gui::Key::Shift));
    if (pans) {
        render::pan(camera_, viewport, dx, dy);
    } else if (input.is_held(Button::Left)) {
        render::rotate(camera_, viewport, dx, dy);
    } else if (input.is_held(Button::Right)) {
        render::zoom_by_drag(camera_, viewport, dy);
    }
    if (input.wheel != 0.0) render::zoom_by_wheel(camera_, input.wheel);
}

void SceneView::look_from_behind(const render::Viewport& viewport) {
    camera_ = picture::camera_of(picture::View::Posterior, field_.low, field_.high, viewport);
    camera_.depth_reach = distance(body_.low(), body_.high()) + 50.0;
    has_framed_ = true;
}

void SceneView::look_close(const anatomy::SkinPoint& at) {
    camera_.target = at.point;
    camera_.forward = -at.normal;
    camera_.up = -at.caudal;
    camera_.view_height = kCloseView;
}

void SceneView::look_from_head(const anatomy::SkinPoint& at) {
    camera_.target = at.point;
    camera_.forward = at.caudal;
    camera_.up = at.normal;
    camera_.view_height = kCloseView;
}

void SceneView::look_from_side(const anatomy::SkinPoint& at) {
    camera_.target = at.point;
    camera_.forward = at.medial;
    camera_.up = at.normal;
    camera_.view_height = kCloseView;
}

void SceneView::pick(const anatomy::Atlas& atlas, const gui::InputFrame& input,
                     const render::Viewport& viewport, int window_height) {
    under_pointer_.reset();
    const double top = window_height - viewport.y - viewport.height;
    const double x = input.pointer_x - viewport.x;
    const double y = input.pointer_y - top;
    const bool is_inside = x >= 0 && y >= 0 && x < viewport.width && y < viewport.height;
    if (!is_inside || input.panel_has_pointer) return;
    const render::Ray ray = render::ray_through(camera_, viewport, x, y);
    under_pointer_ = atlas.skin_hit(ray.origin, ray.direction, kPickReach);
}

void SceneView::draw(const session::Snapshot& moment, const picture::SceneLook& look,
                     const render::Viewport& viewport, bool shows_pointer_ring, double seconds) {
    if (!has_framed_) look_from_behind(viewport);
    since_skin_moved_ += seconds;
    const bool moves_skin = since_skin_moved_ > kSkinMovedEvery;
    if (moves_skin) since_skin_moved_ = 0.0;
    body_.set_moment(&moment, moves_skin);
    render::Scene scene = body_.scene(look, camera_.forward);
    if (shows_pointer_ring && under_pointer_) add_ring(scene, *under_pointer_);
    renderer_.draw(scene, camera_, viewport, quality_);
    render::Overlay overlay;
    picture::add_orientation(overlay, camera_, viewport);
    picture::add_scale_bar(overlay, camera_, viewport);
    renderer_.draw_overlay(overlay, viewport);
}

}  // namespace dryrun::trainer
