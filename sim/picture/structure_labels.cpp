// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "picture/structure_labels.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace dryrun::picture {
namespace {

using anatomy::Tissue;

bool is_left(const anatomy::Structure& structure) {
    return structure.name.ends_with(".left");
}

bool is_named(const anatomy::Structure& structure) {
    if (is_left(structure)) return false;
    switch (structure.tissue) {
        case Tissue::Muscle:
        case Tissue::Tendon:
        case Tissue::Pleura:
        case Tissue::Kidney:
            return true;
        case Tissue::Nerve:
        case Tissue::Vessel:
            // One of each between two ribs is enough.
            return structure.name.find("intercostal") == std::string::npos ||
                   structure.name.find("intercostal.8.") != std::string::npos;
        case Tissue::Fascia:
            return structure.name != "fascia";
        case Tissue::Bone:
            // Spinous processes have names of their own; every second rib is enough.
            if (structure.name.starts_with("vertebra")) return false;
            if (structure.name.starts_with("rib."))
                return (structure.name[4] - '0') % 2 == 1 && structure.name[5] == '.';
            return true;
        default:
            return false;
    }
}

bool is_solid(const SceneLook& look, const anatomy::Structure& structure) {
    const LayerLook& layer = look.of(layer_of(structure));
    return layer.is_shown && layer.opacity * opacity_of(structure.tissue) > 0.5;
}

struct Seen {
    anatomy::StructureId structure{};
    Vec3 at;
};
// What of the shown structures the eye meets first behind a point of the picture, and where.
std::optional<Seen> seen_at(const anatomy::Atlas& atlas, const SceneLook& look, const Vec3& point,
                            const Vec3& forward) {
    constexpr double kBefore = 300.0;
    constexpr double kReach = 420.0;
    const auto line = atlas.layers_along(point - forward * kBefore, forward, kReach);
    if (!line) return std::nullopt;
    for (const anatomy::LayerSpan& span : line->spans) {
        if (!is_solid(look, atlas.structure(span.structure))) continue;
        return Seen{span.structure, line->entry + forward * span.enter};
    }
    return std::nullopt;
}

Vec3 middle_of(const std::vector<Vec3>& points) {
    Vec3 sum;
    for (const Vec3& point : points) sum += point;
    return sum / static_cast<double>(points.size());
}

// The one next to the middle of them that is the structure's own by every question: where a sheet
// thins out beyond its outline a line still finds a last of it.
Vec3 best_of(const anatomy::Atlas& atlas, anatomy::StructureId structure,
             std::vector<Vec3> points) {
    constexpr double kOwn = 0.5;
    const Vec3 middle = middle_of(points);
    std::sort(points.begin(), points.end(), [&](const Vec3& a, const Vec3& b) {
        return distance(a, middle) < distance(b, middle);
    });
    const auto is_wanted = [&](const anatomy::Structure& each) {
        return each.name == atlas.structure(structure).name;
    };
    const auto own = std::find_if(points.begin(), points.end(), [&](const Vec3& point) {
        return atlas.nearest(point, kOwn, is_wanted).has_value();
    });
    return own == points.end() ? points.front() : *own;
}

}  // namespace

std::vector<Label> labels_of_view(const anatomy::Atlas& atlas, const SceneLook& look,
                                  const render::Camera& camera) {
    constexpr std::size_t kTries = 60;
    constexpr std::size_t kFewest = 3;  // a glimpse of it is not worth a name
    std::vector<Label> labels;
    for (std::size_t i = 0; i < atlas.structures().size(); ++i) {
        const auto id = static_cast<anatomy::StructureId>(i);
        const anatomy::Structure& structure = atlas.structure(id);
        if (!is_named(structure) || !is_solid(look, structure)) continue;
        const Mesh* mesh = atlas.mesh(id, anatomy::Detail::Coarse);
        if (mesh == nullptr) continue;
        std::vector<Vec3> seen;
        const std::size_t step = std::max<std::size_t>(mesh->points.size() / kTries, 1);
        for (std::size_t p = 0; p < mesh->points.size(); p += step) {
            const auto first = seen_at(atlas, look, mesh->points[p], camera.forward);
            if (first && first->structure == id) seen.push_back(first->at);
        }
        if (seen.size() < kFewest) continue;
        labels.push_back({label_of_structure(structure.name), best_of(atlas, id, std::move(seen))});
    }
    return labels;
}

std::vector<Label> labels_of_section(const anatomy::Atlas& atlas, const SectionImage& section,
                                     const render::Camera& camera,
                                     const render::Viewport& viewport) {
    const double size = render::pixel_size(camera, viewport);
    const double least_area = 2.5e-4 * viewport.width * viewport.height;
    std::vector<Label> labels;
    for (const SectionPart& part : section.parts) {
        const anatomy::Structure& structure = atlas.structure(part.structure);
        if (part.pixels < least_area || structure.name == "beyond") continue;
        if (structure.tissue == Tissue::Other) continue;
        const auto twin =
            std::find_if(section.parts.begin(), section.parts.end(), [&](const SectionPart& other) {
                const std::string& name = atlas.structure(other.structure).name;
                return is_left(structure) && name.ends_with(".right") &&
                       name.substr(0, name.size() - 6) ==
                           structure.name.substr(0, structure.name.size() - 5);
            });
        if (twin != section.parts.end()) continue;
        const Vec3 at = camera.target +
                        render::right_of(camera) * (size * (part.x - 0.5 * viewport.width)) -
                        camera.up * (size * (part.y - 0.5 * viewport.height));
        labels.push_back({label_of_structure(structure.name), at});
    }
    return labels;
}

}  // namespace dryrun::picture
