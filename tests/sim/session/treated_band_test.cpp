// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A band that needling slackens is softer under the next finger.
#include <gtest/gtest.h>

#include <optional>

#include "approach/line.h"
#include "operator.h"
#include "session/tissue_contact.h"

namespace dryrun::session {
namespace {

constexpr double kPress_N = 15.0;

struct Treated {
    bool is_responder = false;
    double before = 0.0;  ///< how deep the pad goes over the point
    double after = 0.0;
};

// Presses over the point, needles it, and presses again.
// On the rigid corridor, where nothing of the first press is left in the tissue.
Treated treat(std::uint64_t seed) {
    SessionOptions options;
    options.tissue = TissueModel::RigidCorridor;
    const auto session = start_rhomboid(seed, options);
    Operator hands(*session);
    const Snapshot start = session->snapshot();
    const Vec3 target = start.bands.front().nodule;
    const auto skin = *approach::skin_above(*start.atlas, target);
    const double depth = distance(skin.point, target);
    const auto press = [&] {
        hands.press(skin.point, kPress_N, 1500);
        const double reached = session->snapshot().fingers.pad_depth.at(0);
        hands.lift();
        hands.wait(4000);
        return reached;
    };
    Treated treated;
    treated.before = press();
    hands.aim(skin.point, -skin.normal, "0.30x40");
    hands.tap();
    for (int stroke = 0; stroke < 4; ++stroke) {
        hands.advance_to(depth + 1.5, 60.0);
        hands.draw_back_to(depth - 6.0, 40.0);
    }
    hands.withdraw();
    const auto responded = hands.all<events::PointResponded>();
    EXPECT_FALSE(responded.empty());
    treated.is_responder = !responded.empty() && responded[0].is_responder;
    hands.wait(20000);
    treated.after = press();
    return treated;
}

TEST(TreatedBand, GivesWayMoreThanBeforeWhereThePointResponded) {
    int responders = 0;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        const Treated treated = treat(seed);
        if (treated.is_responder) {
            ++responders;
            EXPECT_GT(treated.after, 1.0002 * treated.before) << seed;
        } else {
            EXPECT_DOUBLE_EQ(treated.after, treated.before) << seed;
        }
    }
    EXPECT_GT(responders, 10);
    EXPECT_LT(responders, 20) << "one in five responds as to a sham (Turo 2015)";
}

class Keeper : public testing::Test {
  protected:
    void SetUp() override {
        const auto session = start_rhomboid();
        const Snapshot start = session->snapshot();
        auto materials = tissue::MaterialTable::read_shipped();
        ASSERT_TRUE(materials.ok()) << materials.error().text();
        focus = approach::skin_above(*start.atlas, start.bands.front().nodule)->point;
        keeper.emplace(start.atlas, *std::move(materials), start.bands);
        ASSERT_TRUE(keeper->follow(0, focus, false));
    }
    // By how much skin over the point gives way to 1 N.
    double compliance() const {
        int points[4];
        double weights[4];
        EXPECT_TRUE(keeper->site()->surface_weights(focus, points, weights));
        double sum = 0.0;
        for (int i = 0; i < 4; ++i)
            for (int j = 0; j < 4; ++j)
                sum += weights[i] * weights[j] *
                       keeper->site()->surface_compliance_row(
                           points[i])[static_cast<std::size_t>(points[j])];
        return sum;
    }

    Vec3 focus;
    std::optional<SiteKeeper> keeper;
};

TEST_F(Keeper, LaysTheSameGroundAnewWhenABandHasSlackened) {
    const double taut = compliance();
    keeper->change_band(0, 1.0);
    EXPECT_DOUBLE_EQ(compliance(), taut) << "not under a hand that is on it";
    bool has_changed = false;
    for (std::int64_t tick = 1; tick < 700 && !has_changed; ++tick)
        has_changed = keeper->follow(tick, focus, false);
    ASSERT_TRUE(has_changed);
    EXPECT_GT(compliance(), 1.001 * taut);
    EXPECT_FALSE(keeper->follow(1000, focus, false)) << "once";
    EXPECT_FALSE(keeper->follow(1100, focus, false));
}

TEST_F(Keeper, KeepsTheGroundOfANeedleThatIsIn) {
    const double taut = compliance();
    keeper->change_band(0, 1.0);
    for (std::int64_t tick = 1; tick < 700; ++tick) EXPECT_FALSE(keeper->follow(tick, focus, true));
    EXPECT_DOUBLE_EQ(compliance(), taut);
}

TEST_F(Keeper, DoesNothingWhereABandStaysAsItIs) {
    keeper->change_band(0, keeper->bands().front().stiffness_ratio);
    for (std::int64_t tick = 1; tick < 700; ++tick)
        EXPECT_FALSE(keeper->follow(tick, focus, false));
}

}  // namespace
}  // namespace dryrun::session
