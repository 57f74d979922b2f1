// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The cone that an attempt is held to: each site's own rule, and what the body lets of it.
#include "approach/cone.h"

#include <gtest/gtest.h>

#include <cmath>

#include "asked.h"
#include "core/deterministic_math.h"

namespace dryrun::approach {
namespace {

SafeCone cone_of_asked(const Asked& asked) {
    return cone_of(find_site(sites(), asked.muscle), asked.point, std::nullopt, kStocked);
}

TEST(SafeCone, OfANarrowerRuleOrALongerNeedleIsNeverLarger) {
    const Asked& asked = kAsked[0];
    const auto atlas = atlas_of(22.0, asked.posture);
    const auto skin = *skin_above(*atlas, target_of(*atlas, asked));
    AngleRule rule = rules_of(asked).point.angle;
    const auto wide = safe_cone(*atlas, skin, rule, 25.0);
    EXPECT_FALSE(wide.empty());
    EXPECT_LE(safe_cone(*atlas, skin, rule, 40.0).size(), wide.size());
    rule.tilt_deg.high -= kConeStep_deg;
    rule.medial_deg = {-30.0, 30.0};
    EXPECT_LT(safe_cone(*atlas, skin, rule, 25.0).size(), wide.size());
    for (const ConeDirection& one : wide) {
        EXPECT_FALSE(hazard_by_walking(*atlas, skin.point, one.direction, 25.0));
    }
}

TEST(SafeCone, OfTheLeftMirrorsTheRight) {
    for (const Asked& asked : kAsked) {
        if (asked.posture == anatomy::Posture::SideLyingLeft) continue;
        // One-sided postures move one arm.
        const auto atlas = atlas_of(22.0, anatomy::Posture::Prone);
        const AngleRule& rule = rules_of(asked).point.angle;
        const auto right = *skin_above(*atlas, target_of(*atlas, asked, "right"));
        const auto left = *skin_above(*atlas, target_of(*atlas, asked, "left"));
        const auto one = safe_cone(*atlas, right, rule, 40.0);
        const auto other = safe_cone(*atlas, left, rule, 40.0);
        EXPECT_NEAR(static_cast<double>(one.size()), static_cast<double>(other.size()), 1.0)
            << asked.muscle;
        const Way a = find_way(*atlas, target_of(*atlas, asked, "right"), rules_of(asked));
        const Way b = find_way(*atlas, target_of(*atlas, asked, "left"), rules_of(asked));
        EXPECT_EQ(a.verdict, b.verdict) << asked.muscle;
        EXPECT_EQ(a.needle, b.needle) << asked.muscle;
        EXPECT_NEAR(a.path, b.path, 0.5) << asked.muscle;
    }
}

TEST(SafeCone, HoldsTheEntriesOfEverySafeWay) {
    for (const Asked& asked : kAsked) {
        const auto atlas = atlas_of(22.0, asked.posture);
        const Vec3 target = target_of(*atlas, asked);
        const SafeCone cone = cone_of_asked(asked);
        for (const Way& way : safe_ways(*atlas, target, rules_of(asked))) {
            EXPECT_TRUE(is_in_safe_cone(*atlas, way.entry, target, cone)) << asked.muscle;
            EXPECT_EQ(entry_error(*atlas, way.entry.point, target, cone), 0.0) << asked.muscle;
            EXPECT_EQ(off_rule_deg(cone.rule, *atlas, way.entry, way.direction), 0.0);
        }
    }
}

// A needle straight in is right beside the lumbar spine and wrong over the lung.
TEST(SafeCone, FollowsTheRuleOfItsOwnSite) {
    const auto atlas = atlas_of(22.0, anatomy::Posture::Prone);
    const auto straight_in = [&](const Asked& asked) {
        const Vec3 target = target_of(*atlas, asked);
        const auto skin = *skin_above(*atlas, target);
        return off_rule_deg(cone_of_asked(asked).rule, *atlas, skin,
                            normalised(target - skin.point));
    };
    EXPECT_NEAR(straight_in(kAsked[0]), 45.0, 2.5);
    EXPECT_LT(straight_in(kAsked[2]), 5.0);
}

TEST(SafeCone, OfAStricterScenarioLeansMore) {
    const Site* site = find_site(sites(), kAsked[0].muscle);
    EXPECT_EQ(cone_of(site, "TrP1", 60.0, kStocked).rule.tilt_deg.low, 60.0);
    EXPECT_EQ(cone_of(site, "TrP1", 20.0, kStocked).rule.tilt_deg.low, 45.0)
        << "no scenario allows what the site forbids";
    EXPECT_EQ(cone_of(nullptr, "TrP1", 20.0, kStocked).rule.tilt_deg.low, 20.0);
}

TEST(SafeCone, LeavesARuleByTheAngleToItsNearestDirection) {
    const auto atlas = atlas_of(22.0, anatomy::Posture::Prone);
    const auto skin = *skin_above(*atlas, target_of(*atlas, kAsked[1]));
    const AngleRule rule = rule_of_tilt(45.0);
    for (const double tilt : {5.0, 20.0, 40.0}) {
        const Vec3 direction = direction_of(skin, {tilt, tilt, 0.0});
        EXPECT_NEAR(off_rule_deg(rule, *atlas, skin, direction), 45.0 - tilt, 0.3);
    }
    EXPECT_EQ(off_rule_deg(rule, *atlas, skin, direction_of(skin, {50.0, 50.0, 0.0})), 0.0);
}

}  // namespace
}  // namespace dryrun::approach
