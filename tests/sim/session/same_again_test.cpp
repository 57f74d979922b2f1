// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The same scenario, seed and samples give the same state, whoever else runs beside.
#include <gtest/gtest.h>

#include <optional>

#include "operator.h"

namespace dryrun::session {
namespace {

// A short attempt as samples: press, lift, tap, three strokes, out.
events::InputSample sample_at(int tick, const anatomy::SkinPoint& skin) {
    events::InputSample sample;
    if (tick == 0) sample.actions.push_back(events::ChooseNeedle{"0.25x40"});
    if (tick < 700) {
        sample.palpating_hand.is_on_patient = true;
        sample.palpating_hand.position = skin.point + skin.caudal * (0.01 * tick);
        sample.palpating_hand.press_N = 0.02 * tick;
    } else {
        sample.needling_hand.tool = events::Tool::Needle;
        sample.needling_hand.direction = -skin.normal;
        sample.needling_hand.position = skin.point + skin.normal * 42.0;
        const int t = tick - 700;
        double travel = t < 80 ? 0.1 * t : 8.0;
        if (t >= 80) travel += 0.02 * std::min(t - 80, 300);
        if (t >= 400) travel += (t / 150) % 2 == 0 ? -3.0 : 0.0;
        if (t >= 1000) travel -= 0.05 * (t - 1000);
        sample.needling_hand.travel = travel;
    }
    return sample;
}
constexpr int kTicks = 2100;

std::vector<std::uint64_t> hashes_of(Session& session, const anatomy::SkinPoint& skin) {
    std::vector<std::uint64_t> hashes;
    for (int tick = 0; tick < kTicks; ++tick) {
        session.step(sample_at(tick, skin));
        if (session.tick() % kTicksPerHash == 0) hashes.push_back(session.state_hash());
    }
    return hashes;
}

TEST(SameAgain, TwoSessionsSideBySideEqualOneAlone) {
    const auto alone = start_rhomboid(3);
    const auto skin = *alone->snapshot().atlas->skin_at(alone->briefing().usual_places.front());
    const auto expected = hashes_of(*alone, skin);
    const auto first = start_rhomboid(3);
    const auto second = start_rhomboid(4);
    std::vector<std::uint64_t> hashes;
    std::vector<std::uint64_t> others;
    for (int tick = 0; tick < kTicks; ++tick) {
        first->step(sample_at(tick, skin));
        second->step(sample_at(tick, skin));
        if (first->tick() % kTicksPerHash == 0) {
            hashes.push_back(first->state_hash());
            others.push_back(second->state_hash());
        }
    }
    EXPECT_EQ(hashes, expected);
    EXPECT_NE(others, expected) << "another seed is another patient";
    ASSERT_EQ(first->events().size(), alone->events().size());
    for (std::size_t i = 0; i < first->events().size(); ++i) {
        EXPECT_EQ(events::to_json(first->events()[i]), events::to_json(alone->events()[i]));
    }
    Operator read(*alone);
    EXPECT_TRUE(read.has<events::SkinPunctured>());
    EXPECT_TRUE(read.has<events::NeedleWithdrawn>());
}

TEST(SameAgain, SamplesOffTheGridActAsThoseOnIt) {
    const auto rough = start_rhomboid(3);
    const auto fine = start_rhomboid(3);
    const auto skin = *rough->snapshot().atlas->skin_at(rough->briefing().usual_places.front());
    for (int tick = 0; tick < 300; ++tick) {
        const events::InputSample sample = sample_at(tick, skin);
        rough->step(sample);
        fine->step(events::on_grid(sample));
    }
    EXPECT_EQ(rough->state_hash(), fine->state_hash());
}

TEST(SameAgain, AskingForASnapshotChangesNothing) {
    const auto watched = start_rhomboid(3);
    const auto unwatched = start_rhomboid(3);
    const auto skin = *watched->snapshot().atlas->skin_at(watched->briefing().usual_places.front());
    for (int tick = 0; tick < 300; ++tick) {
        watched->step(sample_at(tick, skin));
        unwatched->step(sample_at(tick, skin));
        const Snapshot snapshot = watched->snapshot();
        if (tick == 250 && snapshot.site) snapshot.site->field(snapshot.loads).at(skin.point);
    }
    EXPECT_EQ(watched->state_hash(), unwatched->state_hash());
}

}  // namespace
}  // namespace dryrun::session
