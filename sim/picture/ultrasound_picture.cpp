// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "picture/ultrasound_picture.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/json.h"
#include "picture/annotations.h"

namespace dryrun::picture {
namespace {

constexpr render::Color kText{0.85f, 0.88f, 0.90f, 1.0f};
constexpr render::Color kLine{0.55f, 0.75f, 0.85f, 0.7f};
constexpr render::Color kNeedle{1.0f, 1.0f, 0.95f, 0.9f};
constexpr double kSliceThickness = 2.0;  // half of it: what a beam sees beside its plane

// Where the frame lies on the picture.
struct Placement {
    float left = 0.0f;
    float top = 0.0f;
    float per_mm = 1.0f;

    float x(double across) const {
        return left + per_mm * static_cast<float>(across + 0.5 * kProbeWidth);
    }
    float y(double depth) const { return top + per_mm * static_cast<float>(depth); }
};

Placement place(const render::Viewport& viewport, double depth) {
    const float size = text_height(viewport);
    const auto width = static_cast<float>(viewport.width);
    const auto height = static_cast<float>(viewport.height);
    Placement placement;
    placement.top = 3.0f * size;
    placement.per_mm = std::min((height - placement.top - 4.0f * size) / static_cast<float>(depth),
                                0.62f * width / static_cast<float>(kProbeWidth));
    placement.left = 0.40f * width - 0.5f * placement.per_mm * static_cast<float>(kProbeWidth);
    return placement;
}

render::Image grey(const UltrasoundFrame& frame) {
    render::Image image = render::make_image(frame.columns, frame.rows);
    for (int j = 0; j < frame.rows; ++j) {
        for (int i = 0; i < frame.columns; ++i) {
            const auto value = static_cast<std::uint8_t>(std::lround(255.0f * frame.at(i, j)));
            std::uint8_t* pixel = image.pixel(i, j);
            pixel[0] = pixel[1] = pixel[2] = value;
            pixel[3] = 255;
        }
    }
    return image;
}

void add_ruler(render::Overlay& overlay, const Placement& placement, double depth, float size) {
    const float x = placement.x(0.5 * kProbeWidth) + 0.6f * size;
    for (int mm = 0; mm <= static_cast<int>(depth); mm += 5) {
        const float y = placement.y(mm);
        const bool is_long = mm % 10 == 0;
        render::add_stroke(overlay, x, y, x + (is_long ? 1.0f : 0.5f) * size, y,
                           std::max(0.12f * size, 1.0f), kText);
        if (is_long)
            render::add_text(overlay, std::to_string(mm) + (mm == 0 ? " mm" : ""), x + 1.4f * size,
                             y + 0.5f * size, size, kText);
    }
}

void add_names(render::Overlay& overlay, const Placement& placement,
               const std::vector<UltrasoundLabel>& labels, float size, float lowest) {
    const float x = placement.x(0.5 * kProbeWidth) + 7.0f * size;
    float least = placement.top + size;
    std::vector<float> rows;
    for (const UltrasoundLabel& label : labels) {
        rows.push_back(std::max(placement.y(label.depth), least));
        least = rows.back() + 1.9f * size;
    }
    float most = lowest;
    for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
        *row = std::min(*row, most);
        most = *row - 1.9f * size;
    }
    for (std::size_t i = 0; i < labels.size(); ++i) {
        render::add_stroke(overlay, placement.x(labels[i].across), placement.y(labels[i].depth),
                           x - 0.5f * size, rows[i], std::max(0.08f * size, 1.0f), kLine);
        render::add_text(overlay, label_of_structure(labels[i].text), x, rows[i] + 0.5f * size,
                         size, kText);
    }
}

const char* side_of(const Vec3& way) {
    if (std::fabs(way.z) > 0.7) return way.z > 0.0 ? "cranial" : "caudal";
    return way.x > 0.0 ? "L" : "R";
}

}  // namespace

void add_ultrasound(render::Overlay& overlay, const render::Viewport& viewport,
                    const anatomy::Atlas& atlas, const UltrasoundProbe& probe, double depth,
                    bool has_labels) {
    const Placement placement = place(viewport, depth);
    const float size = text_height(viewport);
    overlay.pictures.push_back({grey(scan(atlas, probe, depth)), placement.left, placement.top,
                                placement.per_mm * static_cast<float>(kProbeWidth),
                                placement.per_mm * static_cast<float>(depth)});
    add_ruler(overlay, placement, depth, size);
    const float line = placement.top - 0.8f * size;
    render::add_text(overlay, side_of(-probe.along), placement.left, line, size, kText);
    render::add_text(overlay, side_of(probe.along), placement.x(0.5 * kProbeWidth), line, size,
                     kText, render::Align::Right);
    render::add_text(overlay, "computed, no recording", placement.x(0.0), line, size, kText,
                     render::Align::Centre);
    if (has_labels)
        add_names(overlay, placement, ultrasound_labels(atlas, probe, depth), size,
                  static_cast<float>(viewport.height) - 5.0f * size);
}

void add_needle_echo(render::Overlay& overlay, const render::Viewport& viewport,
                     const UltrasoundProbe& probe, double depth, const session::Snapshot& moment) {
    if (!moment.needle_spec) return;
    const Placement placement = place(viewport, depth);
    const Vec3 normal = cross(probe.along, probe.into);
    const auto& shaft = moment.needle.shaft;
    for (std::size_t i = 0; i + 1 < shaft.size(); ++i) {
        const Vec3 a = shaft[i] - probe.centre;
        const Vec3 b = shaft[i + 1] - probe.centre;
        const auto is_shown = [&](const Vec3& at) {
            const double deep = dot(at, probe.into);
            return std::fabs(dot(at, normal)) < kSliceThickness && deep > 0.0 && deep < depth &&
                   std::fabs(dot(at, probe.along)) < 0.5 * kProbeWidth;
        };
        if (!is_shown(a) || !is_shown(b)) continue;
        render::add_stroke(overlay, placement.x(dot(a, probe.along)),
                           placement.y(dot(a, probe.into)), placement.x(dot(b, probe.along)),
                           placement.y(dot(b, probe.into)),
                           std::max(0.35f * placement.per_mm, 1.0f), kNeedle);
    }
}

}  // namespace dryrun::picture
