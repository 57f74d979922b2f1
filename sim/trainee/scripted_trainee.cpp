// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "trainee/scripted_trainee.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/deterministic_math.h"

namespace dryrun::trainee {
namespace {

constexpr double kTicksPerSecond = events::kTicksPerSecond;
// The eye takes no twitch apart that follows within this.
constexpr std::int64_t kOneTwitch_ticks = 600;
// Nobody answers sooner.
constexpr std::int64_t kLeastAnswer_ticks = 450;
// Physiological tremor of the hand, 8 to 12 Hz.
constexpr double kTremorHz[2] = {8.5, 10.3};

std::int64_t ticks_of(double seconds) {
    return static_cast<std::int64_t>(seconds * kTicksPerSecond);
}

}  // namespace

ScriptedTrainee::ScriptedTrainee(Profile profile, session::Briefing briefing, std::uint64_t seed)
    : profile_(std::move(profile)),
      briefing_(std::move(briefing)),
      chance_(seed, "trainee " + profile_.name) {
    ceiling_N_ = profile_.provoke_N;
    finger_at_ = briefing_.usual_places.front();
    is_answered_.assign(profile_.responses.size(), false);
    adapt_to_site();
    script_.decide([this](const session::Percepts&) { interview(); });
}

events::InputSample ScriptedTrainee::act(const session::Percepts& percepts) {
    now_ = percepts.tick;
    hands_.actions.clear();
    listen(percepts);
    watch_for_twitch(percepts);
    heed_stop(percepts);
    heed_signs(percepts);
    script_.run(percepts);
    if (report_due_ >= 0 && now_ >= report_due_) {
        report_due_ = -1;
        hands_.actions.push_back(events::ReportResponse{"twitch_seen"});
    }
    events::InputSample sample = hands_;
    if (sample.needling_hand.tool != events::Tool::None && profile_.tremor > 0.0) {
        const double seconds = static_cast<double>(now_) / kTicksPerSecond;
        const Vec3 a = normalised(cross(needle_direction_, {0.0, 0.0, 1.0}), {1.0, 0.0, 0.0});
        const Vec3 b = cross(needle_direction_, a);
        sample.needling_hand.position += (a * det::sin(2.0 * det::kPi * kTremorHz[0] * seconds) +
                                          b * det::sin(2.0 * det::kPi * kTremorHz[1] * seconds)) *
                                         profile_.tremor;
    }
    return sample;
}

// A site without a rib behind it needs none found or bracketed, and has its own angle.
void ScriptedTrainee::adapt_to_site() {
    if (!briefing_.has_rib_behind) profile_.seeks_rib = profile_.brackets = false;
    if (profile_.tilt_deg > briefing_.needle_tilt_most_deg)
        profile_.tilt_deg = 0.5 * (briefing_.needle_tilt_deg + briefing_.needle_tilt_most_deg);
}

// Which question it was that got no answer: the last one asked long enough ago.
void ScriptedTrainee::hear_vague() {
    for (auto asked = asked_.rbegin(); asked != asked_.rend(); ++asked) {
        if (now_ - asked->second < kLeastAnswer_ticks) continue;
        vague_.push_back(asked->first);
        return;
    }
}

void ScriptedTrainee::listen(const session::Percepts& percepts) {
    for (const session::Utterance& words : percepts.said) {
        if (words.phrase == "that_is_my_pain" || words.phrase == "tender_there") {
            const double heard = words.nrs + profile_.listening_spread_nrs * normal();
            tenderness_ = {now_, heard, words.phrase == "that_is_my_pain"};
        }
        if (words.phrase == "please_stop" || words.phrase == "no_stop") {
            if (stop_heard_ < 0) stop_heard_ = now_;
        }
        if (words.phrase == "answer.vague") hear_vague();
        if (words.phrase == "electric") has_hit_nerve_ = true;
        const auto& bad = profile_.declines_on;
        if (std::find(bad.begin(), bad.end(), words.phrase) != bad.end()) declines_ = true;
    }
}

void ScriptedTrainee::watch_for_twitch(const session::Percepts& percepts) {
    if (percepts.seen_twitch <= 0.0) return;
    const bool is_new = last_twitch_ < 0 || now_ - last_twitch_ > kOneTwitch_ticks;
    last_twitch_ = now_;
    if (!is_new || uniform() > profile_.sees_twitch) return;
    ++twitches_;
    report_due_ = now_ + ticks_of(profile_.reaction);
}

void ScriptedTrainee::heed_stop(const session::Percepts& percepts) {
    if (stop_heard_ < 0 || has_stopped_ || !profile_.heeds_stop) return;
    if (now_ < stop_heard_ + ticks_of(profile_.reaction)) return;
    has_stopped_ = true;
    script_.clear();
    if (percepts.is_needle_in) {
        withdraw("patient_stopped");
    } else {
        care_after("patient_stopped");
    }
}

void ScriptedTrainee::wait(double seconds) {
    script_.add(
        [left = ticks_of(seconds)](const session::Percepts&) mutable { return --left <= 0; });
}

void ScriptedTrainee::say(events::Action action) {
    script_.add([this, action = std::move(action)](const session::Percepts&) {
        hands_.actions.push_back(action);
        return true;
    });
}

void ScriptedTrainee::say_all(const std::vector<std::string>& steps) {
    for (const std::string& step : steps) {
        say(events::DoStep{step});
        wait(profile_.pace);
    }
}

void ScriptedTrainee::ask(const std::string& topic) {
    say(events::AskPatient{topic});
    script_.decide([this, topic](const session::Percepts&) { asked_.emplace_back(topic, now_); });
    wait(std::max(profile_.pace, 0.3));
}

void ScriptedTrainee::move_finger(const Vec3& to) {
    const Vec3 wanted =
        to + Vec3{profile_.hand_spread * normal(), 0.0, profile_.hand_spread * normal()};
    script_.add([this, wanted](const session::Percepts&) {
        const double step = profile_.hand_speed_mm_s / kTicksPerSecond;
        const double left = distance(finger_at_, wanted);
        finger_at_ = left <= step ? wanted : lerp(finger_at_, wanted, step / left);
        events::PalpatingHand& hand = hands_.palpating_hand;
        // In the air it goes straight to where it will be put down.
        hand.position = hand.is_on_patient ? finger_at_ : wanted;
        if (left > step) return false;
        if (!hand.is_on_patient) hand = {};
        hand.is_on_patient = true;
        hand.position = wanted;
        return true;
    });
}

void ScriptedTrainee::lift_finger() {
    script_.add([this](const session::Percepts&) {
        hands_.palpating_hand = {};
        return true;
    });
    wait(0.2);
}

void ScriptedTrainee::press(const Vec3& at, const PressRun::Order& order,
                            std::function<void(const Felt&)> then) {
    move_finger(at);
    auto run = std::make_shared<PressRun>(order);
    script_.add([this, run](const session::Percepts& percepts) {
        return run->step(percepts, tenderness_, hands_.palpating_hand);
    });
    script_.decide([run, then = std::move(then)](const session::Percepts&) { then(run->felt()); });
}

PressRun::Order ScriptedTrainee::search_order() const {
    return {profile_.search_N, profile_.search_hold, 0.0, profile_.ramp_N_s};
}

PressRun::Order ScriptedTrainee::provoke_order() const {
    return {profile_.search_N, 0.1, ceiling_N_, profile_.ramp_N_s};
}

Result<std::unique_ptr<Trainee>> make_trainee(const std::string& name,
                                              const session::Briefing& briefing,
                                              std::uint64_t seed) {
    const auto profile = read_profile(name);
    if (!profile) return profile.error();
    return make_trainee(*profile, briefing, seed);
}

Result<std::unique_ptr<Trainee>> make_trainee(const Profile& profile,
                                              const session::Briefing& briefing,
                                              std::uint64_t seed) {
    if (briefing.usual_places.empty() || briefing.stocked_needles.empty() ||
        briefing.stocked_needles.size() != briefing.stocked_lengths.size())
        return Error{ErrorKind::Internal, "a briefing without places or needles", profile.name, {}};
    return std::unique_ptr<Trainee>(std::make_unique<ScriptedTrainee>(profile, briefing, seed));
}

}  // namespace dryrun::trainee
