// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The plan card: what the atlas says of the line that a trainee means to take. A plan is judged
// once, when it is stated, for the needle chosen then and the site marked last.
#pragma once

#include <optional>
#include <vector>

#include "anatomy/atlas.h"
#include "approach/site.h"
#include "events/event.h"
#include "events/input_sample.h"

namespace dryrun::session {

struct PlanGround {
    anatomy::SkinPoint mark;     ///< the site: the target is thought to lie straight below
    approach::AngleRule rule;    ///< of the site
    double target_depth = 0.0;   ///< nominal depth of the target muscle's middle there
    double needle_length = 0.0;  ///< of the chosen needle; 0 while none is chosen
    std::vector<double> stocked_lengths;
};

/// The line starts where, at the planned tilt, it reaches the nominal depth below the mark.
events::PlanStated judge_plan(const anatomy::Atlas& atlas, const events::StatePlan& plan,
                              const PlanGround& ground);

/// Angle between the direction taken and the planned one at the same place of the skin. A plan
/// that names no medial or caudal part is compared by its tilt alone.
double angle_error_deg(const anatomy::SkinPoint& skin, const Vec3& direction,
                       const events::StatePlan& plan);

/// What lies between two pads that are held on the skin.
struct Bracketed {
    std::string rib;  ///< empty if none
    double offset = 0.0;
};
/// The rib whose centreline, seen along the normal at `centre`, passes between two pads `spread`
/// apart along `across`, with its distance from the centre; NaN without one.
Bracketed rib_between(const anatomy::Atlas& atlas, const anatomy::SkinPoint& centre,
                      const Vec3& across, double spread);

}  // namespace dryrun::session
