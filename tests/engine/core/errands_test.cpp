// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "core/errands.h"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <thread>
#include <vector>

namespace dryrun {
namespace {

TEST(Errands, AreDoneOnceEachHoweverTwoThreadsShareThem) {
    for (int round = 0; round < 30; ++round) {
        std::vector<int> times(200);
        Errands errands;
        const std::size_t first = errands.add(times.size(), [&](std::size_t i) { ++times[i]; });
        for (std::size_t i = 0; i < times.size(); ++i) {
            errands.finish(first + i);
            EXPECT_EQ(times[i], 1);
        }
        for (std::size_t i = 0; i < times.size(); ++i) errands.finish(first + i);
        EXPECT_EQ(times, std::vector<int>(times.size(), 1));
    }
}

TEST(Errands, GivenOutLaterHaveNumbersOfTheirOwn) {
    std::vector<int> done;
    Errands errands;
    const std::size_t first = errands.add(3, [](std::size_t) {});
    errands.finish(first + 2);
    const std::size_t second =
        errands.add(1, [&](std::size_t part) { done.push_back(static_cast<int>(part) + 7); });
    errands.finish(second);
    EXPECT_EQ(done, std::vector<int>{7});
}

// Whoever begins the first one is held up until all others are done, by the other thread.
TEST(Errands, AreAllDoneByOneWhereTheOtherIsHeldUp) {
    if (std::thread::hardware_concurrency() < 2) GTEST_SKIP() << "there is no helper";
    constexpr std::ptrdiff_t kOthers = 20;
    std::latch others(kOthers);
    std::atomic<int> done{0};
    Errands errands;
    const std::size_t first = errands.add(kOthers + 1, [&](std::size_t part) {
        ++done;
        if (part == 0) {
            others.wait();
        } else {
            others.count_down();
        }
    });
    errands.finish(first);
    EXPECT_EQ(done, kOthers + 1);
}

TEST(Errands, AreStillDoneWhenNoMoreWillCome) {
    std::vector<int> times(50);
    Errands errands;
    const std::size_t first = errands.add(times.size(), [&](std::size_t i) { ++times[i]; });
    errands.close();
    for (std::size_t i = 0; i < times.size(); ++i) errands.finish(first + i);
    EXPECT_EQ(times, std::vector<int>(times.size(), 1));
}

TEST(Errands, DroppedAreNotBegunAnyMore) {
    std::atomic<int> done{0};
    int after = 0;
    {
        Errands errands;
        const std::size_t first = errands.add(1000, [&](std::size_t) { ++done; });
        errands.drop(first, 1000);
        after = done;
    }
    EXPECT_EQ(done, after);
}

TEST(Errands, NotBegunCanBeTakenBack) {
    std::latch begun{1};
    std::latch gate{1};
    std::atomic<int> done{0};
    Errands errands;
    if (!errands.has_helper()) GTEST_SKIP() << "one processor";
    const std::size_t held_up = errands.add(1, [&](std::size_t) {
        begun.count_down();
        gate.wait();
        ++done;
    });
    begun.wait();
    const std::size_t next = errands.add(1, [&](std::size_t) { ++done; });
    EXPECT_FALSE(errands.take_back(held_up)) << "is under way";
    EXPECT_FALSE(errands.is_done(held_up));
    EXPECT_TRUE(errands.take_back(next));
    gate.count_down();
    errands.finish(held_up);
    EXPECT_TRUE(errands.is_done(held_up));
    EXPECT_FALSE(errands.take_back(next)) << "once";
    EXPECT_EQ(done, 1);
}

}  // namespace
}  // namespace dryrun
