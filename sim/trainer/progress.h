// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// How far an attempt has come, read from what has happened so far. Only what the trainee did and
// could notice is taken from an event; what is hidden in it stays there.
#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "events/event.h"

namespace dryrun::trainer {

struct Progress {
    std::set<std::string, std::less<>> asked;
    std::set<std::string, std::less<>> steps;
    int landmarks = 0;
    int presses = 0;
    double search_force_N = 0.0;  ///< of the last press
    int marks = 0;
    std::string needle;
    double needle_length = 0.0;
    bool has_plan = false;
    bool has_bracket = false;
    bool is_needle_in = false;
    int insertions = 0;
    int strokes = 0;             ///< of this insertion
    int asked_while_in = 0;      ///< "how are you" with the needle in
    bool has_reported = false;   ///< twitch seen or not, in this insertion
    bool has_withdrawn = false;  ///< a needle has been in and is out
    bool has_pressed_exit = false;
    bool is_consent_withdrawn = false;
    bool has_finished = false;

    bool has_asked(std::string_view topic) const { return asked.count(topic) > 0; }
    bool has_done(std::string_view step) const { return steps.count(step) > 0; }
};

/// Adds events in the order of happening.
void add_events(Progress& progress, std::span<const events::Event> events);

/// What to do next: always something, with the key or button that does it.
enum class Panel : std::uint8_t { Patient, Palpation, Plan, Needle, After };
struct NextStep {
    std::string title;
    std::string how;
    std::string key;  ///< "Space", "button: Patient"; what to press
    Panel panel = Panel::Patient;
    int number = 0;  ///< of kStepCount
};
inline constexpr int kStepCount = 16;
/// `is_bracket_held`: the palpating hand is held now.
NextStep next_step(const Progress& progress, bool has_needle_in_hand, bool is_in_tube);

}  // namespace dryrun::trainer
