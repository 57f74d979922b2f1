// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What is made of the findings of many people, and that every case says what a table must.
#include <gtest/gtest.h>

#include <set>

#include "validation/cohorts.h"
#include "validation/study.h"

namespace dryrun::validation {
namespace {

// One column; the body mass index of person i is `indices[i]`.
Sample sample_of(const std::vector<std::optional<double>>& values,
                 const std::vector<double>& indices = {}, const std::vector<bool>& men = {}) {
    Sample sample;
    for (std::size_t i = 0; i < values.size(); ++i) {
        anatomy::BodyParameters body;
        body.stature = 2000.0;
        body.mass_kg = 4.0 * (indices.empty() ? 22.0 : indices[i]);
        body.sex = men.empty() || men[i] ? anatomy::Sex::Male : anatomy::Sex::Female;
        sample.bodies.push_back(body);
        sample.findings.push_back({values[i]});
    }
    return sample;
}

TEST(Studies, MeanAndSpreadAreOfThoseWhoHaveIt) {
    const Measured found = mean_of(sample_of({1.0, std::nullopt, 3.0, 5.0}), 0);
    EXPECT_DOUBLE_EQ(*found.value, 3.0);
    EXPECT_DOUBLE_EQ(*found.sd, 2.0);
    EXPECT_EQ(found.people, 3);
    EXPECT_EQ(found.without, 1);
    EXPECT_FALSE(mean_of(sample_of({std::nullopt}), 0).value);
}

// Wilson 1927: 1 of 15 is 7 %, 1.2 to 29.8.
TEST(Studies, AShareHasItsInterval) {
    std::vector<std::optional<double>> values(15, 0.0);
    values[3] = 1.0;
    const Measured found = share_of(sample_of(values), 0);
    EXPECT_NEAR(*found.value, 6.67, 0.01);
    EXPECT_NEAR(found.interval->low, 1.19, 0.01);
    EXPECT_NEAR(found.interval->high, 29.82, 0.01);
}

TEST(Studies, SlopeAndSharesOfVarianceAreThoseOfLeastSquares) {
    // value = 2 BMI + 6 for men, without noise; as many men at each index.
    const std::vector<double> indices{20, 20, 22, 22, 24, 24};
    const std::vector<bool> men{true, false, true, false, true, false};
    std::vector<std::optional<double>> values;
    for (std::size_t i = 0; i < indices.size(); ++i)
        values.emplace_back(2.0 * indices[i] + (men[i] ? 6.0 : 0.0));
    const Sample sample = sample_of(values, indices, men);
    EXPECT_NEAR(*slope_with_body_mass_index(sample, 0).value, 2.0, 1e-9);
    // Variances 64/6 by index and 9 by sex.
    EXPECT_NEAR(*share_by_body_mass_index(sample, 0).value, 100.0 * 64.0 / (64.0 + 54.0), 1e-9);
    EXPECT_NEAR(*share_by_sex_beyond(sample, 0).value, 100.0 * 54.0 / (64.0 + 54.0), 1e-9);
}

TEST(Studies, EveryCaseSaysWhereWhoAndAfterWhom) {
    std::set<std::string> seen;
    for (const Study& study : anatomical_studies()) {
        EXPECT_FALSE(study.rows.empty()) << study.name;
        for (const StudyRow& row : study.rows) {
            const Case& what = row.what;
            EXPECT_TRUE(seen.insert(what.id + what.quantity).second) << what.quantity;
            for (const std::string* text : {&what.id, &what.quantity, &what.unit, &what.expected,
                                            &what.source, &what.place.level, &what.place.lateral,
                                            &what.place.direction, &what.posture, &what.cohort})
                EXPECT_FALSE(text->empty()) << study.name << ' ' << what.quantity;
            EXPECT_LE(what.tolerance.low, what.tolerance.high) << what.id;
        }
    }
}

TEST(Studies, CasesAreSelectedByTheirId) {
    const auto studies = select(anatomical_studies(), {"V17", "clinical.V20"});
    ASSERT_EQ(studies.size(), 2u);
    EXPECT_EQ(studies[0].rows.size(), 1u);
    EXPECT_EQ(studies[1].rows.size(), 6u);
    EXPECT_TRUE(select(anatomical_studies(), {"V99"}).empty());
}

TEST(Studies, ACohortIsToldInWords) {
    EXPECT_EQ(words_of(of_silent_source()), "half men, 20–60 years, BMI as people have");
    anatomy::Cohort cohort = of_east_asia();
    cohort.share_of_men = 1.0;
    cohort.body_mass_index_within = {17.0, 23.0};
    EXPECT_EQ(words_of(cohort), "men, 20–60 years, BMI 23.5 (SD 3) within 17–23");
    EXPECT_FALSE(are_same(cohort, of_east_asia()));
    EXPECT_TRUE(are_same(of_silent_source(), anatomy::Cohort{}));
    EXPECT_FALSE(are_same(of_silent_source(), standing()));
}

}  // namespace
}  // namespace dryrun::validation
