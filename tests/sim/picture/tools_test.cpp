// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "picture/tools.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "picture/skin_patch.h"

namespace dryrun::picture {
namespace {

// Each edge of a closed surface belongs to two triangles that run along it in opposite senses.
void expect_closed(const Mesh& mesh, std::size_t open_edges_allowed = 0) {
    std::map<std::pair<std::uint32_t, std::uint32_t>, int> edges;
    for (const auto& t : mesh.triangles) {
        for (std::size_t k = 0; k < 3; ++k) ++edges[{t[k], t[(k + 1) % 3]}];
    }
    std::size_t open = 0;
    for (const auto& [edge, count] : edges) {
        EXPECT_EQ(count, 1);
        open += edges.count({edge.second, edge.first}) == 0 ? 1 : 0;
    }
    EXPECT_EQ(open, open_edges_allowed);
}

session::Snapshot pressing(int pads) {
    session::Snapshot moment;
    moment.percepts.pad_caudal = {0, 0, -1};
    for (int i = 0; i < pads; ++i) {
        palpation::PadContact pad;
        pad.centre = {-60, 60, 300.0 + 20.0 * i};
        pad.normal = {0, 1, 0};
        pad.indentation = 3.0;
        moment.fingers.pads.push_back(pad);
    }
    return moment;
}

TEST(Fingers, AreNotThereWhenTheHandIsAway) {
    EXPECT_TRUE(finger_mesh(session::Snapshot{}).triangles.empty());
}

TEST(Fingers, TouchTheSkinWhereThePadIs) {
    const session::Snapshot moment = pressing(1);
    const Mesh mesh = finger_mesh(moment);
    ASSERT_FALSE(mesh.triangles.empty());
    const Vec3 contact{-60, 57, 300};
    double nearest = 1e9;
    double deepest = 1e9;
    for (const Vec3& point : mesh.points) {
        nearest = std::min(nearest, distance(point, contact));
        deepest = std::min(deepest, point.y);
    }
    EXPECT_LT(nearest, 4.0);
    EXPECT_GT(deepest, 53.0);
}

TEST(Fingers, OfTwoPadsLieBesideEachOther) {
    const Mesh one = finger_mesh(pressing(1));
    const Mesh two = finger_mesh(pressing(2));
    EXPECT_EQ(two.triangles.size(), 2 * one.triangles.size());
    // Square to the line between the pads: no finger covers the other.
    const std::size_t half = two.points.size() / 2;
    double top_of_lower = -1e9;
    double bottom_of_upper = 1e9;
    for (std::size_t i = 0; i < half; ++i) {
        top_of_lower = std::max(top_of_lower, two.points[i].z);
        bottom_of_upper = std::min(bottom_of_upper, two.points[half + i].z);
    }
    EXPECT_LT(top_of_lower, bottom_of_upper + 2.0);
}

TEST(Fingers, FaceOutwards) {
    const Mesh mesh = finger_mesh(pressing(1));
    double volume = 0.0;
    for (const auto& t : mesh.triangles) {
        volume += dot(mesh.points[t[0]], cross(mesh.points[t[1]], mesh.points[t[2]])) / 6.0;
    }
    EXPECT_GT(volume, 2000.0);
}

TEST(Nodules, AreClosedAndFaceOutwards) {
    session::Snapshot moment;
    tissue::TautBand band;
    band.centreline = {{-20, 0, 0}, {20, 0, 0}};
    moment.bands.push_back(band);
    const Mesh mesh = nodule_mesh(moment);
    ASSERT_FALSE(mesh.triangles.empty());
    double volume = 0.0;
    for (const auto& t : mesh.triangles) {
        volume += dot(mesh.points[t[0]], cross(mesh.points[t[1]], mesh.points[t[2]])) / 6.0;
    }
    EXPECT_GT(volume, 10.0);
}

TEST(Bands, AreClosedSpindlesThickestAboutTheirNodule) {
    session::Snapshot moment;
    tissue::TautBand band;
    band.centreline = {{-20, 0, 0}, {0, 2, 0}, {20, 0, 0}};
    band.nodule = {5, 2, 0};
    moment.bands.push_back(band);
    const Mesh mesh = band_mesh(moment);
    EXPECT_TRUE(is_closed_surface(mesh));
    EXPECT_GT(volume(mesh), 10.0);
    double thickest_at = 0.0;
    double most = 0.0;
    for (const Vec3& p : mesh.points) {
        if (std::fabs(p.z) > most) thickest_at = p.x;
        most = std::max(most, std::fabs(p.z));
    }
    EXPECT_NEAR(thickest_at, 5.0, 2.0);
    EXPECT_GT(most, band.radius);
    EXPECT_LT(most, 1.5 * band.radius);
    EXPECT_TRUE(band_mesh(session::Snapshot{}).triangles.empty());
}

TEST(NeedleBars, LeadFromTheHandleToTheTip) {
    session::Snapshot moment;
    EXPECT_TRUE(needle_bars(moment).empty());
    moment.needle_spec = needle::NeedleSpec{};
    moment.needle.shaft = {{0, 30, 0}, {0, 15, 0}, {0, 0, 0}};
    const auto bare = needle_bars(moment);
    ASSERT_GE(bare.size(), 3u);
    EXPECT_EQ(bare[0].from, (Vec3{0, 30, 0}));
    EXPECT_EQ(bare[1].to, (Vec3{0, 0, 0}));
    moment.is_in_guide_tube = true;
    EXPECT_EQ(needle_bars(moment).size(), bare.size() + 1);
}

TEST(SkinPatch, IsRefinedNearTheHandWithoutCracks) {
    // A closed box of two triangles a side.
    Mesh box;
    for (int i = 0; i < 8; ++i) {
        box.points.push_back({i & 1 ? 50.0 : -50.0, i & 2 ? 50.0 : -50.0, i & 4 ? 50.0 : -50.0});
    }
    box.triangles = {{0, 2, 1}, {1, 2, 3}, {4, 5, 6}, {5, 7, 6}, {0, 1, 4}, {1, 5, 4},
                     {2, 6, 3}, {3, 6, 7}, {0, 4, 2}, {2, 4, 6}, {1, 3, 5}, {3, 7, 5}};
    compute_normals(box);
    expect_closed(box);
    const Vec3 corner{50, 50, 50};
    const Mesh fine = refined_near(box, corner, 30.0, 12.0);
    EXPECT_GT(fine.triangles.size(), 100u);
    expect_closed(fine);
    for (const auto& t : fine.triangles) {
        for (std::size_t k = 0; k < 3; ++k) {
            const Vec3& a = fine.points[t[k]];
            const Vec3& b = fine.points[t[(k + 1) % 3]];
            if (distance(a, corner) < 20.0 && distance(b, corner) < 20.0) {
                EXPECT_LT(distance(a, b), 14.0);
            }
        }
    }
}

}  // namespace
}  // namespace dryrun::picture
