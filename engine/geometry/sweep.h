// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Solids swept along a curve: tubes whose section is an ellipse that changes size and turns, and
// lofts through given loops. Ends are closed with a dome. Made for ribs, nerves and vessels.
#pragma once

#include <vector>

#include "core/vec3.h"
#include "geometry/mesh.h"

namespace dryrun {

/// A section across a swept solid: frame.z along the path, half axes along frame.x and frame.y.
struct Section {
    Frame frame;
    double half_x = 1.0;
    double half_y = 1.0;
    /// 2 is an ellipse; more is flatter-sided (Lamé 1818).
    double exponent = 2.0;
};

/// The solid through the sections, `around` ≥ 3 points each, closed; without normals.
Mesh sweep(const std::vector<Section>& sections, int around);

/// A round tube along a polyline with one radius a point.
Mesh tube(const std::vector<Vec3>& path, const std::vector<double>& radii, int around);

/// A solid through loops of equally many points, each counter-clockwise seen against the path;
/// the ends are closed by fans about the loops' centres. Without normals.
Mesh loft(const std::vector<std::vector<Vec3>>& loops);

}  // namespace dryrun
