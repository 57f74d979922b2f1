// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "picture/picture.h"

#include <algorithm>
#include <cmath>

#include "core/json.h"
#include "picture/annotations.h"
#include "picture/body_scene.h"
#include "picture/referral.h"
#include "picture/section.h"
#include "picture/structure_labels.h"
#include "picture/ultrasound_picture.h"
#include "picture/views.h"
#include "render/context.h"
#include "render/renderer.h"

namespace dryrun::picture {
namespace {

constexpr int kSamples = 4;

const char* words_of(View view) {
    switch (view) {
        case View::Posterior:
            return "seen from behind";
        case View::Left:
            return "seen from the patient's left";
        case View::Right:
            return "seen from the patient's right";
        case View::Oblique:
            return "seen obliquely from behind";
        case View::Section:
        case View::Ultrasound:
            break;
    }
    return "section";
}

std::string moment_words(const session::Snapshot* moment) {
    if (moment == nullptr) return {};
    const double seconds = static_cast<double>(moment->tick) / events::kTicksPerSecond;
    return ", " + fixed_text(seconds, 1) + " s";
}

std::vector<Label> landmark_labels(const anatomy::Atlas& atlas) {
    std::vector<Label> labels;
    for (const auto& [name, at] : atlas.landmarks()) {
        std::string text = label_of_landmark(name);
        if (!text.empty()) labels.push_back({std::move(text), at});
    }
    return labels;
}

// Where structures have names at the right, landmarks keep to the left and the midline.
std::vector<Label> names_in_view(const anatomy::Atlas& atlas, const SceneLook& look,
                                 const render::Camera& camera) {
    std::vector<Label> landmarks = landmark_labels(atlas);
    const bool is_from_behind = camera.forward.y < -0.5;
    std::vector<Label> structures;
    if (is_from_behind) structures = labels_of_view(atlas, look, camera);
    if (structures.empty()) return landmarks;
    std::erase_if(landmarks, [](const Label& label) { return label.at.x < -1.0; });
    landmarks.insert(landmarks.end(), structures.begin(), structures.end());
    return landmarks;
}

// Where the moment's interest lies: the needle, the last mark, else nothing.
std::optional<Vec3> point_of_interest(const session::Snapshot* moment) {
    if (moment == nullptr) return std::nullopt;
    if (moment->percepts.is_needle_in) return moment->needle.tip;
    if (!moment->percepts.marks.empty()) return moment->percepts.marks.back().on_skin;
    return std::nullopt;
}

Result<SectionPlane> plane_of(const PictureOptions& options, const anatomy::Atlas& atlas,
                              const session::Snapshot* moment) {
    if (!options.plane.empty()) return parse_plane(options.plane, atlas);
    if (const auto point = point_of_interest(moment)) {
        return axial_plane(*point, moment->percepts.is_needle_in
                                       ? "axial section at the needle's tip"
                                       : "axial section at the mark");
    }
    return parse_plane("axial:T5", atlas);
}

// Lines of the needle and, in a debrief, the hidden bands, on the section.
void add_tools_to_section(render::Overlay& overlay, const session::Snapshot& moment,
                          const render::Camera& camera, const render::Viewport& viewport,
                          bool shows_hidden) {
    const float size = text_height(viewport);
    const auto line = [&](const Vec3& from, const Vec3& to, float width,
                          const render::Color& color) {
        const auto a = render::project(camera, viewport, from);
        const auto b = render::project(camera, viewport, to);
        render::add_stroke(overlay, static_cast<float>(a.x), static_cast<float>(a.y),
                           static_cast<float>(b.x), static_cast<float>(b.y), width, color);
    };
    if (shows_hidden) {
        const double per_pixel = render::pixel_size(camera, viewport);
        for (const auto& band : moment.bands) {
            for (std::size_t i = 0; i + 1 < band.centreline.size(); ++i) {
                line(band.centreline[i], band.centreline[i + 1],
                     static_cast<float>(2.0 * band.radius / per_pixel),
                     {0.98f, 0.80f, 0.20f, 0.5f});
            }
            line(band.nodule, band.nodule,
                 static_cast<float>(2.0 * band.nodule_half_length / per_pixel),
                 {1.0f, 0.55f, 0.0f, 0.9f});
        }
    }
    const auto& shaft = moment.needle.shaft;
    if (!moment.needle_spec) return;
    for (std::size_t i = 0; i + 1 < shaft.size(); ++i) {
        line(shaft[i], shaft[i + 1], 0.55f * size, {0.0f, 0.0f, 0.0f, 0.8f});
    }
    for (std::size_t i = 0; i + 1 < shaft.size(); ++i) {
        line(shaft[i], shaft[i + 1], 0.28f * size, {1.0f, 1.0f, 1.0f, 1.0f});
    }
}

struct Canvas {
    render::OffscreenContext context;
    render::OffscreenTarget target;
    render::Renderer renderer;
};

Result<Canvas> make_canvas(Size size) {
    auto context = render::OffscreenContext::create();
    if (!context) return context.error();
    auto target = render::OffscreenTarget::create(size.width, size.height, kSamples);
    if (!target) return target.error();
    auto renderer = render::Renderer::create(render::shaders_folder());
    if (!renderer) return renderer.error();
    return Canvas{std::move(*context), std::move(*target), std::move(*renderer)};
}

// Triangles of a few pixels each.
anatomy::Detail detail_for(const render::Viewport& viewport) {
    if (viewport.height < 400) return anatomy::Detail::Coarse;
    return viewport.height < 1000 ? anatomy::Detail::Middle : anatomy::Detail::Fine;
}

void bounds_of_meshes(const anatomy::Atlas& atlas, Vec3& low, Vec3& high) {
    bool is_first = true;
    for (std::size_t i = 0; i < atlas.structures().size(); ++i) {
        const Mesh* mesh =
            atlas.mesh(static_cast<anatomy::StructureId>(i), anatomy::Detail::Coarse);
        if (mesh == nullptr) continue;
        for (const Vec3& p : mesh->points) {
            if (is_first) low = high = p;
            is_first = false;
            low = {std::min(low.x, p.x), std::min(low.y, p.y), std::min(low.z, p.z)};
            high = {std::max(high.x, p.x), std::max(high.y, p.y), std::max(high.z, p.z)};
        }
    }
}

Result<render::Image> make_section(const anatomy::Atlas& atlas, const session::Snapshot* moment,
                                   const PictureOptions& options) {
    const auto plane = plane_of(options, atlas, moment);
    if (!plane) return plane.error();
    auto canvas = make_canvas(options.size);
    if (!canvas) return canvas.error();
    const render::Viewport viewport = canvas->target.viewport();
    Vec3 low;
    Vec3 high;
    bounds_of_meshes(atlas, low, high);
    render::Camera camera = camera_of(*plane);
    frame_section(atlas, low, high, viewport, camera);
    if (const auto point = point_of_interest(moment); point && options.zoom > 1.0) {
        camera.target = *point - camera.forward * dot(*point - plane->point, camera.forward);
    }
    // Room beside the body for the names of what is in it.
    constexpr double kRoomForNames = 1.18;
    if (options.has_labels && options.zoom <= 1.0) camera.view_height *= kRoomForNames;
    camera.view_height /= options.zoom;

    SectionImage section = draw_section(atlas, camera, viewport);
    const std::vector<Label> names = options.has_labels
                                         ? labels_of_section(atlas, section, camera, viewport)
                                         : std::vector<Label>{};
    render::Overlay overlay;
    overlay.pictures.push_back({std::move(section.image), 0.0f, 0.0f,
                                static_cast<float>(viewport.width),
                                static_cast<float>(viewport.height)});
    if (moment != nullptr) {
        add_tools_to_section(overlay, *moment, camera, viewport, options.shows_hidden);
    }
    if (options.has_labels) {
        add_labels(overlay, camera, viewport, names);
    } else {
        add_legend(overlay, viewport, section.legend);
    }
    add_orientation(overlay, camera, viewport);
    add_scale_bar(overlay, camera, viewport);
    add_caption(overlay, viewport, plane->name + moment_words(moment));
    canvas->target.bind();
    canvas->renderer.draw({}, camera, viewport, render::Quality::Fast);
    canvas->renderer.draw_overlay(overlay, viewport);
    return canvas->target.read();
}

Result<render::Image> make_ultrasound(const anatomy::Atlas& atlas, const session::Snapshot* moment,
                                      const PictureOptions& options) {
    const auto plane = plane_of(options, atlas, moment);
    if (!plane) return plane.error();
    const auto probe = place_probe(atlas, *plane);
    if (!probe) return probe.error();
    auto canvas = make_canvas(options.size);
    if (!canvas) return canvas.error();
    const render::Viewport viewport = canvas->target.viewport();
    render::Overlay overlay;
    const double depth = std::clamp(kImagedDepth / options.zoom, 10.0, 120.0);
    add_ultrasound(overlay, viewport, atlas, *probe, depth, options.has_labels);
    if (moment != nullptr) add_needle_echo(overlay, viewport, *probe, depth, *moment);
    add_caption(overlay, viewport, "ultrasound, " + plane->name + moment_words(moment));
    canvas->target.bind();
    canvas->renderer.draw({}, camera_of(*plane), viewport, render::Quality::Fast);
    canvas->renderer.draw_overlay(overlay, viewport);
    return canvas->target.read();
}

Result<render::Image> make_view(const anatomy::Atlas& atlas, const session::Snapshot* moment,
                                const PictureOptions& options) {
    auto canvas = make_canvas(options.size);
    if (!canvas) return canvas.error();
    const render::Viewport viewport = canvas->target.viewport();
    BodyScene body(atlas, detail_for(viewport));
    body.set_moment(moment);
    const bool is_from_side = options.view == View::Left || options.view == View::Right;
    SceneLook look = is_from_side ? side_look() : plate_look();
    if (!options.show.empty()) look = look_of(options.show);
    look.shows_hidden = options.shows_hidden;
    // Where somebody is at work, that part of the back is shown, else all of it.
    const Box field = moment != nullptr ? working_field(atlas) : Box{body.low(), body.high()};
    render::Camera camera = camera_of(options.view, field.low, field.high, viewport);
    camera.depth_reach = distance(body.low(), body.high()) + 50.0;
    if (const auto point = point_of_interest(moment); point && options.zoom > 1.0) {
        camera.target = *point;
    }
    camera.view_height /= options.zoom;

    render::Overlay overlay;
    if (options.has_labels)
        add_labels(overlay, camera, viewport, names_in_view(atlas, look, camera));
    add_orientation(overlay, camera, viewport);
    add_scale_bar(overlay, camera, viewport);
    add_caption(overlay, viewport,
                words_of(options.view) + moment_words(moment) +
                    (options.referrals.empty() ? "" : ", referred pain"));
    render::Scene scene = body.scene(look, camera.forward);
    for (const std::string& muscle : options.referrals) {
        const Status added = add_referral(atlas, muscle, scene);
        if (!added) return added.error();
    }
    canvas->target.bind();
    canvas->renderer.draw(scene, camera, viewport, render::Quality::Fine);
    canvas->renderer.draw_overlay(overlay, viewport);
    return canvas->target.read();
}

}  // namespace

Result<render::Image> make_picture(const anatomy::Atlas& atlas, const session::Snapshot* moment,
                                   const PictureOptions& options) {
    if (!(options.zoom >= 0.1 && options.zoom <= 50.0)) {
        return Error{ErrorKind::BadInput,
                     "the zoom is 0.1 to 50, not " + number_text(options.zoom),
                     "zoom",
                     {}};
    }
    if (options.view == View::Ultrasound) return make_ultrasound(atlas, moment, options);
    if (options.view == View::Section || !options.plane.empty()) {
        return make_section(atlas, moment, options);
    }
    return make_view(atlas, moment, options);
}

}  // namespace dryrun::picture
