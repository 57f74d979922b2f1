// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The published figures of people and treatments, over a small cohort; the table of a thousand is
// in docs/validation.md.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "validation/run.h"

namespace dryrun::validation {
namespace {

TEST(TreatmentCohort, GivesThePublishedRates) {
    RunOptions options;
    options.subjects = 300;
    const auto outcomes = run_studies(treatment_studies(), options);
    ASSERT_TRUE(outcomes.ok()) << outcomes.error().text();
    std::set<std::string> ids;
    for (const Outcome& outcome : *outcomes) {
        ids.insert(outcome.what.id);
        EXPECT_EQ(outcome.verdict, Verdict::Passes)
            << outcome.what.id << " " << outcome.what.quantity << ": " << outcome.reason;
    }
    for (const char* id : {"V24", "V27", "V32", "V33", "V34", "V35", "V37", "V42"})
        EXPECT_TRUE(ids.count("clinical." + std::string(id))) << id;
}

}  // namespace
}  // namespace dryrun::validation
