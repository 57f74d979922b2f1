// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What is called safe must be safe when one walks along it, narrower rules never allow more, left
// mirrors right, and what a body lacks is said.
#include "approach/way.h"

#include <gtest/gtest.h>

#include <cmath>

#include "approach/survey.h"
#include "asked.h"
#include "core/deterministic_math.h"
#include "needle/needle.h"

namespace dryrun::approach {
namespace {

TEST(SafeWay, IsSafeWhenWalkedToTheHub) {
    int seen = 0;
    for (const double index : {20.0, 28.0}) {
        for (const Asked& asked : kAsked) {
            const auto atlas = atlas_of(index, asked.posture);
            const auto ways = safe_ways(*atlas, target_of(*atlas, asked), rules_of(asked));
            for (std::size_t i = 0; i < ways.size(); i += 1 + ways.size() / 12) {
                const Way& way = ways[i];
                const double reach = way.is_hub_safe ? way.needle : *way.stop;
                const auto hazard =
                    hazard_by_walking(*atlas, way.entry.point, way.direction, reach - 0.5);
                EXPECT_FALSE(hazard) << asked.muscle << " at BMI " << index << ": " << *hazard;
                EXPECT_GE(way.needle, way.path);
                ++seen;
            }
        }
    }
    EXPECT_GT(seen, 20);
}

TEST(SafeWay, LeadsToItsTarget) {
    const Asked& asked = kAsked[0];
    const auto atlas = atlas_of(20.0, asked.posture);
    const Vec3 target = target_of(*atlas, asked);
    const Way way = find_way(*atlas, target, rules_of(asked));
    ASSERT_EQ(way.verdict, Verdict::Safe) << words_of(way.verdict);
    EXPECT_LT(distance(way.entry.point + way.direction * way.path, target), 0.01);
    EXPECT_GE(way.tilt.tilt_deg, 44.5);
    EXPECT_TRUE(way.is_hub_safe);
}

TEST(SafeWay, NarrowerRulesNeverAllowMore) {
    for (const Asked& asked : kAsked) {
        const auto atlas = atlas_of(22.0, asked.posture);
        const Vec3 target = target_of(*atlas, asked);
        const Rules wide = rules_of(asked);
        SitePoint narrow_point = wide.point;
        AngleRule& rule = narrow_point.angle;
        const double middle = 0.5 * (rule.tilt_deg.low + rule.tilt_deg.high);
        rule.tilt_deg = {0.5 * (rule.tilt_deg.low + middle), 0.5 * (rule.tilt_deg.high + middle)};
        rule.caudal_deg = {std::max(-10.0, rule.caudal_deg.low),
                           std::min(20.0, rule.caudal_deg.high)};
        Site narrow_site = wide.site;
        narrow_site.deviation.most_deg += 5.0;
        const Rules narrow{narrow_site, narrow_point, {30.0, 40.0, 50.0}};
        for (const Way& way : safe_ways(*atlas, target, narrow)) {
            const Way again = judge_way(*atlas, way.entry, target, way.direction, wide);
            EXPECT_EQ(again.verdict, Verdict::Safe) << asked.muscle << words_of(again.verdict);
        }
    }
}

TEST(SafeWay, StaysSafeToTheHubUnderThickerFat) {
    // The same line through the same bones: more fat only takes the skin further off.
    const Asked& asked = kAsked[0];
    const auto lean = atlas_of(20.0, asked.posture);
    const auto ways = safe_ways(*lean, target_of(*lean, asked), rules_of(asked));
    ASSERT_FALSE(ways.empty());
    for (const double index : {24.0, 30.0}) {
        const auto fat = atlas_of(index, asked.posture);
        for (const Way& way : ways) {
            const Vec3 outside = way.entry.point - way.direction * 80.0;
            const auto line = fat->layers_along(outside, way.direction, 120.0);
            if (!line) continue;
            const Ahead ahead = ahead_in(line->spans, fat->structures(), 0.0, way.needle);
            EXPECT_FALSE(ahead.hazard) << "BMI " << index << ", tilt " << way.tilt.tilt_deg;
        }
    }
}

TEST(Way, SaysWhatStandsInIt) {
    const Asked& asked = kAsked[0];
    const auto atlas = atlas_of(22.0, asked.posture);
    const Vec3 target = target_of(*atlas, asked);
    const Rules rules = rules_of(asked);
    const auto skin = *skin_above(*atlas, target);
    EXPECT_EQ(judge_way(*atlas, skin, target, -skin.normal, rules).verdict, Verdict::Angle)
        << "perpendicular over the lung";
    const Rules without{rules.site, rules.point, {13.0, 15.0}};
    EXPECT_EQ(find_way(*atlas, target, without).verdict, Verdict::Needle);
    Site shallow = rules.site;
    shallow.limit.depth = 3.0;
    EXPECT_EQ(find_way(*atlas, target, {shallow, rules.point, kStocked}).verdict, Verdict::Depth);
    Site other_bone = rules.site;
    other_bone.backdrop_bones = {"ilium."};
    EXPECT_EQ(find_way(*atlas, target, {other_bone, rules.point, kStocked}).verdict,
              Verdict::Backdrop);
}

TEST(Way, NeedsALongerNeedleTheThickerTheBody) {
    const Asked& asked = kAsked[1];
    double last = 0.0;
    for (const double index : {20.0, 25.0, 33.0}) {
        const auto atlas = atlas_of(index, asked.posture);
        const Way way = find_way(*atlas, target_of(*atlas, asked), rules_of(asked));
        ASSERT_EQ(way.verdict, Verdict::Safe) << index << words_of(way.verdict);
        EXPECT_GE(way.needle, last);
        last = way.needle;
    }
}

TEST(Survey, NamesEveryPointOfEverySite) {
    const auto reports =
        survey_sites(body_of(22.0, anatomy::Posture::Standing), std::nullopt, sites(), "left");
    ASSERT_TRUE(reports.ok()) << reports.error().text();
    std::size_t points = 0;
    for (const Site& site : sites()) points += site.points.size();
    EXPECT_EQ(reports->size(), points);
    for (const SiteReport& report : *reports) {
        EXPECT_NE(report.posture, anatomy::Posture::Standing) << "nobody is needled standing";
        EXPECT_TRUE(report.muscle.ends_with(".left"));
        EXPECT_GT(report.depth, 3.0) << report.muscle;
    }
}

}  // namespace
}  // namespace dryrun::approach
