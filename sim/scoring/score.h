// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The score: a pure function of what happened (events) and the rubric. No clock, no screen and no
// random outcome reaches it: measures read exposure (geometry, dose, order) and response only.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "attempt/attempt.h"
#include "events/event.h"
#include "scoring/rubric.h"

namespace dryrun::scoring {

struct MeasureScore {
    std::string name;
    std::string title;
    std::optional<double> value;  ///< none where the quantity does not exist
    std::string unit;
    std::optional<double> points;  ///< none where the measure is left out
    double max_points = 0.0;
    std::vector<std::int64_t> events;  ///< ids of the events that prove it
    std::string reason;                ///< one line for people
};

struct DomainScore {
    std::string name;
    std::string title;
    std::optional<double> score;  ///< 0 to 100; none where all its measures are left out
    double weight = 0.0;          ///< of the domains that exist; these sum to 1
    std::vector<MeasureScore> measures;
};

struct CriticalFailure {
    std::string code;
    std::string title;
    std::string consequence;
    std::int64_t tick = 0;
    std::int64_t event = 0;
    std::string detail;  ///< "pleura.right at 31.2 mm along the needle", of the first time
    int times = 1;       ///< the same again in the same insertion is no failure of its own
};

/// Told without points.
struct ReportedValue {
    std::string name;
    std::string title;
    double value = 0.0;
    std::string unit;
};

struct Aids {
    double see_through_s = 0.0;
    std::int64_t hints = 0;
};

struct Score {
    std::string file;  ///< as given by the caller; in reports for people only
    std::string scenario;
    std::string attempt_sha256;
    double score = 0.0;   ///< 0 to 100, weighted sum of the domains, before the gate
    bool passed = false;  ///< never with a critical failure
    PassMark pass_mark;
    std::string rubric_name;
    std::string rubric_version;
    std::string rubric_sha256;
    Aids aids;
    double simulated_s = 0.0;
    bool is_complete = true;  ///< false where the attempt was interrupted or recovered
    std::vector<CriticalFailure> critical_failures;
    std::vector<DomainScore> domains;
    std::vector<ReportedValue> reported;
};

/// `events` in the order of happening.
Score score_events(std::span<const events::Event> events, const Rubric& rubric,
                   const attempt::Channels& channels = {});

/// The same of an attempt, with what names it filled in.
Score score_attempt(const attempt::Attempt& attempt, const Rubric& rubric, const std::string& file);

}  // namespace dryrun::scoring
