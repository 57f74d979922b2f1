// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Blocks of tissue that are made beside the steps are the ones that a step would have made itself.
#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "approach/line.h"
#include "operator.h"
#include "session/tissue_contact.h"

namespace dryrun::session {
namespace {

class Beside : public testing::Test {
  protected:
    void SetUp() override {
        start = start_rhomboid()->snapshot();
        auto read = tissue::MaterialTable::read_shipped();
        ASSERT_TRUE(read.ok()) << read.error().text();
        materials = *std::move(read);
        place = tissue::place_for(
            approach::skin_above(*start.atlas, start.bands.front().nodule)->point, nullptr);
    }

    SiteBuilder builder() {
        return {start.atlas, materials, 1.0,
                [this](bool is_waiting) { told.push_back(is_waiting); }};
    }
    // False where there is nobody to make it.
    bool wait_for(const SiteBuilder& builder) const {
        if (std::thread::hardware_concurrency() <= 1) return false;
        while (!builder.is_ready(place)) std::this_thread::yield();
        return true;
    }

    Snapshot start;
    tissue::MaterialTable materials;
    tissue::SitePlace place;
    std::vector<bool> told;  ///< by the builder, of its waits
};

TEST_F(Beside, ASiteIsTheOneThatAStepWouldHaveMade) {
    SiteBuilder ahead = builder();
    ahead.begin(start.bands, place);
    if (!wait_for(ahead)) GTEST_SKIP() << "one processor";
    const auto made_ahead = ahead.take(start.bands, place);
    EXPECT_TRUE(told.empty()) << "no step waits for what is ready";
    const auto made_here = builder().take(start.bands, place);
    EXPECT_EQ(told, (std::vector<bool>{true, false}));
    ASSERT_TRUE(made_ahead.ok() && made_here.ok());
    EXPECT_EQ((*made_ahead)->hash(), (*made_here)->hash());
}

TEST_F(Beside, BandsThatChangeMakeWhatWasBegunUseless) {
    SiteBuilder ahead = builder();
    ahead.begin(start.bands, place);
    auto slack = start.bands;
    slack.front().stiffness_ratio = 1.0;
    ahead.forget();
    const auto made = ahead.take(slack, place);
    const auto taut = builder().take(start.bands, place);
    ASSERT_TRUE(made.ok() && taut.ok());
    EXPECT_NE((*made)->hash(), (*taut)->hash());
}

TEST_F(Beside, HandsThatHoverFindTheirTissueReadyAndTheSame) {
    const Vec3 focus = approach::skin_above(*start.atlas, start.bands.front().nodule)->point;
    const auto hover_and_touch = [&](bool hovers) {
        SiteKeeper keeper(start.atlas, materials, start.bands, 1.0,
                          [this](bool is_waiting) { told.push_back(is_waiting); });
        if (hovers) {
            keeper.expect(focus);
            keeper.expect(focus);
            while (std::thread::hardware_concurrency() > 1 && !keeper.is_made_ahead(focus))
                std::this_thread::yield();
        }
        EXPECT_TRUE(keeper.follow(0, focus, false));
        StateHasher hasher;
        keeper.hash(hasher);
        return hasher.value();
    };
    const auto hovered = hover_and_touch(true);
    if (std::thread::hardware_concurrency() > 1) {
        EXPECT_TRUE(told.empty());
    }
    EXPECT_EQ(hover_and_touch(false), hovered);
    EXPECT_FALSE(told.empty());
}

}  // namespace
}  // namespace dryrun::session
