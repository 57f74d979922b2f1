// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Smooth noise in space, 0 to 1, with features one unit apart: what lends a tissue its grain. The
// same place has the same value in every picture.
#pragma once

#include "core/vec3.h"

namespace dryrun::picture {

double tissue_noise(const Vec3& at);

}  // namespace dryrun::picture
