// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The surface on which a function is zero, as a mesh: smooth unions of simple solids become one
// closed skin. Surface nets (Gibson 1998): a point in each cell that the surface passes, moved onto
// the surface, four neighbours joined across each crossed edge of the grid. A cell through which
// several sheets pass has a point on each (Nielson 2004), so that sheets never grow together.
#pragma once

#include <functional>

#include "core/vec3.h"
#include "geometry/mesh.h"

namespace dryrun {

struct IsosurfaceGrid {
    Vec3 low;
    Vec3 step{1.0, 1.0, 1.0};  ///< of one cell, may differ by axis
    int cells_x = 1;
    int cells_y = 1;
    int cells_z = 1;
};

/// A distance-like function: negative inside, and never changing by more than 1.25 times the
/// distance moved (so that empty space is skipped). The grid must enclose the surface with a cell
/// to spare; it may be moved by less than half a cell along y and z where that gives a closed
/// surface. What is thinner than two cells may stay unclosed: ask is_closed_surface(). Normals
/// follow the function.
Mesh isosurface(const std::function<double(const Vec3&)>& distance, const IsosurfaceGrid& grid);
/// The same without normals.
Mesh bare_isosurface(const std::function<double(const Vec3&)>& distance,
                     const IsosurfaceGrid& grid);

/// The same of a function that is even in x, on a grid whose middle corners lie at x = 0: left and
/// right are mirror images to the last bit, faces and all, so that a line that grazes the one
/// grazes the other.
Mesh even_isosurface(const std::function<double(const Vec3&)>& distance,
                     const IsosurfaceGrid& grid);

}  // namespace dryrun
