// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What hands feel comes out of the elements, the beam and the friction law: it follows when one of
// them is made a tenth stiffer or rougher.
#include <gtest/gtest.h>

#include <cmath>

#include "operator.h"

namespace dryrun::session {
namespace {

constexpr double kTenth = 1.1;

// Felt by the same hands in one short attempt.
struct Felt {
    double indentation = 0.0;  ///< under 6 N
    double pushing_N = 0.0;    ///< mean, through muscle
    double pulling_N = 0.0;    ///< mean, on the way out
    double lateral_N = 0.0;    ///< with the handle swung aside
};

class SameHands {
  public:
    explicit SameHands(const softbody::Scale& scale) {
        SessionOptions options;
        options.scale = scale;
        session_ = start_rhomboid(3, options);
        skin_ = *session_->snapshot().atlas->skin_at(session_->briefing().usual_places.front());
    }

    Felt feel() {
        Felt felt;
        press();
        felt.indentation = session_->percepts().pad_indentation;
        hands_.palpating_hand = {};
        take_needle();
        move_to(9.0, 0.1);
        felt.pushing_N = mean_over(13.0, 0.02);
        hands_.needling_hand.position += skin_.medial * 6.0;
        wait(200);
        felt.lateral_N = session_->snapshot().needle.lateral_force_N;
        hands_.needling_hand.position -= skin_.medial * 6.0;
        wait(200);
        move_to(10.0, 0.02);
        felt.pulling_N = mean_over(7.0, 0.02);
        return felt;
    }

    /// Of the needle on skin that it has pressed in by a millimetre and not yet punctured.
    double force_on_skin_N() {
        take_needle();
        move_to(1.0, 0.01);
        return session_->snapshot().needle.axial_force_N;
    }

  private:
    void step() {
        session_->step(hands_);
        hands_.actions.clear();
    }
    void wait(int ticks) {
        for (int i = 0; i < ticks; ++i) step();
    }
    void press() {
        hands_.palpating_hand.is_on_patient = true;
        hands_.palpating_hand.position = skin_.point;
        for (int tick = 0; tick < 600; ++tick) {
            hands_.palpating_hand.press_N = 0.01 * tick;
            step();
        }
    }
    void take_needle() {
        hands_.actions.push_back(events::ChooseNeedle{"0.25x40"});
        step();
        auto& hand = hands_.needling_hand;
        hand.tool = events::Tool::NeedleInGuideTube;
        hand.direction = -skin_.normal;
        hand.position = skin_.point + skin_.normal * 40.0;
        step();
    }
    // Travel of the hand from where the tip meets the resting skin.
    void move_to(double travel, double a_tick) {
        double& at = hands_.needling_hand.travel;
        while (std::fabs(travel - at) > 0.5 * a_tick) {
            at += travel > at ? a_tick : -a_tick;
            step();
        }
    }
    double mean_over(double travel, double a_tick) {
        double& at = hands_.needling_hand.travel;
        double sum = 0.0;
        int count = 0;
        while (std::fabs(travel - at) > 0.5 * a_tick) {
            at += travel > at ? a_tick : -a_tick;
            step();
            sum += session_->snapshot().needle.axial_force_N;
            ++count;
        }
        return sum / count;
    }

    std::unique_ptr<Session> session_;
    anatomy::SkinPoint skin_;
    events::InputSample hands_;
};

Felt felt_with(const softbody::Scale& scale) {
    return SameHands(scale).feel();
}

TEST(ScaledSession, StifferElementsYieldLessToFingerAndNeedle) {
    const Felt plain = felt_with({});
    const Felt stiffer = felt_with({.elements = kTenth});
    EXPECT_LT(stiffer.indentation, 0.97 * plain.indentation);
    EXPECT_GT(stiffer.indentation, plain.indentation / kTenth);
    const double plain_N = SameHands({}).force_on_skin_N();
    const double stiffer_N = SameHands({.elements = kTenth}).force_on_skin_N();
    EXPECT_GT(plain_N, 0.0);
    EXPECT_GT(stiffer_N, 1.005 * plain_N);
    EXPECT_LT(stiffer_N, kTenth * plain_N) << "the face under the tip yields too";
}

TEST(ScaledSession, RougherShaftsArePushedAndPulledHarder) {
    const Felt plain = felt_with({});
    const Felt rougher = felt_with({.friction = kTenth});
    EXPECT_NEAR(rougher.pulling_N / plain.pulling_N, kTenth, 0.02);
    EXPECT_GT(rougher.pushing_N, 1.02 * plain.pushing_N);
    EXPECT_LT(rougher.pushing_N, kTenth * plain.pushing_N) << "cutting is not friction";
    EXPECT_EQ(rougher.indentation, plain.indentation);
}

TEST(ScaledSession, StifferNeedlesPressHarderSideways) {
    const Felt plain = felt_with({});
    const Felt stiffer = felt_with({.beam = kTenth});
    EXPECT_GT(plain.lateral_N, 0.0);
    EXPECT_GT(stiffer.lateral_N, 1.02 * plain.lateral_N);
    EXPECT_LE(stiffer.lateral_N, kTenth * plain.lateral_N);
    EXPECT_EQ(stiffer.indentation, plain.indentation);
}

}  // namespace
}  // namespace dryrun::session
