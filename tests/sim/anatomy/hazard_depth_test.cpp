// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// How deep what must not be reached lies under shoulder and loin, against published means.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <initializer_list>
#include <numeric>
#include <vector>

#include "anatomy/atlas.h"
#include "anatomy/person.h"
#include "core/deterministic_math.h"

namespace dryrun::anatomy {
namespace {

struct Depths {
    std::vector<double> found;
    int missed = 0;

    double mean() const {
        return std::accumulate(found.begin(), found.end(), 0.0) / static_cast<double>(found.size());
    }
    double least() const { return *std::min_element(found.begin(), found.end()); }
};

// Along a line from its entry through skin to the first structure of these kinds.
void take(Depths& depths, const Atlas& atlas, const Vec3& from, const Vec3& direction,
          std::initializer_list<Tissue> kinds) {
    const auto line = atlas.layers_along(from, direction, 110.0);
    ASSERT_TRUE(line);
    for (const LayerSpan& span : line->spans) {
        const Tissue tissue = atlas.structure(span.structure).tissue;
        if (std::find(kinds.begin(), kinds.end(), tissue) == kinds.end()) continue;
        depths.found.push_back(span.enter);
        return;
    }
    ++depths.missed;
}

// The studies were made in Thailand, Taiwan and Korea: half men, 20 to 60 years, prone, and a body
// mass index of 23.5 (SD 3), which is assumed where a source is silent.
void each_person(const std::function<void(const Atlas&)>& look) {
    Cohort cohort;
    cohort.body_mass_index = Spread{23.5, 3.0};
    const auto people = read_people();
    const auto tables = read_anatomy_tables();
    ASSERT_TRUE(people.ok() && tables.ok());
    for (std::uint64_t seed = 1; seed <= 24; ++seed) {
        const auto atlas = Atlas::make(draw_person(*people, cohort, seed), **tables);
        ASSERT_TRUE(atlas.ok()) << atlas.error().text();
        look(**atlas);
    }
}

// The shelf of the shoulder, 70 mm to the right of C7, and a line tilted inwards by an angle.
void take_under_shelf(Depths& depths, const Atlas& atlas, double medial_deg) {
    const Vec3 c7 = *atlas.landmark("spinous.C7");
    const auto skin = atlas.skin_hit({-70.0, c7.y - 25.0, c7.z + 150.0}, {0.0, 0.0, -1.0}, 300.0);
    ASSERT_TRUE(skin);
    const double tilt = det::radians(medial_deg);
    const Vec3 direction{det::sin(tilt), 0.0, -det::cos(tilt)};
    take(depths, atlas, skin->point - direction * 15.0, direction, {Tissue::Pleura, Tissue::Lung});
}

// MRI of 57 (Vanichanon, ASEAN J Rehabil Med): 46.7 to 53.5 mm in the mean, 33.4 at least.
TEST(HazardDepth, OfTheApexUnderUpperTrapeziusThirtyDegreesInwards) {
    Depths depths;
    each_person([&](const Atlas& atlas) { take_under_shelf(depths, atlas, 30.0); });
    ASSERT_GE(depths.found.size(), 18u);  // else it passes before the apex
    EXPECT_GT(depths.mean(), 41.7);
    EXPECT_LT(depths.mean(), 58.5);
    EXPECT_GT(depths.least(), 30.0);
}

// The same: 0 of 57.
TEST(HazardDepth, ThirtyDegreesOutwardsUnderUpperTrapeziusThereIsNoPleura) {
    Depths depths;
    each_person([&](const Atlas& atlas) { take_under_shelf(depths, atlas, -30.0); });
    EXPECT_EQ(depths.found.size(), 0u);
}

// MRI of 394 (Chou 2015, BMJ Open): 56 mm in the mean, midway between C7 and the acromion.
TEST(HazardDepth, OfThePleuraStraightDownFromTheMiddleOfTheShelf) {
    Depths depths;
    each_person([&](const Atlas& atlas) {
        const Vec3 middle =
            lerp(*atlas.landmark("spinous.C7"), *atlas.landmark("scapula.acromion.right"), 0.5);
        take(depths, atlas, middle + Vec3{0.0, 0.0, 200.0}, {0.0, 0.0, -1.0},
             {Tissue::Pleura, Tissue::Lung});
    });
    ASSERT_EQ(depths.missed, 0);
    EXPECT_NEAR(depths.mean(), 56.0, 6.0);
}

// 44 and twice 46 mm (SD 6.9) in 1,653 (Cha 2011, Anesth Pain Med).
TEST(HazardDepth, OfTheCanalBetweenTheLowerLumbarSpines) {
    Depths highest;
    Depths upper;
    Depths lower;
    each_person([&](const Atlas& atlas) {
        const auto between = [&](const char* above, const char* below) {
            const Vec3 middle = lerp(*atlas.landmark(above), *atlas.landmark(below), 0.5);
            return Vec3{0.3, middle.y + 200.0, middle.z};
        };
        const Vec3 forwards{0.0, -1.0, 0.0};
        take(highest, atlas, between("spinous.L2", "spinous.L3"), forwards, {Tissue::Canal});
        take(upper, atlas, between("spinous.L3", "spinous.L4"), forwards, {Tissue::Canal});
        take(lower, atlas, between("spinous.L4", "spinous.L5"), forwards, {Tissue::Canal});
    });
    ASSERT_EQ(highest.missed + upper.missed + lower.missed, 0);
    EXPECT_NEAR(highest.mean(), 44.0, 4.0);
    EXPECT_NEAR(upper.mean(), 46.0, 4.0);
    EXPECT_NEAR(lower.mean(), 46.0, 4.0);
}

}  // namespace
}  // namespace dryrun::anatomy
