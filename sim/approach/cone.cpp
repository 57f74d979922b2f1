// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "approach/cone.h"

#include <algorithm>
#include <utility>

#include "approach/way.h"
#include "core/deterministic_math.h"

namespace dryrun::approach {
namespace {

// An angle is read off a hand no better than this.
constexpr double kScoredTolerance_deg = 0.5;
constexpr int kRingsAround = 24;
constexpr double kCoursestRing = 3.0;

// As far as a needle is guided.
std::vector<Vec3> directions_of(const anatomy::SkinPoint& skin, const Span& tilt_deg,
                                double step_deg) {
    return directions_at(skin, tilt_deg.low, std::min(tilt_deg.high, kFlattestTilt_deg), step_deg);
}

bool is_guided(const anatomy::SkinPoint& entry, const Vec3& direction) {
    return -dot(direction, entry.normal) >= det::cos(det::radians(kFlattestTilt_deg));
}

}  // namespace

AngleRule rule_of_tilt(double least_tilt_deg) {
    AngleRule rule;
    rule.tilt_deg = {least_tilt_deg, kFlattestTilt_deg};
    return rule;
}

SafeCone cone_of(const Site* site, std::string_view point, std::optional<double> stricter_tilt_deg,
                 std::vector<double> stocked_lengths) {
    constexpr double kUsualTilt_deg = 45.0;  // what an unknown site over the lung would ask for
    SafeCone cone;
    cone.stocked_lengths = std::move(stocked_lengths);
    if (site == nullptr) {
        cone.rule = rule_of_tilt(stricter_tilt_deg.value_or(kUsualTilt_deg));
        return cone;
    }
    const SitePoint* row = find_point(*site, point);
    cone.rule = row == nullptr ? site->points.front().angle : row->angle;
    cone.hub = site->hub;
    Span& tilt_deg = cone.rule.tilt_deg;
    tilt_deg.low = std::max(tilt_deg.low, stricter_tilt_deg.value_or(0.0));
    tilt_deg.high = std::max(tilt_deg.high, tilt_deg.low);
    return cone;
}

bool is_in_safe_cone(const anatomy::Atlas& atlas, const anatomy::SkinPoint& entry,
                     const Vec3& target, const SafeCone& cone) {
    const double path = distance(entry.point, target);
    const Vec3 direction = normalised(target - entry.point, -entry.normal);
    if (!is_guided(entry, direction)) return false;
    if (!allows(cone.rule, atlas, entry, direction, kScoredTolerance_deg)) return false;
    const double shaft = shortest_length(cone.stocked_lengths, path);
    if (shaft == 0.0) return false;
    const auto hazard = look_ahead(atlas, entry.point, direction, 0.0, shaft).hazard;
    if (!hazard) return true;
    return cone.hub != HubRule::HubSafe && *hazard >= path + kLeastClearance;
}

double entry_error(const anatomy::Atlas& atlas, const Vec3& entry, const Vec3& target,
                   const SafeCone& cone) {
    const auto here = atlas.skin_at(entry);
    if (!here) return kFarthestEntryError;
    if (is_in_safe_cone(atlas, *here, target, cone)) return 0.0;
    // Rings grow coarser outward; a millimetre far away says no more than three.
    for (double ring = 1.0; ring < kFarthestEntryError;
         ring += det::clamp(ring / 8.0, 1.0, kCoursestRing)) {
        for (int step = 0; step < kRingsAround; ++step) {
            const double angle = 2.0 * det::kPi * step / kRingsAround;
            const Vec3 aside = here->medial * det::cos(angle) + here->caudal * det::sin(angle);
            const auto other = atlas.skin_at(here->point + aside * ring);
            if (other && is_in_safe_cone(atlas, *other, target, cone)) return ring;
        }
    }
    return kFarthestEntryError;
}

std::optional<double> clearance_offered(const anatomy::Atlas& atlas, const Vec3& target,
                                        const SafeCone& cone) {
    constexpr double kLess = 2.0;
    double most = 0.0;
    for (const Line& line : lines_to(atlas, target, cone.rule)) {
        if (!is_in_safe_cone(atlas, line.entry, target, cone)) continue;
        const Ahead ahead =
            look_ahead(atlas, target, line.direction, distance(line.entry.point, target));
        if (!ahead.hazard) return std::nullopt;
        most = std::max(most, *ahead.hazard);
    }
    return std::max(0.0, most - kLess);
}

double off_rule_deg(const AngleRule& rule, const anatomy::Atlas& atlas,
                    const anatomy::SkinPoint& entry, const Vec3& direction) {
    constexpr double kFinest_deg = 2.5;
    AngleRule anywhere = rule;
    anywhere.entry_lateral.reset();
    if (allows(anywhere, atlas, entry, direction, kScoredTolerance_deg)) return 0.0;
    double nearest = -1.0;  // cosine
    for (const Vec3& other : directions_of(reference_of(rule, entry), rule.tilt_deg, kFinest_deg)) {
        const double cosine = dot(other, direction);
        if (cosine > nearest && allows(anywhere, atlas, entry, other)) nearest = cosine;
    }
    return nearest <= 0.0 ? 90.0 : det::degrees(det::acos(std::min(1.0, nearest)));
}

std::vector<ConeDirection> safe_cone(const anatomy::Atlas& atlas, const anatomy::SkinPoint& entry,
                                     const AngleRule& rule, double needle_length) {
    std::vector<ConeDirection> cone;
    const anatomy::SkinPoint skin = reference_of(rule, entry);
    for (const Vec3& direction : directions_of(skin, rule.tilt_deg, kConeStep_deg)) {
        if (!allows(rule, atlas, entry, direction)) continue;
        const Ahead ahead = look_ahead(atlas, entry.point, direction, 0.0, needle_length);
        if (ahead.hazard || is_near_lung(atlas, entry, direction, needle_length)) continue;
        cone.push_back({tilt_of(skin, direction), direction, ahead.bone});
    }
    return cone;
}

}  // namespace dryrun::approach
