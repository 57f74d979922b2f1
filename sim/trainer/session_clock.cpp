// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "trainer/session_clock.h"

#include <algorithm>

#include "events/input_sample.h"

namespace dryrun::trainer {
namespace {

constexpr double kMostOwed = 0.1;  // later than this is slip
constexpr double kWindow = 0.5;    // of the speed shown
constexpr double kFrameWeight = 0.05;

}  // namespace

int SessionClock::ticks_due(double seconds, int pace) {
    const double passed = std::clamp(seconds, 0.0, 1.0);
    frame_seconds_ += kFrameWeight * (passed - frame_seconds_);
    wall_ += pace * passed;
    owed_ = std::min(owed_ + pace * passed, pace * kMostOwed);
    return static_cast<int>(owed_ * events::kTicksPerSecond + 1e-9);
}

void SessionClock::did(int ticks) {
    const double simulated = static_cast<double>(ticks) / events::kTicksPerSecond;
    owed_ = std::max(owed_ - simulated, 0.0);
    simulated_ += simulated;
    if (wall_ < kWindow) return;
    speed_ = std::min(simulated_ / wall_, 1.0);
    wall_ = simulated_ = 0.0;
}

}  // namespace dryrun::trainer
