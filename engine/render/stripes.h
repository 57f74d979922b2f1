// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A coordinate across the muscle fibres of a surface, for drawing them.
#pragma once

#include <vector>

#include "geometry/mesh.h"

namespace dryrun::render {

/// One value a point, in millimetres: it stays the same along the mesh's fibres and grows across
/// them, so a pattern over it follows the fibres however they fan out. Zeros for a mesh without
/// fibres. Least squares fit of its gradient to the direction across the fibres (the stripe
/// variant of Poisson parameterisation), by conjugate gradients.
std::vector<float> stripe_coordinate(const Mesh& mesh);

}  // namespace dryrun::render
