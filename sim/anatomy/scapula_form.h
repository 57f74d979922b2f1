// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The scapula's form in a chart of its own: u lateral, v up the line from inferior to superior
// angle, w away from the ribs, counted from the blade's middle. Of the table's size; private to the
// skeleton.
#pragma once

#include <vector>

#include "anatomy/skeleton_table.h"
#include "geometry/box.h"
#include "geometry/curve.h"
#include "geometry/mesh.h"
#include "geometry/polygon.h"
#include "geometry/solids.h"

namespace dryrun::anatomy {

/// Of the chart, between the two angles.
inline constexpr double kScapulaChartLength = 150.0;
inline constexpr double kAcromionHalfThickness = 4.4;
inline constexpr double kAcromionWidening = 2.1;

class ScapulaForm {
  public:
    /// `section` is a factor on what is thick.
    ScapulaForm(const ScapulaTable& table, double section);

    /// Height of the middle of the blade above the chart's plane.
    double blade(double u, double v) const;
    double half_thickness(double v) const { return blade_(v / kScapulaChartLength) * section_; }
    /// What holds the whole bone.
    Box bounds() const;
    /// Boxes that hold the bone together but for its fillets: strips of the blade, the ridge, the
    /// glenoid, the spine from base to crest, acromion and coracoid.
    std::vector<Box> parts() const;
    const std::vector<Vec3>& outline() const { return outline_; }
    const std::vector<Vec3>& crest() const { return crest_; }
    /// The medial border from inferior to superior angle; between the rounded angles it is the
    /// outline itself.
    double border_u(double share) const { return border_(share); }
    /// Its parts one by one.
    Mesh outline_mesh() const;

  private:
    friend class ScapulaField;
    std::vector<Box> strips_of_blade() const;
    void add_blade(Mesh& mesh) const;
    void add_spine(Mesh& mesh) const;

    ScapulaTable table_;
    double section_;
    std::vector<Vec3> ridge_points_;
    std::vector<double> ridge_radii_;
    std::vector<Vec3> outline_;
    Profile border_;
    Profile blade_;
    Profile bend_border_;
    Profile bend_slope_;
    Profile bend_hollow_;
    std::vector<Vec3> base_;
    std::vector<Vec3> crest_;
    Box spine_box_;
    Box coracoid_box_;
};

/// How far the bone is, as isosurface() wants it. Made once for many points.
class ScapulaField {
  public:
    explicit ScapulaField(const ScapulaForm& form);
    double distance_to(const Vec3& p) const;

  private:
    /// Anything large where it is farther than `wanted_within`.
    double ridge_distance(const Vec3& p, double wanted_within) const;
    double spine_distance(const Vec3& p) const;

    const ScapulaForm& form_;
    PolygonDistance blade_outline_;
    Strip spine_;
    std::vector<Capsule> ridge_;
    std::vector<Capsule> crest_;
    std::vector<FlatCapsule> acromion_;
    std::vector<Capsule> coracoid_;
};

}  // namespace dryrun::anatomy
