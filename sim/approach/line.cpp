// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "approach/line.h"

#include <algorithm>
#include <cmath>

#include "core/deterministic_math.h"

namespace dryrun::approach {
namespace {

using anatomy::Tissue;

// Just outside the skin: farther out a line over a hollow may start behind the next ridge.
constexpr double kOutside = 2.0;

bool is_lung_side(Tissue tissue) {
    return tissue == Tissue::Pleura || tissue == Tissue::Lung;
}

}  // namespace

std::optional<anatomy::SkinPoint> skin_above(const anatomy::Atlas& atlas, const Vec3& point) {
    auto skin = atlas.skin_at(point);
    // The chart's own direction may lean from the normal; half a step towards the foot each time
    // settles on curved skin too.
    constexpr int kSteps = 24;
    for (int step = 0; skin && step < kSteps; ++step) {
        const double depth = dot(skin->point - point, skin->normal);
        const auto next = atlas.skin_at(lerp(skin->point, point + skin->normal * depth, 0.5));
        if (!next) break;
        skin = next;
    }
    return skin;
}

bool must_never_be_entered(const anatomy::Structure& structure) {
    switch (structure.tissue) {
        case Tissue::Pleura:
        case Tissue::Lung:
        case Tissue::Kidney:
        case Tissue::Peritoneum:
        case Tissue::Canal:
            return true;
        case Tissue::Vessel:
            return structure.name.starts_with("vessel.vertebral.");
        default:
            return false;
    }
}

Ahead ahead_in(const std::vector<anatomy::LayerSpan>& spans,
               const std::vector<anatomy::Structure>& structures, double start, double reach) {
    Ahead ahead;
    for (const anatomy::LayerSpan& span : spans) {
        if (span.exit <= start) continue;
        const double travel = std::max(0.0, span.enter - start);
        if (travel > reach) break;
        const auto& structure = structures[static_cast<std::size_t>(span.structure)];
        if (structure.tissue == Tissue::Bone) {
            ahead.bone = travel;
            break;  // what lies behind is shielded
        }
        if (must_never_be_entered(structure) && !ahead.hazard) {
            ahead.hazard = travel;
            ahead.hazard_structure = span.structure;
        }
        if (is_lung_side(structure.tissue) && !ahead.pleura) ahead.pleura = travel;
    }
    return ahead;
}

Ahead look_ahead(const anatomy::Atlas& atlas, const Vec3& point, const Vec3& direction, double path,
                 double reach) {
    // From inside the atlas itself goes back to the skin. A line of the cone around the needle's
    // may have come a longer way than the needle.
    const Vec3 from = path > kOutside ? point : point - direction * kOutside;
    const auto layers = atlas.layers_along(from, direction, 2.0 * (path + kOutside) + reach);
    if (!layers) return {};
    const double start = dot(point - layers->entry, direction);
    return ahead_in(layers->spans, atlas.structures(), start, reach);
}

namespace {

// What lies on a straight piece of the resting body, from `from` to `length` ahead of it, told from
// `from`.
std::vector<anatomy::LayerSpan> spans_between(const anatomy::Atlas& atlas, const Vec3& from,
                                              const Vec3& direction, double length) {
    constexpr double kUsuallyBehind = 40.0;
    const Vec3 before = from - direction * kOutside;
    auto layers = atlas.layers_along(before, direction, length + kUsuallyBehind);
    if (!layers) return {};
    const double start = dot(from - layers->entry, direction);
    if (start > kUsuallyBehind) {
        layers = atlas.layers_along(before, direction, length + start);
        if (!layers) return {};
    }
    std::vector<anatomy::LayerSpan> spans;
    for (const anatomy::LayerSpan& span : layers->spans) {
        const double enter = std::max(span.enter - start, 0.0);
        const double exit = std::min(span.exit - start, length);
        if (exit > enter) spans.push_back({span.structure, enter, exit});
    }
    return spans;
}

}  // namespace

Ahead look_ahead(const anatomy::Atlas& atlas, const BentLine& line, double reach) {
    std::vector<anatomy::LayerSpan> spans;
    for (std::size_t i = 0; i < line.travel.size() && line.travel[i] < reach; ++i) {
        const bool is_last = i + 1 == line.travel.size();
        const double travel =
            is_last ? reach - line.travel[i] : line.travel[i + 1] - line.travel[i];
        const Vec3 way = is_last ? line.direction * travel : line.at_rest[i + 1] - line.at_rest[i];
        const double far = length(way);
        if (far < 1e-6) continue;
        // Pressed tissue is shorter in space than at rest.
        const double scale = travel / far;
        for (const anatomy::LayerSpan& span :
             spans_between(atlas, line.at_rest[i], way / far, far)) {
            spans.push_back({span.structure, line.travel[i] + scale * span.enter,
                             line.travel[i] + scale * span.exit});
        }
    }
    return ahead_in(spans, atlas.structures(), 0.0, reach);
}

Tilt tilt_of(const anatomy::SkinPoint& skin, const Vec3& direction) {
    const double inward = -dot(direction, skin.normal);
    return {det::degrees(det::acos(inward)),
            det::degrees(det::atan2(dot(direction, skin.medial), std::max(inward, 1e-6))),
            det::degrees(det::atan2(dot(direction, skin.caudal), std::max(inward, 1e-6)))};
}

Vec3 direction_of(const anatomy::SkinPoint& skin, const Tilt& tilt) {
    const auto component = [](double angle_deg) {
        return det::tan(det::radians(det::clamp(angle_deg, -85.0, 85.0)));
    };
    const Vec3 aside =
        skin.medial * component(tilt.medial_deg) + skin.caudal * component(tilt.caudal_deg);
    const double angle = det::radians(tilt.tilt_deg);
    return normalised(normalised(aside, skin.medial) * det::sin(angle) -
                      skin.normal * det::cos(angle));
}

std::vector<Vec3> directions_at(const anatomy::SkinPoint& skin, double from_deg, double to_deg,
                                double step_deg) {
    std::vector<Vec3> directions;
    for (double tilt = from_deg; tilt <= to_deg; tilt += step_deg) {
        const double lean = det::radians(tilt);
        const int around = tilt == 0.0 ? 1 : kDirectionsAround;
        for (int i = 0; i < around; ++i) {
            const double angle = 2.0 * det::kPi * i / kDirectionsAround;
            const Vec3 aside = skin.medial * det::cos(angle) + skin.caudal * det::sin(angle);
            directions.push_back(aside * det::sin(lean) - skin.normal * det::cos(lean));
        }
    }
    return directions;
}

double shortest_length(const std::vector<double>& stocked_lengths, double path) {
    double shortest = 0.0;
    for (const double stocked : stocked_lengths) {
        if (stocked < path + kShaftOutside) continue;
        if (shortest == 0.0 || stocked < shortest) shortest = stocked;
    }
    return shortest;
}

std::optional<double> middle_depth(const anatomy::Atlas& atlas, anatomy::StructureId muscle,
                                   const anatomy::SkinPoint& skin) {
    const auto layers =
        atlas.layers_along(skin.point + skin.normal * kOutside, -skin.normal, kReachAhead);
    if (!layers) return std::nullopt;
    for (const anatomy::LayerSpan& span : layers->spans) {
        if (span.structure == muscle) return 0.5 * (span.enter + span.exit);
    }
    return std::nullopt;
}

}  // namespace dryrun::approach
