// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Straight ways to a target within the rules of a site: from which skin, in which direction, with
// which needle, and what lies ahead. Where a body offers none, the verdict says what stands in the
// way: angles are not steepened and nothing is moved to make one.
//
// Flat ways enter where the line meets the resting skin. In a pincer grip the tissue over the
// chest wall is lifted by the site's lift, the target with it, into a fold whose two sides stand
// upright; the needle enters one of them as deep as the target lies, and its angle counts to the
// chest wall under the fold (ASSUMED: a fold does not lift so evenly).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "anatomy/atlas.h"
#include "approach/line.h"
#include "approach/site.h"
#include "core/vec3.h"

namespace dryrun::approach {

/// Travel that must be left from a target to a hazard which no bone shields.
inline constexpr double kLeastClearance = 5.0;
/// By how much a line over the lung may stray and still be safe to the hub: as C5 is watched.
inline constexpr double kLungMargin_deg = 5.0;
/// In a pincer grip the tip stops this far from the opposite digit.
inline constexpr double kShortOfDigit = 3.0;

/// What keeps a line from being a way, in the order in which it is looked at.
enum class Verdict : std::uint8_t {
    Region,     ///< no modelled skin there
    Angle,      ///< outside the site's angles or entries
    Depth,      ///< the target lies deeper than the site's limit
    Needle,     ///< none of the needles reaches it
    Bone,       ///< bone lies before it
    Hazard,     ///< a hazard lies before it, or too near behind it
    Backdrop,   ///< the bone that should stop the needle is not on the line
    Deviation,  ///< the hand's usual error leads into a hazard
    Hub,        ///< pushed to the hub the needle reaches a hazard
    Safe,
};
/// "no needle of the site is long enough": what a person is told.
std::string_view words_of(Verdict verdict);

struct Way {
    Verdict verdict = Verdict::Region;
    anatomy::SkinPoint entry;  ///< in a fold: the skin over the target, at rest
    Vec3 direction;
    Tilt tilt;                     ///< from the skin that the site's angles count from
    double depth = 0.0;            ///< of the target, perpendicular to the skin
    double path = 0.0;             ///< of the target, along the needle
    std::optional<double> bone;    ///< along the needle from the skin, as are the next two
    std::optional<double> hazard;  ///< the first that no bone shields
    std::optional<anatomy::StructureId> hazard_structure;
    double needle = 0.0;  ///< length of the shaft; 0: none reaches
    bool is_hub_safe = false;
    std::optional<double> stop;  ///< where a finger on the shaft must stop it

    /// Travel left from the target; none where nothing lies ahead or bone shields it.
    std::optional<double> clearance() const;
};

/// What a way is judged by: a site's row, one of its points, and the needles in stock.
struct Rules {
    const Site& site;
    const SitePoint& point;
    std::vector<double> stocked_lengths;

    /// Those of the site, ascending.
    std::vector<double> lengths() const;
};

/// A line from the skin to a target, or in a fold from `entry` over it, in a given direction.
Way judge_way(const anatomy::Atlas& atlas, const anatomy::SkinPoint& entry, const Vec3& target,
              const Vec3& direction, const Rules& rules);

/// A line from the skin to a target.
struct Line {
    anatomy::SkinPoint entry;
    Vec3 direction;
};
/// Lines to a target from all round it, every few degrees, within the tilts of a rule and a little
/// beyond; those of other parts of the rule are for the caller to look at.
std::vector<Line> lines_to(const anatomy::Atlas& atlas, const Vec3& target, const AngleRule& rule);

/// The best of the ways to a target; if none is safe the one that came furthest, so that its
/// verdict says what stands in the way. Prefers hub-safe, then the shorter needle, then clearance.
Way find_way(const anatomy::Atlas& atlas, const Vec3& target, const Rules& rules);
/// All the safe ones it is chosen from.
std::vector<Way> safe_ways(const anatomy::Atlas& atlas, const Vec3& target, const Rules& rules);

/// How deep along a line bone is to be expected: the least on it and on lines beside it, up and
/// down the spine by one vertebra. On a line between two laminae it says where the needle must stop
/// although nothing stops it. None where no bone is near.
std::optional<double> predicted_bone(const anatomy::Atlas& atlas, const anatomy::SkinPoint& entry,
                                     const Vec3& direction);

/// The skin that a rule's angles count from: that of the entry, without its sideways lean where
/// the rule is from the sagittal plane.
anatomy::SkinPoint reference_of(const AngleRule& rule, const anatomy::SkinPoint& entry);

/// Whether a direction at an entry is within a site's angles and entries.
inline constexpr double kRuleTolerance_deg = 0.05;
bool allows(const AngleRule& rule, const anatomy::Atlas& atlas, const anatomy::SkinPoint& entry,
            const Vec3& direction, double tolerance_deg = kRuleTolerance_deg);

/// Whether lung is met along a shaft, or within kLungMargin_deg of it.
bool is_near_lung(const anatomy::Atlas& atlas, const anatomy::SkinPoint& entry,
                  const Vec3& direction, double shaft);

}  // namespace dryrun::approach
