// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "needle/held_tissue.h"

#include <algorithm>
#include <utility>

#include "core/deterministic_math.h"

namespace dryrun::needle {
namespace {

// Stations: about thirty, 1 to 2 mm apart.
double spacing_for(double length) {
    return det::clamp(length / 30.0, 1.0, 2.0);
}

}  // namespace

bool is_skin_loaded(const NeedleSurroundings& around) {
    return around.site != nullptr && std::any_of(around.surface_N.begin(), around.surface_N.end(),
                                                 [](double load) { return load != 0.0; });
}

std::optional<tissue::Site::Field> field_of(const NeedleSurroundings& around) {
    if (!is_skin_loaded(around)) return std::nullopt;
    tissue::Site::Loads loads;
    loads.surface_N.assign(around.surface_N.begin(), around.surface_N.end());
    return around.site->field(loads);
}

std::optional<SkinBelow> skin_below(const anatomy::Atlas& atlas, const tissue::Site::Field& field,
                                    const Vec3& tip, const Vec3& first) {
    constexpr int kSteps = 40;
    constexpr double kShare = 0.6;  // of each step along the skin: a dent's side is steep
    constexpr double kSettled = 1e-3;
    auto skin = atlas.skin_at(first);
    for (int step = 0; skin; ++step) {
        const Vec3 missing = tip - skin->point - field.on_shaft(skin->point);
        const double gap = dot(missing, skin->normal);
        const Vec3 along = missing - skin->normal * gap;
        if (step == kSteps || length(along) < kSettled) return SkinBelow{skin->point, gap};
        skin = atlas.skin_at(skin->point + along * kShare);
    }
    return std::nullopt;
}

tissue::Track make_track(const Vec3& entry, const Vec3& direction, const NeedleSpec& spec,
                         const tissue::Site& site, const tissue::Site::Field* field) {
    const double spacing = spacing_for(spec.length);
    tissue::TrackCourse course;
    if (field != nullptr) {
        course = tissue::lay_course([&](const Vec3& point) { return field->on_shaft(point); },
                                    entry, direction, spec.length, spacing);
    }
    return site.make_track(entry, direction, std::move(course), spec.length, spacing,
                           0.5 * spec.diameter);
}

tissue::Track make_track_again(const tissue::Track& track, const NeedleSpec& spec,
                               const tissue::Site& site) {
    return site.make_track(track.entry, track.direction, track.course, spec.length,
                           spacing_for(spec.length), 0.5 * spec.diameter);
}

}  // namespace dryrun::needle
