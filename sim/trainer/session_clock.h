// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Keeps simulated time with the wall clock as far as the machine can. What it cannot keep slips:
// ticks come later, none is skipped or shortened, and the trainee is told.
#pragma once

namespace dryrun::trainer {

class SessionClock {
  public:
    /// How many ticks to run now, after `seconds` of wall clock, `pace` times as fast as life. A
    /// pause of the whole program counts as a short one.
    int ticks_due(double seconds, int pace = 1);
    /// What was run of them; the rest slips.
    void did(int ticks);

    /// Simulated time over what was due, over about the last second; 1 when it keeps up.
    double speed() const { return speed_; }
    /// Frames a second, averaged likewise.
    double frames_per_second() const { return frame_seconds_ > 0.0 ? 1.0 / frame_seconds_ : 0.0; }
    bool is_slipping() const { return speed_ < 0.95; }

  private:
    double owed_ = 0.0;  // seconds
    double wall_ = 0.0;  // since speed_ was last set
    double simulated_ = 0.0;
    double speed_ = 1.0;
    double frame_seconds_ = 0.0;
};

}  // namespace dryrun::trainer
