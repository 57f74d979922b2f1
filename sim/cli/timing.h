// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// How long the steps of a session took, by what the hands were doing: the timing object of
// `play --timing`. Wall clock; nothing of it reaches a session, an attempt or a score.
#pragma once

#include <chrono>
#include <map>
#include <vector>

#include "core/json.h"
#include "session/session.h"

namespace dryrun::cli {

class StepTimes {
  public:
    using Clock = std::chrono::steady_clock;

    void begin_setup() { begun_ = Clock::now(); }
    void end_setup() { setup_ = Clock::now() - begun_; }
    void begin_step() {
        begun_ = Clock::now();
        waited_ = {};
    }
    void end_step(const session::Session& session);
    /// A step waits for tissue that is made beside it: counted apart from the steps' own work.
    void wait(bool is_waiting);

    Json to_json() const;

  private:
    struct PhaseTimes {
        std::vector<float> step_us;
        int degrees_of_freedom = 0;
    };
    Clock::time_point begun_;
    Clock::duration setup_{};
    Clock::time_point wait_begun_;
    Clock::duration waited_{};  ///< in this step
    std::vector<float> waits_us_;
    std::map<session::Phase, PhaseTimes> phases_;
    int elements_ = 0;
};

}  // namespace dryrun::cli
