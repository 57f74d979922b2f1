// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Smooth surfaces through a net of few points: each line of the net becomes a cubic with
// centripetal Catmull-Rom tangents (Yuksel 2011), first across the rows, then along them. A plate
// is such a net with a thickness, closed by a rounded rim. Made for bones that are described by a
// few sections; a thousand points take some tens of microseconds.
#pragma once

#include <cstddef>
#include <vector>

#include "core/vec3.h"
#include "geometry/box.h"
#include "geometry/mesh.h"

namespace dryrun {

using PointNet = std::vector<std::vector<Vec3>>;
using NumberNet = std::vector<std::vector<double>>;

/// A smooth line through the points, each among them, with `per_span` ≥ 1 steps from one to the
/// next. A closed line goes on from the last to the first, which is not repeated.
std::vector<Vec3> refined(const std::vector<Vec3>& points, std::size_t per_span,
                          bool is_closed = false);

/// Rows of equally many points, refined between the rows and then along each.
PointNet refined(const PointNet& rows, std::size_t between_rows, std::size_t along_rows,
                 bool is_closed = false);
NumberNet refined(const NumberNet& rows, std::size_t between_rows, std::size_t along_rows);

/// `count` ≥ 2 points at equal steps along the polyline, both ends among them.
std::vector<Vec3> evenly_along(const std::vector<Vec3>& line, std::size_t count);

/// A bent plate about a surface. Seen from its front, rows run to the right and follow each other
/// upwards, or in any way turned from that.
class Plate {
  public:
    /// At least two rows of at least two points, one half thickness each. The rim stands out beyond
    /// the net by `bulge` times the half thickness.
    Plate(PointNet middle, NumberNet half_thickness, double bulge);

    std::size_t rows() const { return middle_.size(); }
    std::size_t columns() const { return middle_.front().size(); }
    Vec3 normal(std::size_t row, std::size_t column) const;  ///< towards the front
    Vec3 front(std::size_t row, std::size_t column) const;
    Vec3 back(std::size_t row, std::size_t column) const;
    /// For a place at the border of the net: the outermost point of the rim beside it.
    Vec3 rim(std::size_t row, std::size_t column) const;
    /// For such a place: the point of the rim beside it that lies farthest along `direction`.
    Vec3 rim_towards(std::size_t row, std::size_t column, const Vec3& direction) const;
    /// Holds the mesh.
    Box box() const;
    /// Without normals.
    Mesh mesh() const;

  private:
    Vec3 outward(std::size_t row, std::size_t column) const;

    PointNet middle_;
    NumberNet half_thickness_;
    double bulge_;
};

}  // namespace dryrun
