// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The needle in the reference body: right of T5, over a rib.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

#include "../tissue/prone_back.h"
#include "core/deterministic_math.h"
#include "needle/needle.h"
#include "needle/track_layers.h"

namespace dryrun::needle {
namespace {

class NeedleOnBack : public ::testing::Test {
  protected:
    void SetUp() override {
        atlas = tissue::prone_atlas();
        materials = tissue::shipped_materials();
        // Over the middle of rib 6, 50 mm right of the midline.
        const auto level = atlas->landmark("spinous.T5");
        ASSERT_TRUE(level);
        const auto found = atlas->skin_at({-50.0, level->y, level->z});
        ASSERT_TRUE(found);
        skin = *found;
        auto made_site =
            tissue::Site::make(atlas, *materials, {}, tissue::place_for(skin.point, nullptr));
        ASSERT_TRUE(made_site) << made_site.error().text();
        site = *made_site;
        hand.tool = events::Tool::Needle;
        hand.direction = -skin.normal;
        hand.position = skin.point + skin.normal * (spec.length + 2.0);
    }
    void tick() {
        NeedleSurroundings around;
        around.atlas = atlas.get();
        around.site = site.get();
        around.materials = &*materials;
        around.is_in_guide_tube = hand.tool == events::Tool::NeedleInGuideTube;
        around.entry_background = pushed_in;
        const std::vector<Vec3> pushed(state.track ? state.track->stations.size() : 0, pushed_in);
        around.station_background = pushed;
        const StepFacts now = step_needle(hand, spec, around, state);
        facts.punctures.insert(facts.punctures.end(), now.punctures.begin(), now.punctures.end());
        facts.has_touched_bone |= now.has_touched_bone;
        if (now.bone) facts.bone = now.bone;
        facts.has_left_tissue |= now.has_left_tissue;
        facts.has_buckled |= now.has_buckled;
        facts.has_redirected |= now.has_redirected;
    }
    void travel_to(double travel, double speed_mm_s) {
        const double stride = speed_mm_s * 1e-3;
        while (std::fabs(travel - hand.travel) > stride) {
            hand.travel += travel > hand.travel ? stride : -stride;
            tick();
        }
        hand.travel = travel;
        for (int i = 0; i < 20; ++i) tick();
    }

    std::shared_ptr<const anatomy::Atlas> atlas;
    std::optional<tissue::MaterialTable> materials;
    std::shared_ptr<const tissue::Site> site;
    anatomy::SkinPoint skin;
    Vec3 pushed_in;
    NeedleSpec spec{"0.25x40", 40.0, 0.25, 193.0};
    events::NeedlingHand hand;
    NeedleState state;
    StepFacts facts;
};

TEST_F(NeedleOnBack, GoesThroughTheLayersToTheRib) {
    tick();
    EXPECT_EQ(state.tip_state, TipState::Free);
    const auto bone = atlas->first_bone(skin.point, -skin.normal, 60.0);
    ASSERT_TRUE(bone);
    while (!state.is_in_skin && hand.travel < 12.0) {
        hand.travel += 0.02;
        tick();
    }
    ASSERT_EQ(facts.punctures.size(), 1u);
    EXPECT_TRUE(facts.punctures[0].is_skin);
    EXPECT_EQ(atlas->structure(facts.punctures[0].structure).name, "skin");
    EXPECT_GT(facts.punctures[0].force_N, 0.12);
    EXPECT_LT(facts.punctures[0].force_N, 0.60);
    EXPECT_GT(facts.punctures[0].indentation, 1.0);
    EXPECT_LT(facts.punctures[0].indentation, 4.0);

    travel_to(bone->distance - 6.0 + 2.0, 10.0);
    EXPECT_GT(facts.punctures.size(), 2u) << "fascia and muscle";
    EXPECT_GT(state.axial_force_N, 0.07);
    EXPECT_LT(state.axial_force_N, 0.40);
    EXPECT_EQ(state.tip_state, TipState::InTissue);

    travel_to(bone->distance + 5.0, 10.0);
    EXPECT_EQ(state.tip_state, TipState::OnBone);
    EXPECT_TRUE(facts.has_touched_bone);
    ASSERT_TRUE(facts.bone);
    EXPECT_EQ(*facts.bone, bone->structure);
    EXPECT_NEAR(state.tip_path, bone->distance, 1.0);
    EXPECT_GT(state.axial_force_N, 0.9);

    travel_to(-3.0, 20.0);
    EXPECT_TRUE(facts.has_left_tissue);
    EXPECT_FALSE(state.track);
    EXPECT_EQ(state.axial_force_N, 0.0);
}

TEST_F(NeedleOnBack, TakesANewDirectionOnlyWhenDrawnBack) {
    tick();
    travel_to(20.0, 50.0);
    ASSERT_TRUE(state.is_in_skin);
    ASSERT_GT(state.tip_path, 12.0);
    const Vec3 before = state.track->direction;
    const Vec3 entry = state.track->entry;
    const Vec3 straight = hand.direction;
    const Vec3 tilted = normalised(straight + skin.medial * 0.3);
    const auto swing = [&](const Vec3& direction) {
        // The handle turns about the hole in the skin.
        const double outside = spec.length - state.travel;
        hand.direction = direction;
        hand.position = entry - direction * (outside + hand.travel);
        for (int i = 0; i < 300; ++i) tick();
    };
    swing(tilted);
    EXPECT_FALSE(facts.has_redirected);
    EXPECT_GT(state.bend, 0.2);
    EXPECT_EQ(state.track->direction, before);
    swing(straight);
    travel_to(7.0, 20.0);
    ASSERT_TRUE(state.is_in_skin);
    EXPECT_LT(state.tip_path, 7.5);
    swing(tilted);
    EXPECT_TRUE(facts.has_redirected);
    EXPECT_EQ(state.track->entry, entry);
    EXPECT_LT(distance(state.track->direction, tilted), 0.03);
    EXPECT_TRUE(state.is_in_skin);
}

TEST_F(NeedleOnBack, AHandThatJumpsIsSlowedDown) {
    tick();
    hand.travel = 20.0;  // in one tick
    tick();
    EXPECT_LT(distance(state.tip, skin.point), 3.0);
    int ticks = 0;
    double most = 0.0;
    for (; ticks < 1000; ++ticks) {
        tick();
        ASSERT_TRUE(std::isfinite(state.axial_force_N));
        if (state.axial_force_N > most) most = state.axial_force_N;
        if (ticks == 400) hand.travel = 0.0;
    }
    EXPECT_LE(most, 2.1);
    EXPECT_TRUE(facts.has_left_tissue);
}

TEST_F(NeedleOnBack, StaysWhereItIsWhenLetGo) {
    tick();
    travel_to(18.0, 50.0);
    const double path = state.tip_path;
    hand.tool = events::Tool::None;
    for (int i = 0; i < 300; ++i) tick();
    ASSERT_TRUE(state.track);
    EXPECT_NEAR(state.tip_path, path, 0.3);
    EXPECT_EQ(state.axial_force_N, 0.0);
    // Taken up again and withdrawn.
    hand.tool = events::Tool::Needle;
    travel_to(-3.0, 30.0);
    EXPECT_TRUE(facts.has_left_tissue);
}

// Skin pushed in by fingers, as `background` has it, and a tilted needle: the tip meets the skin
// where it is, and holds on to it from the first tick.
TEST_F(NeedleOnBack, MeetsTheSkinWhereTheFingersHaveIt) {
    pushed_in = -skin.normal * 6.0;
    hand.direction = normalised(-skin.normal + skin.caudal);
    hand.position = skin.point - hand.direction * (spec.length + 2.0);
    tick();
    double first_contact = 0.0;
    while (!state.is_in_skin && hand.travel < 25.0) {
        hand.travel += 0.02;
        tick();
        if (state.track && first_contact == 0.0) first_contact = hand.travel;
    }
    // 2 mm off, and 6 mm along the normal that are 6·√2 along the needle.
    EXPECT_NEAR(first_contact, 2.0 + 6.0 * 1.414, 0.7);
    ASSERT_EQ(facts.punctures.size(), 1u);
    EXPECT_GT(facts.punctures[0].indentation, 1.0);
    EXPECT_LT(facts.punctures[0].indentation, 5.0);
    EXPECT_LT(state.lateral_force_N, 0.05);
}

TEST_F(NeedleOnBack, WaitsAtTheSkinWithoutASite) {
    const auto kept = site;
    site.reset();
    tick();
    travel_to(6.0, 50.0);
    EXPECT_FALSE(state.track);
    EXPECT_NEAR(dot(state.tip - skin.point, skin.normal), 0.0, 0.1);
    site = kept;
    travel_to(12.0, 50.0);
    EXPECT_TRUE(state.is_in_skin);
}

TEST_F(NeedleOnBack, AShamGoesIntoItsHandleInsteadOfTheSkin) {
    spec.glide_N = 0.3;
    travel_to(2.0, 20.0);
    double most_N = 0.0;
    while (hand.travel < 20.0) {
        hand.travel += 0.02;
        tick();
        most_N = std::max(most_N, state.axial_force_N);
    }
    EXPECT_NEAR(most_N, 0.3, 0.02);
    EXPECT_EQ(state.tip_state, TipState::Pressing);
    EXPECT_TRUE(facts.punctures.empty());
    EXPECT_FALSE(facts.has_buckled);
    // The skin gives by the little that 0.3 N dents it; the rest of the way is inside the handle.
    const double past_skin = -dot(state.tip - skin.point, skin.normal);
    EXPECT_GT(past_skin, 0.1);
    EXPECT_LT(past_skin, 6.0);
    EXPECT_NEAR(state.glided + past_skin, 18.0, 0.3);
    double seen = 0.0;
    for (std::size_t i = 1; i < state.shaft.size(); ++i)
        seen += distance(state.shaft[i - 1], state.shaft[i]);
    EXPECT_NEAR(seen, spec.length - state.glided, 0.05);

    // Drawn back it leaves the skin at once: the shaft stays in the handle.
    travel_to(20.0 - past_skin - 1.0, 20.0);
    EXPECT_EQ(state.tip_state, TipState::Free);
    EXPECT_NEAR(state.axial_force_N, 0.0, 1e-9);
}

TEST_F(NeedleOnBack, AShamWithItsHandleOnTheSkinStillDoesNotGoIn) {
    spec = {"sham-0.30x30", 30.0, 0.30, 193.0, 0.3};
    hand.position = skin.point + skin.normal * (spec.length + 2.0);
    travel_to(spec.length + 10.0, 60.0);
    EXPECT_TRUE(facts.punctures.empty());
    EXPECT_LE(state.glided, spec.length);
    EXPECT_GT(state.axial_force_N, 0.5) << "nothing is left to glide";
}

// A line that grazes the back may have gone in and out on the other side of the spine before.
TEST_F(NeedleOnBack, AFlatNeedleGoesInWhereItsTipIs) {
    const Vec3 medial = skin.medial;
    const double tilt = det::radians(75.0);
    hand.direction = normalised(skin.normal * -det::cos(tilt) - medial * det::sin(tilt));
    hand.position = skin.point - hand.direction * (spec.length + 3.0);
    travel_to(6.0, 20.0);
    ASSERT_TRUE(state.track);
    EXPECT_LT(distance(state.track->entry, skin.point), 10.0);
    const auto entry = skin_before_tip(*atlas, skin.point + hand.direction * 4.0, hand.direction);
    ASSERT_TRUE(entry);
    EXPECT_LT(distance(entry->point, skin.point), 5.0);
}

}  // namespace
}  // namespace dryrun::needle
