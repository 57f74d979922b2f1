// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "physiology/emergency.h"

#include <algorithm>
#include <limits>

namespace dryrun::physiology {
namespace {

constexpr double kTicksPerSecond = 1000.0;
// Signs that nobody acts on for so long count as ignored; assumed.
constexpr double kUnheeded_s = 120.0;

double seconds_since(std::int64_t tick, const Emergency& emergency) {
    return static_cast<double>(tick - emergency.starts) / kTicksPerSecond;
}

bool holds(const std::vector<std::string>& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

bool has_begun(const Emergency& emergency) {
    return emergency.signs > 0;
}

void note_step(const EmergencyKind& kind, std::string_view step, std::int64_t tick,
               Emergency& emergency) {
    for (std::size_t i = 0; i < kind.actions.size(); ++i) {
        if (kind.actions[i].step != step) continue;
        if (emergency.done[i] < 0) emergency.done[i] = tick;
        if (emergency.responded < 0 && step != kNeedleOut) emergency.responded = tick;
    }
    if (holds(kind.wrong, step)) ++emergency.wrong;
    if (holds(kind.settles_with, step) && !holds(emergency.settling, step))
        emergency.settling.emplace_back(step);
}

// A needle that was out anyway is no answer to a sign; one taken out is.
void note_needle(const EmergencyKind& kind, const EmergencyInput& input, Emergency& emergency) {
    if (input.is_needle_in) {
        emergency.was_needle_in = true;
        return;
    }
    note_step(kind, kNeedleOut, input.tick, emergency);
    if (emergency.was_needle_in && emergency.responded < 0) emergency.responded = input.tick;
}

EmergencyEnd judge(const EmergencyKind& kind, const Emergency& emergency,
                   const std::string& outcome) {
    EmergencyEnd end;
    end.kind = emergency.kind;
    end.outcome = outcome;
    end.wrong = emergency.wrong;
    end.first_action_s = emergency.responded < 0 ? std::numeric_limits<double>::quiet_NaN()
                                                 : seconds_since(emergency.responded, emergency);
    std::int64_t latest = std::numeric_limits<std::int64_t>::min();
    for (std::size_t i = 0; i < kind.actions.size(); ++i) {
        ++end.actions_wanted;
        const std::int64_t done = emergency.done[i];
        if (done < 0) continue;
        const double after = seconds_since(done, emergency);
        ++(after <= kind.actions[i].within_s ? end.actions_done : end.actions_late);
        end.is_in_order = end.is_in_order && done >= latest;
        latest = std::max(latest, done);
    }
    return end;
}

void show_signs(const EmergencyKind& kind, std::int64_t tick, Emergency& emergency,
                EmergencyFacts& facts) {
    while (emergency.signs < kind.signs.size() &&
           seconds_since(tick, emergency) >= kind.signs[emergency.signs].after_s) {
        const EmergencySign& sign = kind.signs[emergency.signs++];
        facts.shown.push_back({emergency.kind, sign.sign, sign.phrase});
    }
}

// True when it is over in this tick.
bool run(const EmergencyKind& kind, const EmergencyInput& input, Emergency& emergency,
         EmergencyFacts& facts) {
    const bool is_new = !has_begun(emergency);
    // Once it settles no further sign comes.
    if (emergency.settled_from < 0) show_signs(kind, input.tick, emergency, facts);
    if (is_new && has_begun(emergency)) facts.began.push_back(emergency.kind);
    for (const std::string& step : input.steps) note_step(kind, step, input.tick, emergency);
    note_needle(kind, input, emergency);
    const double since = seconds_since(input.tick, emergency);
    if (!emergency.is_unheeded && emergency.responded < 0 && since >= kUnheeded_s) {
        emergency.is_unheeded = true;
        facts.unheeded.push_back(emergency.kind);
    }
    if (emergency.settled_from < 0 && emergency.settling.size() == kind.settles_with.size())
        emergency.settled_from = input.tick;
    if (emergency.settled_from >= 0) {
        const double settling =
            static_cast<double>(input.tick - emergency.settled_from) / kTicksPerSecond;
        if (settling < kind.settles_after_s) return false;
        facts.ended.push_back(judge(kind, emergency, kind.settled));
        return true;
    }
    if (since < kind.worsens_after_s) return false;
    facts.shown.push_back({emergency.kind, kind.worse_sign, {}});
    facts.ended.push_back(judge(kind, emergency, kind.worse));
    return true;
}

}  // namespace

const EmergencyKind* find_emergency(std::span<const EmergencyKind> kinds, std::string_view kind) {
    const auto found = std::find_if(kinds.begin(), kinds.end(),
                                    [&](const EmergencyKind& one) { return one.kind == kind; });
    return found == kinds.end() ? nullptr : &*found;
}

void begin_emergency(std::span<const EmergencyKind> kinds, std::string_view kind,
                     std::int64_t starts, EmergencyState& state) {
    const EmergencyKind* found = find_emergency(kinds, kind);
    if (found == nullptr) return;
    const int index = static_cast<int>(found - kinds.data());
    const bool is_under_way =
        std::any_of(state.all.begin(), state.all.end(),
                    [&](const Emergency& other) { return other.kind == index && !other.is_over; });
    if (is_under_way) return;
    Emergency emergency;
    emergency.kind = index;
    emergency.starts = starts;
    emergency.done.assign(found->actions.size(), -1);
    state.all.push_back(std::move(emergency));
}

EmergencyFacts step_emergencies(std::span<const EmergencyKind> kinds, const EmergencyInput& input,
                                EmergencyState& state) {
    EmergencyFacts facts;
    for (Emergency& emergency : state.all) {
        if (emergency.is_over || input.tick < emergency.starts) continue;
        emergency.is_over =
            run(kinds[static_cast<std::size_t>(emergency.kind)], input, emergency, facts);
    }
    return facts;
}

std::vector<EmergencyEnd> end_emergencies(std::span<const EmergencyKind> kinds, std::int64_t tick,
                                          EmergencyState& state) {
    std::vector<EmergencyEnd> ends;
    for (Emergency& emergency : state.all) {
        if (emergency.is_over || tick < emergency.starts || !has_begun(emergency)) continue;
        emergency.is_over = true;
        const EmergencyKind& kind = kinds[static_cast<std::size_t>(emergency.kind)];
        // What settles it was done: the rest is a matter of time.
        const bool is_settling = emergency.settled_from >= 0;
        ends.push_back(judge(kind, emergency, is_settling ? kind.settled : "unresolved"));
    }
    return ends;
}

std::vector<std::string> signs_now(std::span<const EmergencyKind> kinds,
                                   const EmergencyState& state) {
    std::vector<std::string> signs;
    for (const Emergency& emergency : state.all) {
        if (emergency.is_over) continue;
        const EmergencyKind& kind = kinds[static_cast<std::size_t>(emergency.kind)];
        for (std::size_t i = 0; i < emergency.signs; ++i) signs.push_back(kind.signs[i].sign);
    }
    return signs;
}

void EmergencyState::hash(StateHasher& hasher) const {
    for (const Emergency& emergency : all) {
        hasher.add(static_cast<std::int64_t>(emergency.kind));
        hasher.add(emergency.starts);
        hasher.add(static_cast<std::int64_t>(emergency.signs));
        for (const std::int64_t done : emergency.done) hasher.add(done);
        for (const std::string& step : emergency.settling) hasher.add(std::string_view(step));
        hasher.add(emergency.wrong);
        hasher.add(emergency.settled_from);
        hasher.add(emergency.responded);
        hasher.add(emergency.was_needle_in);
        hasher.add(emergency.is_unheeded);
        hasher.add(emergency.is_over);
    }
}

}  // namespace dryrun::physiology
