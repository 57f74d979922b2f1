// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "anatomy/person.h"

#include "people_for_test.h"

namespace dryrun::anatomy {
namespace {

People people() {
    const auto read = read_people();
    EXPECT_TRUE(read.ok()) << read.error().text();
    return *read;
}

TEST(Person, TheSameSeedIsTheSamePerson) {
    const People all = people();
    EXPECT_EQ(to_json(draw_person(all, {}, 7)).dump(), to_json(draw_person(all, {}, 7)).dump());
    EXPECT_NE(to_json(draw_person(all, {}, 7)).dump(), to_json(draw_person(all, {}, 8)).dump());
}

// Stature 1750 (SD 70) and 1620 (SD 65), standard surveys; T4-T12 kyphosis 35 (textbooks).
TEST(Person, ManyAreLikeThePopulation) {
    const People all = people();
    Numbers stature[2];
    Numbers young;
    Numbers old;
    Cohort cohort;
    cohort.age_years = {20.0, 80.0};
    for (std::uint64_t seed = 0; seed < 4000; ++seed) {
        const BodyParameters person = draw_person(all, cohort, seed);
        ASSERT_TRUE(check_body(person, "person").ok());
        stature[static_cast<int>(person.sex)].add(person.stature);
        (person.age_years < 50.0 ? young : old).add(person.kyphosis_deg);
    }
    EXPECT_NEAR(stature[0].count(), 2000, 120);
    EXPECT_NEAR(stature[0].mean(), 1750.0, 5.0);
    EXPECT_NEAR(stature[0].sd(), 70.0, 4.0);
    EXPECT_NEAR(stature[1].mean(), 1620.0, 5.0);
    EXPECT_NEAR(stature[1].sd(), 65.0, 4.0);
    EXPECT_NEAR(young.mean(), 42.0, 1.0);
    EXPECT_NEAR(old.mean() - young.mean(), 15.0 * 0.45, 1.0);
}

TEST(Person, OfACohortHasItsSexAgeMassAndPosture) {
    const People all = people();
    Cohort cohort;
    cohort.share_of_men = 1.0;
    cohort.age_years = {25.0, 30.0};
    cohort.body_mass_index = Spread{22.3, 2.1};
    cohort.body_mass_index_within = {19.0, 25.0};
    cohort.posture = Posture::ProneArmsBySide;
    Numbers index;
    for (std::uint64_t seed = 0; seed < 500; ++seed) {
        const BodyParameters person = draw_person(all, cohort, seed);
        EXPECT_EQ(person.sex, Sex::Male);
        EXPECT_EQ(person.posture, Posture::ProneArmsBySide);
        EXPECT_EQ(person.seed, seed);
        EXPECT_TRUE(person.age_years >= 25.0 && person.age_years <= 30.0);
        const double bmi = body_mass_index(person);
        EXPECT_TRUE(bmi > 18.999 && bmi < 25.001) << bmi;
        index.add(bmi);
    }
    EXPECT_NEAR(index.mean(), 22.2, 0.3);
    EXPECT_NEAR(index.sd(), 1.6, 0.3);
}

}  // namespace
}  // namespace dryrun::anatomy
