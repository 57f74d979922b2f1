// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What a trainee is about to do, as a queue of steps. A step runs once a tick until it is done; a
// decision takes no time and may put further steps before those that wait.
#pragma once

#include <deque>
#include <functional>

#include "events/input_sample.h"
#include "session/percepts.h"

namespace dryrun::trainee {

inline constexpr double kTick_s = 1.0 / events::kTicksPerSecond;

class Script {
  public:
    using Step = std::function<bool(const session::Percepts&)>;  ///< true when done
    using Decision = std::function<void(const session::Percepts&)>;

    void add(Step step);
    void decide(Decision decision);
    /// Forgets all that waits; a running decision may fill the queue anew.
    void clear();
    bool is_empty() const { return waiting_.empty(); }
    void run(const session::Percepts& percepts);

  private:
    struct Item {
        Step step;
        Decision decision;
    };
    void put(Item item);

    std::deque<Item> waiting_;
    std::deque<Item> added_;  ///< by the decision that runs
    bool is_deciding_ = false;
};

}  // namespace dryrun::trainee
