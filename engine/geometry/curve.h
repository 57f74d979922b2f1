// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Smooth curves through points: centripetal Catmull-Rom splines (Catmull and Rom 1974; Yuksel
// 2011), parametrised by arc length, which is measured along a fixed number of chords a span.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "core/vec3.h"

namespace dryrun {

class Curve {
  public:
    /// Through at least two points, no two neighbours the same.
    explicit Curve(std::vector<Vec3> points);

    double length() const;
    /// The point at arc length `s` from the start, held within the ends.
    Vec3 at(double s) const;
    /// Unit tangent there.
    Vec3 tangent(double s) const;
    /// Arc length at which the curve passes its `index`th point.
    double arc_length_at(std::size_t index) const;
    /// `count` ≥ 2 points at equal steps of arc length, both ends among them.
    std::vector<Vec3> evenly(std::size_t count) const;

    struct Nearest {
        double s = 0.0;
        Vec3 point;
        double distance = 0.0;
    };
    Nearest nearest(const Vec3& point) const;

  private:
    /// Between two of the points, with its neighbours and their knots; the first knot is at 0.
    struct Span {
        std::array<Vec3, 4> p;
        double t1 = 0.0;
        double t2 = 0.0;
        double t3 = 0.0;
    };
    Span span_at(std::size_t index) const;
    /// At one place of a span, or at two at once.
    template <class Number>
    struct Point {
        Number x, y, z;
    };
    template <class Number>
    static Point<Number> on_span(const Span& span, const Number& t);

    std::vector<Vec3> points_;
    std::vector<Vec3> chords_;     ///< corners of the polygon that measures the length
    std::vector<double> lengths_;  ///< arc length at each corner
};

/// A quantity given at a few places and smooth between: monotone cubic (Fritsch and Carlson 1980),
/// so it never leaves the range of its neighbours; constant beyond the ends.
class Profile {
  public:
    /// `at` strictly rising, one `value` each, at least one.
    Profile(std::vector<double> at, std::vector<double> values);
    double operator()(double x) const;

  private:
    std::vector<double> at_;
    std::vector<double> values_;
    std::vector<double> slopes_;
};

}  // namespace dryrun
