// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A published figure that the simulator is held to, and what it came to here. Cases are plain data;
// whatever measures one (people drawn from a cohort, a virtual experiment, simulated treatments)
// gives a Measured, and one rule judges them all.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/json.h"

namespace dryrun::validation {

/// Where on the body and along what line, in words for the table.
struct Place {
    std::string level{};
    std::string lateral{};
    std::string direction{};
};

struct Case {
    std::string id{};        ///< "clinical.V18"
    std::string quantity{};  ///< "skin to epidural space, L2-L3"
    std::string unit{};      ///< "mm", "%", "level", ...
    std::string expected{};  ///< as published: "44", "12 ± 2", "8 of 8"
    /// Of the value. Where both ends are equal, a proportion's confidence interval must cover it.
    Range tolerance{};
    /// The range is what sources found, not a margin: it is met where the value's own confidence
    /// interval, if it has one, touches it. Not for what must stay below a bound.
    bool is_met_by_interval = false;
    /// To be met within a quarter; none where none is published or it is excepted.
    std::optional<double> expected_sd{};
    bool is_gate = true;   ///< else it is only reported
    std::string source{};  ///< authors, year, journal, how many people
    Place place{};
    std::string remark{};  ///< what was read from the source and what assumed
    // Filled from the cohort.
    std::string posture{};
    std::string cohort{};
};

/// Where a quantity does not exist (nobody has it), there is no value.
struct Measured {
    std::optional<double> value{};
    std::optional<double> sd{};
    std::optional<Range> interval{};  ///< 95 % confidence interval of a proportion
    int people = 0;                   ///< in whom it was measured
    int without = 0;                  ///< in whom there was nothing to measure
};

enum class Verdict { Passes, Fails, Reported };
std::string_view name_of(Verdict verdict);

struct Outcome {
    Case what;
    Measured measured;
    Verdict verdict = Verdict::Reported;
    std::string reason{};  ///< of a failure
};

/// With five significant digits, none of them a trailing zero.
std::string significant_text(double value);

/// By how much a standard deviation may differ from the published one.
inline constexpr double kSpreadTolerance = 0.25;

Range sd_tolerance(const Case& what);
/// Whether the confidence interval is held to the tolerance in the place of the value.
bool goes_by_interval(const Case& what, const Measured& measured);
Outcome judge(const Case& what, const Measured& measured);

}  // namespace dryrun::validation
