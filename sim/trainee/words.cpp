// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Before and after the hands: reading, asking, explaining; aftercare.
#include <algorithm>
#include <iterator>

#include "trainee/scripted_trainee.h"

namespace dryrun::trainee {
namespace {

constexpr double kSwabPress_N = 5.0;
constexpr double kLastAnswer_s = 1.2;
constexpr double kForGood_s = 1e6;
// What is left to do for a patient whom the ambulance has: needles counted, and the note.
constexpr std::string_view kAfterHandingOver[] = {"count_needles", "dispose_needle", "record_note"};

}  // namespace

void ScriptedTrainee::interview() {
    if (profile_.idles > 0.0) {
        wait(profile_.idles);
        say(events::Finish{"done"});
        wait(kForGood_s);
        return;
    }
    say_all(profile_.steps_first);
    for (const std::string& topic : profile_.questions) ask(topic);
    wait(kLastAnswer_s);
    script_.decide([this](const session::Percepts&) { ask_again(); });
    script_.decide([this](const session::Percepts&) {
        if (declines_) {
            care_after("contraindicated");
            return;
        }
        say_all(profile_.steps_before_touch);
        script_.decide([this](const session::Percepts&) { find_landmarks(); });
    });
}

// What told nothing is asked once more.
void ScriptedTrainee::ask_again() {
    if (!profile_.follows_up || vague_.empty()) return;
    for (const std::string& topic : vague_) ask(topic);
    vague_.clear();
    wait(kLastAnswer_s);
}

void ScriptedTrainee::find_landmarks() {
    script_.decide([this](const session::Percepts& percepts) {
        for (const std::string& name : profile_.landmarks) {
            const auto seen =
                std::find_if(percepts.landmarks.begin(), percepts.landmarks.end(),
                             [&](const auto& landmark) { return landmark.name == name; });
            if (seen == percepts.landmarks.end()) continue;
            move_finger(seen->on_skin);
            rest_finger();
            say(events::MarkLandmark{name});
            lift_finger();
        }
        script_.decide([this](const session::Percepts&) { begin_palpation(); });
    });
}

void ScriptedTrainee::give_up() {
    lift_finger();
    care_after("nothing_found");
}

bool ScriptedTrainee::is_still_done(const std::string& step) const {
    const bool is_of_needle = step == "dispose_needle" || step == "count_needles";
    if (is_of_needle && !is_needle_used_) return false;
    return !has_handed_over_ ||
           std::find(std::begin(kAfterHandingOver), std::end(kAfterHandingOver), step) !=
               std::end(kAfterHandingOver);
}

void ScriptedTrainee::care_after(const std::string& reason) {
    script_.decide([this, reason](const session::Percepts&) {
        hands_.palpating_hand = {};
        if (is_needle_used_ && profile_.exit_press > 0.0 && !has_handed_over_) {
            wait(profile_.exit_press_delay);
            script_.add([this](const session::Percepts&) {
                hands_.needling_hand = {};
                hands_.needling_hand.tool = events::Tool::Swab;
                hands_.needling_hand.position = way_.entry;
                hands_.needling_hand.press_N = kSwabPress_N;
                return true;
            });
            wait(profile_.exit_press);
        }
        script_.add([this](const session::Percepts&) {
            hands_.needling_hand = {};
            return true;
        });
        if (reason != "done") say(events::DoStep{"stop_and_explain"});
        for (const std::string& step : profile_.steps_after) {
            if (!is_still_done(step)) continue;
            say(events::DoStep{step});
            wait(profile_.pace);
        }
        wait(1.0);
        say(events::Finish{reason});
        wait(kForGood_s);
    });
}

}  // namespace dryrun::trainee
