// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The pincer grip in a session: the upper trapezius lifted into a fold and let go.
#include <gtest/gtest.h>

#include <cmath>

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
        target = point.at;
        skin = *atlas.skin_at(target);
        across = normalised(cross(point.fibre, skin.normal));
    }

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

}  // namespace
}  // namespace dryrun::session
