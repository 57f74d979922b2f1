// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// How far textbook rules on landmarks miss, over people drawn at random. Published figures are
// cases of sim/validation.
#include "anatomy/landmark_rules.h"
#include "people_for_test.h"

namespace dryrun::anatomy {
namespace {

constexpr int kQuick = 200;

Vec3 tip(const Skeleton& skeleton, const char* level) {
    return skeleton.landmark(std::string("spinous.") + level);
}

Cohort standing() {
    Cohort cohort;
    cohort.posture = Posture::Standing;
    return cohort;
}

// What texts promise holds within a level on average, and people differ (clinical texts; iliac
// crests at L4 or the disc below).
TEST(LandmarkCase, TextbookRulesMissAsInPeople) {
    const auto rules = read_landmark_rules();
    ASSERT_TRUE(rules.ok()) << rules.error().text();
    ASSERT_GE(rules->size(), 7u);
    std::vector<Numbers> missed(rules->size());
    for_each_person(kQuick, standing(), [&](const Skeleton& skeleton) {
        for (std::size_t i = 0; i < rules->size(); ++i) {
            const auto outcome = outcome_of((*rules)[i], landmarks_of(skeleton));
            ASSERT_TRUE(outcome.has_value()) << (*rules)[i].name;
            missed[i].add(outcome->levels_low);
            EXPECT_EQ(outcome->levels_low > 0.0, outcome->mm_low > 0.0);
        }
    });
    for (std::size_t i = 0; i < rules->size(); ++i) {
        const LandmarkRule& rule = (*rules)[i];
        EXPECT_LE(std::fabs(missed[i].mean()), rule.landmark == "rib.12.tip" ? 1.5 : 1.0)
            << rule.name << ' ' << missed[i].mean();
        if (rule.landmark.starts_with("scapula.")) {
            EXPECT_GT(missed[i].sd(), 0.4) << rule.name;
        }
    }
    EXPECT_GT(missed[0].mean(), 0.5) << "the inferior angle's rule is a level high";
}

TEST(LandmarkCase, LevelsAreCountedFromTipToTip) {
    for_each_person(1, standing(), [&](const Skeleton& skeleton) {
        const auto landmarks = landmarks_of(skeleton);
        const double t7 = tip(skeleton, "T7").z;
        const double t8 = tip(skeleton, "T8").z;
        EXPECT_NEAR(*spinous_level(landmarks, 0.7 * t7 + 0.3 * t8), level_of("T7") + 0.3, 1e-9);
        EXPECT_FALSE(spinous_level(landmarks, 900.0).has_value());
        EXPECT_FALSE(spinous_level(landmarks, -400.0).has_value());
        EXPECT_EQ(level_text(level_of("T7") + 0.3), "T7 + 0.3");
        EXPECT_EQ(level_text(kSacralLevel + 1.0), "S2");
    });
}

}  // namespace
}  // namespace dryrun::anatomy
