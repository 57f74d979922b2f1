// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "core/random.h"
#include "physiology/trigger_point.h"

namespace dryrun::physiology {
namespace {

struct Place {
    std::string muscle;
    std::string site;
};

Result<std::vector<Place>> places_of(const anatomy::Atlas& atlas, const DrawnPoints& drawn) {
    std::vector<Place> places;
    for (std::size_t i = 0; i < drawn.muscles.size(); ++i) {
        const std::string where = "drawn_trigger_points.muscles[" + std::to_string(i) + "]";
        const auto muscle = atlas.find(drawn.muscles[i]);
        if (!muscle || atlas.structure(*muscle).tissue != anatomy::Tissue::Muscle)
            return bad_input(where, "\"" + drawn.muscles[i] + "\" is no muscle of this body",
                             "dryrun list muscles");
        const auto sites = atlas.trigger_point_sites(*muscle);
        if (sites.empty()) return bad_input(where, drawn.muscles[i] + " has no trigger-point site");
        for (const auto& site : sites) places.push_back({drawn.muscles[i], site.name});
    }
    return places;
}

PointKind draw_kind(const RandomStream& stream, std::uint64_t point, const DrawnPoints& drawn) {
    const bool is_decoy = stream.uniform(point, 1) < drawn.decoy_share;
    const double share = stream.uniform(point, 2);
    if (is_decoy) return share < 0.5 ? PointKind::BandOnly : PointKind::TenderOnly;
    return share < drawn.active_share ? PointKind::Active : PointKind::Latent;
}

}  // namespace

Result<std::vector<TriggerPointPlacement>> draw_placements(const anatomy::Atlas& atlas,
                                                           const DrawnPoints& drawn,
                                                           std::uint64_t seed) {
    auto places = places_of(atlas, drawn);
    if (!places) return places.error();
    const RandomStream stream(seed, "set of trigger points");
    const int span = drawn.most - drawn.least + 1;
    const auto wanted = static_cast<std::size_t>(
        drawn.least + std::min(span - 1, static_cast<int>(stream.uniform(0, 9) * span)));
    std::vector<TriggerPointPlacement> placements;
    while (placements.size() < wanted && !places->empty()) {
        const auto point = static_cast<std::uint64_t>(placements.size());
        const auto count = static_cast<double>(places->size());
        const auto pick =
            static_cast<std::ptrdiff_t>(std::min(stream.uniform(point, 0) * count, count - 1.0));
        const Place& place = (*places)[static_cast<std::size_t>(pick)];
        TriggerPointPlacement placement;
        placement.muscle = place.muscle;
        placement.site = place.site;
        placement.kind = draw_kind(stream, point, drawn);
        placements.push_back(std::move(placement));
        places->erase(places->begin() + pick);
    }
    return placements;
}

}  // namespace dryrun::physiology
