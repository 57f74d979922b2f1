// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Every case of mechanics that is said to hold does, on the solvers themselves.
#include "validation/bench.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

namespace dryrun::validation {
namespace {

// Those that take longer than all others together.
bool is_slow(const BenchCase& one) {
    constexpr std::array kSlow = {"mechanics.V9",  "mechanics.V10", "mechanics.V28",
                                  "mechanics.V29", "mechanics.V30", "mechanics.P6",
                                  "mechanics.P7",  "mechanics.P11", "mechanics.F1"};
    return std::any_of(kSlow.begin(), kSlow.end(),
                       [&](const char* id) { return one.what.id == id; });
}

void expect_all(const std::vector<BenchCase>& cases) {
    const auto outcomes = run_bench(cases);
    ASSERT_TRUE(outcomes.ok()) << outcomes.error().text();
    ASSERT_EQ(outcomes->size(), cases.size());
    for (const Outcome& outcome : *outcomes) {
        const Verdict wanted = outcome.what.is_gate ? Verdict::Passes : Verdict::Reported;
        EXPECT_EQ(outcome.verdict, wanted)
            << outcome.what.id << ' ' << outcome.what.quantity << ": " << outcome.reason;
    }
}

TEST(Bench, CasesOfMechanicsHold) {
    auto cases = bench_cases();
    std::erase_if(cases, is_slow);
    expect_all(cases);
}

TEST(Long_Bench, SlowCasesOfMechanicsHold) {
    auto cases = bench_cases();
    std::erase_if(cases, [](const BenchCase& one) { return !is_slow(one); });
    expect_all(cases);
}

TEST(Bench, StandsInTheOrderOfItsNumbersAndIsChosenByWholeNames) {
    const auto cases = bench_cases();
    EXPECT_EQ(cases.front().what.id, "mechanics.V1");
    EXPECT_EQ(cases.back().what.id, "mechanics.F2");
    EXPECT_EQ(select(bench_cases(), {"mechanics.V7"}).size(), 1U);
    EXPECT_TRUE(select(bench_cases(), {"V7"}).empty());
}

TEST(Bench, StopsWhenAsked) {
    const auto outcomes = run_bench(bench_cases(), [](int, int) { return false; });
    ASSERT_TRUE(outcomes.ok());
    EXPECT_TRUE(outcomes->empty());
}

}  // namespace
}  // namespace dryrun::validation
