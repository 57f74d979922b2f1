// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The lumbar multifidus beside the canal: a tip that keeps to the site's limits stays 5 mm from
// the dura in every body, also on a line between two laminae, where nothing stops it.
#include <gtest/gtest.h>

#include <string>

#include "anatomy/person.h"
#include "approach/way.h"
#include "core/deterministic_math.h"

namespace dryrun::approach {
namespace {

constexpr double kFromDura = 5.0;

anatomy::BodyParameters somebody(std::uint64_t number) {
    static const auto people = anatomy::read_people();
    return anatomy::draw_person(*people, {}, number);
}

struct Nearest {
    double to_dura = 1e9;
    std::string where;
    int lines = 0;
};

// Every line at the edges of the limits, at every level.
void ask_body(std::uint64_t number, Nearest& nearest) {
    const auto made = anatomy::Atlas::make(somebody(number));
    ASSERT_TRUE(made.ok()) << made.error().text();
    const anatomy::Atlas& atlas = **made;
    AngleRule rule;
    rule.is_from_sagittal = true;
    const double scale = atlas.body().stature / 1750.0;
    for (const char* level : {"T12", "L1", "L2", "L3", "L4", "L5"}) {
        const bool is_upper = level[0] == 'T' || level[1] < '3';
        const auto tip = atlas.landmark(std::string("spinous.") + level);
        for (const double lateral : {10.0, 15.0}) {
            for (const double cranial : {-14.0, -7.0, 0.0, 7.0, 14.0}) {
                const auto entry = atlas.skin_hit({-lateral * scale, 1000.0, tip->z + cranial},
                                                  {0.0, -1.0, 0.0}, 2000.0);
                ASSERT_TRUE(entry);
                const anatomy::SkinPoint skin = reference_of(rule, *entry);
                for (const double medial : {0.0, is_upper ? 10.0 : 15.0}) {
                    for (const double caudal : {0.0, 10.0}) {
                        const Vec3 direction =
                            normalised(skin.medial * det::tan(det::radians(medial)) +
                                       skin.caudal * det::tan(det::radians(caudal)) - skin.normal);
                        const auto depth = predicted_bone(atlas, *entry, direction);
                        ASSERT_TRUE(depth) << number << ' ' << level << ' ' << lateral;
                        const auto dura = atlas.nearest(
                            entry->point + direction * *depth, 30.0,
                            [](const anatomy::Structure& one) { return one.name == "dura"; });
                        ++nearest.lines;
                        if (!dura || dura->distance >= nearest.to_dura) continue;
                        nearest.to_dura = dura->distance;
                        nearest.where = "body " + std::to_string(number) + ", " + level + ", " +
                                        std::to_string(lateral) + " mm lateral, " +
                                        std::to_string(medial) + " medial, " +
                                        std::to_string(cranial) + " cranial";
                    }
                }
            }
        }
    }
}

Nearest ask_bodies(std::uint64_t first, std::uint64_t count) {
    Nearest nearest;
    for (std::uint64_t number = first; number < first + count; ++number) ask_body(number, nearest);
    return nearest;
}

TEST(LumbarMultifidus, TipAtItsLimitsStays5mmFromTheDura) {
    const Nearest nearest = ask_bodies(0, 12);
    EXPECT_GE(nearest.to_dura, kFromDura) << nearest.where;
    EXPECT_GT(nearest.lines, 2000);
}

TEST(LumbarMultifidus, Long_TipAtItsLimitsStays5mmFromTheDuraIn200Bodies) {
    const Nearest nearest = ask_bodies(0, 200);
    EXPECT_GE(nearest.to_dura, kFromDura) << nearest.where;
    RecordProperty("nearest_mm", std::to_string(nearest.to_dura));
}

}  // namespace
}  // namespace dryrun::approach
