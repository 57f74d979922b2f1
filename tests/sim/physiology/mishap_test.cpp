// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Chances of what goes wrong, and what raises them.
#include "physiology/mishap.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "physiology/aftermath.h"

namespace dryrun::physiology {
namespace {

constexpr int kTreatments = 4000;

// One insertion of `seconds`, twitching once in it or not.
struct Insertion {
    MishapState state;
    std::int64_t tick = 0;
    std::vector<MishapFacts> told;  ///< those that say something

    void step(const MishapInput& wanted, std::uint64_t seed,
              std::span<const PlannedEvent> planned = {}) {
        MishapInput input = wanted;
        input.tick = tick++;
        auto facts = step_mishaps({}, planned, MishapParameters{}, input, seed, state);
        const bool says = facts.is_held_now || facts.is_let_go || facts.has_bent ||
                          facts.has_broken || facts.has_moved || facts.has_jerked ||
                          !facts.emergencies.empty();
        if (says) told.push_back(std::move(facts));
    }
};

double share_held(bool twitches) {
    int held = 0;
    for (std::uint64_t seed = 0; seed < kTreatments; ++seed) {
        Insertion insertion;
        insertion.step({.is_needle_in = true, .has_punctured_skin = true}, seed);
        insertion.tick = twitches ? 500 : 9000;
        insertion.step({.is_needle_in = true, .has_twitched = twitches}, seed);
        held += insertion.state.is_held ? 1 : 0;
    }
    return static_cast<double>(held) / kTreatments;
}

TEST(Mishap, FaintsAtAFirstVisitAreEightAndAHalfTimesThoseLater) {
    const MishapParameters parameters;
    PatientRisk first;
    first.is_upright = true;
    PatientRisk later = first;
    later.is_first_visit = false;
    // Chen 1990: 0.94 % and 0.11 % of upright patients, 8.6 times.
    EXPECT_NEAR(vasovagal_chance(first, parameters), 0.0094, 0.001);
    EXPECT_NEAR(vasovagal_chance(first, parameters) / vasovagal_chance(later, parameters), 8.6,
                0.5);
    PatientRisk lying;
    EXPECT_LT(vasovagal_chance(lying, parameters), 0.25 * vasovagal_chance(first, parameters));
    PatientRisk fasting = lying;
    fasting.is_fasting = fasting.has_fainted_before = true;
    fasting.fear_nrs = 8.0;
    EXPECT_GT(vasovagal_chance(fasting, parameters), 8.0 * vasovagal_chance(lying, parameters));
}

TEST(Mishap, MuscleHoldsTheNeedleThreeTimesAsOftenAfterATwitch) {
    const double quiet = share_held(false);
    const double after_twitch = share_held(true);
    EXPECT_NEAR(quiet, 0.01, 0.005);
    EXPECT_NEAR(after_twitch, 0.03, 0.009);
}

TEST(Mishap, AHeldNeedleIsLetGoByWaitingRelaxedAndSoonerPutBack) {
    const auto held_for = [](const std::vector<std::string>& steps) {
        const std::vector<PlannedEvent> planned{{"stuck_needle", 0.0}};
        Insertion insertion;
        insertion.step({.is_needle_in = true, .has_punctured_skin = true}, 1, planned);
        EXPECT_TRUE(insertion.state.is_held);
        EXPECT_GT(held_grasp({}, insertion.state), 5.0);
        insertion.step({.is_needle_in = true, .steps = steps}, 1, planned);
        while (insertion.state.is_held) insertion.step({.is_needle_in = true}, 1, planned);
        EXPECT_DOUBLE_EQ(held_grasp({}, insertion.state), 1.0);
        return insertion.told.back().held_for_s;
    };
    EXPECT_NEAR(held_for({"relax_and_wait"}), 20.0, 0.1);
    EXPECT_NEAR(held_for({"relax_and_wait", "change_position_back"}), 10.0, 0.1);
    EXPECT_NEAR(held_for({"gloves"}), 180.0, 0.1) << "a muscle tires at last";
}

TEST(Mishap, JerkingAtAHeldNeedleBendsItAndWaitingBeginsAgain) {
    const std::vector<PlannedEvent> planned{{"stuck_needle", 0.0}};
    int bent = 0;
    constexpr int kSeeds = 200;
    for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
        Insertion insertion;
        insertion.step({.is_needle_in = true, .has_punctured_skin = true}, seed, planned);
        const std::vector<std::string> relax{"relax_and_wait"};
        insertion.step({.is_needle_in = true, .steps = relax}, seed, planned);
        for (int i = 0; i < 5000; ++i) insertion.step({.is_needle_in = true}, seed, planned);
        EXPECT_GT(insertion.state.waited_s, 4.9);
        insertion.step({.is_needle_in = true, .pull_N = 1.8}, seed, planned);
        EXPECT_TRUE(insertion.told.back().has_jerked);
        EXPECT_LT(insertion.state.waited_s, 0.01);
        bent += insertion.state.is_bent ? 1 : 0;
    }
    EXPECT_NEAR(bent, 0.3 * kSeeds, 25);
}

TEST(Mishap, APullHoweverLongIsOneJerkAndNoWaiting) {
    const std::vector<PlannedEvent> planned{{"stuck_needle", 0.0}};
    Insertion insertion;
    insertion.step({.is_needle_in = true, .has_punctured_skin = true}, 1, planned);
    const std::vector<std::string> relax{"relax_and_wait"};
    insertion.step({.is_needle_in = true, .steps = relax}, 1, planned);
    int jerks = 0;
    const auto pull = [&](double pull_N, int ticks) {
        for (int i = 0; i < ticks; ++i) {
            const std::size_t told = insertion.told.size();
            insertion.step({.is_needle_in = true, .pull_N = pull_N}, 1, planned);
            jerks += insertion.told.size() > told && insertion.told.back().has_jerked;
        }
    };
    pull(0.6, 8000);
    EXPECT_EQ(jerks, 1);
    EXPECT_LT(insertion.state.waited_s, 0.01) << "the muscle does not let go of what pulls at it";
    pull(0.4, 10);
    pull(0.6, 10);
    EXPECT_EQ(jerks, 1) << "not eased between";
    pull(0.1, 3000);
    EXPECT_NEAR(insertion.state.waited_s, 3.0, 0.05);
    pull(0.6, 10);
    EXPECT_EQ(jerks, 2);
}

TEST(Mishap, PlannedEventsHappenInTheirTimeAndWaitForANeedle) {
    const std::vector<PlannedEvent> planned{{"vasovagal", 0.5}, {"broken_needle", 1.0}};
    Insertion insertion;
    for (int i = 0; i < 3000; ++i) insertion.step({}, 1, planned);
    EXPECT_TRUE(insertion.told.empty()) << "nothing before the first puncture";
    insertion.step({.is_needle_in = true, .has_punctured_skin = true}, 1, planned);
    for (int i = 0; i < 600; ++i) insertion.step({.is_needle_in = true}, 1, planned);
    ASSERT_EQ(insertion.told.size(), 1u);
    EXPECT_EQ(insertion.told[0].emergencies, std::vector<std::string>{"vasovagal"});
    insertion.step({}, 1, planned);  // out
    for (int i = 0; i < 1000; ++i) insertion.step({}, 1, planned);
    EXPECT_FALSE(insertion.told.back().has_broken) << "no needle, nothing to break";
    insertion.step({.is_needle_in = true, .has_punctured_skin = true}, 1, planned);
    EXPECT_TRUE(insertion.told.back().has_broken);
}

TEST(Mishap, WhoHurtsMovesNowAndThen) {
    int moves = 0;
    Insertion insertion;
    insertion.step({.is_needle_in = true, .has_punctured_skin = true}, 3);
    constexpr int kSeconds = 400;
    for (int i = 0; i < kSeconds * 1000; ++i)
        insertion.step({.is_needle_in = true, .pain_now_nrs = 8.0}, 3);
    for (const auto& facts : insertion.told) moves += facts.has_moved ? 1 : 0;
    // 0.05 a second for each point above 6.
    EXPECT_NEAR(moves, 0.1 * kSeconds, 15);
}

double share_with(const Treatment& treatment, const PatientRisk& risk, const std::string& what) {
    int found = 0;
    for (std::uint64_t seed = 0; seed < kTreatments; ++seed) {
        const auto all = draw_aftermath(treatment, risk, MishapParameters{}, seed);
        found += std::any_of(all.begin(), all.end(),
                             [&](const Aftermath& one) { return one.what == what; })
                     ? 1
                     : 0;
    }
    return static_cast<double>(found) / kTreatments;
}

TEST(Aftermath, EveryTwitchIsFollowedBySorenessWithinTwoToEightHours) {
    const Treatment treatment{.insertions = 1, .strokes = 10, .twitches = 2};
    EXPECT_DOUBLE_EQ(share_with(treatment, {}, "soreness"), 1.0) << "Hong 1994";
    const Treatment quiet{.insertions = 1, .strokes = 10};
    EXPECT_NEAR(share_with(quiet, {}, "soreness"), 0.48, 0.03);
    for (const auto& found : draw_aftermath(treatment, {}, MishapParameters{}, 1)) {
        if (found.what != "soreness") continue;
        EXPECT_GE(found.after_h, 2.0);
        EXPECT_LE(found.after_h, 8.0);
    }
}

TEST(Aftermath, UncleanHandsRaiseInfectionsAndNothingElse) {
    MishapParameters parameters;
    parameters.infection = 0.001;
    const auto infections = [&](int unclean) {
        const Treatment treatment{.insertions = 1, .unclean = unclean};
        int found = 0;
        for (std::uint64_t seed = 0; seed < kTreatments; ++seed)
            for (const auto& one : draw_aftermath(treatment, {}, parameters, seed))
                found += one.what == "infection" ? 1 : 0;
        return found;
    };
    EXPECT_LT(infections(0), 15);
    EXPECT_GT(infections(1), 60);
    EXPECT_GT(infections(3), infections(1) * 5);
}

TEST(Aftermath, ALateLungIsFoundInTimeByWhoWasWarned) {
    Treatment treatment{.insertions = 1, .late_pneumothorax = "within_24_h"};
    EXPECT_DOUBLE_EQ(share_with(treatment, {}, "pneumothorax"), 1.0);
    EXPECT_EQ(draw_aftermath(treatment, {}, MishapParameters{}, 1).back().outcome, "hospital_late");
    treatment.has_been_warned = true;
    EXPECT_EQ(draw_aftermath(treatment, {}, MishapParameters{}, 1).back().outcome, "hospital");
}

TEST(Aftermath, OfNoNeedleIsNothing) {
    EXPECT_TRUE(draw_aftermath({}, {}, MishapParameters{}, 1).empty());
}

}  // namespace
}  // namespace dryrun::physiology
