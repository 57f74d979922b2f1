// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "scoring/critical_failures.h"

#include <cmath>

#include "core/json.h"

namespace dryrun::scoring {
namespace {

using namespace events;

std::string mm(double value) {
    return fixed_text(value, 1) + " mm";
}

// Structures are named from general to particular, "pleura.right". Empty for nerves and vessels but
// the vertebral artery: touching those is scored by the response to it.
std::string_view code_of_hazard(std::string_view structure) {
    const std::string_view general = structure.substr(0, structure.find('.'));
    if (general == "pleura" || general == "lung") return "pleura_entered";
    if (general == "canal" || general == "dura") return "canal_entered";
    if (general == "kidney") return "kidney_entered";
    if (general == "peritoneum") return "peritoneum_entered";
    if (structure.find("vertebral") != structure.npos) return "vertebral_artery_entered";
    for (const std::string_view answered : {"nerve", "vessel", "artery", "vein"})
        if (general == answered) return {};
    return "hazard_entered";
}

struct Judge {
    const attempt::Channels& channels;

    std::optional<FailureFound> operator()(const HazardEntered& event) const {
        const std::string_view code = code_of_hazard(event.structure);
        if (code.empty()) return {};
        return FailureFound{code, event.structure + " at " + mm(event.path) + " along the needle"};
    }
    std::optional<FailureFound> operator()(const ContinuedAfterStop& event) const {
        return FailureFound{"continued_after_stop",
                            event.how + ", " + mm(event.advance) + " after the patient's stop"};
    }
    std::optional<FailureFound> operator()(const UnprotectedLine& event) const {
        return FailureFound{"unprotected_line", "pleura " + mm(event.travel_to_pleura) +
                                                    " ahead before any bone, " +
                                                    mm(event.shaft_left) + " of shaft left"};
    }
    std::optional<FailureFound> operator()(const SessionFinished& event) const {
        // A recording of a needle does not tell of the sharps bin.
        if (!channels.has_decisions || event.needles_opened == event.needles_disposed) return {};
        return FailureFound{"needle_not_accounted_for",
                            std::to_string(event.needles_opened) + " opened, " +
                                std::to_string(event.needles_disposed) + " disposed of"};
    }
    std::optional<FailureFound> operator()(const RoomLeft& event) const {
        if (!event.is_needle_in) return {};
        return FailureFound{"left_with_needle_in", "left the room with the needle in"};
    }
    std::optional<FailureFound> operator()(const DecisionJudged& event) const {
        if (!event.was_needled || !event.is_contraindicated) return {};
        return FailureFound{"contraindication_needled", "this patient was not to be needled"};
    }
    std::optional<FailureFound> operator()(const EmergencyUnheeded& event) const {
        return FailureFound{"emergency_not_acted_on",
                            event.emergency + ": two minutes of signs, and nothing was done"};
    }
    std::optional<FailureFound> operator()(const EmergencyEnded& event) const {
        if (event.outcome != "unresolved" || event.actions_in_time + event.actions_late > 1 ||
            !std::isnan(event.first_action))
            return {};
        return FailureFound{"emergency_not_acted_on",
                            event.emergency + ": the attempt ended and nothing had been done"};
    }
    template <class Other>
    std::optional<FailureFound> operator()(const Other&) const {
        return {};
    }
};

}  // namespace

std::optional<FailureFound> critical_failure(const Event& event,
                                             const attempt::Channels& channels) {
    return std::visit(Judge{channels}, event.body);
}

const std::vector<std::string>& critical_failure_codes() {
    static const std::vector<std::string> kCodes = {
        "pleura_entered",       "canal_entered",          "kidney_entered",
        "peritoneum_entered",   "hazard_entered",         "vertebral_artery_entered",
        "continued_after_stop", "unprotected_line",       "needle_not_accounted_for",
        "left_with_needle_in",  "emergency_not_acted_on", "contraindication_needled"};
    return kCodes;
}

}  // namespace dryrun::scoring
