// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// One attempt of a study as a line of JSON (schema dryrun.study/1): written from a score and
// events, and read again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "events/event.h"
#include "scoring/score.h"
#include "study/description.h"

namespace dryrun::study {

inline constexpr std::string_view kLineSchema = "dryrun.study/1";

/// Types of events that are counted in every line, in this order: what an outcome is told by.
std::span<const std::string_view> counted_events();

/// Without a line end.
std::string attempt_line(const Description& description, std::size_t number,
                         const scoring::Score& score, std::span<const events::Event> events);

/// What others need to know of a line.
struct AttemptLine {
    std::string scenario;
    std::string trainee;
    std::int64_t run = 0;
    std::uint64_t seed = 0;
    double score = 0.0;
    bool passed = false;
    std::vector<std::string> critical_failures;  ///< codes
    std::string basis;
};

/// `place` names file and line in errors.
Result<AttemptLine> read_attempt_line(std::string_view text, const std::string& place);

/// The number of the attempt in the study; BadInput where it is none of it.
Result<std::size_t> number_of(const Description& description, const AttemptLine& line,
                              const std::string& place);

/// A text's lines without their ends; the last needs none.
std::vector<std::string_view> lines_of(std::string_view text);

}  // namespace dryrun::study
