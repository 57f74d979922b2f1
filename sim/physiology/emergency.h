// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What may go wrong and must be dealt with: a faint, air in the chest, a needle held fast or
// broken, a pricked finger. Each kind is data (assets/physiology/emergencies.json): its signs in
// time, what is to be done in order and by when, what must not be done, how it ends. One machine
// runs them all; it is judged when it ends, by what the trainee did, never by chance.
//
// Times are seconds from the first sign.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/hash.h"
#include "core/result.h"

namespace dryrun::physiology {

/// What stands for "no needle is in the patient" among the steps of an emergency.
inline constexpr std::string_view kNeedleOut = "needle_out";

struct EmergencySign {
    std::string sign;
    double after_s = 0.0;
    std::string phrase;  ///< what the patient says with it; empty: nothing
};
struct EmergencyAction {
    std::string step;  ///< of events/vocabulary.h, or kNeedleOut
    double within_s = 0.0;
};
struct EmergencyKind {
    std::string kind;
    std::string title;
    std::vector<EmergencySign> signs;      ///< in time
    std::vector<EmergencyAction> actions;  ///< in their order
    std::vector<std::string> wrong;
    std::vector<std::string> settles_with;  ///< all of these done, it ends well ...
    double settles_after_s = 0.0;           ///< ... this much later, as
    std::string settled;
    double worsens_after_s = 0.0;  ///< not settled by then it ends as
    std::string worse;
    std::string worse_sign;
};
Result<std::vector<EmergencyKind>> read_emergencies();
Result<std::vector<EmergencyKind>> parse_emergencies(std::string_view text,
                                                     const std::string& place);
const EmergencyKind* find_emergency(std::span<const EmergencyKind> kinds, std::string_view kind);

/// One that is under way or over.
struct Emergency {
    int kind = 0;                       ///< index among the kinds
    std::int64_t starts = 0;            ///< tick of its first sign
    std::size_t signs = 0;              ///< shown so far
    std::vector<std::int64_t> done;     ///< tick at which each action was first done, −1: not yet
    std::vector<std::string> settling;  ///< done of what settles it
    std::int64_t wrong = 0;
    std::int64_t settled_from = -1;
    std::int64_t responded = -1;  ///< tick of the first thing the trainee did about it
    bool was_needle_in = false;   ///< at some time since the first sign
    bool is_unheeded = false;
    bool is_over = false;
};

struct EmergencyInput {
    std::int64_t tick = 0;
    std::span<const std::string> steps;  ///< done in this tick
    bool is_needle_in = false;
};
struct EmergencyEnd {
    int kind = 0;
    std::string outcome;
    std::int64_t actions_done = 0;  ///< of `actions_wanted`, by their time
    std::int64_t actions_late = 0;
    std::int64_t actions_wanted = 0;
    bool is_in_order = true;
    std::int64_t wrong = 0;
    double first_action_s = 0.0;  ///< NaN: nothing was done
};
struct EmergencyFacts {
    struct Shown {
        int kind = 0;
        std::string sign;
        std::string phrase;
    };
    std::vector<int> began;
    std::vector<Shown> shown;
    std::vector<int> unheeded;  ///< two minutes of signs and nothing done
    std::vector<EmergencyEnd> ended;
};

struct EmergencyState {
    std::vector<Emergency> all;
    void hash(StateHasher& hasher) const;
};

/// Signs begin at `starts`. Of a kind that is under way already nothing begins.
void begin_emergency(std::span<const EmergencyKind> kinds, std::string_view kind,
                     std::int64_t starts, EmergencyState& state);
EmergencyFacts step_emergencies(std::span<const EmergencyKind> kinds, const EmergencyInput& input,
                                EmergencyState& state);
/// What is not over when the attempt ends: "unresolved".
std::vector<EmergencyEnd> end_emergencies(std::span<const EmergencyKind> kinds, std::int64_t tick,
                                          EmergencyState& state);
/// Signs to be seen now.
std::vector<std::string> signs_now(std::span<const EmergencyKind> kinds,
                                   const EmergencyState& state);

}  // namespace dryrun::physiology
