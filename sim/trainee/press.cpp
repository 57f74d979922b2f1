// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "trainee/press.h"

#include <algorithm>

#include "trainee/script.h"

namespace dryrun::trainee {
namespace {

constexpr double kDown_N_s = 40.0;
constexpr std::int64_t kSettle_ticks = 60;
// People take up to 0.6 s to say so, and a press near the threshold begins to hurt late.
constexpr std::int64_t kWait_ticks = 1000;
constexpr std::int64_t kUp_ticks = 60;
// People take about this long to say that it hurts.
constexpr std::int64_t kUsualLatency_ticks = 450;

}  // namespace

Felt felt_now(const session::Percepts& percepts) {
    Felt felt;
    felt.at = percepts.pad_position;
    felt.normal = percepts.pad_normal;
    felt.medial = percepts.pad_medial;
    felt.caudal = percepts.pad_caudal;
    return felt;
}

void PressRun::enter(Phase phase, std::int64_t tick) {
    phase_ = phase;
    phase_began_ = tick;
}

bool PressRun::has_answer(const session::Percepts& percepts,
                          const std::optional<TendernessHeard>& heard) {
    if (!heard || heard->tick <= began_) return false;
    felt_.is_answered = true;
    felt_.nrs = heard->nrs;
    felt_.is_recognised = heard->is_recognised;
    const double ramped =
        static_cast<double>(percepts.tick - kUsualLatency_ticks - ramp_began_) * kTick_s;
    felt_.force_at_answer_N =
        std::clamp(order_.search_N + order_.ramp_N_s * ramped, order_.search_N, order_.provoke_N);
    return true;
}

bool PressRun::step(const session::Percepts& percepts, const std::optional<TendernessHeard>& heard,
                    events::PalpatingHand& hand) {
    const std::int64_t tick = percepts.tick;
    const std::int64_t in_phase = tick - phase_began_;
    switch (phase_) {
        case Phase::Start:
            began_ = tick;
            enter(Phase::Down, tick);
            break;
        case Phase::Down:
            hand.press_N = std::min(order_.search_N, hand.press_N + kDown_N_s * kTick_s);
            if (hand.press_N >= order_.search_N) enter(Phase::Feel, tick);
            break;
        case Phase::Feel:
            if (in_phase >= kSettle_ticks) {
                force_sum_N_ += percepts.pad_force_N;
                indentation_sum_ += percepts.pad_indentation;
            }
            if (static_cast<double>(in_phase) * kTick_s < order_.hold + kSettle_ticks * kTick_s)
                break;
            {
                const Felt now = felt_now(percepts);
                felt_.at = now.at;
                felt_.normal = now.normal;
                felt_.medial = now.medial;
                felt_.caudal = now.caudal;
            }
            if (indentation_sum_ > 0.0) felt_.stiffness_N_per_mm = force_sum_N_ / indentation_sum_;
            ramp_began_ = tick;
            enter(order_.provoke_N > order_.search_N ? Phase::Ramp : Phase::Up, tick);
            break;
        case Phase::Ramp:
            hand.press_N = std::min(order_.provoke_N, hand.press_N + order_.ramp_N_s * kTick_s);
            if (has_answer(percepts, heard))
                enter(Phase::Up, tick);
            else if (hand.press_N >= order_.provoke_N)
                enter(Phase::Wait, tick);
            break;
        case Phase::Wait:
            if (has_answer(percepts, heard) || in_phase >= kWait_ticks) enter(Phase::Up, tick);
            break;
        case Phase::Up:
            hand.press_N = 0.0;
            if (in_phase < kUp_ticks) break;
            hand.is_on_patient = false;
            return true;
    }
    return false;
}

}  // namespace dryrun::trainee
