// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "session/plan.h"

#include <gtest/gtest.h>

#include "approach/cone.h"
#include "core/deterministic_math.h"
#include "places.h"

namespace dryrun::session {
namespace {

const anatomy::SkinPoint kSkin{{0, 0, 0}, {0, 1, 0}, {1, 0, 0}, {0, 0, -1}};

TEST(AngleError, IsTheAngleBetweenPlanAndDeed) {
    events::StatePlan plan;
    plan.tilt_deg = 45.0;
    plan.medial_deg = 45.0;
    const Vec3 taken = approach::direction_of(kSkin, {45.0, 45.0, 0.0});
    EXPECT_NEAR(angle_error_deg(kSkin, taken, plan), 0.0, 1e-3);
    EXPECT_NEAR(angle_error_deg(kSkin, approach::direction_of(kSkin, {60.0, 60.0, 0.0}), plan),
                15.0, 1e-3);
    EXPECT_NEAR(angle_error_deg(kSkin, approach::direction_of(kSkin, {45.0, -45.0, 0.0}), plan),
                90.0, 1e-3);
}

TEST(AngleError, WithoutASideIsThatOfTheTilt) {
    events::StatePlan plan;
    plan.tilt_deg = 45.0;
    EXPECT_NEAR(angle_error_deg(kSkin, approach::direction_of(kSkin, {50.0, -50.0, 0.0}), plan),
                5.0, 1e-3);
}

class OnABody : public ::testing::Test {
  protected:
    std::shared_ptr<const anatomy::Atlas> atlas_ = *anatomy::Atlas::make(rhomboid().body);
    Vec3 place_ =
        atlas_
            ->skin_at(atlas_->trigger_point_sites(*atlas_->find("muscle.rhomboid_major.right"))
                          .front()
                          .at)
            ->point;
};

TEST_F(OnABody, AnEntryIsRightWhereTheTargetIsInTheSafeCone) {
    const auto skin = *atlas_->skin_at(place_);
    const Vec3 target = skin.point - skin.normal * 15.0;
    const approach::SafeCone cone = approach::cone_of(nullptr, "", 45.0, {25.0, 30.0, 40.0, 50.0});
    const double error = approach::entry_error(*atlas_, skin.point, target, cone);
    EXPECT_GT(error, 3.0) << "straight above is too steep";
    EXPECT_LT(error, 20.0);
    // The error is the distance to an entry that has none.
    bool has_safe_entry = false;
    for (int step = 0; step < 24; ++step) {
        const double angle = det::kPi / 12.0 * step;
        const Vec3 aside = skin.medial * det::cos(angle) + skin.caudal * det::sin(angle);
        const auto entry = atlas_->skin_at(skin.point + aside * 17.0);
        has_safe_entry |= entry && approach::is_in_safe_cone(*atlas_, *entry, target, cone);
    }
    EXPECT_TRUE(has_safe_entry);
    EXPECT_EQ(approach::entry_error(*atlas_, skin.point + skin.medial * 400.0, target, cone),
              approach::kFarthestEntryError);
}

TEST_F(OnABody, TheSafeConeOffersSomeClearanceOrAShield) {
    const auto skin = *atlas_->skin_at(place_);
    const auto offered =
        approach::clearance_offered(*atlas_, skin.point - skin.normal * 15.0,
                                    approach::cone_of(nullptr, "", 45.0, {25, 30, 40, 50}));
    if (offered) {
        EXPECT_GT(*offered, 3.0);
    }
}

TEST_F(OnABody, PadsAstrideARibBracketItAndPadsAlongItDoNot) {
    const auto rib = skin_over_rib(*atlas_, place_);
    const Bracketed across = rib_between(*atlas_, rib, rib.caudal, 25.0);
    EXPECT_TRUE(across.rib.starts_with("rib.")) << across.rib;
    EXPECT_LT(across.offset, 8.0);
    EXPECT_EQ(rib_between(*atlas_, rib, rib.caudal, 0.1).rib, "");
}

}  // namespace
}  // namespace dryrun::session
