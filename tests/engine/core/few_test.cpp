// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "core/few.h"

#include <gtest/gtest.h>

#include <numeric>
#include <vector>

namespace dryrun {
namespace {

std::vector<int> all_of(const Few<int, 3>& few) {
    return {few.begin(), few.end()};
}

TEST(Few, KeepsWhatItIsGivenWhetherFewOrMany) {
    Few<int, 3> few;
    std::vector<int> given;
    EXPECT_TRUE(few.empty());
    for (int i = 0; i < 10; ++i) {
        few.push_back(i);
        given.push_back(i);
        EXPECT_EQ(all_of(few), given);
        EXPECT_EQ(few.back(), i);
        EXPECT_EQ(few[few.size() / 2], given[given.size() / 2]);
    }
}

TEST(Few, CanGiveOneOfItsOwnToItself) {
    Few<int, 3> few;
    few.push_back(7);
    while (few.size() < 6) few.push_back(few[0]);
    EXPECT_EQ(all_of(few), std::vector<int>(6, 7));
}

TEST(Few, GoesOnAfterItWasShortened) {
    for (const std::size_t kept : {0, 2, 3, 5}) {
        Few<int, 3> few;
        for (int i = 0; i < 8; ++i) few.push_back(i);
        few.shorten(kept);
        std::vector<int> wanted(kept);
        std::iota(wanted.begin(), wanted.end(), 0);
        EXPECT_EQ(all_of(few), wanted);
        for (int i = 20; i < 26; ++i) {
            few.push_back(i);
            wanted.push_back(i);
            EXPECT_EQ(all_of(few), wanted);
        }
        few.pop_back();
        wanted.pop_back();
        EXPECT_EQ(all_of(few), wanted);
        few.clear();
        EXPECT_TRUE(few.empty());
    }
}

}  // namespace
}  // namespace dryrun
