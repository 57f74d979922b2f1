// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "needle/held_tissue.h"

#include <algorithm>

#include "needle/next_track.h"

namespace dryrun::needle {
bool is_skin_loaded(const NeedleSurroundings& around) {
    return around.site != nullptr && std::any_of(around.surface_N.begin(), around.surface_N.end(),
                                                 [](double load) { return load != 0.0; });
}

std::optional<tissue::Site::Field> field_of(const NeedleSurroundings& around) {
    if (!is_skin_loaded(around)) return std::nullopt;
    return around.site->field_by_surface(around.surface_N);
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

std::vector<Vec3> moved_since_laid(const tissue::Track& track, const NeedleSurroundings& around) {
    std::vector<Vec3> moved(track.stations.size());
    for (std::size_t i = 0; i < moved.size(); ++i)
        moved[i] = -tissue::laid_displacement(track, static_cast<int>(i));
    for (std::size_t j = 0; j < around.surface_N.size(); ++j) {
        if (around.surface_N[j] == 0.0) continue;
        const auto by = around.site->track_response_to_surface(track, static_cast<int>(j));
        for (std::size_t i = 0; i < moved.size(); ++i)
            moved[i] += Vec3{by[3 * i], by[3 * i + 1], by[3 * i + 2]} * around.surface_N[j];
    }
    return moved;
}

tissue::Track make_track_again(const tissue::Track& track, const NeedleSpec& spec,
                               const tissue::Site& site) {
    return site.make_track(track.entry, track.direction, track.course, spec.length,
                           station_spacing(spec.length), 0.5 * spec.diameter);
}

}  // namespace dryrun::needle
