// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The pincer grip in a session: the upper trapezius lifted into a fold and let go.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "approach/way.h"
#include "operator.h"

namespace dryrun::session {
namespace {

using namespace events;

scenario::Scenario shoulder() {
    scenario::Scenario made = rhomboid();
    made.name = "trapezius-upper-right";
    made.target_muscle = "muscle.trapezius.upper.right";
    made.needles = {"0.25x30", "0.25x40"};
    made.trigger_points.front().muscle = made.target_muscle;
    made.trigger_points.front().site = "TrP2";
    made.trigger_points.front().spread = 0.0;
    made.trigger_points.front().depth_spread = 0.0;
    return made;
}

class Fold : public ::testing::Test {
  protected:
    void SetUp() override {
        session = start(shoulder());
        ASSERT_TRUE(session);
        user.emplace(*session);
        const anatomy::Atlas& atlas = *session->snapshot().atlas;
        const auto point =
            atlas.trigger_point_sites(*atlas.find("muscle.trapezius.upper.right")).back();
        target = session->snapshot().bands.front().nodule;
        skin = *atlas.skin_at(target);
        across = normalised(cross(point.fibre, skin.normal));
    }

    Vec3 displaced(const Vec3& at_rest) const {
        const Snapshot moment = session->snapshot();
        return at_rest + moment.site->field(moment.loads).on_shaft(at_rest);
    }
    // Points the needle at a place in space, from outside the fold.
    void aim_through(const Vec3& in_space, const Vec3& direction, const std::string& needle) {
        user->aim(in_space - direction * 34.0, direction, needle);
    }
    void push_in() {
        for (int i = 0; i < 200 && !session->percepts().is_needle_in; ++i) user->push(0.2, 20.0);
        ASSERT_TRUE(session->percepts().is_needle_in);
    }
    // Pushes on until the tip is by the target and begins to leave it.
    void push_to_target() {
        for (int i = 0; i < 200; ++i) {
            const double off = distance(session->snapshot().needle.tip_at_rest, target);
            if (off > nearest_to_target + 0.1 || off < 0.3) return;
            nearest_to_target = std::min(nearest_to_target, off);
            user->push(0.2, 20.0);
        }
    }

    double nearest_to_target = 1e9;
    std::unique_ptr<Session> session;
    std::optional<Operator> user;
    Vec3 target;
    anatomy::SkinPoint skin;
    Vec3 across;
};

TEST_F(Fold, IsLiftedFeltAndLetGo) {
    user->lift_fold(skin.point, across, 16.0);
    const Percepts felt = session->percepts();
    EXPECT_TRUE(felt.is_touching);
    EXPECT_NEAR(felt.pad_force_N, -16.0, 4.0);
    EXPECT_LT(felt.pad_indentation, -4.0) << "raised";
    const auto held = user->all<BracketHeld>();
    ASSERT_EQ(held.size(), 1u);
    EXPECT_EQ(held[0].grip, "pincer");
    EXPECT_FALSE(user->has<FoldSlipped>());
    user->let_go();
    ASSERT_EQ(user->all<FoldSlipped>().size(), 1u);
    EXPECT_FALSE(user->all<FoldSlipped>()[0].is_needle_in);
    EXPECT_FALSE(user->has<BracketLost>()) << "told once";
    EXPECT_FALSE(user->has<PalpationPressed>()) << "a lift is no press";
}

TEST_F(Fold, SlipsOutOfTheDigitsWhenTheyPullTooHard) {
    user->lift_fold(skin.point, across, 16.0);
    ASSERT_FALSE(user->has<FoldSlipped>());
    user->let_go();
    user->lift_fold(skin.point, across, 39.0);
    EXPECT_EQ(user->all<FoldSlipped>().size(), 2u);
    EXPECT_EQ(session->percepts().pad_force_N, 0.0);
}

TEST_F(Fold, IsCrossedByANeedleThatMeetsTheMuscleBetweenTheDigits) {
    user->lift_fold(skin.point, across, 20.0);
    ASSERT_GT(distance(displaced(target), target), 5.0) << "the muscle comes along";
    aim_through(displaced(target), across, "0.25x40");
    push_in();
    push_to_target();
    EXPECT_TRUE(user->has<TargetReached>());
    EXPECT_LT(nearest_to_target, 1.5);
    const auto layers = user->all<LayerPunctured>();
    ASSERT_GE(layers.size(), 2u);
    EXPECT_EQ(layers[0].structure, "fascia");
    EXPECT_EQ(layers[1].structure, "muscle.trapezius.upper.right");
    EXPECT_LT(session->snapshot().needle.bend, 1.0) << "straight through what is bent at rest";
    EXPECT_FALSE(user->has<HazardEntered>());
    EXPECT_FALSE(user->has<UnprotectedLine>()) << "the line ahead goes to the other digit";
    EXPECT_NEAR(user->all<SkinPunctured>()[0].tilt_deg, 90.0, 3.0) << "to the chest wall under it";
}

TEST_F(Fold, LetGoCarriesTheNeedleAlong) {
    user->lift_fold(skin.point, across, 20.0);
    aim_through(displaced(target), across, "0.25x40");
    push_in();
    push_to_target();
    const needle::NeedleState before = session->snapshot().needle;
    const Vec3 held = displaced(target);
    user->let_go();
    ASSERT_EQ(user->all<FoldSlipped>().size(), 1u);
    EXPECT_TRUE(user->all<FoldSlipped>()[0].is_needle_in);
    const needle::NeedleState after = session->snapshot().needle;
    const double fallen = distance(displaced(target), held);
    EXPECT_GT(fallen, 2.0);
    EXPECT_LT(distance(after.tip_at_rest, before.tip_at_rest), 0.6 * fallen)
        << "the tip stays in its tissue";
    EXPECT_GT(after.bend, before.bend + 0.5) << "while the hand stays where it was";
}

TEST_F(Fold, EndsForTheNeedleAtTheOppositeDigit) {
    user->lift_fold(skin.point, across, 20.0);
    // Near the fold's ridge, where it is narrow.
    aim_through(displaced(skin.point) - skin.normal * 3.0, across, "0.25x40");
    push_in();
    for (int i = 0; i < 200 && !user->has<Needlestick>(); ++i) user->push(0.2, 20.0);
    ASSERT_TRUE(user->has<DigitWarning>());
    ASSERT_TRUE(user->has<Needlestick>());
    EXPECT_LT(user->when<DigitWarning>(), user->when<Needlestick>());
    EXPECT_LE(user->all<DigitWarning>()[0].travel_to_digit, 3.0);
    EXPECT_GT(user->all<DigitWarning>()[0].travel_to_digit, 1.0);
    user->push(0.5, 20.0);
    EXPECT_EQ(user->all<Needlestick>().size(), 1u) << "told once";
}

TEST_F(Fold, OffersTheWayThatTheSiteIsSaidToOffer) {
    const anatomy::Atlas& atlas = *session->snapshot().atlas;
    const auto sites = approach::read_shipped_sites();
    ASSERT_TRUE(sites.ok());
    const approach::Site& site = *approach::find_site(*sites, "muscle.trapezius.upper");
    const approach::Rules rules{site, *approach::find_point(site, "TrP2"), {30.0, 40.0}};
    // Of the safe ways the one that goes straightest from digit to digit.
    approach::Way way;
    for (const approach::Way& one : approach::safe_ways(atlas, target, rules)) {
        if (way.verdict != approach::Verdict::Safe ||
            dot(one.direction, across) > dot(way.direction, across)) {
            way = one;
        }
    }
    ASSERT_EQ(way.verdict, approach::Verdict::Safe);
    user->lift_fold(skin.point, across, 20.0);
    aim_through(displaced(target), way.direction, "0.25x40");
    push_in();
    push_to_target();
    EXPECT_TRUE(user->has<TargetReached>()) << "nearest " << nearest_to_target;
    EXPECT_FALSE(user->has<HazardEntered>());
    EXPECT_FALSE(user->has<UnprotectedLine>());
}

// What a needle straight down meets of a rib, with a finger of so many newtons beside it.
struct WayToRib {
    double path = 0.0;
    double dent = 0.0;  ///< of the skin where the needle goes in
    double bend = 0.0;  ///< of the shaft once the finger is gone
};
WayToRib way_to_rib(double press_N) {
    const auto session = start_rhomboid();
    Operator user(*session);
    const anatomy::Atlas& atlas = *session->snapshot().atlas;
    const anatomy::SkinPoint skin = skin_over_rib(atlas, {-60.0, 90.0, 340.0});
    if (press_N > 0.0) user.press(skin.point + skin.medial * 14.0, press_N, 2500);
    user.aim(skin.point, -skin.normal, "0.30x40");
    user.tap();
    WayToRib way;
    const Snapshot in = session->snapshot();
    way.dent = -dot(in.site->field(in.loads).on_shaft(in.needle.track->entry), skin.normal);
    for (int i = 0; i < 250 && !user.has<BoneContacted>(); ++i) user.push(0.2, 20.0);
    EXPECT_TRUE(user.has<BoneContacted>());
    if (!user.has<BoneContacted>()) return way;
    way.path = user.all<BoneContacted>()[0].path;
    const double before = session->snapshot().needle.bend;
    user.lift();
    way.bend = session->snapshot().needle.bend - before;
    return way;
}

TEST(HeldTissue, BringsTheRibNearerByWhatTheFingerPressesIn) {
    const WayToRib alone = way_to_rib(0.0);
    const WayToRib pressed = way_to_rib(10.0);
    EXPECT_GT(pressed.dent, alone.dent + 1.0);
    EXPECT_NEAR(alone.path - pressed.path, pressed.dent - alone.dent, 0.8);
    EXPECT_GT(std::fabs(pressed.bend), std::fabs(alone.bend) + 0.02)
        << "a finger that goes is felt by the needle";
}

}  // namespace
}  // namespace dryrun::session
