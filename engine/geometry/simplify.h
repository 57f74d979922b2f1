// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Fewer triangles for the same shape (meshoptimizer: edges are collapsed by the error of Garland
// and Heckbert 1997). A closed surface stays closed.
#pragma once

#include "geometry/mesh.h"

namespace dryrun {

/// A closed mesh with about `share` of its triangles, 0 to 1, where that leaves the surface within
/// `largest_error` millimetres; normals are made anew.
Mesh simplified(const Mesh& mesh, double share, double largest_error);

}  // namespace dryrun
