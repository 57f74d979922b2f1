// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The correction of a shaft thinner than an element. Loads that the mesh spreads over its cells
// act like those of a rod of radius c · h; the true rod is thinner and moves further in its hole.
// What is missing is the difference of Kelvin's solutions for uniform line loads at the two radii,
// integrated over each loaded piece (after Peaceman 1978 for wells). mm, N, N/mm².
#pragma once

#include <span>
#include <vector>

#include "core/vec3.h"

namespace dryrun::softbody {

/// Of one station of the shaft: a piece of uniform load around it.
struct ShaftStation {
    double shear = 0.004;  ///< N/mm², of the tissue there
    double poisson = 0.48;
    double mesh_radius = 3.0;  ///< of the rod that the mesh's spreading amounts to
};

/// Mean displacement, lateral and axial, of a ring of `radius` round a line at `offset` from the
/// middle of a piece of length `piece` that carries 1 N in all; infinite medium of shear modulus
/// 1 N/mm².
struct LineResponse {
    double lateral = 0.0;
    double axial = 0.0;
};
LineResponse line_response(double offset, double piece, double radius, double poisson);

/// Adds the correction to `compliance` (3n × 3n, row-major, x y z a station) of a straight shaft
/// of `shaft_radius` along `direction`, its stations `spacing` apart.
void add_line_correction(std::span<const ShaftStation> stations, const Vec3& direction,
                         double spacing, double shaft_radius, std::vector<double>& compliance);

}  // namespace dryrun::softbody
