// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// How thick the muscles of loin and buttock are, and how deep bone and kidney lie, in eight men and
// eight women of usual build, against the ranges of texts.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>

#include "validation/line_reading.h"
#include "validation/study.h"

namespace dryrun::validation {
namespace {

using anatomy::Atlas;
using anatomy::Skeleton;
using anatomy::Tissue;

struct Person {
    const Atlas& atlas;
    const Skeleton& skeleton;
    double scale = 1.0;

    LineReading straight_in(double lateral, double z) const {
        return {atlas, {-lateral * scale, 300.0, z}, {0.0, -1.0, 0.0}, 200.0};
    }
};

using Look = std::function<std::optional<double>(const Person&)>;

// The mean over eight people of one sex.
double mean_over(double share_of_men, const Look& look) {
    constexpr std::uint64_t kPeople = 8;
    const auto tables = read_tables();
    EXPECT_TRUE(tables.ok()) << tables.error().text();
    anatomy::Cohort cohort;
    cohort.share_of_men = share_of_men;
    cohort.body_mass_index = anatomy::Spread{22.5, 1.5};
    double sum = 0.0;
    double count = 0.0;
    for (std::uint64_t seed = 0; seed < kPeople; ++seed) {
        const auto body = anatomy::draw_person(tables->people, cohort, seed);
        const auto atlas = Atlas::make(body, tables->anatomy);
        const auto skeleton = anatomy::make_skeleton(body, tables->skeleton);
        EXPECT_TRUE(atlas.ok() && skeleton.ok());
        const auto found = look({**atlas, *skeleton, body.stature / 1750.0});
        if (!found) continue;
        sum += *found;
        count += 1.0;
    }
    EXPECT_GE(count, 6.0);
    return count > 0.0 ? sum / count : 0.0;
}
double of_men(const Look& look) {
    return mean_over(1.0, look);
}
double of_women(const Look& look) {
    return mean_over(0.0, look);
}

// Straight in over the lower articular process of a vertebra: from bone to fascia.
Look facet_to_fascia(const std::string& level, double lateral) {
    return [level, lateral](const Person& person) -> std::optional<double> {
        const Vec3 facet = person.skeleton.vertebra(level).frame.to_parent(
            {-lateral * person.scale, 30.0 * person.scale, -13.0 * person.scale});
        const LineReading line = person.straight_in(lateral, facet.z);
        const auto bone = line.to({Tissue::Bone});
        const auto fascia = line.end_of("fascia.thoracolumbar");
        if (!bone || !fascia) return std::nullopt;
        return *bone - *fascia;
    };
}

// 25 to 35 mm (normal ultrasound range); larger in men (120 adults, Stokes 2005).
TEST(LoinThickness, TheMultifidusIsAsThickAtL4AndL5AsTextsHaveItAndThickerInMen) {
    for (const auto& look : {facet_to_fascia("L4", 16.0), facet_to_fascia("L5", 17.0)}) {
        const double men = of_men(look);
        const double women = of_women(look);
        EXPECT_GE(men, 25.0);
        EXPECT_LE(men, 35.0);
        EXPECT_GE(women, 25.0);
        EXPECT_GT(men, women);
    }
}

// On the facet lies multifidus, and over it hardly more than the aponeurosis (anatomy texts).
TEST(LoinThickness, MostOfWhatLiesOnTheFacetIsMultifidus) {
    const auto share = [](const Person& person) -> std::optional<double> {
        const Vec3 facet = person.skeleton.vertebra("L4").frame.to_parent({-16.0, 30.0, -13.0});
        const LineReading line = person.straight_in(16.0, facet.z);
        const double multifidus = line.thickness("muscle.multifidus");
        return multifidus / (multifidus + line.thickness("muscle.longissimus"));
    };
    EXPECT_GT(of_men(share), 0.8);
}

// Longissimus and iliocostalis together where they are thickest: 25 to 40 mm (textbook range).
TEST(LoinThickness, TheErectorSpinaeIsAsThickAtL3AsTextsHaveIt) {
    const auto thickest = [](const Person& person) -> std::optional<double> {
        const double z = person.atlas.landmark("transverse.L3.right")->z;
        double most = 0.0;
        for (double lateral = 25.0; lateral <= 60.0; lateral += 2.5) {
            const LineReading line = person.straight_in(lateral, z);
            most = std::max(most, line.thickness("muscle.longissimus") +
                                      line.thickness("muscle.iliocostalis_lumborum"));
        }
        return most;
    };
    EXPECT_GE(of_men(thickest), 25.0);
    EXPECT_LE(of_men(thickest), 40.0);
    EXPECT_GE(of_women(thickest), 24.0);
}

// 12 to 22 mm (textbook range).
TEST(LoinThickness, TheQuadratusLumborumIsAsThickAsTextsHaveIt) {
    const auto at_l3 = [](const Person& person) -> std::optional<double> {
        const double z = person.atlas.landmark("transverse.L3.right")->z;
        return person.straight_in(60.0, z).thickness("muscle.quadratus_lumborum");
    };
    for (const double thickness : {of_men(at_l3), of_women(at_l3)}) {
        EXPECT_GE(thickness, 12.0);
        EXPECT_LE(thickness, 22.0);
    }
}

// 20 to 30 mm under the iliac crest (textbook range).
TEST(LoinThickness, TheGluteusMediusIsAsThickAtItsUpperEdgeAsTextsHaveIt) {
    const auto upper_edge = [](const Person& person) -> std::optional<double> {
        const auto sites =
            person.atlas.trigger_point_sites(*person.atlas.find("muscle.gluteus_medius.right"));
        const auto skin = person.atlas.skin_at(sites.front().at);
        if (!skin) return std::nullopt;
        return LineReading(person.atlas, *skin).thickness("muscle.gluteus_medius");
    };
    EXPECT_GE(of_men(upper_edge), 20.0);
    EXPECT_LE(of_men(upper_edge), 30.0);
}

// Lumbar: 6 mm less deep than the epidural space, 46 mm at L3-L4 (Cha 2011); thoracic 25 to 40.
TEST(LoinThickness, TheLaminaLiesAsDeepAsDerivedFromPublishedDepths) {
    const auto lamina_of = [](const std::string& level) -> Look {
        return [level](const Person& person) -> std::optional<double> {
            const Vec3 at = person.skeleton.vertebra(level).lamina_right;
            const auto skin = person.atlas.skin_hit({at.x, 300.0, at.z}, {0.0, -1.0, 0.0}, 500.0);
            if (!skin) return std::nullopt;
            const auto bone = person.atlas.first_bone(skin->point, {0.0, -1.0, 0.0}, 90.0);
            return bone ? std::optional<double>(bone->distance) : std::nullopt;
        };
    };
    EXPECT_NEAR(of_men(lamina_of("L3")), 40.0, 4.0);
    for (const char* level : {"T6", "T8", "T10"}) {
        EXPECT_GE(of_men(lamina_of(level)), 25.0) << level;
        EXPECT_LE(of_men(lamina_of(level)), 40.0) << level;
    }
}

// 25 to 40 mm straight forward is taught as safe over the kidney (Chia and Haberberger 2017).
TEST(LoinThickness, TheKidneyLiesDeeperThanIsTaughtAsSafe) {
    const auto nearest = [](const Person& person) -> std::optional<double> {
        std::optional<double> least;
        const double z = person.atlas.landmark("spinous.L1")->z;
        for (double lateral = 50.0; lateral <= 85.0; lateral += 5.0) {
            const auto kidney = person.straight_in(lateral, z).to({Tissue::Kidney});
            if (kidney && (!least || *kidney < *least)) least = kidney;
        }
        return least;
    };
    EXPECT_GT(of_women(nearest), 40.0);
}

}  // namespace
}  // namespace dryrun::validation
