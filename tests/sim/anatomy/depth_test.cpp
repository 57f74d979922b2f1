// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Depths against published measurements: means over bodies with individual variation. Where a
// published standard deviation is the tolerance, it is that of a person; the mean over a group must
// come much closer, so most bands here are half of it.
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

struct Depths {
    Sample skin, fat, fascia;
    Sample rhomboid_surface, rib;  // over ribs, at the rhomboid's trigger-point sites
    Sample pleura;                 // between ribs there
    Sample trapezius, rhomboid;    // thickness there
    Sample serratus;               // posterior superior, by the border over rib 3
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

// An examiner slides the probe along the site until the rib stands squarely under it.
void measure_site(const Atlas& atlas, const Vec3& site, Depths& depths) {
    const auto skin = atlas.skin_at(site);
    ASSERT_TRUE(skin);
    double squarest = 0.0;
    double rib = 0.0;
    double surface = 0.0;
    for (double aside = -14.0; aside <= 14.0; aside += 2.0) {
        const auto there = atlas.skin_at(skin->point + skin->caudal * aside);
        if (!there) continue;
        const Stack stack = look(atlas, *there);
        const double to_bone = stack.enter("rib.");
        const double to_pleura = stack.enter("pleura");
        const double to_rhomboid = stack.enter("muscle.rhomboid");
        if (to_bone < 0.0 && to_pleura > 0.0) depths.pleura.add(to_pleura);
        if (to_bone < 0.0 || to_rhomboid < 0.0) continue;
        const auto hit = atlas.first_bone(there->point, -there->normal, 100.0);
        const double square = hit ? dot(hit->normal, there->normal) : 0.0;
        if (square <= squarest) continue;
        squarest = square;
        rib = to_bone;
        surface = to_rhomboid;
    }
    if (squarest > 0.0) {
        depths.rib.add(rib);
        depths.rhomboid_surface.add(surface);
    }
    const Stack here = look(atlas, *skin);
    depths.skin.add(here.thickness("skin"));
    depths.fat.add(here.thickness("fat"));
    depths.fascia.add(here.thickness("fascia"));
    depths.trapezius.add(here.thickness("muscle.trapezius"));
    depths.rhomboid.add(here.thickness("muscle.rhomboid"));
}

void measure(const Atlas& atlas, Depths& depths) {
    for (const char* muscle : {"muscle.rhomboid_major.right"}) {
        for (const auto& site : atlas.trigger_point_sites(*atlas.find(muscle)))
            measure_site(atlas, site.at, depths);
    }
    for (const auto& site :
         atlas.trigger_point_sites(*atlas.find("muscle.serratus_posterior_superior.right"))) {
        // Square to the muscle: the skin over the shoulder's edge is steeper than what lies under.
        const auto skin = atlas.skin_at(site.at);
        if (!skin) continue;
        const Vec3 through = normalised(cross(site.fibre, cross(skin->normal, site.fibre)));
        depths.serratus.add(
            look(atlas, site.at, -through).thickness("muscle.serratus_posterior_superior"));
    }
}

// `count` of each sex, with body mass index spread evenly over the band.
Depths measure_group(int count, double low_bmi, double high_bmi, std::uint64_t first_seed) {
    Depths depths;
    for (int i = 0; i < 2 * count; ++i) {
        const double bmi = low_bmi + (high_bmi - low_bmi) * (i / 2 + 0.5) / count;
        const Sex sex = i % 2 == 0 ? Sex::Male : Sex::Female;
        measure(*make_atlas(stranger(first_seed + static_cast<std::uint64_t>(i), sex, bmi)),
                depths);
    }
    return depths;
}

constexpr int kEachSex = 3;

// Seol 2014, bands by the Asian cut-points.
TEST(Depth, SkinToRhomboidAndRibBelowBodyMassIndex23) {
    const Depths depths = measure_group(kEachSex, 19.5, 23.0, 100);
    EXPECT_NEAR(depths.rhomboid_surface.mean(), 12.0, 2.0);
    EXPECT_NEAR(depths.rib.mean(), 21.0, 4.0);
    // Between 28.4 ± 3.8 by ultrasound (PM&R 2018) and 37 ± 7 by CT (Kim 2002), nearer the first.
    EXPECT_GT(depths.pleura.mean(), 28.4 - 3.8);
    EXPECT_LT(depths.pleura.mean(), 33.0);
    EXPECT_GT(depths.pleura.mean() - depths.rib.mean(), 5.0) << "a rib's thickness at least";
}

TEST(Depth, SkinToRhomboidAndRibBetweenBodyMassIndex23And25) {
    const Depths depths = measure_group(kEachSex, 23.0, 25.0, 200);
    EXPECT_NEAR(depths.rhomboid_surface.mean(), 14.0, 2.0);
    EXPECT_NEAR(depths.rib.mean(), 24.0, 4.5);
}

TEST(Depth, SkinToRhomboidAndRibFromBodyMassIndex25) {
    const Depths depths = measure_group(kEachSex, 25.0, 30.0, 300);
    EXPECT_NEAR(depths.rhomboid_surface.mean(), 18.0, 3.0);
    EXPECT_NEAR(depths.rib.mean(), 27.0, 5.0);
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

// J Clin Ultrasound 2011: beside the medial border, means and standard deviations by sex.
TEST(Depth, MusclesAreAsThickAsMeasuredInMen) {
    const Depths depths = measure_mean_person(Sex::Male, 22.0);
    EXPECT_NEAR(depths.trapezius.mean(), 4.9, 1.0);
    EXPECT_NEAR(depths.rhomboid.mean(), 6.3, 1.2);
    EXPECT_NEAR(depths.serratus.mean(), 3.5, 0.8);
}

TEST(Depth, MusclesAreAsThickAsMeasuredInWomen) {
    const Depths depths = measure_mean_person(Sex::Female, 22.0);
    EXPECT_NEAR(depths.trapezius.mean(), 3.4, 0.8);
    EXPECT_NEAR(depths.rhomboid.mean(), 3.8, 0.9);
    EXPECT_NEAR(depths.serratus.mean(), 2.2, 0.7);
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

// CT of T4, 42 adults: 21 ± 4.2 at 25 mm from the midline, 12 ± 2.7 at the tip of the process.
// Taken as the depth of the space in front of the process.
TEST(Depth, PleuraInFrontOfTheTransverseProcessOfT4) {
    Sample beside;
    Sample tip;
    for (const Sex sex : {Sex::Male, Sex::Female}) {
        BodyParameters body = stranger(1, sex, 24.0);
        body.seed.reset();
        const auto atlas = make_atlas(body);
        const Vec3 process = *atlas->landmark("transverse.T4.right");
        for (const double x : {-25.0, process.x + 2.0}) {
            for (double below = -2.0; below <= 4.0; below += 1.0) {
                const auto line =
                    atlas->layers_along({x, 300.0, process.z - below}, {0.0, -1.0, 0.0}, 120.0);
                ASSERT_TRUE(line);
                Stack stack;
                for (const LayerSpan& span : line->spans)
                    stack.spans.emplace_back(atlas->structure(span.structure).name, span);
                const double front = stack.enter("vertebra.T4") + stack.thickness("vertebra.T4");
                if (stack.enter("vertebra.T4") < 0.0) continue;
                (x == -25.0 ? beside : tip).add(stack.enter("pleura") - front);
            }
        }
    }
    EXPECT_GE(tip.count, 4);
    EXPECT_NEAR(beside.mean(), 21.0, 4.2);
    EXPECT_NEAR(tip.mean(), 12.0, 2.7);
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

// Many more people, closer to the published means.
TEST(Depth, Long_MeansOverManyPeopleComeCloseToThePublishedOnes) {
    const Depths thin = measure_group(40, 19.5, 23.0, 1000);
    EXPECT_NEAR(thin.rhomboid_surface.mean(), 12.0, 1.0);
    EXPECT_NEAR(thin.rib.mean(), 21.0, 2.0);
    const Depths middle = measure_group(40, 23.0, 25.0, 2000);
    EXPECT_NEAR(middle.rhomboid_surface.mean(), 14.0, 1.0);
    EXPECT_NEAR(middle.rib.mean(), 24.0, 2.5);
    const Depths stout = measure_group(40, 25.0, 30.0, 3000);
    EXPECT_NEAR(stout.rhomboid_surface.mean(), 18.0, 1.5);
    EXPECT_NEAR(stout.rib.mean(), 27.0, 2.5);
}

}  // namespace
}  // namespace dryrun::anatomy
