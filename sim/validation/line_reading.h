// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Reading depths off a straight line, as one does off an ultrasound picture or a needle.
#pragma once

#include <initializer_list>
#include <optional>
#include <string_view>

#include "anatomy/atlas.h"
#include "anatomy/skeleton.h"

namespace dryrun::validation {

class LineReading {
  public:
    LineReading(const anatomy::Atlas& atlas, const Vec3& from, const Vec3& direction,
                double length = 110.0);
    /// Square to the skin, inwards.
    LineReading(const anatomy::Atlas& atlas, const anatomy::SkinPoint& skin);

    bool meets_skin() const { return line_.has_value(); }
    /// From the skin to the first structure whose name begins so, or of one of these kinds.
    std::optional<double> to(std::string_view name) const;
    std::optional<double> to(std::initializer_list<anatomy::Tissue> kinds) const;
    /// Of all the structures whose names begin so, together; 0 where there are none.
    double thickness(std::string_view name) const;
    /// Where the last of these structures ends.
    std::optional<double> end_of(std::string_view name) const;

  private:
    const anatomy::Atlas* atlas_;
    std::optional<anatomy::LayersAlongLine> line_;
};

/// The mean of some readings.
class Mean {
  public:
    void add(const std::optional<double>& value) {
        if (!value) return;
        sum_ += *value;
        ++count_;
    }
    std::optional<double> value() const {
        if (count_ == 0) return std::nullopt;
        return sum_ / count_;
    }

  private:
    double sum_ = 0.0;
    int count_ = 0;
};

/// Where the right wall of the chest is looked at by ultrasound near a site: a probe is slid along
/// the back and tilted until rib or pleura reflect best, so lines run square to the chest's wall.
struct ChestSite {
    int rib = 0;       ///< the nearest
    Vec3 rib_at;       ///< its centreline at the site's distance from the midline
    Vec3 rib_outward;  ///< square to its flat
    Vec3 between;      ///< midway to the next rib on the site's side
    Vec3 between_outward;
    Vec3 outward;  ///< square to the chest at the site itself
};
/// None where there are no two ribs at that distance from the midline.
std::optional<ChestSite> chest_at(const anatomy::Skeleton& skeleton, const Vec3& site);
/// The centreline of a right rib, behind, at a distance from the midline; its outward direction.
struct RibPlace {
    Vec3 at;
    Vec3 outward;
};
std::optional<RibPlace> rib_at(const anatomy::Skeleton& skeleton, int rib, double lateral);
/// The same where the rib passes `medial` inside the medial border of the right scapula.
std::optional<RibPlace> rib_beside_scapula(const anatomy::Skeleton& skeleton, int rib,
                                           double medial);

/// A line through a point, against a direction that points out of the body there.
LineReading reading_through(const anatomy::Atlas& atlas, const Vec3& point, const Vec3& outward);

}  // namespace dryrun::validation
