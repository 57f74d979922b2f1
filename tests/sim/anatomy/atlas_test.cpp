// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The atlas as its callers use it, on one body: points, nearest structures, skin, fibres,
// surfaces, landmarks.
#include "anatomy/atlas.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "body_for_test.h"
#include "core/random.h"

namespace dryrun::anatomy {
namespace {

const RandomStream kRandom(11, "atlas test");

std::string name_at(const Atlas& atlas, const Vec3& point) {
    const auto held = atlas.at(point);
    return held ? atlas.structure(*held).name : "nothing";
}

TEST(Atlas, LineUnderTheRhomboidMeetsTheLayersInAnatomicalOrder) {
    const auto atlas = make_atlas();
    const auto sites = atlas->trigger_point_sites(*atlas->find("muscle.rhomboid_major.right"));
    ASSERT_EQ(sites.size(), 2u);
    for (const auto& site : sites) {
        const auto skin = atlas->skin_at(site.at);
        ASSERT_TRUE(skin);
        const auto line =
            atlas->layers_along(skin->point + skin->normal * 5.0, -skin->normal, 60.0);
        ASSERT_TRUE(line);
        const auto order = [&](std::string_view prefix) {
            for (std::size_t i = 0; i < line->spans.size(); ++i) {
                const std::string& name = atlas->structure(line->spans[i].structure).name;
                if (name.compare(0, prefix.size(), prefix) == 0) return static_cast<int>(i);
            }
            return -1;
        };
        EXPECT_EQ(order("skin"), 0);
        EXPECT_EQ(order("fat"), 1);
        EXPECT_EQ(order("fascia"), 2);
        EXPECT_EQ(order("muscle.trapezius"), 3);
        EXPECT_EQ(order("muscle.rhomboid_major"), 4);
        EXPECT_GT(order("pleura"), 4);
        EXPECT_EQ(order("lung"), static_cast<int>(line->spans.size()) - 1);
        EXPECT_EQ(line->spans.front().enter, 0.0);
        EXPECT_DOUBLE_EQ(line->spans.back().exit, 60.0);
    }
}

TEST(Atlas, TriggerPointSitesLieInTheirMuscleInTheMiddleOfItsDepth) {
    const auto atlas = make_atlas();
    int sites = 0;
    for (std::size_t i = 0; i < atlas->structures().size(); ++i) {
        const auto id = static_cast<StructureId>(i);
        for (const auto& site : atlas->trigger_point_sites(id)) {
            ++sites;
            EXPECT_EQ(name_at(*atlas, site.at), atlas->structure(id).name) << site.name;
            EXPECT_GT(site.depth, 5.0);
            EXPECT_LT(site.depth, 65.0);  // the deepest, of quadratus lumborum, lie at 40 to 62
            EXPECT_NEAR(length(site.fibre), 1.0, 1e-9);
        }
    }
    EXPECT_GE(sites, 20);
}

TEST(Atlas, RhomboidSitesAreTenToTwentyMillimetresMedialOfTheBorder) {
    const auto atlas = make_atlas();
    const Vec3 root = *atlas->landmark("scapula.root_of_spine.right");
    const Vec3 angle = *atlas->landmark("scapula.inferior_angle.right");
    for (const auto& site :
         atlas->trigger_point_sites(*atlas->find("muscle.rhomboid_major.right"))) {
        const double share = (site.at.z - angle.z) / (root.z - angle.z);
        const double border = -68.0 - 30.0 * std::max(0.0, 0.35 - share);
        EXPECT_GT(site.at.x, border + 5.0) << site.name;
        EXPECT_LT(site.at.x, border + 25.0) << site.name;
        EXPECT_GT(share, 0.2);
        EXPECT_LT(share, 0.65);
    }
}

TEST(Atlas, LeftMirrorsRight) {
    const auto atlas = make_atlas();
    for (std::uint64_t i = 0; i < 300; ++i) {
        Vec3 point{-150.0 * kRandom.uniform(i, 0), 20.0 + 100.0 * kRandom.uniform(i, 1),
                   200.0 + 260.0 * kRandom.uniform(i, 2)};
        std::string right = name_at(*atlas, point);
        point.x = -point.x;
        const std::string left = name_at(*atlas, point);
        if (const auto side = right.rfind(".right"); side != std::string::npos) {
            right.replace(side, 6, ".left");
        }
        EXPECT_EQ(left, right) << point.x << ' ' << point.y << ' ' << point.z;
    }
}

TEST(Atlas, SkinAtHasAFrameOfUnitVectorsOutMedialAndCaudal) {
    const auto atlas = make_atlas();
    for (const double x : {-120.0, -55.0, -5.0, 30.0, 140.0}) {
        const auto skin = atlas->skin_at({x, 60.0, 330.0});
        ASSERT_TRUE(skin);
        EXPECT_GT(skin->normal.y, 0.2);
        EXPECT_LT(skin->medial.x * (x > 0.0 ? 1.0 : -1.0), 0.0);
        EXPECT_LT(skin->caudal.z, -0.3);
        EXPECT_NEAR(dot(skin->normal, skin->medial), 0.0, 1e-12);
        EXPECT_NEAR(dot(skin->normal, skin->caudal), 0.0, 1e-12);
        EXPECT_EQ(name_at(*atlas, skin->point - skin->normal * 0.5), "skin");
        EXPECT_EQ(name_at(*atlas, skin->point + skin->normal * 0.5), "nothing");
    }
    EXPECT_FALSE(atlas->skin_at({0.0, 60.0, 700.0}));
    EXPECT_FALSE(atlas->skin_at({0.0, 60.0, 900.0}));
}

TEST(Atlas, SkinHitIsWhereALineEnters) {
    const auto atlas = make_atlas();
    const Vec3 from{-60.0, 300.0, 350.0};
    const Vec3 inward{0.0, -1.0, 0.0};
    const auto hit = atlas->skin_hit(from, inward, 400.0);
    ASSERT_TRUE(hit);
    const auto line = atlas->layers_along(from, inward, 80.0);
    ASSERT_TRUE(line);
    EXPECT_LT(distance(hit->point, line->entry), 1e-6);
    EXPECT_LT(distance(hit->normal, line->normal), 1e-6);
    EXPECT_FALSE(atlas->skin_hit(from, inward, 50.0)) << "the skin is farther";
    EXPECT_FALSE(atlas->skin_hit(from, -inward, 400.0));
    EXPECT_FALSE(atlas->layers_along({-60.0, 300.0, 900.0}, inward, 80.0)) << "above the head";
}

TEST(Atlas, LineFromInsideIsFollowedFromItsEntryThroughSkin) {
    const auto atlas = make_atlas();
    const Vec3 inward{0.0, -1.0, 0.0};
    const auto outside = atlas->layers_along({-60.0, 300.0, 350.0}, inward, 80.0);
    const auto inside = atlas->layers_along({-60.0, 85.0, 350.0}, inward, 80.0);
    ASSERT_TRUE(outside && inside);
    EXPECT_LT(distance(outside->entry, inside->entry), 1e-6);
    ASSERT_EQ(outside->spans.size(), inside->spans.size());
}

TEST(Atlas, NearestPleuraIsAtThePointOfEntryOfTheShortestLine) {
    const auto atlas = make_atlas();
    const auto is_pleura = [](const Structure& s) { return s.tissue == Tissue::Pleura; };
    for (std::uint64_t i = 0; i < 40; ++i) {
        const Vec3 point{-45.0 - 70.0 * kRandom.uniform(i, 0), 95.0,
                         290.0 + 100.0 * kRandom.uniform(i)};
        const auto found = atlas->nearest(point, 80.0, is_pleura);
        ASSERT_TRUE(found);
        EXPECT_NEAR(distance(point, found->point), std::fabs(found->distance), 1e-9);
        // No direction is shorter, and the point found is on the pleura.
        const Vec3 beyond = found->point + normalised(found->point - point) * 0.15;
        EXPECT_EQ(name_at(*atlas, beyond).substr(0, 6), "pleura");
        for (std::uint64_t k = 0; k < 60; ++k) {
            const Vec3 direction =
                normalised({2.0 * kRandom.uniform(k, 5) - 1.0, -kRandom.uniform(k, 6),
                            2.0 * kRandom.uniform(k, 7) - 1.0});
            const Vec3 reached = point + direction * (found->distance - 0.1);
            EXPECT_NE(name_at(*atlas, reached).substr(0, 6), "pleura");
            EXPECT_NE(name_at(*atlas, reached).substr(0, 4), "lung");
        }
    }
}

TEST(Atlas, NearestIsNegativeInsideAndNothingBeyondReach) {
    const auto atlas = make_atlas();
    for (const char* name :
         {"muscle.rhomboid_major.right", "lung.left", "skin", "fat", "scapula.right", "canal"}) {
        const auto wanted = [&](const Structure& s) { return s.name == name; };
        int inside = 0;
        for (std::uint64_t i = 0; i < 400; ++i) {
            const Vec3 point{240.0 * kRandom.uniform(i, 0) - 140.0, 130.0 * kRandom.uniform(i, 1),
                             280.0 + 160.0 * kRandom.uniform(i, 2)};
            const auto found = atlas->nearest(point, 10.0, wanted);
            if (!found) continue;
            EXPECT_LE(found->distance, 10.0);
            if (std::fabs(found->distance) < 0.3) continue;  // on its face
            const bool is_inside = name_at(*atlas, point) == name;
            if (is_inside) {
                EXPECT_LT(found->distance, 0.0) << name;
                ++inside;
            }
        }
        if (std::string_view(name) != "canal") {
            EXPECT_GT(inside, 0) << name;
        }
    }
}

TEST(Atlas, FibresRunDownAndOutwardsInTheRhomboidAndUpInTheLowerTrapezius) {
    const auto atlas = make_atlas();
    const auto rhomboid = atlas->find("muscle.rhomboid_major.right");
    const auto site = atlas->trigger_point_sites(*rhomboid)[0];
    const auto fibre = atlas->fibre_direction(*rhomboid, site.at);
    ASSERT_TRUE(fibre);
    EXPECT_LT(fibre->x, -0.5);
    EXPECT_LT(fibre->z, -0.3);
    EXPECT_FALSE(atlas->fibre_direction(*rhomboid, {-60.0, 0.0, 350.0})) << "not in the muscle";
    const auto trapezius = atlas->find("muscle.trapezius.lower.right");
    const auto rising = atlas->trigger_point_sites(*trapezius)[0].fibre;
    EXPECT_LT(rising.x, -0.2);
    EXPECT_GT(rising.z, 0.5);
}

// The innervation zone crosses the shelf midway between C7 and the acromion, trigger points lie
// about 10 mm from it (Barbero 2013): wherever the scapula lies and however wide the shoulders are.
TEST(Atlas, PointsOfTheUpperTrapeziusLieNearTheMiddleBetweenC7AndTheAcromion) {
    for (const Posture posture : kEveryPosture) {
        BodyParameters body;
        body.posture = posture;
        const auto atlas = make_atlas(body);
        const Vec3 c7 = *atlas->landmark("spinous.C7");
        const Vec3 acromion = *atlas->landmark("scapula.acromion.right");
        const auto muscle = atlas->find("muscle.trapezius.upper.right");
        for (const auto& site : atlas->trigger_point_sites(*muscle)) {
            const double off = dot(site.at - lerp(c7, acromion, 0.5), normalised(acromion - c7));
            EXPECT_LT(std::fabs(off), 15.0) << site.name << " " << name_of(posture);
            if (posture != Posture::Standing) continue;
            // 70 to 90 and 75 to 100 mm beside C7 (texts), one millimetre allowed.
            EXPECT_GE(-site.at.x, 70.0) << site.name;
            EXPECT_LE(-site.at.x, site.name == "TrP1" ? 91.0 : 101.0);
        }
    }
}

TEST(Atlas, EveryPointOfAMuscleHasAFibre) {
    const auto atlas = make_atlas();
    int muscles = 0;
    for (std::uint64_t i = 0; i < 3000; ++i) {
        const Vec3 point{300.0 * kRandom.uniform(i, 0) - 150.0, 130.0 * kRandom.uniform(i, 1),
                         170.0 + 290.0 * kRandom.uniform(i, 2)};
        const auto held = atlas->at(point);
        if (!held || atlas->structure(*held).tissue != Tissue::Muscle) continue;
        ++muscles;
        const auto fibre = atlas->fibre_direction(*held, point);
        ASSERT_TRUE(fibre) << atlas->structure(*held).name;
        EXPECT_NEAR(length(*fibre), 1.0, 1e-9);
    }
    EXPECT_GT(muscles, 300);
}

// Of all surfaces; each is closed and faces outwards.
std::size_t count_triangles(const Atlas& atlas, Detail detail) {
    std::size_t triangles = 0;
    for (std::size_t i = 0; i < atlas.structures().size(); ++i) {
        const Structure& structure = atlas.structures()[i];
        const Mesh* mesh = atlas.mesh(static_cast<StructureId>(i), detail);
        if (mesh == nullptr) continue;
        triangles += mesh->triangles.size();
        EXPECT_TRUE(is_closed_surface(*mesh)) << structure.name;
        EXPECT_GT(volume(*mesh), 0.0) << structure.name;
        EXPECT_EQ(mesh->normals.size(), mesh->points.size()) << structure.name;
    }
    return triangles;
}

TEST(Atlas, HasAboutAsManyTrianglesAsEachDetailPromises) {
    const auto atlas = make_atlas();
    EXPECT_NEAR(static_cast<double>(count_triangles(*atlas, Detail::Coarse)), 70e3, 12e3);
    EXPECT_NEAR(static_cast<double>(count_triangles(*atlas, Detail::Middle)), 260e3, 40e3);
    EXPECT_NEAR(static_cast<double>(count_triangles(*atlas, Detail::Fine)), 690e3, 90e3);
}

TEST(Atlas, SurfacesAreClosedFaceOutwardsAndAreNotTooMany) {
    const auto atlas = make_atlas();
    std::size_t triangles = 0;
    for (std::size_t i = 0; i < atlas->structures().size(); ++i) {
        const Structure& structure = atlas->structures()[i];
        const Mesh* mesh = atlas->mesh(static_cast<StructureId>(i));
        if (mesh == nullptr) continue;
        triangles += mesh->triangles.size();
        EXPECT_TRUE(is_closed_surface(*mesh)) << structure.name;
        EXPECT_GT(volume(*mesh), 0.0) << structure.name;
        ASSERT_EQ(mesh->normals.size(), mesh->points.size()) << structure.name;
        for (const Vec3& point : mesh->points) ASSERT_TRUE(is_finite(point)) << structure.name;
        if (structure.tissue == Tissue::Muscle && structure.name.find("intercostal") > 20) {
            EXPECT_EQ(mesh->fibres.size(), mesh->points.size()) << structure.name;
            EXPECT_LE(mesh->triangles.size(), 5900u) << structure.name;
        }
    }
    EXPECT_LE(triangles, 264000u);
    EXPECT_LE(atlas->mesh(*atlas->find("skin"))->triangles.size(), 36000u);
    EXPECT_EQ(atlas->mesh(*atlas->find("fascia")), nullptr);
}

TEST(Atlas, SurfacesLieWhereTheRaysMeetThem) {
    const auto atlas = make_atlas();
    const Mesh& skin = *atlas->mesh(*atlas->find("skin"));
    int outer = 0;
    for (std::size_t i = 0; i < skin.points.size() / 2; i += 37) {  // the outer face comes first
        const auto on_skin = atlas->skin_at(skin.points[i]);
        if (!on_skin) continue;  // on the very edge of the region
        EXPECT_LT(distance(on_skin->point, skin.points[i]), 1e-6);
        ++outer;
    }
    EXPECT_GT(outer, 30);
}

TEST(Atlas, LandmarksAndRibsAreNamedAsTheContractSays) {
    const auto atlas = make_atlas();
    for (const char* name : {"spinous.C7", "spinous.T7", "transverse.L1.left", "body.L3",
                             "scapula.inferior_angle.right", "iliac_crest.left", "psis.right"}) {
        EXPECT_TRUE(atlas->landmark(name)) << name;
    }
    EXPECT_FALSE(atlas->landmark("spinous.T13"));
    EXPECT_EQ(atlas->ribs().size(), 24u);
}

}  // namespace
}  // namespace dryrun::anatomy
