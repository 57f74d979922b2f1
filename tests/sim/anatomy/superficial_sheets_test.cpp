// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// That the superficial sheets cover what they cover in a body: multifidus, ribs and the shelf of
// the shoulder; and that muscles end in clean cuts where the region ends.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "body_for_test.h"

namespace dryrun::anatomy {
namespace {

// What a line forwards goes through, from the skin in.
std::vector<std::string> names_behind(const Atlas& atlas, double x, double z) {
    std::vector<std::string> names;
    const auto line = atlas.layers_along({x, 400.0, z}, {0.0, -1.0, 0.0}, 600.0);
    if (!line) return names;
    for (const LayerSpan& span : line->spans) names.push_back(atlas.structure(span.structure).name);
    return names;
}

bool is_before(const std::vector<std::string>& names, const std::string& first,
               const std::string& second) {
    const auto a = std::find(names.begin(), names.end(), first);
    const auto b = std::find(names.begin(), names.end(), second);
    return a < b && b != names.end();
}

double height_of(const Atlas& atlas, const char* landmark) {
    return atlas.landmark(landmark)->z;
}

TEST(SuperficialSheets, TheThoracolumbarFasciaRunsOverMultifidusToTheSacrum) {
    const auto atlas = make_atlas();
    for (const double below_L5 : {0.0, 15.0, 30.0, 45.0}) {
        const double z = height_of(*atlas, "spinous.L5") - below_L5;
        for (const double lateral : {6.0, 12.0, 18.0}) {
            EXPECT_TRUE(is_before(names_behind(*atlas, -lateral, z), "fascia.thoracolumbar.right",
                                  "muscle.multifidus.lumbar.right"))
                << below_L5 << ' ' << lateral;
        }
    }
}

TEST(SuperficialSheets, NoRibComesThroughLatissimus) {
    for (const BodyParameters& body : {BodyParameters{}, stranger(3, Sex::Female, 20.0)}) {
        const auto atlas = make_atlas(body);
        const double top = height_of(*atlas, "spinous.T10");
        const double bottom = height_of(*atlas, "spinous.L2");
        int ribs = 0;
        for (double z = bottom; z < top; z += 4.0) {
            for (double lateral = 60.0; lateral <= 110.0; lateral += 5.0) {
                const auto names = names_behind(*atlas, -lateral, z);
                const auto is_rib = [](const std::string& name) {
                    return name.starts_with("rib.");
                };
                const auto rib = std::find_if(names.begin(), names.end(), is_rib);
                if (rib == names.end()) continue;
                ++ribs;
                EXPECT_TRUE(is_before(names, "muscle.latissimus_dorsi.right", *rib))
                    << *rib << " at " << lateral << ", " << z;
            }
        }
        EXPECT_GT(ribs, 20);
    }
}

// From the spine over the shelf to its outer end, without a hole between its parts.
TEST(SuperficialSheets, TrapeziusIsOneSheet) {
    const auto atlas = make_atlas();
    const double top = height_of(*atlas, "spinous.C7");
    const double bottom = height_of(*atlas, "spinous.T6");
    for (double z = bottom; z < top; z += 3.0) {
        for (double lateral = 34.0; lateral <= 60.0; lateral += 4.0) {
            const auto names = names_behind(*atlas, -lateral, z);
            const auto is_trapezius = [](const std::string& name) {
                return name.starts_with("muscle.trapezius.");
            };
            EXPECT_TRUE(std::any_of(names.begin(), names.end(), is_trapezius))
                << lateral << " from the midline, z " << z;
        }
    }
}

// Where the region ends below, every point of the cut is on one line over the chart: nothing is
// drawn out along the edge.
// 281 mm² over four levels of the neck (upright MRI of six young men, Stemper 2010, Aviat Space
// Environ Med 81:878); how far single bodies lie from that is assumed.
TEST(SuperficialSheets, LevatorScapulaeIsAsThickAsMeasuredAndNearlyStraight) {
    const auto atlas = make_atlas();
    const auto levator = atlas->find("muscle.levator_scapulae.right");
    constexpr double kStep = 2.0;
    double area = 0.0;
    for (const double z : {545.0, 520.0, 500.0, 475.0}) {
        for (double x = -90.0; x < 0.0; x += kStep) {
            for (double y = -60.0; y < 80.0; y += kStep) {
                if (atlas->at({x, y, z}) == levator) area += 0.25 * kStep * kStep;
            }
        }
    }
    EXPECT_GT(area, 180.0);
    EXPECT_LT(area, 380.0);
    const Vec3 above = *atlas->landmark("transverse.C4.right");
    const Vec3 below = *atlas->landmark("scapula.superior_angle.right");
    const auto is_levator = [](const Structure& one) {
        return one.name == "muscle.levator_scapulae.right";
    };
    for (const double share : {0.2, 0.35, 0.5, 0.65, 0.8}) {
        const auto nearest = atlas->nearest(lerp(above, below, share), 30.0, is_levator);
        ASSERT_TRUE(nearest) << share;
        EXPECT_LT(nearest->distance, 8.0) << share;
    }
}

// Where the acromion stands out of lean fat, a height of the grid lifted alone made a spike and a
// row of them pits.
TEST(SuperficialSheets, SkinOverTheAcromionHasNoPits) {
    for (const double mass_kg : {60.0, 75.0}) {
        BodyParameters body;
        body.mass_kg = mass_kg;
        body.posture = Posture::Standing;
        const auto atlas = make_atlas(body);
        const Mesh& skin = *atlas->mesh(*atlas->find("skin"), Detail::Fine);
        std::vector<Vec3> sum(skin.points.size());
        std::vector<double> length(skin.points.size());
        std::vector<double> count(skin.points.size());
        for (const auto& triangle : skin.triangles) {
            for (std::size_t k = 0; k < 3; ++k) {
                const std::size_t ends[] = {triangle[k], triangle[(k + 1) % 3]};
                for (const std::size_t end : {0U, 1U}) {
                    sum[ends[end]] += skin.points[ends[1 - end]];
                    length[ends[end]] += distance(skin.points[ends[0]], skin.points[ends[1]]);
                    count[ends[end]] += 1.0;
                }
            }
        }
        const Vec3 acromion = *atlas->landmark("scapula.acromion.right");
        int near = 0;
        int uneven = 0;
        for (std::size_t i = 0; i < skin.points.size(); ++i) {
            if (distance(skin.points[i], acromion) > 45.0 || count[i] == 0.0) continue;
            const double off = dot(sum[i] / count[i] - skin.points[i], skin.normals[i]);
            ++near;
            if (std::fabs(off) > 0.2 * length[i] / count[i]) ++uneven;
        }
        EXPECT_GT(near, 200);
        EXPECT_LE(uneven * 25, near) << uneven << " of " << near << ", " << mass_kg << " kg";
    }
}

TEST(SuperficialSheets, GluteusMaximusEndsInACut) {
    const auto atlas = make_atlas();
    const Mesh& mesh = *atlas->mesh(*atlas->find("muscle.gluteus_maximus.right"), Detail::Fine);
    EXPECT_TRUE(is_closed_surface(mesh));
    double lowest = 1e300;
    for (const Vec3& point : mesh.points) lowest = std::min(lowest, point.z);
    double thick_from = 1e300;
    double thick_to = -1e300;
    for (const Vec3& point : mesh.points) {
        if (std::fabs(point.x + 70.0) > 15.0 || point.z > lowest + 25.0) continue;
        thick_from = std::min(thick_from, point.y);
        thick_to = std::max(thick_to, point.y);
    }
    EXPECT_GT(thick_to - thick_from, 25.0);
}

}  // namespace
}  // namespace dryrun::anatomy
