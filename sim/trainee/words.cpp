// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Before and after the hands: reading, asking, explaining; aftercare.
#include <algorithm>
#include <cmath>
#include <iterator>
#include <string_view>

#include "trainee/scripted_trainee.h"

namespace dryrun::trainee {
namespace {

constexpr double kSwabPress_N = 5.0;
constexpr double kLastAnswer_s = 1.2;
constexpr double kForGood_s = 1e6;
// What is left to do for a patient whom the ambulance has: needles counted, and the note.
constexpr std::string_view kAfterHandingOver[] = {"count_needles", "dispose_needle", "record_note"};
constexpr double kLeastAway = 10.0;  // of a landmark from a place; nearer is as good

template <class Words>
bool is_any_of(const Words& words, std::string_view word) {
    return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

const session::VisibleLandmark* find_landmark(const std::vector<session::VisibleLandmark>& seen,
                                              std::string_view name) {
    const auto found = std::find_if(seen.begin(), seen.end(),
                                    [&](const auto& landmark) { return landmark.name == name; });
    return found == seen.end() ? nullptr : &*found;
}

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
        std::vector<std::string> names = profile_.landmarks;
        if (profile_.finds_site_by_landmarks) {
            move_usual_places(percepts.landmarks);
            for (const auto& landmark : briefing_.found_by)
                if (!is_any_of(names, landmark.name)) names.push_back(landmark.name);
        }
        for (const std::string& name : names)
            if (const auto* seen = find_landmark(percepts.landmarks, name)) mark_landmark(*seen);
        script_.decide([this](const session::Percepts&) { begin_palpation(); });
    });
}

void ScriptedTrainee::mark_landmark(const session::VisibleLandmark& seen) {
    move_finger(seen.on_skin);
    rest_finger();
    say(events::MarkLandmark{seen.name});
    lift_finger();
}

// Bones lie otherwise in this patient than in the textbook's: a shoulder blade by a level or two.
// A site goes with the landmarks that it is found by, most of all with the nearest.
void ScriptedTrainee::move_usual_places(const std::vector<session::VisibleLandmark>& seen) {
    for (Vec3& place : briefing_.usual_places) {
        Vec3 moved;
        double sum = 0.0;
        for (const session::VisibleLandmark& usual : briefing_.found_by) {
            const auto* here = find_landmark(seen, usual.name);
            if (here == nullptr) continue;
            const double away = std::fmax(distance(place, usual.on_skin), kLeastAway);
            const double weight = 1.0 / (away * away);
            moved += (here->on_skin - usual.on_skin) * weight;
            sum += weight;
        }
        if (sum > 0.0) place += moved / sum;
    }
}

void ScriptedTrainee::give_up() {
    lift_finger();
    care_after("nothing_found");
}

bool ScriptedTrainee::is_still_done(const std::string& step) const {
    const bool is_of_needle = step == "dispose_needle" || step == "count_needles";
    if (is_of_needle && !is_needle_used_) return false;
    return !has_handed_over_ || is_any_of(kAfterHandingOver, step);
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
