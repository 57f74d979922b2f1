// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What `list` prints: a table with a head, or JSON made of the same cells.
#pragma once

#include <string>
#include <vector>

#include "cli/body_options.h"
#include "core/json.h"
#include "core/result.h"

namespace dryrun::cli {

struct Listing {
    std::vector<std::string> head;
    std::vector<std::vector<Json>> rows;  ///< numbers as numbers
};

struct SiteOptions {
    std::vector<double> body_mass_indices;  ///< none: the body as it is
    std::string side = "right";
};

/// The needling sites in a body: reachable or not, path, needle, clearance.
Result<Listing> list_sites(const BodyOptions& body_options, const SiteOptions& options);
/// The same as a page of the docs shows it: a site a row, a body mass index a column.
Result<std::string> sites_as_markdown(const BodyOptions& body_options, const SiteOptions& options);

}  // namespace dryrun::cli
