// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Factors on what the solvers give back, at the place where it arises: a door for tests that ask
// whether an answer comes from the elements, the beam and the friction law at all.
#pragma once

namespace dryrun::softbody {

struct Scale {
    double elements = 1.0;  ///< stiffness of bricks
    double beam = 1.0;      ///< bending stiffness of a wire or needle
    double friction = 1.0;  ///< the most that friction holds
};

}  // namespace dryrun::softbody
