// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "validation/case.h"

#include <cmath>

namespace dryrun::validation {
namespace {

bool holds(const Range& range, double value) {
    return value >= range.low && value <= range.high;
}

bool touch(const Range& a, const Range& b) {
    return a.low <= b.high && b.low <= a.high;
}

std::string in_words(const Range& range) {
    if (range.low == range.high) return significant_text(range.low);
    return significant_text(range.low) + " to " + significant_text(range.high);
}

std::string outside(const std::string& what, double value, const Range& range) {
    return what + " " + significant_text(value) + " is outside " + in_words(range);
}

// Why it fails; empty where it does not.
std::string fault(const Case& what, const Measured& measured) {
    if (!measured.value) return "nobody had it";
    if (goes_by_interval(what, measured)) {
        if (!touch(*measured.interval, what.tolerance))
            return "the interval " + in_words(*measured.interval) + " does not touch " +
                   in_words(what.tolerance);
    } else if (!holds(what.tolerance, *measured.value)) {
        return outside("value", *measured.value, what.tolerance);
    }
    if (!what.expected_sd) return {};
    const Range allowed = sd_tolerance(what);
    if (!measured.sd) return "it has no standard deviation";
    if (!holds(allowed, *measured.sd)) return outside("SD", *measured.sd, allowed);
    return {};
}

}  // namespace

std::string significant_text(double value) {
    int digits = 4;
    for (double size = std::fabs(value); size >= 10.0 && digits > 0; size /= 10.0) --digits;
    for (double size = std::fabs(value); size > 0.0 && size < 1.0 && digits < 9; size *= 10.0)
        ++digits;
    std::string text = fixed_text(value, digits);
    if (text.find('.') == std::string::npos) return text;
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
    return text;
}

std::string_view name_of(Verdict verdict) {
    switch (verdict) {
        case Verdict::Passes:
            return "passes";
        case Verdict::Fails:
            return "fails";
        case Verdict::Reported:
            return "reported";
    }
    return "reported";
}

Range sd_tolerance(const Case& what) {
    const double sd = what.expected_sd.value_or(0.0);
    return {(1.0 - kSpreadTolerance) * sd, (1.0 + kSpreadTolerance) * sd};
}

bool goes_by_interval(const Case& what, const Measured& measured) {
    const bool is_point = what.tolerance.low == what.tolerance.high;
    return measured.interval && (what.is_met_by_interval || is_point);
}

Outcome judge(const Case& what, const Measured& measured) {
    Outcome outcome{what, measured, Verdict::Reported, fault(what, measured)};
    if (what.is_gate) outcome.verdict = outcome.reason.empty() ? Verdict::Passes : Verdict::Fails;
    return outcome;
}

}  // namespace dryrun::validation
