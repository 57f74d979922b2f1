// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A cube with its corners moved at random, for tests of elements of any shape.
#pragma once

#include "core/random.h"
#include "softbody/hexahedron.h"

namespace dryrun::softbody {

inline constexpr double kCube[8][3] = {{0, 0, 0}, {1, 0, 0}, {1, 1, 0}, {0, 1, 0},
                                       {0, 0, 1}, {1, 0, 1}, {1, 1, 1}, {0, 1, 1}};

inline HexahedronCorners distorted_cube(double size, double by) {
    const RandomStream random(5, "cube");
    HexahedronCorners corners;
    for (std::size_t c = 0; c < 8; ++c) {
        corners[c] = Vec3{kCube[c][0], kCube[c][1], kCube[c][2]} * size;
        corners[c] += Vec3{random.uniform(c, 0) - 0.5, random.uniform(c, 1) - 0.5,
                           random.uniform(c, 2) - 0.5} *
                      (2.0 * by * size);
    }
    return corners;
}

}  // namespace dryrun::softbody
