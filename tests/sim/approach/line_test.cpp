// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "approach/line.h"

#include <gtest/gtest.h>

#include "asked.h"

namespace dryrun::approach {
namespace {

using anatomy::LayerSpan;
using anatomy::StructureId;
using anatomy::Tissue;

const std::vector<anatomy::Structure> kStructures = {{"skin", Tissue::Skin, false},
                                                     {"muscle.a", Tissue::Muscle, false},
                                                     {"rib.5.right", Tissue::Bone, false},
                                                     {"pleura.right", Tissue::Pleura, true},
                                                     {"lung.right", Tissue::Lung, true}};
LayerSpan span(unsigned structure, double enter, double exit) {
    return {StructureId{structure}, enter, exit};
}

TEST(LinesAhead, FindPleuraBetweenRibs) {
    const std::vector<LayerSpan> spans = {span(0, 0, 2), span(1, 2, 25), span(3, 25, 25.4),
                                          span(4, 25.4, 90)};
    const Ahead ahead = ahead_in(spans, kStructures, 10.0, 60.0);
    EXPECT_FALSE(ahead.bone);
    ASSERT_TRUE(ahead.pleura);
    EXPECT_DOUBLE_EQ(*ahead.pleura, 15.0);
    EXPECT_DOUBLE_EQ(*ahead.hazard, 15.0);
    EXPECT_EQ(*ahead.hazard_structure, StructureId{3});
}

TEST(LinesAhead, AreShieldedByARib) {
    const std::vector<LayerSpan> spans = {span(0, 0, 2), span(1, 2, 22), span(2, 22, 29),
                                          span(3, 29, 29.4), span(4, 29.4, 90)};
    const Ahead ahead = ahead_in(spans, kStructures, 10.0, 60.0);
    EXPECT_DOUBLE_EQ(*ahead.bone, 12.0);
    EXPECT_FALSE(ahead.hazard);
    // A tip on the bone, or a hair within it, is shielded too.
    EXPECT_FALSE(ahead_in(spans, kStructures, 22.05, 60.0).hazard);
}

TEST(LinesAhead, BentInManyPiecesAlongAStraightLineMeetTheSame) {
    const auto atlas = atlas_of(23.0, anatomy::Posture::Prone);
    const auto skin = atlas->skin_at({-60.0, 90.0, 330.0});
    ASSERT_TRUE(skin);
    const Vec3 direction = normalised(-skin->normal + skin->medial * 0.4);
    const double path = 6.0;
    const Vec3 tip = skin->point + direction * path;
    BentLine line;
    line.direction = direction;
    for (double travel = 0.0; travel < 30.0; travel += 7.0) {
        line.travel.push_back(travel);
        line.at_rest.push_back(tip + direction * travel);
    }
    const Ahead straight = look_ahead(*atlas, tip, direction, path, 60.0);
    const Ahead bent = look_ahead(*atlas, line, 60.0);
    ASSERT_EQ(bent.bone.has_value(), straight.bone.has_value());
    ASSERT_TRUE(bent.bone || bent.pleura);
    EXPECT_NEAR(bent.bone.value_or(0.0), straight.bone.value_or(0.0), 0.1);
    ASSERT_EQ(bent.pleura.has_value(), straight.pleura.has_value());
    EXPECT_NEAR(bent.pleura.value_or(0.0), straight.pleura.value_or(0.0), 0.1);
}

TEST(LinesAhead, DoNotMindANerveOrAnotherVessel) {
    const std::vector<anatomy::Structure> structures = {
        {"muscle.a", Tissue::Muscle, false},
        {"nerve.dorsal_scapular.right", Tissue::Nerve, true},
        {"vessel.vertebral.right", Tissue::Vessel, true}};
    const Ahead ahead =
        ahead_in({span(0, 0, 10), span(1, 10, 12), span(0, 12, 20)}, structures, 0.0, 60.0);
    EXPECT_FALSE(ahead.hazard);
    EXPECT_TRUE(ahead_in({span(0, 0, 10), span(2, 10, 12)}, structures, 0.0, 60.0).hazard);
}

TEST(LinesAhead, EndAtTheReach) {
    const std::vector<LayerSpan> spans = {span(1, 0, 30), span(3, 30, 31)};
    EXPECT_FALSE(ahead_in(spans, kStructures, 5.0, 24.0).hazard);
    EXPECT_TRUE(ahead_in(spans, kStructures, 5.0, 26.0).hazard);
}

TEST(LinesAhead, OfATipInTheHazardAreZero) {
    const std::vector<LayerSpan> spans = {span(1, 0, 30), span(3, 30, 31), span(4, 31, 90)};
    EXPECT_DOUBLE_EQ(*ahead_in(spans, kStructures, 40.0, 24.0).hazard, 0.0);
}

const anatomy::SkinPoint kSkin{{0, 0, 0}, {0, 1, 0}, {1, 0, 0}, {0, 0, -1}};

TEST(Tilts, ComeBackFromTheirDirection) {
    for (const Tilt& tilt : {Tilt{45, 30, 39.2315}, Tilt{60, 60, 0}, Tilt{20, 0, -20}}) {
        const Tilt back = tilt_of(kSkin, direction_of(kSkin, tilt));
        EXPECT_NEAR(back.tilt_deg, tilt.tilt_deg, 1e-3);
        EXPECT_NEAR(back.medial_deg, tilt.medial_deg, 1e-2);
        EXPECT_NEAR(back.caudal_deg, tilt.caudal_deg, 1e-2);
    }
    EXPECT_NEAR(tilt_of(kSkin, {0, -1, 0}).tilt_deg, 0.0, 1e-6);
}

TEST(Needles, AreTheShortestThatLeaveShaftOutside) {
    const std::vector<double> stocked = {40, 25, 30, 50};
    EXPECT_EQ(shortest_length(stocked, 20.0), 25.0);
    EXPECT_EQ(shortest_length(stocked, 20.1), 30.0);
    EXPECT_EQ(shortest_length(stocked, 46.0), 0.0) << "none is long enough";
}

}  // namespace
}  // namespace dryrun::approach
