// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Emergencies: signs in time, and an end that follows from what was done.
#include "physiology/emergency.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace dryrun::physiology {
namespace {

constexpr std::int64_t kSecond = 1000;

const std::vector<EmergencyKind>& kinds() {
    static const auto read = read_emergencies();
    EXPECT_TRUE(read.ok()) << (read.ok() ? "" : read.error().text());
    return *read;
}

// One emergency in a room: what is done at which second, and what came of it.
struct Room {
    EmergencyState state;
    std::int64_t tick = 0;
    bool is_needle_in = true;
    std::vector<std::string> shown;
    std::vector<EmergencyEnd> ended;
    int unheeded = 0;

    explicit Room(std::string_view kind) { begin_emergency(kinds(), kind, 0, state); }
    void step(const std::vector<std::string>& steps = {}) {
        const auto facts = step_emergencies(kinds(), {tick++, steps, is_needle_in}, state);
        for (const auto& sign : facts.shown) shown.push_back(sign.sign);
        ended.insert(ended.end(), facts.ended.begin(), facts.ended.end());
        unheeded += static_cast<int>(facts.unheeded.size());
    }
    void wait(double seconds) {
        for (auto end = tick + static_cast<std::int64_t>(seconds * kSecond); tick < end;) step();
    }
    void act(const std::string& what) { step({what}); }
};

TEST(Emergency, ShowsItsSignsOneAfterTheOther) {
    Room room("vasovagal");
    room.wait(1);
    EXPECT_EQ(room.shown, std::vector<std::string>{"yawning"});
    room.wait(10);
    EXPECT_EQ(room.shown.size(), 3u);
    const auto now = signs_now(kinds(), room.state);
    EXPECT_TRUE(std::count(now.begin(), now.end(), "pale"));
}

TEST(Emergency, OfAFaintSettlesWithTheNeedleOutAndTheLegsUp) {
    Room room("vasovagal");
    room.wait(8);
    room.is_needle_in = false;
    room.wait(2);
    room.act("lie_flat_legs_up");
    room.wait(5);
    room.act("check_pulse");
    const auto shown = room.shown.size();
    room.wait(60);
    ASSERT_EQ(room.ended.size(), 1u);
    EXPECT_EQ(room.ended[0].outcome, "recovered");
    EXPECT_EQ(room.ended[0].actions_done, 3);
    EXPECT_EQ(room.ended[0].actions_late, 0);
    EXPECT_TRUE(room.ended[0].is_in_order);
    EXPECT_NEAR(room.ended[0].first_action_s, 8.0, 0.1) << "the needle coming out is the first act";
    EXPECT_EQ(room.shown.size(), shown) << "no further sign once it settles";
    EXPECT_TRUE(signs_now(kinds(), room.state).empty());
}

TEST(Emergency, ThatNobodyHeedsGetsWorseAndIsTold) {
    Room room("pneumothorax");
    room.is_needle_in = false;  // it was out before the first sign: no merit
    room.wait(119);
    EXPECT_EQ(room.unheeded, 0);
    room.wait(2);
    EXPECT_EQ(room.unheeded, 1);
    room.wait(130);
    ASSERT_EQ(room.ended.size(), 1u);
    EXPECT_EQ(room.ended[0].outcome, "collapsed");
    EXPECT_EQ(room.shown.back(), "cyanosis");
    EXPECT_TRUE(std::isnan(room.ended[0].first_action_s));
}

TEST(Emergency, CountsWhatIsLateWrongAndOutOfOrder) {
    Room room("pneumothorax");
    room.wait(20);
    room.act("say_it_is_normal");
    room.wait(60);
    room.act("call_emergency");
    room.wait(1);
    room.act("check_breathing");
    room.is_needle_in = false;
    room.wait(61);
    ASSERT_EQ(room.ended.size(), 1u);
    EXPECT_EQ(room.ended[0].outcome, "handed_over");
    EXPECT_EQ(room.ended[0].wrong, 1);
    EXPECT_EQ(room.ended[0].actions_late, 3);
    EXPECT_EQ(room.ended[0].actions_done, 0);
    EXPECT_FALSE(room.ended[0].is_in_order);
}

TEST(Emergency, ThatIsNotOverWhenTheAttemptEndsIsUnresolved) {
    Room room("vasovagal");
    room.wait(10);
    auto ends = end_emergencies(kinds(), room.tick, room.state);
    ASSERT_EQ(ends.size(), 1u);
    EXPECT_EQ(ends[0].outcome, "unresolved");
    EXPECT_TRUE(end_emergencies(kinds(), room.tick, room.state).empty()) << "told once";

    Room settling("vasovagal");
    settling.wait(5);
    settling.is_needle_in = false;
    settling.act("lie_flat_legs_up");
    ends = end_emergencies(kinds(), settling.tick, settling.state);
    ASSERT_EQ(ends.size(), 1u);
    EXPECT_EQ(ends[0].outcome, "recovered") << "all was done; the rest is time";
}

TEST(Emergency, OfOneKindIsNotBegunTwice) {
    EmergencyState state;
    begin_emergency(kinds(), "needlestick", 0, state);
    begin_emergency(kinds(), "needlestick", 5, state);
    begin_emergency(kinds(), "no such thing", 5, state);
    EXPECT_EQ(state.all.size(), 1u);
}

TEST(Emergency, FileThatIsWrongIsRefusedWithTheKey) {
    const auto with = [](const std::string& signs, const std::string& more) {
        return parse_emergencies(
            R"({"schema":1,"about":"","emergencies":[{"kind":"k","title":"t","signs":[)" + signs +
                R"(],"actions":[{"step":"s","within_s":1}],"wrong":[],"settles_with":["s"],)" +
                R"("settles_after_s":1,"settled":"a","worsens_after_s":2,"worse_sign":"b",)" +
                R"("worse":"c","grade":"A","source":"x")" + more + "}]}",
            "test");
    };
    EXPECT_TRUE(with(R"({"sign":"a","after_s":1})", "").ok());
    for (const auto& [signs, more, key] :
         {std::tuple{"", "", "signs"},
          std::tuple{R"({"sign":"a","after_s":5},{"sign":"b","after_s":1})", "", "after_s"},
          std::tuple{R"({"sign":"a","after_s":-1})", "", "after_s"},
          std::tuple{R"({"sign":"a","after_s":1})", R"(,"more":1)", "more"}}) {
        const auto read = with(signs, more);
        ASSERT_FALSE(read.ok()) << key;
        EXPECT_NE(read.error().text().find(key), std::string::npos) << read.error().text();
    }
}

}  // namespace
}  // namespace dryrun::physiology
