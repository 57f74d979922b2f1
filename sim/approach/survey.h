// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Every site in one body: is there a way to it, and which. A site is asked in the postures of its
// row, the usual one first; the first with a way counts.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "anatomy/body.h"
#include "approach/way.h"
#include "core/result.h"

namespace dryrun::approach {

struct SiteReport {
    std::string muscle;  ///< with its side
    std::string point;
    std::string title;
    anatomy::Posture posture = anatomy::Posture::Prone;
    double depth = 0.0;  ///< of the trigger point, from the skin
    Way way;
    std::string bone;    ///< that stops the needle; empty: none on the line
    std::string hazard;  ///< the nearest on the line that no bone shields
};

/// The points of one side of a body. `posture`: for all, instead of those of the rows.
Result<std::vector<SiteReport>> survey_sites(const anatomy::BodyParameters& body,
                                             std::optional<anatomy::Posture> posture,
                                             const std::vector<Site>& sites, std::string_view side);
/// One point in a body as it lies.
Result<SiteReport> survey_point(const anatomy::Atlas& atlas, const Site& site,
                                const SitePoint& point, std::string_view side,
                                const std::vector<double>& stocked_lengths);

}  // namespace dryrun::approach
