// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The safe cone: from which skin, in which directions, with which needles a target may be
// approached at a site. Scoring measures an attempt against it; `way.h` looks for the best line in
// it. Angles follow the site's row (site.h); a line that strays is judged there too.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "anatomy/atlas.h"
#include "approach/line.h"
#include "approach/site.h"
#include "core/vec3.h"

namespace dryrun::approach {

struct SafeCone {
    AngleRule rule;
    HubRule hub = HubRule::HubSafe;
    std::vector<double> stocked_lengths;
};

/// A rule that only says how much a line must be tilted at the least.
AngleRule rule_of_tilt(double least_tilt_deg);

/// Of a trigger point of a site ("TrP1"; its first point if there is none of that name), or, where
/// no row tells of the muscle, of any tilt. `stricter_tilt_deg`: a least tilt beyond the row's.
SafeCone cone_of(const Site* site, std::string_view point, std::optional<double> stricter_tilt_deg,
                 std::vector<double> stocked_lengths);

/// Whether `target` lies in the safe cone of an entry: direction within the site's rule, a stocked
/// needle long enough, and with that needle pushed to the hub no hazard that bone does not shield;
/// where the site allows a stated stop depth, none within kLeastClearance behind the target.
bool is_in_safe_cone(const anatomy::Atlas& atlas, const anatomy::SkinPoint& entry,
                     const Vec3& target, const SafeCone& cone);

/// Distance from `entry` to the nearest skin point from which `target` is in the safe cone, to
/// 1 mm; kFarthestEntryError where there is none nearer.
inline constexpr double kFarthestEntryError = 40.0;
double entry_error(const anatomy::Atlas& atlas, const Vec3& entry, const Vec3& target,
                   const SafeCone& cone);

/// What the site's safe cone offers: the most travel left from `target` to an unshielded hazard
/// over the lines of the cone, less 2; none where a line of the cone is shielded.
std::optional<double> clearance_offered(const anatomy::Atlas& atlas, const Vec3& target,
                                        const SafeCone& cone);

/// By how many degrees a direction at an entry leaves what the rule allows there, wherever that
/// entry lies: 0 within, 90 where the rule allows none.
double off_rule_deg(const AngleRule& rule, const anatomy::Atlas& atlas,
                    const anatomy::SkinPoint& entry, const Vec3& direction);

/// The directions at a point of the skin, every few degrees, in which a needle of a site may be
/// pushed to the hub although the hand strays by kLungMargin_deg.
struct ConeDirection {
    Tilt tilt;
    Vec3 direction;
    std::optional<double> bone;  ///< along the line from the skin
};
inline constexpr double kConeStep_deg = 5.0;
std::vector<ConeDirection> safe_cone(const anatomy::Atlas& atlas, const anatomy::SkinPoint& entry,
                                     const AngleRule& rule, double needle_length);

}  // namespace dryrun::approach
