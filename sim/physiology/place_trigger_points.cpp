// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "core/deterministic_math.h"
#include "core/random.h"
#include "physiology/parameter_table.h"
#include "physiology/trigger_point.h"

namespace dryrun::physiology {
namespace {

constexpr double kMostSpreads = 1.5;
// Sizes and noises stay within what was seen.
constexpr double kMostSizeSpreads = 2.0;
constexpr double kLeastNoise_uV = 3.0;
constexpr double kBandStep = 1.0;
constexpr int kStepsPerBandPoint = 2;
constexpr int kPlacementTries = 10;
// A trigger point lies in the belly, this far from either end of its fibres. Assumed.
constexpr double kFromEnds = 10.0;
constexpr double kLineAboveSkin = 20.0;
constexpr double kLineLength = 140.0;

double capped_normal(const RandomStream& stream, std::uint64_t point, std::uint64_t axis,
                     double spread) {
    return spread * det::clamp(stream.normal(point, axis), -kMostSpreads, kMostSpreads);
}

// Half of its width; half of its length is `aspect` times that.
double draw_half_width(const RandomStream& stream, std::uint64_t point,
                       const TriggerPointPlacement& placement, const PointParameters& parameters) {
    double area_mm2 = parameters.nodule_area_mm2;
    if (placement.nodule_area_mm2) {
        area_mm2 = *placement.nodule_area_mm2;
    } else {
        // Log-normal of the published mean and spread.
        const double ratio = parameters.nodule_area_spread_mm2 / area_mm2;
        const double variance = det::log(1.0 + ratio * ratio);
        const double drawn = det::clamp(stream.normal(point), -kMostSizeSpreads, kMostSizeSpreads);
        area_mm2 *= det::exp(std::sqrt(variance) * drawn - 0.5 * variance);
    }
    return std::sqrt(area_mm2 / (det::kPi * parameters.nodule_aspect));
}

double draw_noise_uV(const RandomStream& stream, std::uint64_t point, PointKind kind,
                     const PointParameters& parameters) {
    const double loud = active_noise_uV(parameters, stream.normal(point, 0));
    switch (kind) {
        case PointKind::Active:
            return loud;
        case PointKind::Latent:
            return loud * parameters.latent_noise_share;
        case PointKind::TenderOnly:
            return stream.uniform(point, 2) < parameters.zone_noise_chance
                       ? loud * parameters.zone_noise_share
                       : 0.0;
        case PointKind::BandOnly:
            break;
    }
    return 0.0;
}

struct Laid {
    Vec3 centre;
    anatomy::SkinPoint skin;
    double depth = 0.0;
};

// Points along the fibres from `from` to one side, `from` itself left out.
std::vector<Vec3> follow_fibres(const anatomy::Atlas& atlas, anatomy::StructureId muscle,
                                const Vec3& from, Vec3 direction, double reach) {
    std::vector<Vec3> points;
    Vec3 at = from;
    const int steps = static_cast<int>(reach / kBandStep);
    for (int step = 1; step <= steps; ++step) {
        const Vec3 next = at + direction * kBandStep;
        const auto fibre = atlas.fibre_direction(muscle, next);
        if (!fibre) break;
        at = next;
        direction = dot(*fibre, direction) < 0.0 ? -*fibre : *fibre;
        if (step % kStepsPerBandPoint == 0) points.push_back(at);
    }
    return points;
}

bool is_in_belly(const anatomy::Atlas& atlas, anatomy::StructureId muscle, const Vec3& at) {
    const auto fibre = atlas.fibre_direction(muscle, at);
    if (!fibre) return false;
    const auto points = static_cast<std::size_t>(kFromEnds / kBandStep) / kStepsPerBandPoint;
    return follow_fibres(atlas, muscle, at, *fibre, kFromEnds).size() == points &&
           follow_fibres(atlas, muscle, at, -*fibre, kFromEnds).size() == points;
}

// The middle of the muscle's belly under a place, moved by `deeper` but kept off its faces.
std::optional<Laid> lay_into_muscle(const anatomy::Atlas& atlas, anatomy::StructureId muscle,
                                    const Vec3& place, double deeper, double half_width) {
    const auto skin = atlas.skin_at(place);
    if (!skin) return std::nullopt;
    const Vec3 inward = -skin->normal;
    const auto layers =
        atlas.layers_along(skin->point + skin->normal * kLineAboveSkin, inward, kLineLength);
    if (!layers) return std::nullopt;
    for (const auto& span : layers->spans) {
        if (span.structure != muscle) continue;
        const double thickness = span.exit - span.enter;
        const double margin = std::min(half_width, 0.4 * thickness);
        const double depth = det::clamp(0.5 * (span.enter + span.exit) + deeper,
                                        span.enter + margin, span.exit - margin);
        const Vec3 centre = layers->entry + inward * depth;
        if (!is_in_belly(atlas, muscle, centre)) return std::nullopt;
        return Laid{centre, *skin, depth};
    }
    return std::nullopt;
}

tissue::TautBand make_band(const anatomy::Atlas& atlas, const TriggerPoint& point,
                           const TriggerPointPlacement& placement, double half_width,
                           double aspect) {
    tissue::TautBand band;
    band.name = point.name;
    band.radius = placement.band_radius;
    band.stiffness_ratio = placement.stiffness_ratio;
    band.nodule = point.centre;
    band.nodule_half_length = half_width * aspect;
    band.nodule_half_width = half_width;
    const double reach = 0.5 * placement.band_length;
    const auto back = follow_fibres(atlas, point.muscle, point.centre, -point.fibre, reach);
    const auto ahead = follow_fibres(atlas, point.muscle, point.centre, point.fibre, reach);
    band.centreline.assign(back.rbegin(), back.rend());
    band.centreline.push_back(point.centre);
    band.centreline.insert(band.centreline.end(), ahead.begin(), ahead.end());
    // At a muscle's very edge the fibres may leave it within a step; a rod has two ends all the
    // same.
    if (band.centreline.size() < 2)
        band.centreline.push_back(point.centre + point.fibre * kBandStep);
    return band;
}

double threshold_of(PointKind kind, const PressureThresholds& thresholds) {
    switch (kind) {
        case PointKind::Active:
        case PointKind::TenderOnly:
            return thresholds.active_kPa;
        case PointKind::Latent:
            return thresholds.latent_kPa;
        case PointKind::BandOnly:
            break;
    }
    return thresholds.healthy_kPa;
}

std::string unique_name(const std::vector<TriggerPoint>& points, const std::string& wanted) {
    std::string name = wanted;
    for (int number = 2; std::any_of(points.begin(), points.end(),
                                     [&](const TriggerPoint& point) { return point.name == name; });
         ++number)
        name = wanted + "." + std::to_string(number);
    return name;
}

}  // namespace

Result<PointParameters> read_point_parameters() {
    Result<ParameterTable> table = ParameterTable::read("trigger_points.json");
    if (!table) return table.error();
    PointParameters parameters;
    parameters.nodule_area_mm2 = table->take("nodule_area_mm2");
    parameters.nodule_area_spread_mm2 = table->take("nodule_area_spread_mm2");
    parameters.nodule_aspect = table->take("nodule_aspect");
    parameters.endplate_noise_uV = table->take("endplate_noise_uV");
    parameters.endplate_noise_spread_uV = table->take("endplate_noise_spread_uV");
    parameters.latent_noise_share = table->take("latent_noise_share");
    parameters.zone_noise_chance = table->take("zone_noise_chance");
    parameters.zone_noise_share = table->take("zone_noise_share");
    parameters.noise_reach = table->take("noise_reach_mm");
    parameters.rest_noise_uV = table->take("rest_noise_uV");
    parameters.insertion_uV = table->take("insertion_uV");
    parameters.twitch_uV = table->take("twitch_uV");
    parameters.burst_least_s = table->take("burst_least_s");
    parameters.burst_most_s = table->take("burst_most_s");
    parameters.burst_reach = table->take("burst_reach_mm");
    if (const Status status = table->finish(); !status) return status.error();
    return parameters;
}

double active_noise_uV(const PointParameters& parameters, double drawn) {
    return std::max(kLeastNoise_uV,
                    parameters.endplate_noise_uV + parameters.endplate_noise_spread_uV * drawn);
}

Result<std::vector<TriggerPoint>> place_trigger_points(
    const anatomy::Atlas& atlas, std::span<const TriggerPointPlacement> placements,
    const PressureThresholds& thresholds, const PointParameters& parameters, std::uint64_t seed,
    const Vec3& shift) {
    const RandomStream stream(seed, "trigger point place");
    const RandomStream sizes(seed, "trigger point size");
    const RandomStream noises(seed, "endplate noise");
    std::vector<TriggerPoint> points;
    for (std::size_t i = 0; i < placements.size(); ++i) {
        const TriggerPointPlacement& placement = placements[i];
        const std::string where = "trigger_points[" + std::to_string(i) + "]";
        const auto muscle = atlas.find(placement.muscle);
        if (!muscle || atlas.structure(*muscle).tissue != anatomy::Tissue::Muscle)
            return bad_input(where + ".muscle",
                             "\"" + placement.muscle + "\" is no muscle of this body",
                             "dryrun list muscles");
        const auto sites = atlas.trigger_point_sites(*muscle);
        const auto site = std::find_if(sites.begin(), sites.end(), [&](const auto& candidate) {
            return candidate.name == placement.site;
        });
        if (site == sites.end())
            return bad_input(where + ".site", placement.muscle + " has no trigger-point site \"" +
                                                  placement.site + "\"");
        const Vec3 usual = site->at + shift;
        const auto skin = atlas.skin_at(usual);
        if (!skin) return bad_input(where, "lies outside the modelled skin");
        const Vec3 offset = skin->medial * capped_normal(stream, i, 0, placement.spread) +
                            skin->caudal * capped_normal(stream, i, 1, placement.spread);
        const double half_width = draw_half_width(sizes, i, placement, parameters);
        const double deeper = capped_normal(stream, i, 2, placement.depth_spread);
        // Where the offset leaves the muscle it is drawn in towards the usual place.
        std::optional<Laid> laid;
        double share = 1.0;
        for (int attempt = 0; attempt < kPlacementTries && !laid; ++attempt, share *= 0.75)
            laid = lay_into_muscle(atlas, *muscle, usual + offset * share, deeper, half_width);
        if (!laid) laid = lay_into_muscle(atlas, *muscle, usual, 0.0, half_width);
        if (!laid) return bad_input(where, "lies outside " + placement.muscle + " in this body");

        TriggerPoint point;
        point.name = unique_name(points, placement.muscle + "." + placement.site);
        point.site = placement.site;
        point.muscle = *muscle;
        point.kind = placement.kind;
        point.centre = laid->centre;
        point.fibre = normalised(*atlas.fibre_direction(*muscle, laid->centre));
        point.on_skin = laid->skin.point;
        point.skin_normal = laid->skin.normal;
        point.depth = laid->depth;
        point.threshold_kPa =
            placement.threshold_kPa.value_or(threshold_of(placement.kind, thresholds));
        point.endplate_noise_uV = placement.endplate_noise_uV.value_or(
            draw_noise_uV(noises, i, placement.kind, parameters));
        point.has_band = placement.kind != PointKind::TenderOnly;
        if (point.has_band)
            point.band = make_band(atlas, point, placement, half_width, parameters.nodule_aspect);
        points.push_back(std::move(point));
    }
    return points;
}

}  // namespace dryrun::physiology
