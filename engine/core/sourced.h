// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What every number of a data file carries beside its value: where it is from, and how sure that
// is.
#pragma once

#include <string>
#include <string_view>

#include "core/json.h"

namespace dryrun {

/// "grade": S read in the source, D derived from such, A assumed; "source": never empty.
struct Source {
    std::string grade;
    std::string text;
};
Source read_source(JsonReader& row);

/// The number under `key`, {"value": .., "low": .., "high": .., "grade": "S", "source": ".."}:
/// within `range`, and within its own low and high, which may be left out.
double read_sourced(JsonReader& parent, std::string_view key, Range range = {});

}  // namespace dryrun
