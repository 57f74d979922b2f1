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
    void begin_step() { begun_ = Clock::now(); }
    void end_step(const session::Session& session);

    Json to_json() const;

  private:
    struct PhaseTimes {
        std::vector<float> step_us;
        int degrees_of_freedom = 0;
    };
    Clock::time_point begun_;
    Clock::duration setup_{};
    std::map<session::Phase, PhaseTimes> phases_;
    int elements_ = 0;
};

}  // namespace dryrun::cli
