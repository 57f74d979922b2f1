// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// At 1 kHz a step must not wait for the allocator: fingers that press or slide and a needle that
// moves take no memory. What may: a block of tissue that is set up, an event that is written down,
// and a question to the atlas, as a tip that moves asks it what is near and ahead.
#include <gtest/gtest.h>

#include "counting_new.h"
#include "scenario/scenario.h"
#include "session/session.h"
#include "trainee/trainee.h"

namespace dryrun {
namespace {

// Steps of an expert's attempt with a hand on the patient, by whether a needle is in or comes to
// skin that the hand holds: it asks where that is now.
struct Steps {
    std::size_t count = 0;
    std::size_t without_memory = 0;

    void add(std::size_t takes) {
        ++count;
        if (takes == 0) ++without_memory;
    }
    double share() const {
        return static_cast<double>(without_memory) / static_cast<double>(count);
    }
};

struct Attempt {
    Steps pressing;
    Steps needling;
};

Attempt play() {
    Attempt attempt;
    const auto scenario = scenario::read_scenario("rhomboid-major-right");
    auto session = session::Session::start(*scenario, 7);
    auto trainee = trainee::make_trainee("expert", (*session)->briefing(), 7);
    while (!(*session)->is_finished()) {
        const events::InputSample hands = (*trainee)->act((*session)->percepts());
        const std::size_t events = (*session)->events().size();
        const std::size_t before = allocations();
        (*session)->step(hands);
        const std::size_t takes = allocations() - before;
        if ((*session)->events().size() != events) continue;
        const bool has_needle = hands.needling_hand.tool == events::Tool::Needle ||
                                hands.needling_hand.tool == events::Tool::NeedleInGuideTube;
        if (has_needle || (*session)->snapshot().loads.track != nullptr) {
            attempt.needling.add(takes);
        } else if (hands.palpating_hand.is_on_patient) {
            attempt.pressing.add(takes);
        }
    }
    return attempt;
}

TEST(Step, TakesNoMemoryWhileHandsPressAndNeedle) {
    const Attempt attempt = play();
    ASSERT_GT(attempt.pressing.count, 10000u);
    ASSERT_GT(attempt.needling.count, 3000u);
    EXPECT_GT(attempt.pressing.share(), 0.999);
    EXPECT_GT(attempt.needling.share(), 0.8);
}

}  // namespace
}  // namespace dryrun
