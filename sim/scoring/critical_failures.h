// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What fails an attempt whatever its points: the gate. Each is an act that harms or would have,
// told by an event of its own.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attempt/attempt.h"
#include "events/event.h"

namespace dryrun::scoring {

struct FailureFound {
    std::string_view code;
    std::string detail;
};

/// The critical failure that this event is, if any.
std::optional<FailureFound> critical_failure(const events::Event& event,
                                             const attempt::Channels& channels);

/// Every code there is.
const std::vector<std::string>& critical_failure_codes();

}  // namespace dryrun::scoring
