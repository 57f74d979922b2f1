// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Skin fine enough to show a finger's dent, and its movement under the hands.
#pragma once

#include <vector>

#include "geometry/mesh.h"
#include "session/snapshot.h"

namespace dryrun::picture {

/// The mesh with edges near `centre` cut until they are no longer than `longest_edge`; new points
/// lie on the curved surface that points and normals suggest (Phong tessellation, Boubekeur and
/// Alexa 2008).
Mesh refined_near(const Mesh& mesh, const Vec3& centre, double radius, double longest_edge);

/// The points within `radius` of `centre` moved by the displacement field of the moment, faded out
/// towards the rim; normals follow.
Mesh moved_by(const Mesh& resting, const tissue::Site::Field& field, const Vec3& centre,
              double radius);

}  // namespace dryrun::picture
