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

Case bruises() {
    Case what;
    what.tolerance = {7.0, 8.2};
    what.is_met_by_interval = true;
    return what;
}

Measured share(double value, Range interval) {
    Measured found;
    found.value = value;
    found.interval = interval;
    return found;
}

TEST(Case, ARangeThatSourcesFoundIsMetWhereTheIntervalTouchesIt) {
    EXPECT_EQ(judge(bruises(), share(6.8, {6.3, 7.3})).verdict, Verdict::Passes);
    EXPECT_EQ(judge(bruises(), share(9.0, {8.1, 9.9})).verdict, Verdict::Passes);
    EXPECT_EQ(judge(bruises(), share(7.6, {6.0, 9.2})).verdict, Verdict::Passes) << "about it";
    EXPECT_EQ(judge(bruises(), share(7.6, {7.5, 7.7})).verdict, Verdict::Passes) << "within it";
}

TEST(Case, AValueFarOffWithANarrowIntervalFailsAndSaysByWhatItWasJudged) {
    const Outcome low = judge(bruises(), share(6.0, {5.5, 6.5}));
    EXPECT_EQ(low.verdict, Verdict::Fails);
    EXPECT_EQ(low.reason, "the interval 5.5 to 6.5 does not touch 7 to 8.2");
    EXPECT_EQ(judge(bruises(), share(9.5, {9.0, 10.0})).verdict, Verdict::Fails);
}

TEST(Case, AMarginIsHeldToTheValueAlone) {
    Case what = bruises();
    what.is_met_by_interval = false;
    EXPECT_EQ(judge(what, share(6.8, {6.3, 7.3})).verdict, Verdict::Fails);
}

TEST(Case, WithoutAnIntervalTheValueIsJudged) {
    Measured found;
    found.value = 6.8;
    EXPECT_EQ(judge(bruises(), found).reason, "value 6.8 is outside 7 to 8.2");
}

}  // namespace
}  // namespace dryrun::validation
