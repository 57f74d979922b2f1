// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Draws a scene: opaque meshes, bars, transparent layers from the deepest outwards, then what lies
// flat on the picture. The same code draws off-screen and into a window.
#pragma once

#include <filesystem>
#include <optional>

#include "core/result.h"
#include "render/camera.h"
#include "render/image.h"
#include "render/program.h"
#include "render/scene.h"

namespace dryrun::render {

/// Fast: fluent on a software rasteriser at 1280×800 with 150k triangles.
/// Fine: surface detail and darkening of hollows, for pictures and graphics cards.
enum class Quality { Fast, Fine };

/// A framebuffer of its own. Width and height from 16 to 8192.
class OffscreenTarget {
  public:
    static Result<OffscreenTarget> create(int width, int height, int samples);
    Viewport viewport() const { return {0, 0, width_, height_}; }
    void bind() const;
    Image read() const;

  private:
    int width_ = 0;
    int height_ = 0;
    Framebuffer drawn_;
    Renderbuffer color_;
    Renderbuffer depth_;
    Framebuffer resolved_;
    Renderbuffer resolved_color_;
};

class Renderer {
  public:
    /// Needs a current context.
    static Result<Renderer> create(const std::filesystem::path& shaders);

    /// Clears the viewport of the bound framebuffer and draws the scene into it.
    void draw(const Scene& scene, const Camera& camera, const Viewport& viewport, Quality quality);
    void draw_overlay(const Overlay& overlay, const Viewport& viewport);

  private:
    Renderer() = default;
    void draw_meshes(const Scene& scene, const Camera& camera, const Viewport& viewport,
                     Quality quality, bool transparent);
    void draw_hidden_meshes(const Scene& scene, const Camera& camera, const Viewport& viewport,
                            Quality quality);
    void draw_bars(const Scene& scene, const Camera& camera, const Viewport& viewport,
                   bool hidden_part);
    void darken_hollows(const Camera& camera, const Viewport& viewport);

    // Opaque surfaces have programs of their own: a shader that may leave pixels out keeps the
    // card from testing depth first.
    std::optional<Program> opaque_fast_;
    std::optional<Program> opaque_fine_;
    std::optional<Program> see_through_fast_;
    std::optional<Program> see_through_fine_;
    std::optional<Program> depth_only_;
    std::optional<Program> bar_;
    std::optional<Program> background_;
    std::optional<Program> hollows_;
    std::optional<Program> flat_box_;
    std::optional<Program> flat_picture_;
    VertexArray empty_array_;
    VertexArray bar_array_;
    Buffer bar_buffer_;
    VertexArray box_array_;
    Buffer box_buffer_;
    // A copy of the depth of what is drawn, of the size last needed.
    Framebuffer depth_copy_;
    Texture depth_copy_texture_;
    int depth_copy_width_ = 0;
    int depth_copy_height_ = 0;
};

}  // namespace dryrun::render
