// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Scripted trainees in a real session: what they know comes from their hands, and the order of
// their scores. One seed decides here; twenty are in the long test, and their table in
// docs/trainees.md.
#include "session/session.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <optional>

#include "scoring/score.h"
#include "trainee/trainee.h"

namespace dryrun::trainee {
namespace {

struct Played {
    std::optional<events::SiteMarked> mark;
    double score = 0.0;
    bool is_critical = false;
    int twitches = 0;
    std::int64_t ticks = 0;
};

// To the end, or only to the mark.
Played play(const std::string& name, std::uint64_t seed,
            const session::SessionOptions& options = {}, bool is_to_the_mark = false) {
    Played played;
    const auto scenario = scenario::read_scenario("rhomboid-major-right");
    const auto rubric = scoring::read_rubric("needling");
    EXPECT_TRUE(scenario.ok() && rubric.ok());
    if (!scenario.ok() || !rubric.ok()) return played;
    auto session = session::Session::start(*scenario, seed, options);
    EXPECT_TRUE(session.ok()) << (session.ok() ? "" : session.error().text());
    if (!session.ok()) return played;
    auto trainee = make_trainee(name, (*session)->briefing(), seed);
    EXPECT_TRUE(trainee.ok()) << (trainee.ok() ? "" : trainee.error().text());
    if (!trainee.ok()) return played;
    while (!(*session)->is_finished() && !(is_to_the_mark && played.mark)) {
        (*session)->step((*trainee)->act((*session)->percepts()));
        const auto& all = (*session)->events();
        for (std::size_t i = (*session)->first_new_event(); i < all.size(); ++i) {
            if (const auto* mark = std::get_if<events::SiteMarked>(&all[i].body))
                played.mark = *mark;
            played.twitches += std::holds_alternative<events::Twitch>(all[i].body) ? 1 : 0;
        }
    }
    const auto score = scoring::score_events((*session)->events(), *rubric);
    played.score = score.score;
    played.is_critical = !score.critical_failures.empty();
    played.ticks = (*session)->tick();
    return played;
}

TEST(TraineeInSession, ExpertsMarkMovesWithTheHiddenPoint) {
    session::SessionOptions moved;
    moved.trigger_point_shift = {0.0, 0.0, -20.0};
    const Played here = play("expert", 7, {}, true);
    const Played there = play("expert", 7, moved, true);
    ASSERT_TRUE(here.mark && there.mark);
    EXPECT_LT(here.mark->site_error, 8.0);
    EXPECT_LT(there.mark->site_error, 8.0);
    EXPECT_LT(there.mark->at.z, here.mark->at.z - 8.0);
}

TEST(TraineeInSession, WithMutedPerceptsTheExpertsMarkIsChance) {
    session::SessionOptions muted;
    muted.are_percepts_muted = true;
    session::SessionOptions muted_and_moved = muted;
    muted_and_moved.trigger_point_shift = {0.0, 0.0, -20.0};
    const Played blind = play("expert", 7, muted, true);
    const Played moved = play("expert", 7, muted_and_moved, true);
    ASSERT_TRUE(blind.mark && moved.mark);
    EXPECT_LE(blind.mark->confidence, 0.2);
    EXPECT_TRUE(blind.mark->at == moved.mark->at)
        << "where the point is must not reach a trainee who feels and hears nothing";
}

TEST(TraineeInSession, ExpertScoresMostAndIsSafe) {
    // A patient in whom the expert's passes came near: whether they twitch is a draw.
    constexpr std::uint64_t kSeed = 7;
    const Played expert = play("expert", kSeed);
    const Played novice = play("novice", kSeed);
    const Played reckless = play("reckless", kSeed);
    EXPECT_GE(expert.score, novice.score + 10.0);
    EXPECT_GT(novice.score, reckless.score);
    EXPECT_FALSE(expert.is_critical);
    EXPECT_TRUE(reckless.is_critical);
    EXPECT_GT(expert.twitches, 0);
    EXPECT_LT(expert.ticks, 200 * events::kTicksPerSecond);
}

TEST(TraineeInSession, Long_TwentySeedsKeepTheOrder) {
    double mean[3] = {};
    int critical[3] = {};
    const char* names[3] = {"expert", "novice", "reckless"};
    constexpr int kSeeds = 20;
    std::printf("| seed | expert | novice | reckless |\n|---|---|---|---|\n");
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
        std::printf("| %d ", static_cast<int>(seed));
        for (int i = 0; i < 3; ++i) {
            const Played played = play(names[i], seed);
            mean[i] += played.score / kSeeds;
            critical[i] += played.is_critical ? 1 : 0;
            std::printf("| %.1f%s ", played.score, played.is_critical ? " !" : "");
        }
        std::printf("|\n");
    }
    std::printf("| mean | %.1f | %.1f | %.1f |\n", mean[0], mean[1], mean[2]);
    std::printf("| critical | %d | %d | %d |\n", critical[0], critical[1], critical[2]);
    EXPECT_GE(mean[0], mean[1] + 10.0);
    EXPECT_GT(mean[1], mean[2]);
    EXPECT_LE(critical[0], 2);
    EXPECT_GT(critical[2], kSeeds / 2);
}

}  // namespace
}  // namespace dryrun::trainee
