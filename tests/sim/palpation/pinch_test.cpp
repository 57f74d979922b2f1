// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The pincer grip on the reference body: how far it lifts, what it holds and what slips.
#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <numeric>
#include <vector>

#include "../tissue/prone_back.h"
#include "palpation/pinch.h"

namespace dryrun::palpation {
namespace {

class PincerOnBack : public ::testing::Test {
  protected:
    void SetUp() override {
        atlas = tissue::prone_atlas();
        materials = tissue::shipped_materials();
        relaxation = materials->named("muscle").relaxation;
        hand.is_on_patient = true;
        hand.grip = events::PadGrip::Pincer;
        hand.spread = 24.0;
    }
    void pinch_shelf() { pinch_over("muscle.trapezius.upper.right", 1); }
    // Digits on both sides of a muscle's trigger point, across its fibres.
    void pinch_over(const char* muscle, std::size_t which = 0) {
        const auto id = atlas->find(muscle);
        ASSERT_TRUE(id) << muscle;
        const auto points = atlas->trigger_point_sites(*id);
        ASSERT_GT(points.size(), which);
        const auto point = points[which];
        const auto skin = atlas->skin_at(point.at);
        ASSERT_TRUE(skin);
        hand.position = skin->point;
        hand.across = normalised(cross(point.fibre, skin->normal));
        use(skin->point);
    }
    void use(const Vec3& place) {
        auto made =
            tissue::Site::make(atlas, *materials, {},
                               tissue::place_for(place, nullptr, atlas->skin_at(place)->normal));
        ASSERT_TRUE(made) << made.error().text();
        site = *made;
    }
    void tick(int count = 1) {
        const std::vector<double> none(static_cast<std::size_t>(site->surface_count()), 0.0);
        for (int i = 0; i < count; ++i)
            step_fingers(hand, *atlas, *site, relaxation, none, state, surface_N);
    }
    void lift(double force_N, int ticks = 2000) {
        hand.press_N = -force_N;
        tick(ticks);
    }
    double load() const { return std::accumulate(surface_N.begin(), surface_N.end(), 0.0); }
    // How far the loads on the skin raise it at a place.
    double raised_at(const Vec3& on_skin) const {
        int points[4];
        double weights[4];
        EXPECT_TRUE(site->surface_weights(on_skin, points, weights));
        double sum = 0.0;
        for (int k = 0; k < 4; ++k) {
            const auto row = site->surface_compliance_row(points[k]);
            for (std::size_t j = 0; j < surface_N.size(); ++j)
                sum -= weights[k] * row[j] * surface_N[j];
        }
        return sum;
    }

    std::shared_ptr<const anatomy::Atlas> atlas;
    std::optional<tissue::MaterialTable> materials;
    std::shared_ptr<const tissue::Site> site;
    std::vector<softbody::PronyTerm> relaxation;
    events::PalpatingHand hand;
    FingerState state;
    std::vector<double> surface_N;
};

TEST_F(PincerOnBack, LiftsTheSkinByWhatTheTissueGives) {
    pinch_shelf();
    lift(10.0);
    ASSERT_EQ(state.fold, Fold::Held);
    EXPECT_NEAR(state.lift_N(), 10.0, 0.1);
    const double by_ten = state.held_fold.height;
    EXPECT_GT(by_ten, 2.0);
    lift(20.0);
    EXPECT_NEAR(state.lift_N(), 20.0, 0.1);
    EXPECT_GT(state.held_fold.height, 1.5 * by_ten);
    EXPECT_LT(state.held_fold.height, 2.0 * by_ten) << "stretched skin gives less";
    EXPECT_NEAR(load(), -state.lift_N(), 0.5 * state.lift_N()) << "and the block bears it";
}

TEST_F(PincerOnBack, ReachesTheHeightOfATaughtLift) {
    pinch_over("muscle.latissimus_dorsi.right");
    lift(20.0);
    EXPECT_GT(state.held_fold.height, 12.0);
    EXPECT_LT(state.held_fold.height, 25.0);
}

TEST_F(PincerOnBack, RaisesNoFoldHigherThanSkinStretches) {
    pinch_over("muscle.latissimus_dorsi.right");
    lift(31.0);
    ASSERT_EQ(state.fold, Fold::Held);
    EXPECT_LT(state.held_fold.height, kMostHeight);
    EXPECT_NEAR(state.lift_N(), 31.0, 0.2);
    EXPECT_LT(state.held_fold.load_N, 30.0) << "the block bears less than is felt";
}

TEST_F(PincerOnBack, LiftsLessWhereBoneLiesUnderTheSkin) {
    pinch_over("muscle.rhomboid_major.right");
    lift(5.0);
    const double over_muscle = state.held_fold.height;
    state = {};
    const Vec3 spinous = *atlas->landmark("spinous.T5");
    hand.position = atlas->skin_at({0.0, spinous.y, spinous.z})->point;
    hand.across = {0.0, 0.0, 1.0};
    use(hand.position);
    lift(5.0);
    EXPECT_LT(state.held_fold.height, 0.8 * over_muscle);
}

TEST_F(PincerOnBack, TheDigitsShareTheLiftAndSqueezeForIt) {
    pinch_shelf();
    lift(16.0);
    ASSERT_EQ(state.pads.size(), 2u);
    for (const PadContact& pad : state.pads) {
        EXPECT_NEAR(pad.force_N, -8.0, 0.1);
        EXPECT_NEAR(pad.squeeze_N, 8.0 / kSkinFriction, 0.3) << "friction carries the half";
        EXPECT_LT(pad.indentation, -2.0);
        EXPECT_GT(pad.peak_pressure_kPa, 50.0);
    }
}

TEST_F(PincerOnBack, BringsTheSkinBetweenTheDigitsAlong) {
    pinch_shelf();
    lift(16.0);
    EXPECT_GT(raised_at(hand.position), 0.5 * state.held_fold.height);
    const Vec3 aside = normalised(cross(hand.across, state.pads[0].normal));
    EXPECT_LT(raised_at(hand.position + aside * 22.0), 0.5 * raised_at(hand.position));
}

TEST_F(PincerOnBack, RaisesNoFasterThanAHand) {
    pinch_shelf();
    tick(10);
    double before = 0.0;
    for (int i = 0; i < 200; ++i) {
        lift(25.0, 1);
        EXPECT_LT(state.held_fold.height - before, 0.15 + 1e-9);
        before = state.held_fold.height;
    }
}

TEST_F(PincerOnBack, LowersItGently) {
    pinch_shelf();
    lift(16.0);
    const double lifted = load();
    hand.press_N = 0.0;
    tick(1000);
    EXPECT_EQ(state.fold, Fold::None);
    EXPECT_EQ(state.lift_N(), 0.0);
    EXPECT_GT(load(), 0.6 * lifted) << "what was stretched comes back slowly, as a dent does";
    hand.press_N = 4.0;
    tick(1500);
    EXPECT_NEAR(state.pads[0].force_N, 2.0, 0.1) << "and the pads can press again";
}

TEST_F(PincerOnBack, SlipsWhenPulledHarderThanFrictionHolds) {
    pinch_shelf();
    lift(kMostLift_N - 1.0);
    EXPECT_EQ(state.fold, Fold::Held);
    lift(kMostLift_N + 4.0);
    EXPECT_EQ(state.fold, Fold::Slipped);
    EXPECT_EQ(state.lift_N(), 0.0);
    lift(10.0);
    EXPECT_EQ(state.fold, Fold::Slipped) << "it is not taken up in passing";
    lift(0.0, 10);
    lift(10.0);
    EXPECT_EQ(state.fold, Fold::Held);
}

TEST_F(PincerOnBack, SlipsWhenDraggedAlongUnlessTheHandIsHeld) {
    pinch_shelf();
    lift(12.0);
    const Vec3 place = hand.position;
    hand.position = place + hand.across * 5.0;
    tick(100);
    EXPECT_EQ(state.fold, Fold::Held) << "skin gives way for a while";
    hand.is_held = true;
    hand.position = place + hand.across * 20.0;
    tick(100);
    EXPECT_EQ(state.fold, Fold::Held);
    EXPECT_NEAR(state.lift_N(), 12.0, 0.2);
    hand.is_held = false;
    tick(1);
    EXPECT_EQ(state.fold, Fold::Slipped);
}

TEST_F(PincerOnBack, ALiftThatIsHeldWearsOff) {
    pinch_shelf();
    lift(12.0);
    hand.is_held = true;
    tick(10000);
    EXPECT_LT(state.lift_N(), 11.8);
    EXPECT_GT(state.lift_N(), 0.8 * 12.0);
}

TEST_F(PincerOnBack, FallsAtOnceWhenTheHandIsTakenAway) {
    pinch_shelf();
    lift(12.0);
    const double lifted = raised_at(hand.position);
    hand.is_on_patient = false;
    tick();
    EXPECT_EQ(state.fold, Fold::None);
    EXPECT_LT(raised_at(hand.position), 0.8 * lifted);
    tick(4000);
    EXPECT_LT(raised_at(hand.position), 0.4 * lifted);
}

}  // namespace
}  // namespace dryrun::palpation
