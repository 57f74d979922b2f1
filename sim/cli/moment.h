// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The body of a scenario, an attempt or the command line, and the moment of an attempt to picture.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "anatomy/atlas.h"
#include "anatomy/body.h"
#include "core/result.h"
#include "session/snapshot.h"

namespace dryrun::cli {

struct Moment {
    std::shared_ptr<const anatomy::Atlas> atlas;
    std::optional<session::Snapshot> snapshot;  ///< none for a body or a scenario
};

/// Replays the attempt at `path` to `at_s`; without a time to the deepest stand of the needle, or
/// to the end where none went in.
Result<Moment> moment_of_attempt(const std::string& path, std::optional<double> at_s);
/// `name_or_path` of a scenario.
Result<Moment> moment_of_scenario(const std::string& name_or_path);
Result<Moment> moment_of_body(const anatomy::BodyParameters& body);

}  // namespace dryrun::cli
