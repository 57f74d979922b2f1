// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Kinematics of recorded tools, unfiltered: what was measured, not what was meant.
#pragma once

#include <string>
#include <vector>

#include "core/json.h"
#include "exchange/transform_log.h"

namespace dryrun::exchange {

struct ToolMotion {
    std::string name;
    std::size_t samples = 0;
    double elapsed_s = 0.0;  ///< last time minus first
    double path = 0.0;       ///< sum of the straight steps between samples
};

std::vector<ToolMotion> motion_of(const TransformLog& log);

/// {"schema":"dryrun.motion/1","tools":[…]}
Json to_json(const std::vector<ToolMotion>& tools);

}  // namespace dryrun::exchange
