// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "physiology/trigger_point.h"

#include <algorithm>
#include <cmath>

namespace dryrun::physiology {
namespace {

constexpr double kThirdAlongFibres = 3.0;

double shortened_along(const Vec3& offset, const Vec3& fibre) {
    const double along = dot(offset, fibre);
    const double across = length(offset - fibre * along);
    const double shortened = along / kThirdAlongFibres;
    return std::sqrt(shortened * shortened + across * across);
}

}  // namespace

std::string_view name_of(PointKind kind) {
    switch (kind) {
        case PointKind::Active:
            return "active";
        case PointKind::Latent:
            return "latent";
        case PointKind::BandOnly:
            return "band_only";
        case PointKind::TenderOnly:
            return "tender_only";
    }
    return "active";
}

void TriggerPoint::hash(StateHasher& hasher) const {
    hasher.add(std::string_view(name));
    hasher.add(static_cast<std::uint64_t>(kind));
    hasher.add(centre);
    hasher.add(fibre);
    hasher.add(threshold_kPa);
    hasher.add(endplate_noise_uV);
    hasher.add(band.nodule_half_width);
    for (const Vec3& at : band.centreline) hasher.add(at);
}

std::vector<tissue::TautBand> bands_of(std::span<const TriggerPoint> points,
                                       std::vector<int>* band_of) {
    std::vector<tissue::TautBand> bands;
    if (band_of) band_of->clear();
    for (const TriggerPoint& point : points) {
        if (band_of) band_of->push_back(point.has_band ? static_cast<int>(bands.size()) : -1);
        if (point.has_band) bands.push_back(point.band);
    }
    return bands;
}

double anisotropic_distance(const TriggerPoint& point, const Vec3& at) {
    return shortened_along(at - point.centre, point.fibre);
}

double distance_on_skin(const TriggerPoint& point, const Vec3& on_skin) {
    const auto flattened = [&](const Vec3& v) {
        return v - point.skin_normal * dot(v, point.skin_normal);
    };
    return shortened_along(flattened(on_skin - point.on_skin), normalised(flattened(point.fibre)));
}

double site_error(std::span<const TriggerPoint> points, const Vec3& on_skin) {
    double least = std::numeric_limits<double>::infinity();
    for (const TriggerPoint& point : points)
        if (point.kind == PointKind::Active)
            least = std::min(least, distance_on_skin(point, on_skin));
    return least;
}

}  // namespace dryrun::physiology
