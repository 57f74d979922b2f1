// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// How pressed tissue gives way with time and comes back (linear viscoelasticity, one Prony series
// for the whole depth). Under a load Q that tissue bears now, the block is displaced as by the
// elastic load e with Q = now · e + before, `before` being what it remembers (softbody/prony.h).
// Private to the module.
#pragma once

#include <span>
#include <vector>

#include "palpation/finger.h"

namespace dryrun::palpation {

/// Moves the memory to the patch of this site; what lies off it is forgotten.
void lie_on(const tissue::Site& site, std::span<const softbody::PronyTerm> relaxation,
            SkinMemory& memory);

/// How far the tissue yields to a load of this tick, as a share of the block's displacement.
double yield_of(const SkinMemory& memory);

/// Adds the inward displacement by what is remembered, one value for each of these points of the
/// patch.
void add_remembered(const tissue::Site& site, const SkinMemory& memory, std::span<const int> points,
                    std::span<double> displacement);

/// Turns the loads of this tick into the elastic loads of the block, and remembers them.
void remember(std::span<double> load_N, SkinMemory& memory);

}  // namespace dryrun::palpation
