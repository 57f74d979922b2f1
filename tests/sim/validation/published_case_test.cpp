// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The body against published figures: quickly over a few people, whose mean may be off by what
// their number lets expect, and over as many as the figures are stated for. What the cases are, and
// their sources, stands in sim/validation.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "validation/run.h"

namespace dryrun::validation {
namespace {

// What falls short, and is told as such in docs/validation.md.
const std::vector<std::string> kFallShort = {
    "needle of 40 mm to the hub", "needle of 50 mm to the hub", "needle of 60 mm to the hub"};
// What misses by so little, or in its spread, that only many people show it; told there too.
const std::vector<std::string> kFallShortOverMany = {
    "lamina met by a needle to the deep multifidus", "skin to rhomboid, free of trapezius"};

bool is_among(const std::vector<std::string>& known, const Outcome& outcome) {
    return std::any_of(known.begin(), known.end(), [&](const std::string& words) {
        return outcome.what.quantity.find(words) != std::string::npos;
    });
}

bool falls_short(const Outcome& outcome) {
    return is_among(kFallShort, outcome);
}

// Twice the standard error.
double slack(const Measured& measured) {
    if (measured.interval) return 0.5 * (measured.interval->high - measured.interval->low);
    if (!measured.sd || measured.people < 2) return 0.0;
    return 2.0 * *measured.sd / std::sqrt(static_cast<double>(measured.people));
}

void expect_means(int subjects, const std::vector<std::string>& ids) {
    RunOptions options;
    options.subjects = subjects;
    const auto outcomes = run_studies(select(anatomical_studies(), ids), options);
    ASSERT_TRUE(outcomes.ok()) << outcomes.error().text();
    for (const Outcome& outcome : *outcomes) {
        if (falls_short(outcome) || !outcome.what.is_gate) continue;
        const std::string name = outcome.what.id + " " + outcome.what.quantity;
        ASSERT_TRUE(outcome.measured.value) << name;
        const double off = slack(outcome.measured);
        EXPECT_GE(*outcome.measured.value, outcome.what.tolerance.low - off) << name;
        EXPECT_LE(*outcome.measured.value, outcome.what.tolerance.high + off) << name;
    }
}

// Seol 2014: 12 and 21, 24, 27 mm in three bands of body mass index. The first hundred people drawn
// are thicker there than a thousand are by more than twice the standard error.
TEST(PublishedCase, RhomboidAndRibLieAsDeepAsMeasured) {
    expect_means(192, {"V01", "V02", "V03", "V04"});
}
// Wada 2025: 27 mm over rib 5. CT of 42: 21 and 12 mm before the transverse process of T4.
TEST(PublishedCase, RibAndPleuraLieAsDeepAsMeasured) {
    expect_means(16, {"V06", "V11"});
}
// Vanichanon: 46.7 to 53.5 mm inwards, never outwards. Chou 2015: 56 mm. Kearns 2022: 0 of 15 with
// 30 mm.
TEST(PublishedCase, TheLungUnderTheShoulderLiesAsDeepAsMeasured) {
    expect_means(16, {"V07", "V08", "V09", "V48"});
}
// J Man Manip Ther 2020: no bone in 44 %. Hannah 2016: lamina in 8 of 8. Wang-Price 2022: in 70 to
// 75 %. Williams 2023: the canal within 50 mm.
TEST(PublishedCase, ANeedleBesideTheLumbarSpineMeetsBoneAsOftenAsMeasured) {
    expect_means(16, {"V12", "V14", "V15", "V16"});
}
// Cha 2011: 46 mm to the epidural space at L3-L4. Lee 2004: 51.6 to 58.7 in the obese.
TEST(PublishedCase, TheLumbarCanalLiesAsDeepAsMeasured) {
    expect_means(20, {"V17", "V18", "V19"});
}
// Ernst 2013: 509 mm from C7 to the PSIS, divided at 21, 39, 54.1, 70.9, 86.1 %. Von Schroeder
// 2001: a scapula of 155, its spine 134. Surveys: shoulders of 400 and 355. PMC2647093, ChiroIndex
// 20577: its tip at T8, 18.4 mm lower prone.
TEST(PublishedCase, LandmarksLieAsMeasured) {
    expect_means(200, {"V20", "V21", "V47", "V51"});
}
// MRI of 60: 11.8 to 9.9 mm.
TEST(PublishedCase, LumbarSpinousProcessesStandApartAsMeasured) {
    expect_means(12, {"V22"});
}
// J Clin Ultrasound 2011; men and women.
TEST(PublishedCase, MusclesBesideTheScapulaAreAsThickAsMeasured) {
    expect_means(16, {"V25", "V26"});
}
// Mitchell 2019: 7 mm deeper with a bolster.
TEST(PublishedCase, ABolsterUnderTheShoulderBringsThePleuraDeeper) {
    expect_means(12, {"V10"});
}
// Approach to the rhomboid 2018: 9.7, 9.9 and 28.4 mm.
TEST(PublishedCase, BesideTheInferiorAngleRhomboidAndPleuraLieAsMeasured) {
    expect_means(48, {"V49"});
}

TEST(PublishedCase, Long_AllOverAThousandPeople) {
    const auto outcomes = run_studies(anatomical_studies(), RunOptions{});
    ASSERT_TRUE(outcomes.ok()) << outcomes.error().text();
    for (const Outcome& outcome : *outcomes) {
        if (falls_short(outcome) || is_among(kFallShortOverMany, outcome)) continue;
        EXPECT_NE(outcome.verdict, Verdict::Fails)
            << outcome.what.id << ' ' << outcome.what.quantity << ": " << outcome.reason;
    }
}

}  // namespace
}  // namespace dryrun::validation
