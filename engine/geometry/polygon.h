// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Closed polygons in the plane z = 0.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/vec3.h"
#include "geometry/box.h"

namespace dryrun {

/// Signed distance to a closed polygon; negative inside.
double polygon_distance(double x, double y, const std::vector<Vec3>& polygon);

/// The same for many places: a grid of squares says which sides can be nearest, and which a level
/// line crosses. The answers are those of polygon_distance() to the last bit.
class PolygonDistance {
  public:
    /// The grid goes `margin` beyond the polygon; farther away all sides are asked.
    explicit PolygonDistance(std::vector<Vec3> polygon, double margin = 20.0);

    double operator()(double x, double y) const;

  private:
    struct Side {
        double x = 0.0;  ///< where it begins
        double y = 0.0;
        double end_y = 0.0;
        double by_x = 0.0;  ///< to its end
        double by_y = 0.0;
        double squared = 0.0;  ///< of its length
    };
    /// From `first` to the next one's `first` in a list of sides.
    struct Lists {
        std::vector<std::size_t> first;
        std::vector<Side> sides;
    };
    double squared_distance(const Side& side, double x, double y) const;

    std::vector<Vec3> polygon_;
    Box box_;
    int columns_ = 0;
    int rows_ = 0;
    Lists near_;     ///< by square: the sides that are nearest somewhere in it
    Lists crossed_;  ///< by row of squares: the sides that reach into it
};

}  // namespace dryrun
