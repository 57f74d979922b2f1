// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What the call after one or two days brings to light: soreness, what else was reported as an
// adverse event, and what shows late. Drawn when the attempt ends, from what was done in it. Rates
// are per treatment (Brady 2014, Boyce 2020; soreness after a twitch: Hong 1994).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "physiology/mishap.h"

namespace dryrun::physiology {

/// What was done in the treatment.
struct Treatment {
    std::int64_t insertions = 0;
    std::int64_t strokes = 0;
    std::int64_t twitches = 0;
    double widest_bruise = 0.0;
    int unclean = 0;  ///< of hands, gloves and skin: how many were left out before the needle
    bool is_needle_left = false;      ///< in the patient, who went home with it
    std::string late_pneumothorax{};  ///< "within_24_h", "within_48_h"; empty: none
    bool has_been_warned = false;     ///< told, and able to say, what would make them call
};

struct Aftermath {
    std::string what;  ///< "soreness", "infection", ...
    double after_h = 0.0;
    std::string outcome;  ///< what came of it: "passes", "refer", "hospital", "hospital_late"
};
/// Nothing where no needle was put in.
std::vector<Aftermath> draw_aftermath(const Treatment& treatment, const PatientRisk& risk,
                                      const MishapParameters& parameters, std::uint64_t seed);

}  // namespace dryrun::physiology
