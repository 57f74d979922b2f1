// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The body of the tests, and places on it.
#pragma once

#include "anatomy/atlas.h"
#include "scenario/scenario.h"

namespace dryrun::session {

/// The shipped scenario of the rhomboid.
const scenario::Scenario& rhomboid();

/// A place over the ribs from which the straight inward line meets what is asked for.
anatomy::SkinPoint skin_over_rib(const anatomy::Atlas& atlas, const Vec3& near);
anatomy::SkinPoint skin_over_gap(const anatomy::Atlas& atlas, const Vec3& near);

}  // namespace dryrun::session
