// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Fingers on the reference body.
#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <numeric>
#include <vector>

#include "../tissue/prone_back.h"
#include "palpation/finger.h"

namespace dryrun::palpation {
namespace {

class FingersOnBack : public ::testing::Test {
  protected:
    void SetUp() override {
        atlas = tissue::prone_atlas();
        materials = tissue::shipped_materials();
        relaxation = materials->named("muscle").relaxation;
        soft = skin_beside("spinous.T5", -50.0);
        bony = skin_beside("spinous.T5", 0.0);
        hand.is_on_patient = true;
        use(soft);
    }
    Vec3 skin_beside(const char* landmark, double x) {
        const auto level = atlas->landmark(landmark);
        return atlas->skin_at({x, level->y, level->z})->point;
    }
    void use(const Vec3& place) {
        auto made = tissue::Site::make(atlas, *materials, {}, tissue::place_for(place, nullptr));
        ASSERT_TRUE(made) << made.error().text();
        site = *made;
        hand.position = place;
    }
    void tick(int count = 1) {
        for (int i = 0; i < count; ++i) {
            const std::vector<double> none(static_cast<std::size_t>(site->surface_count()), 0.0);
            step_fingers(hand, *atlas, *site, relaxation, none, state, surface_N);
        }
    }
    // 6 N, one above the other.
    void press_with_two_pads(double spread, int ticks) {
        hand.grip = events::PadGrip::TwoPadsFlat;
        hand.press_N = 6.0;
        hand.spread = spread;
        hand.across = {0.0, 0.0, 1.0};
        tick(ticks);
    }
    double force() const {
        double sum = 0.0;
        for (const PadContact& pad : state.pads) sum += pad.force_N;
        return sum;
    }
    // Of the skin at `soft`.
    double dent() const {
        int points[4];
        double weights[4];
        EXPECT_TRUE(site->surface_weights(soft, points, weights));
        double sum = 0.0;
        for (std::size_t k = 0; k < 4; ++k) {
            const auto row = site->surface_compliance_row(points[k]);
            sum += weights[k] *
                   std::inner_product(surface_N.begin(), surface_N.end(), row.begin(), 0.0);
        }
        return sum;
    }
    double load() const { return std::accumulate(surface_N.begin(), surface_N.end(), 0.0); }

    std::shared_ptr<const anatomy::Atlas> atlas;
    std::optional<tissue::MaterialTable> materials;
    std::shared_ptr<const tissue::Site> site;
    Vec3 soft;
    Vec3 bony;
    std::vector<softbody::PronyTerm> relaxation;
    events::PalpatingHand hand;
    FingerState state;
    std::vector<double> surface_N;
};

TEST_F(FingersOnBack, PressAsCommandedAndLoadTheSkinWithIt) {
    hand.press_N = 5.0;
    tick(1500);
    ASSERT_EQ(state.pads.size(), 1u);
    EXPECT_NEAR(force(), 5.0, 0.05);
    EXPECT_GT(load(), 0.2 * force());
    EXPECT_LT(load(), force()) << "squeezed tissue is stiffer than the linear block";
    EXPECT_GT(state.pads[0].indentation, 3.0);
    EXPECT_LT(state.pads[0].indentation, 11.0);
    double taxels = 0.0;
    for (const double kPa : state.pads[0].taxel_kPa) {
        EXPECT_GE(kPa, 0.0);
        taxels += kPa * 1e-3 * kTaxelSize * kTaxelSize;
    }
    EXPECT_NEAR(taxels, force(), 1e-9);
    for (const double newton : surface_N) EXPECT_GE(newton, 0.0);
    hand.is_on_patient = false;
    tick();
    EXPECT_TRUE(state.pads.empty());
    EXPECT_EQ(force(), 0.0);
}

TEST_F(FingersOnBack, SinkInAsFingersDo) {
    const auto bone = atlas->first_bone(soft, -atlas->skin_at(soft)->normal, 60.0);
    ASSERT_TRUE(bone);
    hand.press_N = 15.0;
    tick(2000);
    EXPECT_GT(state.pads[0].indentation, 8.0);  // firm: 10 to 18 mm on the back
    EXPECT_LT(state.pads[0].indentation, 18.0);
    hand.press_N = 40.0;
    tick(2000);
    EXPECT_LT(state.pads[0].indentation, 0.8 * bone->distance) << "bone is not passed";
}

TEST_F(FingersOnBack, RestQuietlyOnBonePressedHard) {
    use(bony);
    hand.press_N = 40.0;
    tick(3000);
    for (int i = 0; i < 300; ++i) {
        const double before = state.pads[0].indentation;
        tick();
        ASSERT_NEAR(force(), 40.0, 0.05);
        ASSERT_NEAR(state.pads[0].indentation, before, 2e-4) << i;
    }
}

TEST_F(FingersOnBack, SinkDeeperTheLongerTheyPress) {
    hand.press_N = 5.0;
    tick(300);
    const double early = state.pads[0].indentation;
    tick(3000);
    const double later = state.pads[0].indentation;
    EXPECT_GT(later, 1.1 * early);
    EXPECT_LT(later, 2.0 * early) << "what is left of the stress for good bears the finger";
    EXPECT_NEAR(force(), 5.0, 0.05);
    const double bearing = load();
    EXPECT_GT(bearing, 0.0);
}

TEST_F(FingersOnBack, LeaveADentThatComesBack) {
    hand.press_N = 8.0;
    tick(3000);
    const double pressed = load();
    hand.is_on_patient = false;
    tick();
    const double left = load();
    EXPECT_GT(left, 0.2 * pressed);
    EXPECT_LT(left, 0.9 * pressed);
    tick(4000);
    EXPECT_LT(load(), 0.5 * left);
    tick(10 * 60000);  // ten times as long as its slowest part: more is remembered of a stress that
                       // has stiffened
    EXPECT_EQ(load(), 0.0) << "forgotten, and costs nothing";
    EXPECT_TRUE(state.memory.is_blank);
}

TEST_F(FingersOnBack, TheDentStaysWhereItIsOnAnotherBlock) {
    hand.press_N = 8.0;
    tick(3000);
    hand.is_on_patient = false;
    tick(10);
    const double before = dent();
    tissue::SitePlace next = site->place();
    next.row += soft.z > 20.0 * next.row ? 1 : -1;  // the place remains on the patch
    auto made = tissue::Site::make(atlas, *materials, {}, next);
    ASSERT_TRUE(made) << made.error().text();
    site = *made;
    tick();
    EXPECT_NEAR(dent(), before, 0.02 * before);
    Vec3 middle;
    for (int i = 0; i < site->surface_count(); ++i)
        middle += site->surface_point(i) * (surface_N[static_cast<std::size_t>(i)] / load());
    EXPECT_LT(distance(middle, soft), 3.0);
}

TEST_F(FingersOnBack, FeelASpinousProcessAsStiffer) {
    hand.press_N = 5.0;
    tick(1500);
    const double over_muscle = state.pads[0].stiffness_N_per_mm;
    state = {};
    use(bony);
    tick(1500);
    EXPECT_GT(state.pads[0].stiffness_N_per_mm, 1.2 * over_muscle);
}

TEST_F(FingersOnBack, AHeldHandKeepsForceAndPlace) {
    hand.press_N = 4.0;
    tick(1500);
    const Vec3 place = state.pads[0].centre;
    hand.is_held = true;
    tick();
    hand.press_N = 0.0;
    hand.position += Vec3{0.0, 0.0, 30.0};
    tick(5000);
    EXPECT_EQ(state.pads[0].centre, place);
    EXPECT_NEAR(force(), 4.0, 0.12);  // relaxes slowly
    EXPECT_LT(force(), 4.0);
    hand.is_held = false;
    tick(2000);
    EXPECT_LT(force(), 0.1);
}

TEST_F(FingersOnBack, SlideAlongTheSkinAtTheHandsSpeed) {
    hand.press_N = 3.0;
    tick(1500);
    const Vec3 from = state.pads[0].centre;
    const auto skin = atlas->skin_at(from);
    hand.position = from + skin->caudal * 10.0;
    tick(20);
    EXPECT_NEAR(distance(state.pads[0].centre, from), 3.0, 0.1);
    tick(200);
    EXPECT_NEAR(distance(state.pads[0].centre, from), 10.0, 0.2);
    EXPECT_NEAR(force(), 3.0, 0.3);
}

TEST_F(FingersOnBack, TwoPadsShareThePress) {
    press_with_two_pads(24.0, 2000);
    ASSERT_EQ(state.pads.size(), 2u);
    EXPECT_NEAR(state.pads[0].force_N, 3.0, 0.05);
    EXPECT_NEAR(state.pads[1].force_N, 3.0, 0.05);
    EXPECT_NEAR(distance(state.pads[0].centre, state.pads[1].centre), 24.0, 1.5);
    EXPECT_GT(load(), 2.0);
}

TEST_F(FingersOnBack, TwoPadsWithoutRoomForTheirSpreadLieNearerTogether) {
    press_with_two_pads(60.0, 1000);
    ASSERT_EQ(state.pads.size(), 2u);
    EXPECT_TRUE(state.is_out_of_room);
    EXPECT_NEAR(force(), 6.0, 0.1);
    const double apart = distance(state.pads[0].centre, state.pads[1].centre);
    EXPECT_GT(apart, 20.0);
    EXPECT_LT(apart, 59.0);
    // They slide all the same, and spread as told once there is room.
    const Vec3 before = state.position;
    hand.position.x -= 2.0;
    tick(200);
    EXPECT_GT(distance(state.position, before), 1.5);
    hand.spread = 24.0;
    tick(400);
    EXPECT_FALSE(state.is_out_of_room);
    EXPECT_NEAR(distance(state.pads[0].centre, state.pads[1].centre), 24.0, 1.5);
}

TEST_F(FingersOnBack, AnotherSiteChangesTheForceByLessThanTwoPercent) {
    hand.press_N = 5.0;
    tick(1500);
    const double before = force();
    // The neighbour, above or below, that holds all of the pad.
    const auto holds_pad = [&](const tissue::Site& one) {
        constexpr double kPad = 14.0;
        return one.covers(state.position + Vec3{0.0, 0.0, kPad}) &&
               one.covers(state.position - Vec3{0.0, 0.0, kPad});
    };
    const tissue::SitePlace here = site->place();
    for (const int step : {1, -1}) {
        tissue::SitePlace next = here;
        next.row += step;
        auto made = tissue::Site::make(atlas, *materials, {}, next);
        ASSERT_TRUE(made) << made.error().text();
        if (holds_pad(**made)) site = *made;
    }
    ASSERT_NE(site->place().row, here.row);
    tick();
    EXPECT_NEAR(force(), before, 0.02 * before);
    tick(3);
    EXPECT_NEAR(force(), before, 0.02 * before);
}

TEST_F(FingersOnBack, AHeldHandOutOfTheBlocksReachWaitsForIt) {
    hand.press_N = 4.0;
    tick(1500);
    hand.is_held = true;
    tick();
    const auto kept = site;
    const Vec3 place = hand.position;
    use(skin_beside("spinous.T5", -50.0) + Vec3{0.0, 0.0, -120.0});
    hand.position = place;
    ASSERT_FALSE(site->covers(place));
    tick(5);
    ASSERT_EQ(state.pads.size(), 1u);
    EXPECT_NEAR(force(), 4.0, 0.1);
    EXPECT_EQ(load(), 0.0);
    site = kept;
    tick(5);
    EXPECT_NEAR(force(), 4.0, 0.1);
    EXPECT_GT(load(), 0.5);
}

}  // namespace
}  // namespace dryrun::palpation
