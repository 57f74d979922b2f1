// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Depths in bodies that are the mean of their kind, against texts and ranges; what was measured in
// groups of people are cases of sim/validation.
#include <gtest/gtest.h>

#include <vector>

#include "body_for_test.h"

namespace dryrun::anatomy {
namespace {

struct Sample {
    double sum = 0.0;
    int count = 0;
    void add(double value) {
        sum += value;
        ++count;
    }
    double mean() const { return count > 0 ? sum / count : -1.0; }
};

// At the rhomboid's trigger-point sites.
struct Depths {
    Sample skin, fat, fascia;
    Sample pleura;  // between ribs there
};

bool begins(const std::string& name, std::string_view prefix) {
    return name.compare(0, prefix.size(), prefix) == 0;
}

struct Stack {
    std::vector<std::pair<std::string, LayerSpan>> spans;
    double enter(std::string_view prefix) const {
        for (const auto& [name, span] : spans)
            if (begins(name, prefix)) return span.enter;
        return -1.0;
    }
    double thickness(std::string_view prefix) const {
        double sum = 0.0;
        for (const auto& [name, span] : spans)
            if (begins(name, prefix)) sum += span.exit - span.enter;
        return sum;
    }
};

Stack look(const Atlas& atlas, const Vec3& from, const Vec3& inward) {
    Stack stack;
    const auto line = atlas.layers_along(from, inward, 100.0);
    if (!line) return stack;
    for (const LayerSpan& span : line->spans)
        stack.spans.emplace_back(atlas.structure(span.structure).name, span);
    return stack;
}

Stack look(const Atlas& atlas, const SkinPoint& skin) {
    return look(atlas, skin.point + skin.normal, -skin.normal);
}

void measure(const Atlas& atlas, Depths& depths) {
    for (const auto& site : atlas.trigger_point_sites(*atlas.find("muscle.rhomboid_major.right"))) {
        const auto skin = atlas.skin_at(site.at);
        ASSERT_TRUE(skin);
        for (double aside = -14.0; aside <= 14.0; aside += 2.0) {
            const auto there = atlas.skin_at(skin->point + skin->caudal * aside);
            if (!there) continue;
            const Stack stack = look(atlas, *there);
            const double to_pleura = stack.enter("pleura");
            if (stack.enter("rib.") < 0.0 && to_pleura > 0.0) depths.pleura.add(to_pleura);
        }
        const Stack here = look(atlas, *skin);
        depths.skin.add(here.thickness("skin"));
        depths.fat.add(here.thickness("fat"));
        depths.fascia.add(here.thickness("fascia"));
    }
}

// Without individual variation a body is the mean of its kind.
Depths measure_mean_person(Sex sex, double bmi) {
    BodyParameters body = stranger(1, sex, bmi);
    body.seed.reset();
    body.stature = sex == Sex::Male ? 1750.0 : 1620.0;
    body.mass_kg = bmi * body.stature * body.stature * 1e-6;
    body.kyphosis_deg = 45.0;
    Depths depths;
    measure(*make_atlas(body), depths);
    return depths;
}

TEST(Depth, SkinAndFatAreOfTheUpperBack) {
    const double fat[3][3] = {{22.0, 5.0, 2.0}, {28.0, 9.0, 3.0}, {33.0, 13.0, 4.0}};
    for (const auto& [bmi, mean, sd] : fat) {
        Sample thickness;
        for (const Sex sex : {Sex::Male, Sex::Female}) {
            const Depths depths = measure_mean_person(sex, bmi);
            thickness.add(depths.fat.mean());
            EXPECT_GE(depths.skin.mean(), 2.45);
            EXPECT_LE(depths.skin.mean(), 3.5);
            EXPECT_NEAR(depths.fascia.mean(), 1.25, 0.4);
        }
        EXPECT_NEAR(thickness.mean(), mean, sd) << bmi;
    }
}

// 1.6 mm per kg/m² derived from Kim 2002 and Valera-Calero 2020; 1 to 1.5 from Seol's bands.
TEST(Depth, PleuraLiesDeeperByAboutOneAndAHalfMillimetresPerBodyMassIndex) {
    Sample slope;
    for (const Sex sex : {Sex::Male, Sex::Female}) {
        const double thin = measure_mean_person(sex, 20.0).pleura.mean();
        const double stout = measure_mean_person(sex, 29.0).pleura.mean();
        slope.add((stout - thin) / 9.0);
    }
    EXPECT_GT(slope.mean(), 1.2);
    EXPECT_LT(slope.mean(), 1.9);
}

// Lamina 10 mm from the midline: 25 to 40 (derived), 29 to 38 in the reference body.
TEST(Depth, LaminaBesideTheSpinousProcess) {
    const auto atlas = make_atlas();
    for (const char* level : {"T3", "T5", "T7", "T9"}) {
        const Vec3 tip = *atlas->landmark(std::string("spinous.") + level);
        const auto skin = atlas->skin_hit({-10.0, 300.0, tip.z}, {0.0, -1.0, 0.0}, 400.0);
        ASSERT_TRUE(skin);
        const auto bone = atlas->first_bone(skin->point, {0.0, -1.0, 0.0}, 100.0);
        ASSERT_TRUE(bone);
        EXPECT_GT(bone->distance, 22.0) << level;
        EXPECT_LT(bone->distance, 45.0) << level;
    }
}

// Normal ultrasound range over the infraspinous fossa.
TEST(Depth, ScapulaUnderTheInfraspinatus) {
    const auto atlas = make_atlas();
    const auto sites = atlas->trigger_point_sites(*atlas->find("muscle.infraspinatus.right"));
    ASSERT_FALSE(sites.empty());
    for (const auto& site : sites) {
        const auto skin = atlas->skin_at(site.at);
        const Stack stack = look(*atlas, *skin);
        EXPECT_GT(stack.thickness("muscle.infraspinatus"), 7.0);
        EXPECT_LT(stack.thickness("muscle.infraspinatus"), 16.0);
        EXPECT_GT(stack.enter("scapula"), 15.0);
        EXPECT_LT(stack.enter("scapula"), 32.0);
    }
}

}  // namespace
}  // namespace dryrun::anatomy
