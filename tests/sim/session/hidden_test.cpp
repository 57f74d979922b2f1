// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Where the trigger point is reaches nobody before it is felt.
#include <gtest/gtest.h>

#include "approach/line.h"
#include "operator.h"

namespace dryrun::session {
namespace {

constexpr Vec3 kUp20{0.0, 0.0, 20.0};

void expect_equal(const Percepts& a, const Percepts& b) {
    EXPECT_EQ(a.is_touching, b.is_touching);
    EXPECT_EQ(a.pad_position, b.pad_position);
    EXPECT_EQ(a.pad_force_N, b.pad_force_N);
    EXPECT_EQ(a.pad_indentation, b.pad_indentation);
    EXPECT_EQ(a.pad_stiffness_N_per_mm, b.pad_stiffness_N_per_mm);
    EXPECT_EQ(a.taxel_kPa, b.taxel_kPa);
    EXPECT_EQ(a.needle_force_N, b.needle_force_N);
    EXPECT_EQ(a.seen_twitch, b.seen_twitch);
    ASSERT_EQ(a.landmarks.size(), b.landmarks.size());
    for (std::size_t i = 0; i < a.landmarks.size(); ++i) {
        EXPECT_EQ(a.landmarks[i].on_skin, b.landmarks[i].on_skin);
    }
    ASSERT_EQ(a.said.size(), b.said.size());
    for (std::size_t i = 0; i < a.said.size(); ++i) EXPECT_EQ(a.said[i].text, b.said[i].text);
}

SessionOptions moved_up() {
    SessionOptions options;
    options.trigger_point_shift = kUp20;
    return options;
}

SessionOptions muted() {
    SessionOptions options;
    options.are_percepts_muted = true;
    return options;
}

TEST(Hidden, PointMovesNothingBeforeATouch) {
    const auto here = start_rhomboid(7);
    const auto there = start_rhomboid(7, moved_up());
    EXPECT_GT(
        distance(here->snapshot().bands.front().nodule, there->snapshot().bands.front().nodule),
        10.0)
        << "else this test shows nothing";
    const Briefing& a = here->briefing();
    const Briefing& b = there->briefing();
    EXPECT_EQ(a.usual_places, b.usual_places);
    EXPECT_EQ(a.target_nominal_depth, b.target_nominal_depth);
    EXPECT_EQ(a.expected_bone_depth, b.expected_bone_depth);
    Operator one(*here);
    Operator other(*there);
    // A needle waved about above the back, and a question.
    const auto skin = *here->snapshot().atlas->skin_at(a.usual_places.front());
    for (Operator* hands : {&one, &other}) {
        hands->aim(skin.point + skin.normal * 5.0, -skin.normal, "0.25x30");
        hands->wait(50);
        hands->tell(events::AskPatient{"how_are_you"});
        hands->wait(1500);
    }
    expect_equal(here->percepts(), there->percepts());
    const Snapshot x = here->snapshot();
    const Snapshot y = there->snapshot();
    ASSERT_TRUE(x.site && y.site);
    EXPECT_EQ(x.site->place(), y.site->place());
    EXPECT_EQ(x.loads.surface_N, y.loads.surface_N);
    EXPECT_EQ(here->events().size(), there->events().size());
}

TEST(Hidden, PointDoesNotMoveTheSite) {
    const auto here = start_rhomboid(7);
    const auto there = start_rhomboid(7, moved_up());
    Operator one(*here);
    Operator other(*there);
    const auto skin = *here->snapshot().atlas->skin_at(here->briefing().usual_places.front());
    for (const double along : {-20.0, 30.0}) {
        for (Operator* hands : {&one, &other}) {
            hands->press(skin.point + skin.caudal * along, 4.0, 300);
        }
        EXPECT_EQ(here->snapshot().site->place(), there->snapshot().site->place());
    }
}

TEST(Hidden, MutedPerceptsTellOnlyPoses) {
    const auto session = start_rhomboid(7, muted());
    Operator hands(*session);
    const Snapshot snapshot = session->snapshot();
    const auto skin = *approach::skin_above(*snapshot.atlas, snapshot.bands.front().nodule);
    hands.press(skin.point, 25.0, 2500);
    EXPECT_TRUE(hands.has<events::TendernessReported>()) << "the patient speaks all the same";
    const Percepts& percepts = session->percepts();
    EXPECT_TRUE(percepts.is_touching);
    EXPECT_EQ(percepts.pad_force_N, 0.0);
    EXPECT_EQ(percepts.pad_stiffness_N_per_mm, 0.0);
    EXPECT_TRUE(percepts.said.empty());
    for (const double kPa : percepts.taxel_kPa) EXPECT_EQ(kPa, 0.0);
}

}  // namespace
}  // namespace dryrun::session
