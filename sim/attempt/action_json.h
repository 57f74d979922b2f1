// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What a trainee says or decides, as JSON: {"do":"mark_site","confidence":0.5}. Numbers keep all
// their bits.
#pragma once

#include <string>

#include "core/json.h"
#include "core/result.h"
#include "events/input_sample.h"

namespace dryrun::attempt {

Json action_json(const events::Action& action);
Result<events::Action> action_from_json(const Json& json, const std::string& place);

}  // namespace dryrun::attempt
