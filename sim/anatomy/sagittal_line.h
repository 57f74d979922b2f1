// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A curve in the sagittal plane, from below up, as a chain of circular arcs that join without a
// kink (biarcs; Bolton 1975). Arc length along it and height over it are closed formulae both ways,
// which no spline offers. Beyond its ends the curve goes on straight. Millimetres; out is backwards
// where the curve runs straight up.
//
// Limits: where the curve is hollow, heights must stay below the arc's radius; a depth of more than
// the radius of a bulge folds.
#pragma once

#include <vector>

#include "core/two_doubles.h"

namespace dryrun::anatomy {

struct SagittalPoint {
    double y = 0.0;  ///< backwards
    double z = 0.0;  ///< up
};

class SagittalLine {
  public:
    SagittalLine() = default;
    /// Through at least two points of rising z, and beyond the last towards `beyond`. Directions at
    /// the inner points follow their neighbours; at the first it follows the chord.
    SagittalLine(const std::vector<SagittalPoint>& points, const SagittalPoint& beyond);

    struct Place {
        double along = 0.0;  ///< arc length from the first point
        double out = 0.0;    ///< height over the curve
    };
    Place find(const SagittalPoint& point) const;
    /// The same bits of two points at once.
    struct TwoPoints {
        TwoDoubles y;
        TwoDoubles z;
    };
    struct TwoPlaces {
        TwoDoubles along;
        TwoDoubles out;
    };
    TwoPlaces find(const TwoPoints& points) const;
    SagittalPoint at(const Place& place) const;

    /// At an arc length: unit vector out, and by how much a millimetre along grows for each
    /// millimetre out.
    struct Direction {
        SagittalPoint out;
        double growth = 0.0;
    };
    Direction direction(double along) const;

    double length() const { return length_; }
    /// The least radius of a hollow and of a bulge.
    double least_hollow_radius() const;
    double least_bulge_radius() const;

  private:
    // `radius` is positive for a bulge (its centre in front), negative for a hollow; a straight
    // piece has a very large one.
    struct Arc {
        double begin = 0.0;  ///< arc length at its start
        SagittalPoint start;
        SagittalPoint along;  ///< unit, at the start
        SagittalPoint out;
        double radius = 1.0;
        SagittalPoint centre;
    };
    void add(const SagittalPoint& start, const SagittalPoint& along, const SagittalPoint& end);
    const Arc& arc_at(double along) const;
    /// Of a point above the first arc's start.
    const Arc& arc_near(const SagittalPoint& point) const;

    std::vector<Arc> arcs_;
    /// The lines across the starts of two arcs, beyond which they count; asked together.
    struct Gates {
        TwoDoubles along_y;
        TwoDoubles along_z;
        TwoDoubles at;
    };
    std::vector<Gates> gates_;
    double length_ = 0.0;
    SagittalPoint end_;
    Direction end_direction_;
};

}  // namespace dryrun::anatomy
