// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "validation/line_reading.h"

#include <algorithm>
#include <cmath>

namespace dryrun::validation {

using anatomy::LayerSpan;
using anatomy::Tissue;

LineReading::LineReading(const anatomy::Atlas& atlas, const Vec3& from, const Vec3& direction,
                         double length)
    : atlas_(&atlas), line_(atlas.layers_along(from, direction, length)) {}

LineReading::LineReading(const anatomy::Atlas& atlas, const anatomy::SkinPoint& skin)
    : LineReading(atlas, skin.point + skin.normal, -skin.normal) {}

std::optional<double> LineReading::to(std::string_view name) const {
    if (!line_) return std::nullopt;
    for (const LayerSpan& span : line_->spans)
        if (atlas_->structure(span.structure).name.starts_with(name)) return span.enter;
    return std::nullopt;
}

std::optional<double> LineReading::to(std::initializer_list<Tissue> kinds) const {
    if (!line_) return std::nullopt;
    for (const LayerSpan& span : line_->spans) {
        const Tissue tissue = atlas_->structure(span.structure).tissue;
        if (std::find(kinds.begin(), kinds.end(), tissue) != kinds.end()) return span.enter;
    }
    return std::nullopt;
}

double LineReading::thickness(std::string_view name) const {
    double sum = 0.0;
    if (!line_) return sum;
    for (const LayerSpan& span : line_->spans)
        if (atlas_->structure(span.structure).name.starts_with(name)) sum += span.exit - span.enter;
    return sum;
}

std::optional<double> LineReading::end_of(std::string_view name) const {
    std::optional<double> end;
    if (!line_) return end;
    for (const LayerSpan& span : line_->spans)
        if (atlas_->structure(span.structure).name.starts_with(name)) end = span.exit;
    return end;
}

std::optional<RibPlace> rib_at(const anatomy::Skeleton& skeleton, int rib, double lateral) {
    for (const anatomy::Rib& one : skeleton.rib_shapes) {
        if (one.number != rib || one.is_left) continue;
        // From the head outwards behind the lung; the first crossing is that one.
        for (std::size_t i = 1; i < one.centreline.size(); ++i) {
            const double before = std::fabs(one.centreline[i - 1].x);
            const double after = std::fabs(one.centreline[i].x);
            if (before > lateral || after < lateral) continue;
            const double share = (lateral - before) / std::fmax(after - before, 1e-9);
            return RibPlace{lerp(one.centreline[i - 1], one.centreline[i], share),
                            normalised(lerp(one.outward[i - 1], one.outward[i], share))};
        }
    }
    return std::nullopt;
}

std::optional<RibPlace> rib_beside_scapula(const anatomy::Skeleton& skeleton, int rib,
                                           double medial) {
    std::optional<RibPlace> place;
    // From below, until the border has passed the rib.
    for (const Vec3& border : skeleton.scapulae.front().medial_border) {
        const auto next = rib_at(skeleton, rib, std::fabs(border.x) - medial);
        if (!next) continue;
        place = next;
        if (next->at.z < border.z) break;
    }
    return place;
}

std::optional<ChestSite> chest_at(const anatomy::Skeleton& skeleton, const Vec3& site) {
    constexpr int kRibs = 12;
    std::optional<RibPlace> places[kRibs + 1];
    // How far above the site a rib runs, seen square to it.
    const auto above = [&](const RibPlace& place) {
        const Vec3 off = place.at - site;
        return (off - place.outward * dot(off, place.outward)).z;
    };
    int nearest = 0;
    for (int rib = 1; rib <= kRibs; ++rib) {
        places[rib] = rib_at(skeleton, rib, std::fabs(site.x));
        if (!places[rib]) continue;
        if (nearest == 0 || std::fabs(above(*places[rib])) < std::fabs(above(*places[nearest])))
            nearest = rib;
    }
    if (nearest == 0) return std::nullopt;
    const int other = above(*places[nearest]) > 0.0 ? nearest + 1 : nearest - 1;
    if (other < 1 || other > kRibs || !places[other]) return std::nullopt;
    const RibPlace& rib = *places[nearest];
    const RibPlace& next = *places[other];
    const double share =
        std::fabs(above(rib)) / std::fmax(std::fabs(above(rib)) + std::fabs(above(next)), 1e-9);
    return ChestSite{nearest,
                     rib.at,
                     rib.outward,
                     lerp(rib.at, next.at, 0.5),
                     normalised(rib.outward + next.outward),
                     normalised(lerp(rib.outward, next.outward, share))};
}

LineReading reading_through(const anatomy::Atlas& atlas, const Vec3& point, const Vec3& outward) {
    constexpr double kOutside = 120.0;  // beyond any skin over a rib
    return {atlas, point + outward * kOutside, -outward};
}

}  // namespace dryrun::validation
