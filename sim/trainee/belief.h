// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What a trainee believes about where the trigger point is: a weight on each place of a small map
// around the usual places. Presses that stay silent lower the weights around them, answers raise
// them. Distances along the fibres count a third, since bands run that way.
#pragma once

#include <vector>

#include "core/vec3.h"
#include "trainee/press.h"

namespace dryrun::trainee {

/// A place on the map, mm from its origin.
struct MapPlace {
    double along = 0.0;   ///< along the fibres
    double across = 0.0;  ///< across them
};

class Belief {
  public:
    /// The map lies in the tangent plane of `origin`. `usual`: where such points usually lie;
    /// `reach`: how far around each it goes.
    Belief(const Felt& origin, const Vec3& fibre, const std::vector<Vec3>& usual, double reach);

    MapPlace place_of(const Vec3& on_skin) const;
    Vec3 point_of(const MapPlace& place) const;
    Vec3 along() const { return along_; }
    Vec3 across() const { return across_; }

    /// Takes a provoking press into account. `listening_spread_nrs`: how badly numbers are heard.
    /// Who does not weigh recognition takes any tenderness for that of the point.
    void learn(const Felt& felt, double listening_spread_nrs, bool weighs_recognition = true);
    /// Where one more provoking press would take in most of what is still possible.
    MapPlace most_telling() const;
    MapPlace mean() const;
    /// Share of the belief within `reach` of a place.
    double share_within(const MapPlace& place, double reach) const;
    bool has_answer() const { return has_answer_; }
    bool has_recognition() const { return has_recognition_; }

  private:
    struct Cell {
        MapPlace place;
        double weight = 0.0;
    };
    Vec3 origin_;
    Vec3 along_;
    Vec3 across_;
    std::vector<Cell> cells_;
    /// How much a press on each third cell takes in of every cell; made when it is first wanted.
    mutable std::vector<double> taken_in_;
    bool has_answer_ = false;
    bool has_recognition_ = false;
};

}  // namespace dryrun::trainee
