// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
#include "tissue/layered_body.h"

namespace dryrun::tissue {
namespace {

// A line crosses the plane y = 0 where it enters; after it, depth is path times the cosine.
std::optional<double> path_to_skin(const Vec3& from, const Vec3& direction, double length) {
    if (!(direction.y < -1e-6)) return {};
    const double path = -from.y / direction.y;
    if (path > length) return {};
    return path;
}

anatomy::SkinPoint skin_of_plane(const Vec3& at) {
    return {at, {0.0, 1.0, 0.0}, {at.x > 0.0 ? -1.0 : 1.0, 0.0, 0.0}, {0.0, 0.0, -1.0}};
}

}  // namespace

LayeredBody body_of(std::shared_ptr<const anatomy::Atlas> atlas) {
    LayeredBody body;
    body.structures = atlas->structures();
    body.skin_hit = [atlas](const Vec3& from, const Vec3& direction, double length) {
        return atlas->skin_hit(from, direction, length);
    };
    body.layers_along = [atlas](const Vec3& from, const Vec3& direction, double length) {
        return atlas->layers_along(from, direction, length);
    };
    body.skin_at = [atlas](const Vec3& point) { return atlas->skin_at(point); };
    body.at = [atlas](const Vec3& point) { return atlas->at(point); };
    body.fibre_direction = [atlas](anatomy::StructureId muscle, const Vec3& point) {
        return atlas->fibre_direction(muscle, point);
    };
    return body;
}

LayeredBody flat_body(std::vector<FlatLayer> layers) {
    LayeredBody body;
    for (const FlatLayer& layer : layers)
        body.structures.push_back({layer.name, layer.tissue, false});
    body.skin_hit = [](const Vec3& from, const Vec3& direction,
                       double length) -> std::optional<anatomy::SkinPoint> {
        const auto path = path_to_skin(from, direction, length);
        if (!path || *path < 0.0) return {};
        return skin_of_plane(from + direction * *path);
    };
    body.layers_along = [layers](const Vec3& from, const Vec3& direction,
                                 double length) -> std::optional<anatomy::LayersAlongLine> {
        const auto path = path_to_skin(from, direction, length);
        if (!path) return {};
        anatomy::LayersAlongLine line{from + direction * *path, {0.0, 1.0, 0.0}, {}};
        double enter = 0.0;
        for (std::size_t i = 0; i < layers.size() && enter < length; ++i) {
            const double exit =
                i + 1 < layers.size() ? enter + layers[i].thickness / -direction.y : length;
            line.spans.push_back(
                {static_cast<anatomy::StructureId>(i), enter, exit < length ? exit : length});
            enter = exit;
        }
        return line;
    };
    body.skin_at = [](const Vec3& point) -> std::optional<anatomy::SkinPoint> {
        return skin_of_plane({point.x, 0.0, point.z});
    };
    body.at = [layers](const Vec3& point) -> std::optional<anatomy::StructureId> {
        if (point.y > 0.0) return {};
        std::size_t i = 0;
        double lower_face = -layers[0].thickness;
        while (i + 1 < layers.size() && point.y < lower_face) lower_face -= layers[++i].thickness;
        return static_cast<anatomy::StructureId>(i);
    };
    body.fibre_direction = [layers](anatomy::StructureId muscle,
                                    const Vec3&) -> std::optional<Vec3> {
        const FlatLayer& layer = layers[static_cast<std::size_t>(muscle)];
        if (layer.tissue != anatomy::Tissue::Muscle) return {};
        return normalised(layer.fibre);
    };
    return body;
}

}  // namespace dryrun::tissue
