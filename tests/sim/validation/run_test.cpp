// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "validation/run.h"

#include <gtest/gtest.h>

#include "validation/report.h"

namespace dryrun::validation {
namespace {

std::string report_on(int threads) {
    RunOptions options;
    options.subjects = 6;
    options.threads = threads;
    const auto outcomes = run_studies(select(anatomical_studies(), {"V09", "V20", "V47"}), options);
    EXPECT_TRUE(outcomes.ok());
    return report(*outcomes, "json", options.subjects);
}

TEST(Run, AnyNumberOfThreadsGivesTheSameAnswer) {
    EXPECT_EQ(report_on(1), report_on(3));
}

TEST(Run, OutcomesComeInTheOrderOfTheirIds) {
    RunOptions options;
    options.subjects = 2;
    const auto outcomes = run_studies(landmark_studies(), options);
    ASSERT_TRUE(outcomes.ok());
    for (std::size_t i = 1; i < outcomes->size(); ++i)
        EXPECT_LE((*outcomes)[i - 1].what.id, (*outcomes)[i].what.id);
}

TEST(Run, TellsHowFarItIsAndStopsWhenAsked) {
    RunOptions options;
    options.subjects = 500;
    std::int64_t total = 0;
    options.go_on = [&](std::int64_t, std::int64_t of) {
        total = of;
        return false;
    };
    const auto outcomes = run_studies(select(anatomical_studies(), {"V20", "V21"}), options);
    ASSERT_TRUE(outcomes.ok());
    EXPECT_TRUE(outcomes->empty());
    EXPECT_EQ(total, 1000) << "standing and prone";
}

TEST(Run, WhatAStudyCannotMeasureIsAnError) {
    Study study;
    study.needs_atlas = false;
    study.measure = [](const Subject&) -> Result<Findings> {
        return bad_input("here", "does not work");
    };
    study.rows.resize(1);
    RunOptions options;
    options.subjects = 3;
    const auto outcomes = run_studies({study}, options);
    ASSERT_FALSE(outcomes.ok());
    EXPECT_EQ(outcomes.error().text(), "here: does not work");
}

}  // namespace
}  // namespace dryrun::validation
