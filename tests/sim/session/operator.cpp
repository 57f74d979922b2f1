// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "operator.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace dryrun::session {
namespace {

constexpr double kAboveSkin = 2.0;
constexpr int kRampTicks = 500;

}  // namespace

std::unique_ptr<Session> start(const scenario::Scenario& scenario, std::uint64_t seed,
                               const SessionOptions& options) {
    auto session = Session::start(scenario, seed, options);
    EXPECT_TRUE(session.ok()) << (session.ok() ? "" : session.error().text());
    return session.ok() ? *std::move(session) : nullptr;
}

std::unique_ptr<Session> start_rhomboid(std::uint64_t seed, const SessionOptions& options) {
    return start(rhomboid(), seed, options);
}

void Operator::step() {
    session_.step(hands_);
    hands_.actions.clear();
}

void Operator::wait(int ticks) {
    for (int i = 0; i < ticks; ++i) step();
}

void Operator::tell(events::Action action) {
    hands_.actions.push_back(std::move(action));
    step();
}

void Operator::press(const Vec3& at, double force_N, int ticks) {
    events::PalpatingHand& hand = hands_.palpating_hand;
    hand.is_on_patient = true;
    hand.position = at;
    for (int i = 1; i <= ticks; ++i) {
        hand.press_N = force_N * std::min(1.0, static_cast<double>(i) / kRampTicks);
        step();
    }
}

void Operator::lift() {
    hands_.palpating_hand = {};
    wait(300);
}

void Operator::hold(const Vec3& at, const Vec3& across, double force_N) {
    hands_.palpating_hand.grip = events::PadGrip::TwoPadsFlat;
    hands_.palpating_hand.across = across;
    press(at, force_N, kRampTicks + 200);
    hands_.palpating_hand.is_held = true;
    wait(50);
}

void Operator::lift_fold(const Vec3& at, const Vec3& across, double lift_N) {
    hands_.palpating_hand.grip = events::PadGrip::Pincer;
    hands_.palpating_hand.across = across;
    hands_.palpating_hand.spread = 24.0;
    press(at, 0.0, 50);
    press(at, -lift_N, kRampTicks + 1000);
    hands_.palpating_hand.is_held = true;
    wait(50);
}

void Operator::let_go() {
    hands_.palpating_hand.is_held = false;
    lift();
}

void Operator::aim(const Vec3& entry, const Vec3& direction, const std::string& needle) {
    tell(events::ChooseNeedle{needle});
    const auto& names = session_.briefing().stocked_needles;
    const auto index = std::find(names.begin(), names.end(), needle) - names.begin();
    const double length = session_.briefing().stocked_lengths[static_cast<std::size_t>(index)];
    hands_.needling_hand.tool = events::Tool::Needle;
    hands_.needling_hand.direction = direction;
    hands_.needling_hand.position = entry - direction * (length + kAboveSkin);
    hands_.needling_hand.travel = pushed_ = 0.0;
    wait(10);
}

void Operator::push(double millimetres, double speed_mm_s) {
    const int ticks = std::max(
        1, static_cast<int>(std::fabs(millimetres) / speed_mm_s * events::kTicksPerSecond));
    const double begin = pushed_;
    for (int i = 1; i <= ticks; ++i) {
        pushed_ = begin + millimetres * i / ticks;
        hands_.needling_hand.travel = pushed_;
        step();
    }
}

void Operator::tap() {
    for (int i = 0; i < 20 && !session_.percepts().is_needle_in; ++i) push(1.0, 100.0);
}

void Operator::advance_to(double path, double speed_mm_s) {
    constexpr double kStep = 0.2;
    for (int i = 0; i < 250 && tip_path() < path; ++i) push(kStep, speed_mm_s);
}

void Operator::draw_back_to(double path, double speed_mm_s) {
    constexpr double kStep = 0.2;
    for (int i = 0; i < 250 && tip_path() > path; ++i) push(-kStep, speed_mm_s);
}

void Operator::withdraw() {
    push(-pushed_ - 10.0, 20.0);
    wait(100);
    hands_.needling_hand = {};
    wait(50);
}

void Operator::swab(const Vec3& at, double force_N, int ticks) {
    hands_.needling_hand = {};
    hands_.needling_hand.tool = events::Tool::Swab;
    hands_.needling_hand.position = at;
    hands_.needling_hand.press_N = force_N;
    wait(ticks);
    hands_.needling_hand = {};
    wait(10);
}

}  // namespace dryrun::session
