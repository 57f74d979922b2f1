// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// One function a format, and the few words they share.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "scoring/report.h"
#include "scoring/score.h"

namespace dryrun::scoring {

std::string table_report(std::span<const Score> scores);
std::string json_report(std::span<const Score> scores, bool is_list);
std::string json_lines_report(std::span<const Score> scores);
std::string csv_report(std::span<const Score> scores);
std::string junit_report(std::span<const Score> scores);
std::string html_report(std::span<const Score> scores);

/// "9.0 / 10", "left out".
std::string points_in_words(const MeasureScore& measure);
/// "passed", or why not.
std::string verdict(const Score& score);
/// With how often it happened.
std::string detail_in_words(const CriticalFailure& failure);
/// "pass mark 70, provisional".
std::string pass_mark_in_words(const PassMark& mark);
/// "12.3 s"
std::string tick_in_words(std::int64_t tick);

}  // namespace dryrun::scoring
