// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Cohorts that several studies share. Where a source is silent people are half men, 20 to 60 years
// old, and lie prone.
#pragma once

#include "anatomy/person.h"

namespace dryrun::validation {

/// Those of a source that says nothing of whom it looked at.
anatomy::Cohort of_silent_source();
/// The same, standing.
anatomy::Cohort standing();
/// Thailand, Taiwan, Korea, Japan, where the body mass index is not given: 23.5 (SD 3), assumed.
anatomy::Cohort of_east_asia();

}  // namespace dryrun::validation
