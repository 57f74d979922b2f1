// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Private to this folder: what a scenario names must exist, and its site must be one that can be
// needled in its body.
#pragma once

#include <string>

#include "check/check.h"

namespace dryrun::check {

/// `text` is the file's; `report.file` names it.
void check_scenario(const std::string& text, FileReport& report);

}  // namespace dryrun::check
