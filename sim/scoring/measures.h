// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What can be measured in the events of an attempt. A measure reads a quantity and the events that
// prove it; the rubric says what it is worth. A new measure is a function and a row of the table in
// measures.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "attempt/attempt.h"
#include "scoring/log.h"
#include "scoring/rubric.h"

namespace dryrun::scoring {

/// What a measure found.
struct Measured {
    std::optional<double> value;  ///< none where the quantity does not exist
    /// Share of the points, 0 to 1, where the measure decides it; else the rule's straight line.
    std::optional<double> share;
    /// The quantity has no meaning in this attempt, whatever the trainee did: left out.
    bool is_not_applicable = false;
    std::vector<std::int64_t> events;
    std::string reason;
};

Measured found(double value, std::vector<std::int64_t> events, std::string reason);
/// The trainee did not do what would be measured; the rubric says what that costs.
Measured missing(std::string reason);
Measured not_applicable(std::string reason);

using MeasureFunction = Measured (*)(const Log&, const MeasureRule&);

struct MeasureKind {
    std::string_view name;
    std::string_view unit;
    attempt::Channels reads;               ///< what must be in the inputs for it to exist
    std::vector<std::string_view> limits;  ///< further numbers the rule must give
    enum class Needs { Nothing, Topics, Steps } needs = Needs::Nothing;
    /// Where not needling was right: measured all the same, if the patient was touched, or never.
    enum class Applies { Always, Touched, Needled } applies = Applies::Needled;
    MeasureFunction measure = nullptr;
};

/// All of them.
std::span<const MeasureKind> measure_kinds();
const MeasureKind* find_measure(std::string_view name);

/// Share of the points on the straight line from `zero` to `full`.
double share_on_line(double value, double full, double zero);

// The measures, by what they look at.
namespace measures {
Measured screening_asked(const Log&, const MeasureRule&);
Measured repeated_questions(const Log&, const MeasureRule&);
Measured consent_before_touch(const Log&, const MeasureRule&);
Measured steps_before_puncture(const Log&, const MeasureRule&);
Measured steps_after_needling(const Log&, const MeasureRule&);
Measured sharps_accounted(const Log&, const MeasureRule&);
Measured asked_during_needling(const Log&, const MeasureRule&);
Measured response_reported(const Log&, const MeasureRule&);
Measured contact_answered(const Log&, const MeasureRule&);
Measured decision(const Log&, const MeasureRule&);
Measured steps_done(const Log&, const MeasureRule&);
Measured emergency_handled(const Log&, const MeasureRule&);

Measured landmark_error(const Log&, const MeasureRule&);
Measured palpation_force(const Log&, const MeasureRule&);
Measured comparison_presses(const Log&, const MeasureRule&);
Measured site_error(const Log&, const MeasureRule&);
Measured bracket_held(const Log&, const MeasureRule&);

Measured plan_before_puncture(const Log&, const MeasureRule&);
Measured needle_length_choice(const Log&, const MeasureRule&);
Measured plan_tilt(const Log&, const MeasureRule&);
Measured plan_line_safe(const Log&, const MeasureRule&);
Measured plan_stop_depth(const Log&, const MeasureRule&);
Measured plan_bone_depth(const Log&, const MeasureRule&);

Measured entry_error(const Log&, const MeasureRule&);
Measured angle_error(const Log&, const MeasureRule&);
Measured guide_tube_used(const Log&, const MeasureRule&);
Measured path_ratio(const Log&, const MeasureRule&);
Measured deep_redirects(const Log&, const MeasureRule&);
Measured stop_depth_overrun(const Log&, const MeasureRule&);
Measured twitch_opportunity(const Log&, const MeasureRule&);
Measured dose_discipline(const Log&, const MeasureRule&);
Measured clearance(const Log&, const MeasureRule&);
Measured exit_pressed(const Log&, const MeasureRule&);
}  // namespace measures

}  // namespace dryrun::scoring
