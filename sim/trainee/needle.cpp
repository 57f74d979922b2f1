// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The needle: tap, advance, strokes along tracks that fan out across the fibres, out again by the
// ending rule, the patient's word or the trainee's own lack of one.
#include <algorithm>
#include <cmath>

#include "core/deterministic_math.h"
#include "trainee/scripted_trainee.h"

namespace dryrun::trainee {
namespace {

constexpr double kAboveSkin = 1.0;  // of the tip before the tap
constexpr double kTapDepth = 4.0;
// A needle drawn back to here turns without bending.
constexpr double kTurnPath = 6.0;
constexpr double kOffBone = 1.5;
constexpr double kOffNerve = 1.5;
constexpr double kTurn_ticks = 350.0;
constexpr double kAnswer_s = 1.2;
constexpr std::int64_t kNoTwitchAfter_ticks = 5000;
// Waited, all in all, while a needle resists; then it is pulled harder.
constexpr int kPatience_ticks = 30000;
// So long a stroke that resists is not pulled at: the patient or the hand will tell why.
constexpr int kPause_ticks = 5000;

}  // namespace

Vec3 ScriptedTrainee::fan_direction(std::size_t track) const {
    const Vec3 target =
        way_.entry + way_.direction * way_.path + belief_->across() * profile_.fan[track];
    return normalised(target - way_.entry, way_.direction);
}

void ScriptedTrainee::hold_needle(const Vec3& direction) {
    events::NeedlingHand& hand = hands_.needling_hand;
    needle_direction_ = direction;
    hand.direction = direction;
    hand.position = way_.entry - direction * (needle_length_ + kAboveSkin);
}

Vec3 ScriptedTrainee::with_aim_error(const Vec3& direction) {
    const Vec3 aside = normalised(cross(direction, {1.0, 0.0, 0.0}), {0.0, 0.0, 1.0});
    const double error = det::radians(profile_.aim_spread_deg);
    // One draw a statement: compilers differ in which operand of a sum they take first.
    const double first = error * normal();
    const double second = error * normal();
    const Vec3 off = aside * first + cross(direction, aside) * second;
    return normalised(direction + off);
}

void ScriptedTrainee::insert() {
    way_.direction = with_aim_error(way_.direction);
    strokes_ = 0;
    is_needle_used_ = true;
    script_.add([this](const session::Percepts&) {
        hands_.needling_hand = {};
        hands_.needling_hand.tool =
            profile_.uses_guide_tube ? events::Tool::NeedleInGuideTube : events::Tool::Needle;
        hold_needle(fan_direction(0));
        return true;
    });
    wait(0.5);
    tap();
    script_.decide([this](const session::Percepts& percepts) {
        if (percepts.is_needle_in) {
            advance();
        } else {
            withdraw("no_safe_path");
        }
    });
}

void ScriptedTrainee::tap() {
    script_.add([this](const session::Percepts&) {
        events::NeedlingHand& hand = hands_.needling_hand;
        const double goal = kAboveSkin + kTapDepth;
        hand.travel = std::min(goal, hand.travel + profile_.tap_speed_mm_s * kTick_s);
        return hand.travel >= goal;
    });
    wait(0.3);
    script_.add([this](const session::Percepts& percepts) {
        hands_.needling_hand.tool = events::Tool::Needle;
        if (percepts.is_needle_in) return true;
        // The skin held: lean on it until it gives.
        hands_.needling_hand.travel += 10.0 * kTick_s;
        return hands_.needling_hand.travel > kAboveSkin + 12.0;
    });
    wait(0.2);
}

void ScriptedTrainee::travel_to(double path, double speed_mm_s, bool stops_on_bone) {
    script_.add([this, path, speed_mm_s, stops_on_bone,
                 resisting = 0](const session::Percepts& percepts) mutable {
        events::NeedlingHand& hand = hands_.needling_hand;
        const double goal = path + kAboveSkin;
        const bool is_held_back =
            goal < hand.travel && percepts.needle_force_N < -profile_.most_pull_N;
        if (is_held_back && ++resisting < kPause_ticks) return false;
        const double step = speed_mm_s * kTick_s;
        if (stops_on_bone && percepts.is_on_bone && goal > hand.travel) {
            // Not farther this way: off the bone, and remember it.
            hand.travel -= kOffBone;
            deepest_allowed_ = std::min(deepest_allowed_, hand.travel - kAboveSkin);
            return true;
        }
        const double left = goal - hand.travel;
        hand.travel += std::clamp(left, -step, step);
        return std::fabs(left) <= step;
    });
}

void ScriptedTrainee::advance() {
    if (profile_.judges_depth && fascia_depth_ > 0.0) {
        script_.add([this](const session::Percepts& percepts) { return feel_way_in(percepts); });
        script_.decide([this](const session::Percepts&) { judge_depth(); });
        return;
    }
    travel_to(way_.path, profile_.advance_speed_mm_s, true);
    wait(0.3);
    script_.decide([this](const session::Percepts&) { work_track(0); });
}

bool ScriptedTrainee::should_end() const {
    return twitches_ >= profile_.wanted_twitches || strokes_ >= profile_.most_strokes;
}

void ScriptedTrainee::work_track(std::size_t track) {
    make_stroke(track, profile_.strokes_a_track);
}

void ScriptedTrainee::make_stroke(std::size_t track, int left) {
    if (should_end()) {
        withdraw("done");
        return;
    }
    if (left <= 0) {
        turn_to((track + 1) % profile_.fan.size());
        return;
    }
    const double low = std::fmax(kTurnPath, deepest_allowed_ - profile_.stroke_length);
    travel_to(low, profile_.stroke_out_mm_s, false);
    travel_to(deepest_allowed_, profile_.stroke_in_mm_s, true);
    wait(profile_.stroke_pause);
    const int twitches_before = twitches_;
    script_.decide([this, track, left, twitches_before](const session::Percepts&) {
        ++strokes_;
        // Where it twitched there is more to come; where it was electric there is a nerve.
        const bool has_twitched = twitches_ > twitches_before;
        make_stroke(track, leaves_nerve() ? 0 : has_twitched ? left : left - 1);
    });
}

// Off a nerve that was touched: another track, and not so deep.
bool ScriptedTrainee::leaves_nerve() {
    if (!has_hit_nerve_ || !profile_.heeds_stop) return false;
    has_hit_nerve_ = false;
    deepest_allowed_ -= kOffNerve;
    return true;
}

void ScriptedTrainee::draw_back_and_turn(const Vec3& from, const Vec3& to) {
    if (profile_.draws_back) travel_to(kTurnPath, profile_.stroke_out_mm_s, false);
    script_.add([this, from, to, tick = 0.0](const session::Percepts&) mutable {
        tick += 1.0;
        hold_needle(normalised(lerp(from, to, std::fmin(1.0, tick / kTurn_ticks))));
        return tick >= kTurn_ticks;
    });
    wait(0.25);
}

void ScriptedTrainee::turn_to(std::size_t track) {
    if (profile_.draws_back) travel_to(kTurnPath, profile_.stroke_out_mm_s, false);
    if (profile_.asks_each_track) {
        say(events::AskPatient{"how_are_you"});
        wait(kAnswer_s);
    }
    draw_back_and_turn(needle_direction_, fan_direction(track));
    // The way in is the first stroke of the track.
    travel_to(deepest_allowed_, profile_.stroke_in_mm_s, true);
    wait(profile_.stroke_pause);
    script_.decide([this, track](const session::Percepts&) {
        ++strokes_;
        make_stroke(track, leaves_nerve() ? 0 : profile_.strokes_a_track - 1);
    });
}

// At hand speed; a needle that resists is given time.
void ScriptedTrainee::draw_out() {
    script_.add([this, resisting = 0](const session::Percepts& percepts) mutable {
        const bool is_hard = percepts.needle_force_N < -profile_.most_pull_N;
        if (is_hard && ++resisting < kPatience_ticks) return false;
        hands_.needling_hand.travel -= profile_.withdraw_mm_s * kTick_s;
        return !percepts.is_needle_in && hands_.needling_hand.travel <= 0.0;
    });
    script_.add([this](const session::Percepts&) {
        hands_.needling_hand = {};
        return true;
    });
}

void ScriptedTrainee::withdraw(const std::string& reason) {
    wait(0.2);
    script_.decide([this, reason](const session::Percepts&) {
        if (profile_.asks_each_track && reason == "done") {
            say(events::AskPatient{"how_are_you"});
            wait(kAnswer_s);
        }
        const bool is_quiet = last_twitch_ < 0 || now_ - last_twitch_ > kNoTwitchAfter_ticks;
        if (twitches_ == 0 && is_quiet && strokes_ > 0) say(events::ReportResponse{"no_twitch"});
        draw_out();
        care_after(reason);
    });
}

}  // namespace dryrun::trainee
