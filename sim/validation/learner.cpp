// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A synthetic learner of depth, who pushes a needle in until as much of the shaft seems to be in as
// was asked for, is told by how much that was wrong, and corrects himself by a part of it.
#include <cmath>
#include <memory>

#include "core/random.h"
#include "session/session.h"
#include "validation/raters.h"

namespace dryrun::validation {
namespace {

constexpr double kLength = 40.0;
constexpr double kAsked = 15.0;
constexpr double kAbove = 2.0;     // of the tip over the skin at first
constexpr double kTap = 3.5;       // of a tap, which brings it through
constexpr double kTap_mm = 0.1;    // a tick
constexpr double kPush_mm = 0.01;  // a tick: 10 mm/s
constexpr int kReaction_ticks = 200;
constexpr int kTrials = 8;

// How deep the needle is in the end, when the hand stops as soon as it seems to be `aim` deep to
// eyes that see `gain` of the shaft more than there is, and `error` besides.
Result<double> push_to(const RatedPatient& patient, double aim, double gain, double error,
                       std::uint64_t seed) {
    auto scenario = scenario::read_scenario("rhomboid-major-right");
    if (!scenario) return scenario.error();
    scenario->body = patient.atlas->body();
    scenario->trigger_points.clear();
    session::SessionOptions options;
    options.tissue = session::TissueModel::RigidCorridor;
    options.atlas = {std::shared_ptr<const anatomy::Atlas>(), patient.atlas};
    options.textbook = {std::shared_ptr<const anatomy::Atlas>(), patient.textbook};
    const auto session = session::Session::start(*scenario, seed, options);
    if (!session) return session.error();
    const auto skin = patient.atlas->skin_at((*session)->briefing().usual_places.front());
    if (!skin) return bad_input("learner", "the usual place has no skin");
    events::InputSample hands;
    hands.actions.push_back(events::ChooseNeedle{"0.25x40"});
    hands.needling_hand.tool = events::Tool::NeedleInGuideTube;
    hands.needling_hand.direction = -skin->normal;
    hands.needling_hand.position = skin->point + skin->normal * (kLength + kAbove);
    double& pushed = hands.needling_hand.travel;
    int waits = kReaction_ticks;
    while (waits > 0 && pushed < kLength) {
        (*session)->step(hands);
        hands.actions.clear();
        pushed += pushed < kAbove + kTap ? kTap_mm : kPush_mm;
        const double in = kLength - (*session)->percepts().shaft_outside;
        if ((*session)->percepts().is_needle_in && (1.0 + gain) * in + error >= aim) --waits;
    }
    return kLength - (*session)->percepts().shaft_outside;
}

}  // namespace

Result<Learned> learn_depth(const RatedPatient& patient, const RaterParameters& parameters,
                            std::uint64_t seed) {
    const RandomStream learner(seed, "learner of depth");
    const double gain = parameters.learner_gain * learner.normal(0);
    double aim = kAsked;
    Learned learned;
    for (int trial = 0; trial < kTrials; ++trial) {
        const double error =
            parameters.learner_trial * learner.normal(static_cast<std::uint64_t>(trial) + 1);
        const auto depth = push_to(patient, aim, gain, error, seed);
        if (!depth) return depth.error();
        const double off = *depth - kAsked;
        // As in the trial that is compared with: once before, once after having been taught.
        if (trial == 0) learned.before = std::fabs(off);
        learned.after = std::fabs(off);
        aim -= parameters.learner_rate * off;
    }
    return learned;
}

}  // namespace dryrun::validation
