// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Every case of mechanics that is said to hold does, on the solvers themselves.
#include "validation/bench.h"

#include <gtest/gtest.h>

namespace dryrun::validation {
namespace {

// What falls short, and is told as such in docs/validation.md.
bool falls_short(const Outcome& outcome) {
    return outcome.what.id == "mechanics.P11";
}

// Those that take longer than all others together.
bool is_slow(const BenchCase& one) {
    return one.what.id == "mechanics.V9" || one.what.id == "mechanics.V10" ||
           one.what.id == "mechanics.V28" || one.what.id == "mechanics.V29" ||
           one.what.id == "mechanics.P11";
}

void expect_all(const std::vector<BenchCase>& cases) {
    const auto outcomes = run_bench(cases);
    ASSERT_TRUE(outcomes.ok()) << outcomes.error().text();
    ASSERT_EQ(outcomes->size(), cases.size());
    for (const Outcome& outcome : *outcomes) {
        if (falls_short(outcome)) {
            EXPECT_EQ(outcome.verdict, Verdict::Fails) << "it holds now: say so";
            continue;
        }
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
    EXPECT_EQ(cases.front().what.id, "mechanics.V2");
    EXPECT_EQ(cases.back().what.id, "mechanics.P11");
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
