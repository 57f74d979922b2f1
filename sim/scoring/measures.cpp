// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "scoring/measures.h"

#include <algorithm>
#include <array>
#include <utility>

namespace dryrun::scoring {
namespace {

constexpr attempt::Channels kPalpation{true, false, false};
constexpr attempt::Channels kDecisions{false, true, false};
constexpr attempt::Channels kNeedle{false, false, true};
constexpr attempt::Channels kPalpationAndDecisions{true, true, false};
constexpr attempt::Channels kPalpationAndNeedle{true, false, true};
constexpr attempt::Channels kDecisionsAndNeedle{false, true, true};

const std::vector<MeasureKind>& kinds() {
    using enum MeasureKind::Needs;
    using enum MeasureKind::Applies;
    using namespace measures;
    static const std::vector<MeasureKind> kKinds = {
        {"screening_asked", "%", kDecisions, {}, Topics, Always, screening_asked},
        {"repeated_questions", "count", kDecisions, {}, Nothing, Always, repeated_questions},
        {"consent_before_touch", "bool", kDecisions, {}, Nothing, Touched, consent_before_touch},
        {"understanding_checked", "%", kDecisions, {}, Steps, Touched, steps_before_puncture},

        {"landmark_error",
         "mm",
         kPalpationAndDecisions,
         {"least_landmarks"},
         Nothing,
         Touched,
         landmark_error},
        {"palpation_force",
         "%",
         kPalpation,
         {"search_low_N", "search_high_N", "provoke_high_N", "provoke_share"},
         Nothing,
         Touched,
         palpation_force},
        {"comparison_presses",
         "count",
         kPalpationAndDecisions,
         {"site_reach_mm", "neighbour_reach_mm", "least_force_share"},
         Nothing,
         Touched,
         comparison_presses},
        {"site_error", "mm", kPalpationAndDecisions, {}, Nothing, Needled, site_error},

        {"plan_before_puncture", "bool", kDecisions, {}, Nothing, Needled, plan_before_puncture},
        {"needle_length_choice",
         "share",
         kDecisions,
         {"shaft_outside_mm"},
         Nothing,
         Needled,
         needle_length_choice},
        {"plan_tilt", "deg", kDecisions, {}, Nothing, Needled, plan_tilt},
        {"plan_line_safe", "share", kDecisions, {"margin_mm"}, Nothing, Needled, plan_line_safe},
        {"plan_stop_depth", "mm", kDecisions, {"margin_mm"}, Nothing, Needled, plan_stop_depth},
        {"plan_bone_depth", "mm", kDecisions, {}, Nothing, Needled, plan_bone_depth},

        {"entry_error", "mm", kNeedle, {}, Nothing, Needled, entry_error},
        {"angle_error", "deg", kDecisionsAndNeedle, {}, Nothing, Needled, angle_error},
        {"guide_tube_used",
         "%",
         kDecisionsAndNeedle,
         {"steepest_tilt_deg"},
         Nothing,
         Needled,
         guide_tube_used},
        {"path_ratio", "ratio", kNeedle, {}, Nothing, Needled, path_ratio},
        {"deep_redirects", "count", kNeedle, {}, Nothing, Needled, deep_redirects},
        {"stop_depth_overrun", "mm", kDecisionsAndNeedle, {}, Nothing, Needled, stop_depth_overrun},

        {"twitch_opportunity",
         "probability",
         kNeedle,
         {"strokes"},
         Nothing,
         Needled,
         twitch_opportunity},
        {"dose_discipline",
         "count",
         kNeedle,
         {"strokes_without_twitch"},
         Nothing,
         Needled,
         dose_discipline},
        {"response_reported", "%", kDecisions, {}, Nothing, Needled, response_reported},
        {"asked_during_needling", "count", kDecisions, {}, Nothing, Needled, asked_during_needling},

        {"clearance", "mm", kNeedle, {}, Nothing, Needled, clearance},
        {"bracket_held",
         "%",
         kPalpationAndNeedle,
         {"rib_offset_mm"},
         Nothing,
         Needled,
         bracket_held},
        {"hygiene_before_puncture", "%", kDecisions, {}, Steps, Needled, steps_before_puncture},
        {"exit_pressed", "s", kDecisionsAndNeedle, {}, Nothing, Needled, exit_pressed},
        {"sharps_accounted", "share", kDecisions, {}, Nothing, Needled, sharps_accounted},
        {"contact_answered",
         "%",
         kDecisionsAndNeedle,
         {"within_s"},
         Nothing,
         Needled,
         contact_answered},
        {"decision", "bool", kDecisions, {}, Nothing, Always, decision},
        {"care_plan", "%", kDecisions, {}, Steps, Always, steps_done},
        {"emergency_handled",
         "%",
         kDecisions,
         {"late_share", "wrong_share", "disorder_share"},
         Nothing,
         Always,
         emergency_handled},
        {"aftercare", "%", kDecisions, {}, Steps, Needled, steps_after_needling},
    };
    return kKinds;
}

}  // namespace

std::span<const MeasureKind> measure_kinds() {
    return kinds();
}

const MeasureKind* find_measure(std::string_view name) {
    const auto kind = std::find_if(kinds().begin(), kinds().end(),
                                   [&](const MeasureKind& one) { return one.name == name; });
    return kind == kinds().end() ? nullptr : &*kind;
}

double share_on_line(double value, double full, double zero) {
    if (full == zero) return value == full ? 1.0 : 0.0;
    return std::clamp((value - zero) / (full - zero), 0.0, 1.0);
}

Measured found(double value, std::vector<std::int64_t> events, std::string reason) {
    Measured measured;
    measured.value = value;
    measured.events = std::move(events);
    measured.reason = std::move(reason);
    return measured;
}

Measured missing(std::string reason) {
    Measured measured;
    measured.reason = std::move(reason);
    return measured;
}

Measured not_applicable(std::string reason) {
    Measured measured;
    measured.is_not_applicable = true;
    measured.reason = std::move(reason);
    return measured;
}

}  // namespace dryrun::scoring
