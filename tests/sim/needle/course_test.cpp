// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A needle that comes to tissue which fingers hold: straight in space, bent at rest.
#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <optional>
#include <vector>

#include "../tissue/prone_back.h"
#include "needle/held_tissue.h"
#include "needle/needle.h"
#include "needle/next_track.h"

namespace dryrun::needle {
namespace {

class NeedleBesideAFinger : public ::testing::Test {
  protected:
    void SetUp() override {
        atlas = tissue::prone_atlas();
        materials = tissue::shipped_materials();
        const auto level = atlas->landmark("spinous.T5");
        // Over the middle of a rib.
        int run = 0;
        for (double down = 0.0; down < 60.0 && run < 6; down += 1.0) {
            skin = *atlas->skin_at({-50.0, level->y, level->z - down});
            run = atlas->first_bone(skin.point, -skin.normal, 30.0) ? run + 1 : 0;
        }
        ASSERT_EQ(run, 6);
        auto made =
            tissue::Site::make(atlas, *materials, {}, tissue::place_for(skin.point, nullptr));
        ASSERT_TRUE(made) << made.error().text();
        site = *made;
        loads.surface_N.assign(static_cast<std::size_t>(site->surface_count()), 0.0);
        hand.tool = events::Tool::Needle;
        aim(-skin.normal);
    }
    void aim(const Vec3& direction) {
        hand.direction = direction;
        hand.position = skin.point - direction * (spec.length + 20.0);
        hand.travel = 0.0;
        state = {};
    }
    // A finger of so many newtons beside the needle, 16 mm wide; below zero it lifts.
    void press_beside(double force_N, double aside) {
        std::vector<Vec3> under;
        for (double u = -8.0; u <= 8.0; u += 2.0) {
            for (double v = -8.0; v <= 8.0; v += 2.0) {
                if (u * u + v * v > 64.0) continue;
                under.push_back(skin.point + skin.caudal * (aside + u) + skin.medial * v);
            }
        }
        for (const Vec3& place : under) {
            int points[4];
            double weights[4];
            ASSERT_TRUE(site->surface_weights(place, points, weights));
            for (int k = 0; k < 4; ++k) {
                loads.surface_N[static_cast<std::size_t>(points[k])] +=
                    weights[k] * force_N / static_cast<double>(under.size());
            }
        }
    }
    void advance(double millimetres) {
        for (int i = 0; i < static_cast<int>(millimetres / 0.02); ++i) {
            hand.travel += 0.02;
            NeedleSurroundings around;
            around.atlas = atlas.get();
            around.site = site.get();
            around.materials = &*materials;
            around.surface_N = loads.surface_N;
            around.lays_in_parts = lays_in_parts;
            around.is_in_guide_tube = hand.tool == events::Tool::NeedleInGuideTube;
            const std::vector<Vec3> unmoved(state.track ? state.track->stations.size() : 0);
            around.station_background = unmoved;
            const StepFacts now = step_needle(hand, spec, around, state);
            if (now.has_touched_bone) has_touched_bone = true;
        }
    }
    Vec3 moved(const Vec3& at_rest) const { return at_rest + site->field(loads).on_shaft(at_rest); }

    std::shared_ptr<const anatomy::Atlas> atlas;
    std::optional<tissue::MaterialTable> materials;
    std::shared_ptr<const tissue::Site> site;
    tissue::Site::Loads loads;
    anatomy::SkinPoint skin;
    NeedleSpec spec{"0.30x40", 40.0, 0.30, 193.0};
    events::NeedlingHand hand;
    NeedleState state;
    bool lays_in_parts = false;
    bool has_touched_bone = false;
};

TEST_F(NeedleBesideAFinger, HasAStraightTrackAtRestWhereNobodyPresses) {
    advance(24.0);
    ASSERT_TRUE(state.track);
    EXPECT_TRUE(state.track->course.is_straight());
    for (const double path : {0.0, 3.0, 17.0}) {
        EXPECT_EQ(tissue::place_at_rest(*state.track, path),
                  state.track->entry + state.track->direction * path);
        EXPECT_EQ(tissue::place_in_space(*state.track, path),
                  tissue::place_at_rest(*state.track, path));
    }
}

TEST_F(NeedleBesideAFinger, ComesOnToATrackLaidInPartsAFixedTimeAfterItMetTheSkin) {
    press_beside(4.0, 12.0);
    aim(-skin.normal);
    const auto advance_to_track = [&] {
        int ticks = 0;
        for (; !state.track && ticks < 3000; ++ticks) advance(0.02);
        return ticks;
    };
    const int at_once = advance_to_track();
    ASSERT_TRUE(state.track);
    const tissue::Track wanted = *state.track;
    aim(-skin.normal);
    lays_in_parts = true;
    EXPECT_EQ(advance_to_track(), at_once + kLayingTicks);
    ASSERT_TRUE(state.track);
    EXPECT_EQ(state.track->entry, wanted.entry);
    EXPECT_EQ(state.track->compliance, wanted.compliance);
    EXPECT_GT(state.travel, 0.02 * (kLayingTicks - 2)) << "the tip has gone on";
    advance(20.0);
    EXPECT_TRUE(state.is_in_skin);
}

TEST_F(NeedleBesideAFinger, WhenDrawnBackWhileItsTrackIsLaidStaysInTheAir) {
    aim(-skin.normal);
    lays_in_parts = true;
    int ticks = 0;
    for (; !state.next_track && ticks < 3000; ++ticks) advance(0.02);
    ASSERT_TRUE(state.next_track);
    hand.travel -= 2.0;
    for (int tick = 0; tick < 2 * kLayingTicks; ++tick) advance(0.02);
    EXPECT_FALSE(state.track);
    EXPECT_EQ(state.tip_state, TipState::Free);
}

TEST_F(NeedleBesideAFinger, TurnsOnToTheTrackBeingLaidThoughAStrokeGoesDeepMeanwhile) {
    advance(26.0);
    ASSERT_TRUE(state.is_in_skin);
    const Vec3 before = state.track->direction;
    lays_in_parts = true;
    hand.direction = normalised(-skin.normal + skin.medial * 0.2);
    hand.position = skin.point - hand.direction * (spec.length + 20.0);
    for (int tick = 0; !state.next_track && tick < 1000; ++tick) advance(0.0201);
    ASSERT_TRUE(state.next_track);
    hand.travel += 6.0;
    for (int tick = 0; tick < kLayingTicks; ++tick) advance(0.0201);
    EXPECT_GT(state.tip_path, 8.0) << "deeper than a needle turns at";
    EXPECT_NEAR(dot(state.track->direction, hand.direction), 1.0, 1e-4);
    EXPECT_LT(dot(state.track->direction, before), 0.99);
}

TEST_F(NeedleBesideAFinger, GoesStraightInSpaceThroughTissueAsItIsHeld) {
    for (const double force_N : {4.0, -4.0}) {
        loads.surface_N.assign(loads.surface_N.size(), 0.0);
        press_beside(force_N, 12.0);
        aim(normalised(-skin.normal + skin.medial));
        advance(26.0);
        ASSERT_TRUE(state.track);
        const tissue::Track& track = *state.track;
        ASSERT_FALSE(track.course.is_straight());
        double bent = 0.0;
        for (std::size_t i = 0; i < track.stations.size(); ++i) {
            const Vec3 in_space = tissue::place_in_space(track, track.course.path[i + 1]);
            EXPECT_LT(distance(moved(track.stations[i]), in_space), 0.02) << i;
            bent =
                std::max(bent, distance(track.stations[i],
                                        track.entry + track.direction * track.course.path[i + 1]));
        }
        EXPECT_GT(bent, 0.5) << force_N << " N: and that is no straight line at rest";
    }
}

TEST_F(NeedleBesideAFinger, MeetsTheSkinWhereTheFingerHasBroughtIt) {
    press_beside(4.0, 0.0);
    const double dent = dot(skin.point - moved(skin.point), skin.normal);
    ASSERT_GT(dent, 2.0);
    advance(20.0 + 0.5 * dent);
    EXPECT_FALSE(state.track) << "the skin has gone down";
    advance(0.5 * dent + 0.5);
    ASSERT_TRUE(state.track);
    EXPECT_LT(distance(state.track->entry, skin.point), 0.5);
    EXPECT_LT(distance(tissue::place_in_space(*state.track, 0.0), moved(skin.point)), 0.5);
}

TEST_F(NeedleBesideAFinger, ComesToTheRibSoonerByWhatTheFingerPressesIn) {
    advance(24.0);
    ASSERT_TRUE(state.bone_path);
    const double unpressed = *state.bone_path;
    const auto fat_under = [&] { return state.layers[1].exit - state.layers[0].exit; };
    const double fat = fat_under();
    press_beside(4.0, 8.0);
    aim(-skin.normal);
    advance(30.0);
    ASSERT_TRUE(state.bone_path);
    const double dent = dot(skin.point - moved(state.track->entry), skin.normal);
    ASSERT_GT(dent, 1.0);
    EXPECT_NEAR(unpressed - *state.bone_path, dent, 0.5);
    EXPECT_LT(fat_under(), fat) << "soft layers give way first";
}

TEST_F(NeedleBesideAFinger, TouchesTheSameRibAtTheSamePlaceOfTheTissue) {
    press_beside(4.0, 8.0);
    aim(-skin.normal);
    hand.tool = events::Tool::NeedleInGuideTube;
    advance(55.0);
    EXPECT_TRUE(has_touched_bone);
    const auto held = atlas->first_bone(state.tip_at_rest + skin.normal * 2.0, -skin.normal, 4.0);
    ASSERT_TRUE(held) << "at rest, too, the tip is on the rib";
    EXPECT_NEAR(held->distance, 2.0, 0.8);
}

}  // namespace
}  // namespace dryrun::needle
