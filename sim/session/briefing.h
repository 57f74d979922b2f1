// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What the trainee knows before touching the patient: the case, the stock, and what a textbook
// says of such a body. Nothing here depends on where the trigger point of this attempt is.
#pragma once

#include <cstdint>
#include <vector>

#include "anatomy/atlas.h"
#include "approach/site.h"
#include "core/result.h"
#include "needle/needle.h"
#include "scenario/scenario.h"
#include "session/percepts.h"

namespace dryrun::session {

/// The scenario's stocked needles, shortest first. Errors: a name that is not shipped.
Result<std::vector<needle::NeedleSpec>> stocked_needles(const scenario::Scenario& scenario);

/// What lies behind a site, by its rule.
struct Behind {
    bool is_rib = false;         ///< one that two fingers bracket
    bool stops_on_bone = false;  ///< broad bone, onto which the needle goes
};

/// `textbook`: the scenario's body without individual variation; `rule`: of the target's site;
/// `found_by`: landmarks by which texts find it, without side.
Result<Briefing> brief(const scenario::Scenario& scenario, const anatomy::Atlas& textbook,
                       const std::vector<needle::NeedleSpec>& stocked,
                       const approach::AngleRule& rule, const Behind& behind,
                       const std::vector<std::string>& found_by);

/// Landmarks of this patient as eyes and fingers place them: each off by a few millimetres along
/// the skin, the same way all session long.
std::vector<VisibleLandmark> seen_landmarks(const anatomy::Atlas& atlas, std::uint64_t seed);

}  // namespace dryrun::session
