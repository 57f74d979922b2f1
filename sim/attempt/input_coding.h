// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// One second of input samples in few bytes. Hands rest most of the time, so only ticks that differ
// from the one before are written, and of those only the numbers that differ, as differences in
// steps of their grid (events::on_grid). What is decoded equals what was coded to the last bit.
//
//     second := { unchanged ticks (varint)  changed fields (varint, a bit each)  fields }
//
// Every second starts from the default sample, so it can be read without those before.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "events/input_sample.h"

namespace dryrun::attempt {

/// `samples` must be on the grid.
std::string code_samples(std::span<const events::InputSample> samples);

/// Exactly `count` samples; anything else in `bytes` is an error at `place`.
Result<std::vector<events::InputSample>> decode_samples(std::string_view bytes, std::size_t count,
                                                        const std::string& place);

}  // namespace dryrun::attempt
