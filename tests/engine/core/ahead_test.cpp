// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "core/ahead.h"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <thread>
#include <vector>

namespace dryrun {
namespace {

std::size_t square(std::size_t number) {
    return number * number;
}

TEST(Ahead, WithoutAHelperMakesEachWhenItIsWanted) {
    std::vector<std::size_t> made;
    Ahead<std::size_t> squares(4, [&](std::size_t number) {
        made.push_back(number);
        return square(number);
    });
    EXPECT_EQ(squares.get(2), 4u);
    EXPECT_EQ(squares.get(0), 0u);
    EXPECT_EQ(squares.get(2), 4u);
    EXPECT_EQ(made, (std::vector<std::size_t>{2, 0}));
}

TEST(Ahead, AHelperMakesTheRestFromTheLastOn) {
    std::vector<std::size_t> made;
    Ahead<std::size_t> squares(5, [&](std::size_t number) {
        made.push_back(number);
        return square(number);
    });
    EXPECT_EQ(squares.get(1), 1u);
    const std::atomic<bool> has_to_stop{false};
    squares.help(has_to_stop);
    EXPECT_EQ(made, (std::vector<std::size_t>{1, 4, 3, 2})) << "until it meets what is made";
    for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(squares.get(i), square(i));
    EXPECT_EQ(made.size(), 5u);
}

TEST(Ahead, WhoWantsAThingDoesNotWaitForAHelperThatIsHeldUp) {
    std::latch is_begun(1);
    std::latch may_end(1);
    std::atomic<int> times{0};
    Ahead<std::size_t> squares(1, [&](std::size_t number) {
        if (times++ == 0) {
            is_begun.count_down();
            may_end.wait();
        }
        return square(number + 7);
    });
    const std::atomic<bool> has_to_stop{false};
    std::thread helper([&] { squares.help(has_to_stop); });
    is_begun.wait();
    EXPECT_EQ(squares.get(0), 49u);
    may_end.count_down();
    helper.join();
    EXPECT_EQ(times, 2);
    EXPECT_EQ(squares.get(0), 49u);
}

TEST(Helper, HasDoneItsWorkWhenItEnds) {
    std::atomic<int> done{0};
    const bool has_second = std::thread::hardware_concurrency() > 1;
    {
        Helper helper;
        helper.start([&](const std::atomic<bool>&) { ++done; });
    }
    EXPECT_EQ(done, has_second ? 1 : 0);
}

TEST(Ahead, AHelperThatIsToldSoStops) {
    Ahead<std::size_t> squares(3, [](std::size_t) -> std::size_t {
        ADD_FAILURE() << "nothing was wanted";
        return 0;
    });
    const std::atomic<bool> has_to_stop{true};
    squares.help(has_to_stop);
}

TEST(Ahead, GivesTheSameHoweverTwoThreadsTakeTurns) {
    for (int round = 0; round < 50; ++round) {
        Ahead<std::size_t> squares(200, square);
        const std::atomic<bool> has_to_stop{false};
        std::thread helper([&] { squares.help(has_to_stop); });
        for (std::size_t i = 0; i < 200; ++i) EXPECT_EQ(squares.get(i), square(i));
        helper.join();
    }
}

}  // namespace
}  // namespace dryrun
