// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The virtual test bench: one experiment, asked and answered in JSON, on the elements, beams and
// solvers of the simulator. Axes x, y along the skin, z out of it; mm, N, kPa, s. docs/lab.md
// lists what each experiment wants and gives.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/json.h"
#include "core/result.h"
#include "softbody/scale.h"

namespace dryrun::lab {

/// Names of the experiments, in the order of docs/lab.md.
std::vector<std::string> experiments();

/// Errors: a key that is missing, unknown or out of range, by its path in `file`; tissue or a wire
/// that finds no balance.
Result<Json> run(std::string_view text, const std::string& file, const softbody::Scale& scale = {});

}  // namespace dryrun::lab
