// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "validation/case.h"

#include <gtest/gtest.h>

namespace dryrun::validation {
namespace {

Case depth() {
    Case what;
    what.id = "clinical.V17";
    what.tolerance = {42.0, 50.0};
    what.expected_sd = 6.0;
    return what;
}

Measured measured(double value, double sd) {
    Measured found;
    found.value = value;
    found.sd = sd;
    found.people = 10;
    return found;
}

TEST(Case, PassesWithItsMeanInsideAndItsSpreadWithinAQuarter) {
    EXPECT_EQ(judge(depth(), measured(50.0, 7.5)).verdict, Verdict::Passes);
    EXPECT_EQ(judge(depth(), measured(42.0, 4.5)).verdict, Verdict::Passes);
}

TEST(Case, FailsWithItsMeanOutside) {
    const Outcome outcome = judge(depth(), measured(50.1, 6.0));
    EXPECT_EQ(outcome.verdict, Verdict::Fails);
    EXPECT_EQ(outcome.reason, "value 50.1 is outside 42 to 50");
}

TEST(Case, FailsWithASpreadTooNarrowOrTooWide) {
    EXPECT_EQ(judge(depth(), measured(46.0, 4.4)).verdict, Verdict::Fails);
    EXPECT_EQ(judge(depth(), measured(46.0, 7.6)).reason, "SD 7.6 is outside 4.5 to 7.5");
}

TEST(Case, ASpreadThatIsExceptedIsNotAskedFor) {
    Case what = depth();
    what.expected_sd.reset();
    EXPECT_EQ(judge(what, measured(46.0, 20.0)).verdict, Verdict::Passes);
}

TEST(Case, WhatIsOnlyReportedNeitherPassesNorFails) {
    Case what = depth();
    what.is_gate = false;
    EXPECT_EQ(judge(what, measured(90.0, 6.0)).verdict, Verdict::Reported);
}

TEST(Case, WhatNobodyHasFails) {
    EXPECT_EQ(judge(depth(), Measured{}).verdict, Verdict::Fails);
}

TEST(Case, AProportionOfOnePublishedValueMustBeCoveredByItsInterval) {
    Case what;
    what.tolerance = {22.0, 22.0};
    Measured found;
    found.value = 25.0;
    found.interval = Range{21.0, 30.0};
    EXPECT_EQ(judge(what, found).verdict, Verdict::Passes);
    found.interval = Range{23.0, 30.0};
    EXPECT_EQ(judge(what, found).verdict, Verdict::Fails);
}

}  // namespace
}  // namespace dryrun::validation
