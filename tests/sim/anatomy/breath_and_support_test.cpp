// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What a breath, a pillow, a bolster, a bent neck and strong muscles change in a body.
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "anatomy/atlas.h"
#include "anatomy/person.h"
#include "body_for_test.h"
#include "core/deterministic_math.h"

namespace dryrun::anatomy {
namespace {

std::shared_ptr<const Atlas> made(const BodyParameters& body) {
    const auto tables = read_anatomy_tables();
    EXPECT_TRUE(tables.ok());
    auto atlas = Atlas::make(body, *tables);
    EXPECT_TRUE(atlas.ok()) << atlas.error().text();
    return *atlas;
}

BodyParameters prone() {
    BodyParameters body;
    body.posture = Posture::Prone;
    return body;
}

BodyParameters breathing_in(double breath_in) {
    BodyParameters body = prone();
    body.breath_in = breath_in;
    return body;
}

Vec3 middle_of_rib(const Atlas& atlas, const std::string& name) {
    for (const auto& [rib, line] : atlas.ribs()) {
        if (rib == name) return line[line.size() / 2];
    }
    ADD_FAILURE() << name;
    return {};
}

// Along the line to the first of that tissue, or -1.
double depth_of(const Atlas& atlas, Tissue tissue, const Vec3& from, const Vec3& direction) {
    const auto line = atlas.layers_along(from, direction, 120.0);
    if (!line) return -1.0;
    for (const LayerSpan& span : line->spans) {
        if (atlas.structure(span.structure).tissue == tissue) return span.enter;
    }
    return -1.0;
}

TEST(Breath, LiftsTheRibsAndWidensTheChest) {
    const auto out = made(breathing_in(0.0));
    const auto in = made(breathing_in(1.0));
    for (const char* rib : {"rib.3.left", "rib.5.left", "rib.8.left"}) {
        const Vec3 before = middle_of_rib(*out, rib);
        const Vec3 after = middle_of_rib(*in, rib);
        EXPECT_GT(after.z, before.z + 5.0) << rib;
        EXPECT_GT(after.x, before.x) << rib;
    }
}

TEST(Breath, MovesTheSkinOverTheRibsButNotOverTheSpine) {
    const auto out = made(breathing_in(0.0));
    const auto in = made(breathing_in(1.0));
    const double below_scapula = out->landmark("spinous.T9")->z;
    const auto skin_y = [&](const Atlas& atlas, double x) {
        return atlas.skin_hit({x, 400.0, below_scapula}, {0.0, -1.0, 0.0}, 600.0)->point.y;
    };
    EXPECT_NEAR(skin_y(*in, 0.0), skin_y(*out, 0.0), 1.0);
    // Forwards at one height: the chest's dome, which falls away upwards there, has come up.
    EXPECT_GT(std::fabs(skin_y(*in, 110.0) - skin_y(*out, 110.0)), 0.5);
}

// Ultrasound of 52 (Chu 2018): less than 1 mm in most, more than 4.5 in some.
TEST(Breath, QuietlyMovesThePleuraUnderTheShelfByAFewMillimetresAtMost) {
    const auto under_shelf = [](double breath_in) {
        const auto atlas = made(breathing_in(breath_in));
        const Vec3 middle =
            lerp(*atlas->landmark("spinous.C7"), *atlas->landmark("scapula.acromion.right"), 0.5);
        return depth_of(*atlas, Tissue::Pleura, middle + Vec3{0.0, 0.0, 200.0}, {0.0, 0.0, -1.0});
    };
    EXPECT_NEAR(under_shelf(kQuietBreath), under_shelf(0.0), 4.5);
}

TEST(Breath, BringsTheLungDownIntoTheRecess) {
    const auto out = made(breathing_in(0.0));
    const auto in = made(breathing_in(1.0));
    const Vec3 beside = *out->landmark("spinous.T11") + Vec3{80.0, 200.0, 40.0};
    EXPECT_LT(depth_of(*out, Tissue::Lung, beside, {0.0, -1.0, 0.0}), 0.0);
    EXPECT_GT(depth_of(*out, Tissue::Pleura, beside, {0.0, -1.0, 0.0}), 0.0);
    EXPECT_GT(depth_of(*in, Tissue::Lung, beside, {0.0, -1.0, 0.0}), 0.0);
}

TEST(Breath, PushesTheKidneyDown) {
    const auto lowest_of_kidney = [](double breath_in) {
        const auto atlas = made(breathing_in(breath_in));
        const Mesh& mesh = *atlas->mesh(*atlas->find("kidney.left"));
        double low = mesh.points.front().z;
        for (const Vec3& point : mesh.points) low = std::min(low, point.z);
        return low;
    };
    const double down = lowest_of_kidney(0.0) - lowest_of_kidney(1.0);
    EXPECT_GT(down, 25.0);
    EXPECT_LT(down, 50.0);
}

// 7 mm, 4 to 10, over three groups of build (60 adults, Mitchell 2019).
TEST(Support, ABolsterUnderTheShoulderBringsTheLungDeeper) {
    const auto people = read_people();
    const auto tables = read_anatomy_tables();
    ASSERT_TRUE(people.ok() && tables.ok());
    double sum = 0.0;
    constexpr int kPeople = 10;
    for (std::uint64_t seed = 1; seed <= kPeople; ++seed) {
        BodyParameters body = draw_person(*people, {}, seed);
        const auto depth = [&](Support support) {
            body.support = support;
            const auto atlas = Atlas::make(body, *tables);
            EXPECT_TRUE(atlas.ok());
            // Between spine and scapula, where it is nearest: between two ribs.
            const double t5 = (*atlas)->landmark("spinous.T5")->z;
            double least = 1e9;
            for (double z = t5 - 14.0; z <= t5 + 14.0; z += 2.0) {
                const auto skin = (*atlas)->skin_hit({35.0, 400.0, z}, {0.0, -1.0, 0.0}, 600.0);
                const double d =
                    depth_of(**atlas, Tissue::Pleura, skin->point + skin->normal, -skin->normal);
                if (d > 0.0) least = std::min(least, d);
            }
            return least;
        };
        sum += depth(Support::ShoulderBolster) - depth(Support::None);
    }
    EXPECT_GT(sum / kPeople, 4.0);
    EXPECT_LT(sum / kPeople, 10.0);
}

TEST(Support, APillowUnderTheBellyFlattensTheLoin) {
    const auto hollow = [](Support support) {
        BodyParameters body = prone();
        body.support = support;
        const auto atlas = made(body);
        const auto y = [&](const char* name) { return atlas->landmark(name)->y; };
        return 0.5 * (y("spinous.T10") + y("spinous.S1")) - y("spinous.L3");
    };
    EXPECT_LT(hollow(Support::BellyPillow), hollow(Support::None) - 1.0);
}

TEST(Neck, BentForwardsTurnsTheHeadOverAndLeavesTheChest) {
    BodyParameters body = prone();
    const auto straight = made(body);
    body.neck_flexion_deg = 30.0;
    const auto bent = made(body);
    const auto lean_deg = [](const Atlas& atlas) {
        const Vec3 up = *atlas.landmark("body.C2") - *atlas.landmark("body.C7");
        return det::degrees(det::atan2(-up.y, up.z));
    };
    EXPECT_GT(lean_deg(*bent), lean_deg(*straight) + 8.0);
    EXPECT_NEAR(bent->landmark("spinous.T4")->y, straight->landmark("spinous.T4")->y, 0.5);
}

TEST(MuscleBulk, ThickensMuscleAndNothingElse) {
    const auto thickness = [](double bulk, Tissue tissue) {
        BodyParameters body = prone();
        body.muscle_bulk = bulk;
        const auto atlas = made(body);
        const Vec3 at = *atlas->landmark("spinous.T5") + Vec3{50.0, 200.0, 0.0};
        double sum = 0.0;
        const auto line = atlas->layers_along(at, {0.0, -1.0, 0.0}, 60.0);
        for (const LayerSpan& span : line->spans) {
            const Structure& structure = atlas->structure(span.structure);
            if (structure.tissue == tissue && !structure.name.starts_with("muscle.intercostal"))
                sum += span.exit - span.enter;
        }
        return sum;
    };
    EXPECT_GT(thickness(1.3, Tissue::Muscle), 1.15 * thickness(1.0, Tissue::Muscle));
    EXPECT_NEAR(thickness(1.3, Tissue::Skin), thickness(1.0, Tissue::Skin), 0.1);
}

}  // namespace
}  // namespace dryrun::anatomy
