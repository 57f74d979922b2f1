// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "render/renderer.h"

#include <epoxy/gl.h>

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "core/deterministic_math.h"

namespace dryrun::render {
namespace {

// One bar as shaders/bar.vert reads it.
struct BarVertex {
    float from[3];
    float to[3];
    float color[4];
    float radius;
    float least_px;
    float metal;
};
struct BoxVertex {
    float from[2];
    float to[2];
    float half_width;
    float corner;
    float color[4];
};

void instance_attribute(unsigned index, int size, std::size_t stride, std::size_t offset) {
    glEnableVertexAttribArray(index);
    glVertexAttribPointer(index, size, GL_FLOAT, GL_FALSE, static_cast<int>(stride),
                          reinterpret_cast<const void*>(offset));
    glVertexAttribDivisor(index, 1);
}

float linear(float srgb) {
    return std::pow(srgb, 2.2f);
}
void set_linear(const Program& program, const char* name, const Color& color) {
    program.set(name, linear(color.r), linear(color.g), linear(color.b), color.a);
}

bool is_transparent(const MeshItem& item) {
    return item.opacity < 0.999 || (item.cutaway && item.cutaway->opacity_inside < 0.999);
}

void set_cutaway(const Program& program, const MeshItem& item) {
    program.set("u_opacity", static_cast<float>(item.opacity));
    program.set("u_has_cutaway", item.cutaway ? 1 : 0);
    if (!item.cutaway) return;
    const Cutaway& cut = *item.cutaway;
    const Vec3 axis = normalised(cut.axis);
    const Vec3 up = normalised(cut.up - axis * dot(cut.up, axis));
    const Vec3 side = cross(up, axis);
    program.set("u_cut_centre", cut.centre);
    program.set("u_cut_side", side / std::max(cut.half_width, 1e-3));
    program.set("u_cut_up", up / std::max(cut.half_height, 1e-3));
    program.set("u_cut_opacity", static_cast<float>(cut.opacity_inside));
    program.set("u_cut_edge", static_cast<float>(std::max(cut.edge, 1e-3)));
}

void set_material(const Program& program, const Material& material) {
    set_linear(program, "u_color", material.color);
    set_linear(program, "u_groove", material.groove);
    program.set("u_fibre_strength", material.fibre_strength);
    program.set("u_fibre_period", std::max(material.fibre_period, 0.05f));
    program.set("u_tone_variation", material.tone_variation);
    program.set("u_gloss", material.gloss);
    program.set("u_softness", material.softness);
    program.set("u_rim", material.rim);
}

void set_camera(const Program& program, const Camera& camera, const Viewport& viewport) {
    program.set("u_projection_view", projection_view(camera, viewport));
    program.set("u_eye", eye_of(camera));
    program.set("u_forward", camera.forward);
    program.set("u_is_orthographic", camera.field_of_view_deg <= 0.0 ? 1 : 0);
    // The key light comes over the viewer's left shoulder.
    program.set("u_key",
                normalised(camera.up * 0.75 - right_of(camera) * 0.55 - camera.forward * 0.85));
    program.set("u_up", camera.up);
}

void draw_triangle_over_all(const VertexArray& empty) {
    glBindVertexArray(empty.name());
    glDrawArrays(GL_TRIANGLES, 0, 3);
}

}  // namespace

Result<Renderer> Renderer::create(const std::filesystem::path& shaders) {
    Renderer renderer;
    const auto load = [&](std::optional<Program>& into, const char* name,
                          const std::vector<std::string>& defines) -> Status {
        auto program = Program::load(shaders, name, defines);
        if (!program) return program.error();
        into = std::move(*program);
        return {};
    };
    for (const Status& status :
         {load(renderer.opaque_fast_, "surface", {"OPAQUE"}),
          load(renderer.opaque_fine_, "surface", {"OPAQUE", "FINE"}),
          load(renderer.see_through_fast_, "surface", {}),
          load(renderer.see_through_fine_, "surface", {"FINE"}),
          load(renderer.depth_only_, "depth", {}), load(renderer.bar_, "bar", {}),
          load(renderer.background_, "background", {}), load(renderer.hollows_, "hollows", {}),
          load(renderer.flat_box_, "flat_box", {}),
          load(renderer.flat_picture_, "flat_picture", {})}) {
        if (!status) return status.error();
    }
    renderer.empty_array_ = VertexArray::make();

    renderer.bar_array_ = VertexArray::make();
    renderer.bar_buffer_ = Buffer::make();
    glBindVertexArray(renderer.bar_array_.name());
    glBindBuffer(GL_ARRAY_BUFFER, renderer.bar_buffer_.name());
    instance_attribute(0, 3, sizeof(BarVertex), offsetof(BarVertex, from));
    instance_attribute(1, 3, sizeof(BarVertex), offsetof(BarVertex, to));
    instance_attribute(2, 4, sizeof(BarVertex), offsetof(BarVertex, color));
    instance_attribute(3, 3, sizeof(BarVertex), offsetof(BarVertex, radius));

    renderer.box_array_ = VertexArray::make();
    renderer.box_buffer_ = Buffer::make();
    glBindVertexArray(renderer.box_array_.name());
    glBindBuffer(GL_ARRAY_BUFFER, renderer.box_buffer_.name());
    instance_attribute(0, 4, sizeof(BoxVertex), offsetof(BoxVertex, from));
    instance_attribute(1, 2, sizeof(BoxVertex), offsetof(BoxVertex, half_width));
    instance_attribute(2, 4, sizeof(BoxVertex), offsetof(BoxVertex, color));
    glBindVertexArray(0);
    return renderer;
}

void Renderer::draw(const Scene& scene, const Camera& camera, const Viewport& viewport,
                    Quality quality) {
    glViewport(viewport.x, viewport.y, viewport.width, viewport.height);
    glScissor(viewport.x, viewport.y, viewport.width, viewport.height);
    glEnable(GL_SCISSOR_TEST);
    glDisable(GL_BLEND);
    glDepthMask(GL_TRUE);
    glClear(GL_DEPTH_BUFFER_BIT);
    glDisable(GL_DEPTH_TEST);
    glDisable(GL_CULL_FACE);
    background_->use();
    const Color& top = scene.background_top;
    const Color& bottom = scene.background_bottom;
    background_->set("u_top", top.r, top.g, top.b, 1.0f);
    background_->set("u_bottom", bottom.r, bottom.g, bottom.b, 1.0f);
    draw_triangle_over_all(empty_array_);

    glEnable(GL_DEPTH_TEST);
    glDepthFunc(GL_LEQUAL);
    draw_meshes(scene, camera, viewport, quality, false);
    if (quality == Quality::Fine) darken_hollows(camera, viewport);
    draw_hidden_meshes(scene, camera, viewport, quality);
    draw_bars(scene, camera, viewport, true);
    draw_bars(scene, camera, viewport, false);
    draw_meshes(scene, camera, viewport, quality, true);

    glDisable(GL_CULL_FACE);
    glDisable(GL_DEPTH_TEST);
    glDisable(GL_BLEND);
    glDisable(GL_SCISSOR_TEST);
    glBindVertexArray(0);
}

void Renderer::draw_meshes(const Scene& scene, const Camera& camera, const Viewport& viewport,
                           Quality quality, bool transparent) {
    std::vector<const MeshItem*> items;
    for (const MeshItem& item : scene.meshes) {
        if (item.mesh && item.opacity > 0.001 && is_transparent(item) == transparent) {
            items.push_back(&item);
        }
    }
    // See-through layers from the deepest; opaque ones from the outermost, which hides the rest.
    std::stable_sort(items.begin(), items.end(), [&](const auto* a, const auto* b) {
        return transparent ? a->layer < b->layer : a->layer > b->layer;
    });
    const bool is_fine = quality == Quality::Fine;
    const Program& surface = transparent ? (is_fine ? *see_through_fine_ : *see_through_fast_)
                                         : (is_fine ? *opaque_fine_ : *opaque_fast_);

    for (std::size_t first = 0; first < items.size();) {
        std::size_t last = first;
        while (last < items.size() && items[last]->layer == items[first]->layer) ++last;
        const auto for_each_item = [&](const Program& program, bool is_shaded) {
            program.use();
            set_camera(program, camera, viewport);
            for (std::size_t i = first; i < last; ++i) {
                const MeshItem& item = *items[i];
                if (item.draws_back_faces) {
                    glDisable(GL_CULL_FACE);
                } else {
                    glEnable(GL_CULL_FACE);
                }
                set_cutaway(program, item);
                if (is_shaded) set_material(program, item.material);
                item.mesh->draw();
            }
        };
        if (transparent) {
            // Depth first, so that a layer covers what is below it once, not once a fold.
            glColorMask(GL_FALSE, GL_FALSE, GL_FALSE, GL_FALSE);
            for_each_item(*depth_only_, false);
            glColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
            glEnable(GL_BLEND);
            glBlendFunc(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA);
        }
        for_each_item(surface, true);
        glDisable(GL_BLEND);
        first = last;
    }
}

// In their order, later ones over the earlier.
void Renderer::draw_hidden_meshes(const Scene& scene, const Camera& camera,
                                  const Viewport& viewport, Quality quality) {
    const Program& surface = quality == Quality::Fine ? *see_through_fine_ : *see_through_fast_;
    glEnable(GL_CULL_FACE);
    glEnable(GL_BLEND);
    glBlendFunc(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA);
    glDepthFunc(GL_GREATER);
    glDepthMask(GL_FALSE);
    surface.use();
    set_camera(surface, camera, viewport);
    for (const MeshItem& item : scene.meshes) {
        if (!item.mesh || item.hidden_opacity <= 0.0) continue;
        surface.set("u_opacity", static_cast<float>(item.hidden_opacity));
        surface.set("u_has_cutaway", 0);
        set_material(surface, item.material);
        item.mesh->draw();
    }
    glDepthFunc(GL_LEQUAL);
    glDepthMask(GL_TRUE);
    glDisable(GL_BLEND);
}

void Renderer::draw_bars(const Scene& scene, const Camera& camera, const Viewport& viewport,
                         bool hidden_part) {
    std::vector<BarVertex> bars;
    const auto f = [](double value) { return static_cast<float>(value); };
    for (const Bar& bar : scene.bars) {
        const float opacity = hidden_part ? bar.hidden_opacity : bar.color.a;
        if (opacity <= 0.0f) continue;
        bars.push_back({{f(bar.from.x), f(bar.from.y), f(bar.from.z)},
                        {f(bar.to.x), f(bar.to.y), f(bar.to.z)},
                        {bar.color.r, bar.color.g, bar.color.b, opacity},
                        f(bar.radius),
                        f(bar.least_px),
                        bar.metal});
    }
    if (bars.empty()) return;
    glDisable(GL_CULL_FACE);
    glEnable(GL_BLEND);
    glBlendFunc(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA);
    glDepthFunc(hidden_part ? GL_GREATER : GL_LEQUAL);
    glDepthMask(hidden_part ? GL_FALSE : GL_TRUE);
    bar_->use();
    set_camera(*bar_, camera, viewport);
    const bool is_flat = camera.field_of_view_deg <= 0.0;
    const double away = is_flat ? 1.0 : distance(eye_of(camera), camera.target);
    bar_->set("u_pixel_size", f(pixel_size(camera, viewport) / away));
    glBindVertexArray(bar_array_.name());
    glBindBuffer(GL_ARRAY_BUFFER, bar_buffer_.name());
    glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(bars.size() * sizeof(BarVertex)),
                 bars.data(), GL_STREAM_DRAW);
    glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, static_cast<int>(bars.size()));
    glDepthFunc(GL_LEQUAL);
    glDepthMask(GL_TRUE);
    glDisable(GL_BLEND);
}

void Renderer::darken_hollows(const Camera& camera, const Viewport& viewport) {
    int drawn = 0;
    glGetIntegerv(GL_DRAW_FRAMEBUFFER_BINDING, &drawn);
    if (depth_copy_width_ != viewport.width || depth_copy_height_ != viewport.height) {
        depth_copy_texture_ = Texture::make();
        depth_copy_ = Framebuffer::make();
        glBindTexture(GL_TEXTURE_2D, depth_copy_texture_.name());
        glTexImage2D(GL_TEXTURE_2D, 0, GL_DEPTH24_STENCIL8, viewport.width, viewport.height, 0,
                     GL_DEPTH_STENCIL, GL_UNSIGNED_INT_24_8, nullptr);
        glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
        glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
        glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
        glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
        glBindFramebuffer(GL_FRAMEBUFFER, depth_copy_.name());
        glFramebufferTexture2D(GL_FRAMEBUFFER, GL_DEPTH_STENCIL_ATTACHMENT, GL_TEXTURE_2D,
                               depth_copy_texture_.name(), 0);
        depth_copy_width_ = viewport.width;
        depth_copy_height_ = viewport.height;
    }
    glDisable(GL_SCISSOR_TEST);
    glBindFramebuffer(GL_READ_FRAMEBUFFER, static_cast<unsigned>(drawn));
    glBindFramebuffer(GL_DRAW_FRAMEBUFFER, depth_copy_.name());
    glBlitFramebuffer(viewport.x, viewport.y, viewport.x + viewport.width,
                      viewport.y + viewport.height, 0, 0, viewport.width, viewport.height,
                      GL_DEPTH_BUFFER_BIT, GL_NEAREST);
    glBindFramebuffer(GL_FRAMEBUFFER, static_cast<unsigned>(drawn));
    glEnable(GL_SCISSOR_TEST);

    glDisable(GL_DEPTH_TEST);
    glDisable(GL_CULL_FACE);
    glEnable(GL_BLEND);
    glBlendFunc(GL_DST_COLOR, GL_ZERO);  // what is drawn times what the shader says
    hollows_->use();
    glActiveTexture(GL_TEXTURE0);
    glBindTexture(GL_TEXTURE_2D, depth_copy_texture_.name());
    hollows_->set("u_depth", 0);
    hollows_->set("u_origin", static_cast<float>(viewport.x), static_cast<float>(viewport.y));
    hollows_->set("u_pixel_size", static_cast<float>(pixel_size(camera, viewport)));
    hollows_->set("u_is_orthographic", camera.field_of_view_deg <= 0.0 ? 1 : 0);
    const double away = distance(eye_of(camera), camera.target);
    hollows_->set("u_near",
                  static_cast<float>(std::max(away - camera.depth_reach, away * 0.02 + 1.0)));
    hollows_->set("u_far", static_cast<float>(away + camera.depth_reach));
    hollows_->set("u_away", static_cast<float>(away));
    draw_triangle_over_all(empty_array_);
    glDisable(GL_BLEND);
    glEnable(GL_DEPTH_TEST);
}

void Renderer::draw_overlay(const Overlay& overlay, const Viewport& viewport) {
    const auto width = static_cast<float>(viewport.width);
    const auto height = static_cast<float>(viewport.height);
    glViewport(viewport.x, viewport.y, viewport.width, viewport.height);
    glDisable(GL_DEPTH_TEST);
    glDisable(GL_CULL_FACE);
    glEnable(GL_BLEND);
    glBlendFunc(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA);

    flat_picture_->use();
    flat_picture_->set("u_view", width, height);
    flat_picture_->set("u_picture", 0);
    for (const auto& picture : overlay.pictures) {
        const Texture texture = Texture::make();
        glActiveTexture(GL_TEXTURE0);
        glBindTexture(GL_TEXTURE_2D, texture.name());
        glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
        glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, picture.image.width, picture.image.height, 0,
                     GL_RGBA, GL_UNSIGNED_BYTE, picture.image.rgba.data());
        glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
        glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
        glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
        glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
        flat_picture_->set("u_place", picture.x, picture.y, picture.width, picture.height);
        glBindVertexArray(empty_array_.name());
        glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
    }

    std::vector<BoxVertex> boxes;
    boxes.reserve(overlay.boxes.size());
    for (const FlatBox& box : overlay.boxes) {
        boxes.push_back({{box.from_x, box.from_y},
                         {box.to_x, box.to_y},
                         box.half_width,
                         box.corner,
                         {box.color.r, box.color.g, box.color.b, box.color.a}});
    }
    if (!boxes.empty()) {
        flat_box_->use();
        flat_box_->set("u_view", width, height);
        glBindVertexArray(box_array_.name());
        glBindBuffer(GL_ARRAY_BUFFER, box_buffer_.name());
        glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(boxes.size() * sizeof(BoxVertex)),
                     boxes.data(), GL_STREAM_DRAW);
        glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, static_cast<int>(boxes.size()));
    }
    glBindVertexArray(0);
    glDisable(GL_BLEND);
}

}  // namespace dryrun::render
