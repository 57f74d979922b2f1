// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Goes through an attempt's bytes as far as they can be trusted. Reading and recovering are two
// uses of one scan, so they cannot disagree about what is damaged.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "attempt/attempt.h"

namespace dryrun::attempt {

struct Scan {
    Attempt attempt;  ///< what was read before the damage
    bool has_header = false;
    bool is_done = false;            ///< the end block was reached and fits
    bool are_notes_damaged = false;  ///< the rest may still be whole
    std::size_t notes_begin = 0;     ///< of the NOTE block, damaged or not; equal where none
    std::size_t notes_end = 0;
    std::size_t good_end = 0;     ///< the bytes before this are whole blocks
    std::uint64_t checksum = 0;   ///< of the last whole block of the chain
    std::optional<Error> damage;  ///< the first
};

/// Never fails: what is wrong is in `damage`.
Scan scan(std::string_view bytes, const std::string& place);

}  // namespace dryrun::attempt
