// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Parts of a study, played anywhere, are put together to the bytes of the whole.
#include <gtest/gtest.h>

#include <algorithm>

#include "study/shard_file.h"
#include "tiny_study.h"

namespace dryrun::study {
namespace {

namespace fs = std::filesystem;

class StudyShards : public testing::Test {
  protected:
    StudyShards() { whole = result_of(plan, into(folder / "whole.jsonl")); }

    std::string shard(std::int64_t number, std::int64_t of, const Plan& of_plan) {
        const fs::path file =
            folder / (std::to_string(++files) + "." + std::to_string(number) + ".jsonl");
        RunOptions options = into(file);
        options.shard = Shard{number, of};
        result_of(of_plan, options);
        return file.string();
    }

    std::string refusal_of(const std::vector<std::string>& shards) {
        const auto merged = merge(shards, request.program);
        EXPECT_FALSE(merged.ok());
        if (merged.ok()) return {};
        EXPECT_EQ(merged.error().kind, ErrorKind::BadInput);
        return merged.error().text();
    }

    fs::path folder = scratch();
    Request request = tiny_request(folder);
    Plan plan = plan_of(request);
    std::string whole;
    int files = 0;
};

TEST_F(StudyShards, MergeToTheBytesOfOneRun) {
    for (const std::int64_t of : {1, 2, 3, 5}) {
        std::vector<std::string> shards;
        for (std::int64_t number = of; number >= 1; --number)
            shards.push_back(shard(number, of, plan));
        const auto merged = merge(shards, request.program);
        ASSERT_TRUE(merged.ok()) << merged.error().text();
        EXPECT_EQ(*merged, whole) << of;
    }
}

TEST_F(StudyShards, AreRefusedWhereOneIsMissingOrDouble) {
    const std::string one = shard(1, 3, plan);
    const std::string two = shard(2, 3, plan);
    EXPECT_EQ(refusal_of({one}), one + ": is one of 3 shards; missing: 2, 3");
    EXPECT_EQ(refusal_of({two, one}), two + ": is one of 3 shards; missing: 3");
    const std::string again = shard(1, 3, plan);
    EXPECT_EQ(refusal_of({one, two, again}), again + ": is shard 1 of 3, and so is " + one);
}

TEST_F(StudyShards, OfDifferentStudiesAreRefused) {
    const std::string one = shard(1, 2, plan);
    request.seed = 6;
    const std::string other_seed = shard(2, 2, plan_of(request));
    EXPECT_EQ(refusal_of({one, other_seed}),
              other_seed + ": is of another study: seed 6, " + one + " 5");
    const std::string of_three = shard(2, 3, plan);
    EXPECT_EQ(refusal_of({one, of_three}),
              of_three + ": is of another study: shard 2 of 3, " + one + " 1 of 2");
    request.seed = 5;
    declining_trainee(folder, "a", 2.5);
    const std::string other_profile = shard(2, 2, plan_of(request));
    EXPECT_EQ(refusal_of({one, other_profile}),
              other_profile + ": is of another study: another profile of trainee a than " + one);
}

TEST_F(StudyShards, OfAnotherVersionAreRefused) {
    request.program = "0.0.9";
    const std::string older = shard(1, 1, plan_of(request));
    request.program = "0.1.0";
    EXPECT_EQ(refusal_of({older}), older +
                                       ": was played with another version: program version 0.0.9, "
                                       "this program 0.1.0 (merge with the program that played "
                                       "it)");
    std::string newer = contents(shard(1, 1, plan));
    newer.replace(newer.find("study-shard/1"), 13, "study-shard/2");
    write(folder / "newer.jsonl", newer);
    EXPECT_NE(refusal_of({(folder / "newer.jsonl").string()}).find("newer.jsonl:1: schema"),
              std::string::npos);
}

TEST_F(StudyShards, WithAnyByteChangedOrLostAreRefused) {
    const std::string file = shard(1, 2, plan);
    const std::string other = shard(2, 2, plan);
    const std::string bytes = contents(file);
    const std::size_t head = bytes.find('\n');
    for (const std::size_t at : {std::size_t{3}, std::size_t{40}, head / 2, head - 3, head,
                                 head + 1, head + 200, bytes.size() - 1}) {
        std::string damaged = bytes;
        damaged[at] = static_cast<char>(damaged[at] ^ 2);
        write(file, damaged);
        EXPECT_NE(refusal_of({file, other}).find(file), std::string::npos) << at;
    }
    for (const std::size_t length :
         {std::size_t{0}, std::size_t{1}, head, head + 1, head + 100, bytes.size() - 1}) {
        write(file, bytes.substr(0, length));
        EXPECT_NE(refusal_of({other, file}).find(file), std::string::npos) << length;
    }
    write(file, bytes);
    EXPECT_TRUE(merge({file, other}, request.program).ok());
}

TEST_F(StudyShards, AreNotWholeResults) {
    EXPECT_EQ(refusal_of({(folder / "whole.jsonl").string()}),
              (folder / "whole.jsonl").string() + ":1: is a whole study's result and no shard");
}

TEST_F(StudyShards, ThatAreFinishedAreLeftAsTheyAre) {
    const std::string file = shard(1, 2, plan);
    RunOptions options = into(file);
    options.shard = Shard{1, 2};
    const auto again = run(plan, options);
    ASSERT_TRUE(again.ok()) << again.error().text();
    EXPECT_EQ(*again, RunEnding::WasThere);
    options.shard = Shard{2, 2};
    const auto other = run(plan, options);
    ASSERT_FALSE(other.ok());
    EXPECT_NE(other.error().text().find("is shard 1 of 2, asked for 2 of 2"), std::string::npos)
        << other.error().text();
}

}  // namespace
}  // namespace dryrun::study
