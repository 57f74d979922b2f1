// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Scores as text: tables for people, JSON, CSV and JUnit for programs, HTML for a browser. The same
// scores give the same bytes.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/json.h"
#include "scoring/score.h"

namespace dryrun::scoring {

/// "table", "json", "jsonl", "csv", "junit", "html".
const std::vector<std::string>& report_formats();

/// `is_list`: JSON is an array even of one score (several attempts were asked for).
/// `format` must be one of report_formats().
std::string report(std::span<const Score> scores, const std::string& format, bool is_list);

/// A value with its unit, as people read it: "4.1 mm", "yes", "–" where there is none.
std::string value_in_words(const MeasureScore& measure);
/// "Strokes 14", "Time spent pressing 61.7 s".
std::string reported_in_words(const ReportedValue& value);

/// The object of schema dryrun.score/1.
Json score_json(const Score& score);

}  // namespace dryrun::scoring
