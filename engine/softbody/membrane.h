// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A membrane on a four-cornered face: skin and fascia resist stretch in their plane far more than
// their thin layer of bulk does, and have no bending stiffness of their own worth a layer of
// elements.
#pragma once

#include <array>

#include "core/vec3.h"

namespace dryrun::softbody {

/// 12 × 12 stiffness, row-major, three rows a corner. `tension_stiffness` is Young's modulus
/// times thickness, N/mm.
std::array<double, 144> membrane_stiffness(const std::array<Vec3, 4>& corners,
                                           double tension_stiffness, double poisson);

}  // namespace dryrun::softbody
