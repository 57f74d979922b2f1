// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace dryrun {

/// Calls of the global operator new since the program began.
std::size_t allocations();

}  // namespace dryrun
