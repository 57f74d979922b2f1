// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Every emergency that can happen, played to its end: by who knows what to do, and by who does not.
#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "physiology/emergency.h"
#include "session/session.h"
#include "trainee/trainee.h"

namespace dryrun::trainee {
namespace {

constexpr double kAfterPuncture_s = 3.0;

struct Ended {
    events::EmergencyEnded emergency;
    events::SessionFinished session;
    bool is_unheeded = false;
};

// On the rigid corridor: what is done about an emergency is not a matter of tissue. None where the
// trainee did not needle.
std::optional<Ended> play(const std::string& kind, const std::string& name, std::uint64_t seed) {
    auto scenario = scenario::read_scenario("rhomboid-major-right");
    EXPECT_TRUE(scenario.ok());
    scenario->planned_events = {{kind, kAfterPuncture_s}};
    session::SessionOptions options;
    options.tissue = session::TissueModel::RigidCorridor;
    auto session = session::Session::start(*scenario, seed, options);
    EXPECT_TRUE(session.ok()) << session.error().text();
    auto trainee = make_trainee(name, (*session)->briefing(), seed);
    EXPECT_TRUE(trainee.ok()) << trainee.error().text();
    while (!(*session)->is_finished()) (*session)->step((*trainee)->act((*session)->percepts()));
    Ended ended;
    bool has_ended = false;
    for (const events::Event& event : (*session)->events()) {
        if (const auto* one = std::get_if<events::EmergencyEnded>(&event.body);
            one && one->emergency == kind) {
            ended.emergency = *one;
            has_ended = true;
        }
        if (const auto* one = std::get_if<events::SessionFinished>(&event.body))
            ended.session = *one;
        if (std::holds_alternative<events::EmergencyUnheeded>(event.body)) ended.is_unheeded = true;
    }
    if (!has_ended) return std::nullopt;
    return ended;
}

// The first seed in whose patient something was needled.
std::optional<Ended> play_any(const std::string& kind, const std::string& name) {
    for (std::uint64_t seed = 1; seed <= 8; ++seed)
        if (const auto ended = play(kind, name, seed)) return ended;
    return std::nullopt;
}

class EmergencyPlayed : public testing::TestWithParam<std::string> {};

TEST_P(EmergencyPlayed, IsEndedWellByTheExpert) {
    const auto kinds = physiology::read_emergencies();
    ASSERT_TRUE(kinds.ok());
    const auto* kind = physiology::find_emergency(*kinds, GetParam());
    ASSERT_NE(kind, nullptr);
    const auto ended = play_any(GetParam(), "expert");
    ASSERT_TRUE(ended);
    EXPECT_EQ(ended->emergency.outcome, kind->settled);
    EXPECT_EQ(ended->emergency.wrong_actions, 0);
    EXPECT_TRUE(ended->emergency.is_in_order);
    EXPECT_EQ(ended->emergency.actions_in_time, ended->emergency.actions_wanted);
    EXPECT_FALSE(ended->session.is_needle_in);
}

TEST_P(EmergencyPlayed, IsDealtWithWorseByTheReckless) {
    const auto ended = play_any(GetParam(), "reckless");
    ASSERT_TRUE(ended);
    EXPECT_TRUE(ended->is_unheeded || ended->emergency.wrong_actions > 0 ||
                ended->emergency.actions_in_time < ended->emergency.actions_wanted)
        << ended->emergency.outcome;
}

INSTANTIATE_TEST_SUITE_P(Kinds, EmergencyPlayed,
                         testing::Values("vasovagal", "pneumothorax", "canal", "kidney",
                                         "stuck_needle", "broken_needle", "needlestick"),
                         [](const auto& param) { return param.param; });

TEST(EmergencyPlayed, CoversEveryKindThereIs) {
    const auto kinds = physiology::read_emergencies();
    ASSERT_TRUE(kinds.ok());
    EXPECT_EQ(kinds->size(), 7u) << "add the new kind to the values above";
}

}  // namespace
}  // namespace dryrun::trainee
