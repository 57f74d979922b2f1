// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A session on the rigid corridor: the same hands meet the same anatomy, and what a trainee does in
// it comes to what it comes to on the block.
#include "session/rigid_corridor.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <vector>

#include "session/session.h"
#include "trainee/trainee.h"

namespace dryrun::trainee {
namespace {

session::SessionOptions rigid() {
    session::SessionOptions options;
    options.tissue = session::TissueModel::RigidCorridor;
    return options;
}

std::unique_ptr<session::Session> start(std::uint64_t seed, const session::SessionOptions& how) {
    const auto scenario = scenario::read_scenario("rhomboid-major-right");
    EXPECT_TRUE(scenario.ok());
    auto session = session::Session::start(*scenario, seed, how);
    EXPECT_TRUE(session.ok()) << (session.ok() ? "" : session.error().text());
    return *std::move(session);
}

// Of people of one build the shoulder blade lies up to two levels higher or lower.
TEST(RigidCorridor, AnExpertFindsTheInfraspinatusPointsOfMostPeople) {
    auto scenario = scenario::read_scenario("infraspinatus-right");
    ASSERT_TRUE(scenario.ok());
    int found = 0;
    double farthest = 0.0;
    for (std::uint64_t person = 1; person <= 8; ++person) {
        scenario->body.seed = person;
        auto session = session::Session::start(*scenario, person, rigid());
        ASSERT_TRUE(session.ok()) << session.error().text();
        auto trainee = make_trainee("expert", (*session)->briefing(), person);
        const auto& usual = (*session)->briefing().found_by;
        ASSERT_EQ(usual.size(), 2u) << "the ends of the spine of the scapula";
        EXPECT_EQ(usual[0].name, "scapula.root_of_spine.right");
        for (const auto& seen : (*session)->percepts().landmarks)
            if (seen.name == usual[0].name)
                farthest = std::max(farthest, distance(seen.on_skin, usual[0].on_skin));
        while (!(*session)->is_finished())
            (*session)->step((*trainee)->act((*session)->percepts()));
        for (const auto& event : (*session)->events())
            found += std::holds_alternative<events::SkinPunctured>(event.body);
    }
    EXPECT_GT(farthest, 25.0) << "one of them at least lies far off the textbook's";
    EXPECT_GE(found, 7) << "of 8";
}

std::unique_ptr<session::Session> treated_by_expert(std::uint64_t seed) {
    auto session = start(seed, rigid());
    auto trainee = make_trainee("expert", session->briefing(), seed);
    EXPECT_TRUE(trainee.ok());
    while (!session->is_finished()) session->step((*trainee)->act(session->percepts()));
    return session;
}

template <class Body>
std::vector<Body> all(const session::Session& session) {
    std::vector<Body> found;
    for (const events::Event& event : session.events())
        if (const auto* body = std::get_if<Body>(&event.body)) found.push_back(*body);
    return found;
}

// A needle in its tube is set 2 mm above the skin and pushed straight in to `most`.
std::unique_ptr<session::Session> needled(const anatomy::SkinPoint& skin, double most) {
    auto session = start(7, rigid());
    const double length = 40.0;
    events::InputSample hands;
    hands.actions.push_back(events::ChooseNeedle{"0.25x40"});
    hands.needling_hand.tool = events::Tool::NeedleInGuideTube;
    hands.needling_hand.direction = -skin.normal;
    hands.needling_hand.position = skin.point + skin.normal * (length + 2.0);
    for (double pushed = 0.0; pushed < most + 2.0; pushed += 0.02) {
        hands.needling_hand.travel = pushed;
        session->step(hands);
        hands.actions.clear();
    }
    return session;
}

// Skin beside the usual place under which the line straight in meets bone, or none within 60 mm.
std::optional<anatomy::SkinPoint> skin_over(const anatomy::Atlas& atlas, const Vec3& usual,
                                            bool bone) {
    for (double down = 0.0; down < 30.0; down += 1.0) {
        const auto skin = atlas.skin_at(usual - Vec3{0.0, 0.0, down});
        if (!skin) continue;
        bool is_sure = true;
        for (const double aside : {-2.5, 0.0, 2.5}) {
            const Vec3 from = skin->point + skin->caudal * aside + skin->normal;
            const auto hit = atlas.first_bone(from, -skin->normal, 60.0);
            is_sure = is_sure && (hit && hit->distance < 38.0) == bone;
        }
        if (is_sure) return skin;
    }
    return std::nullopt;
}

TEST(RigidCorridor, BoneStopsTheNeedleWhereTheAtlasHasIt) {
    const auto session = start(7, rigid());
    const auto atlas = session->snapshot().atlas;
    const auto skin = skin_over(*atlas, session->briefing().usual_places.front(), true);
    ASSERT_TRUE(skin);
    const double bone = atlas->first_bone(skin->point, -skin->normal, 60.0)->distance;
    const auto after = needled(*skin, bone + 5.0);
    const auto touched = all<events::BoneContacted>(*after);
    ASSERT_FALSE(touched.empty());
    EXPECT_NEAR(touched.front().path, bone, 0.3);
    EXPECT_NEAR(after->snapshot().needle.tip_path, bone, 0.3);
    EXPECT_TRUE(after->percepts().is_on_bone);
    EXPECT_GT(after->percepts().needle_force_N, 0.5);
    EXPECT_TRUE(all<events::HazardEntered>(*after).empty());
}

TEST(RigidCorridor, BetweenRibsTheNeedleGoesThroughTheLayersIntoTheLung) {
    const auto session = start(7, rigid());
    const auto atlas = session->snapshot().atlas;
    const auto skin = skin_over(*atlas, session->briefing().usual_places.front(), false);
    ASSERT_TRUE(skin);
    const auto after = needled(*skin, 39.0);
    EXPECT_EQ(all<events::SkinPunctured>(*after).size(), 1U);
    EXPECT_GE(all<events::LayerPunctured>(*after).size(), 2U);
    EXPECT_TRUE(all<events::BoneContacted>(*after).empty());
    const auto entered = all<events::HazardEntered>(*after);
    ASSERT_FALSE(entered.empty());
    // The place where the atlas has it, along the same line.
    const auto line = atlas->layers_along(skin->point + skin->normal, -skin->normal, 60.0);
    ASSERT_TRUE(line);
    const auto span = std::find_if(line->spans.begin(), line->spans.end(), [&](const auto& one) {
        return atlas->structure(one.structure).name == entered.front().structure;
    });
    ASSERT_NE(span, line->spans.end());
    EXPECT_NEAR(entered.front().path, span->enter, 1.0);
}

// A line that grazes the skin has no layer to be in.
TEST(RigidCorridor, ANeedleTurnedAlongTheSkinStaysOnTheTrackItHas) {
    auto session = start(7, rigid());
    const auto skin = *session->snapshot().atlas->skin_at(session->briefing().usual_places.front());
    constexpr double kLength = 40.0;
    events::InputSample hands;
    hands.actions.push_back(events::ChooseNeedle{"0.25x40"});
    hands.needling_hand.tool = events::Tool::Needle;
    const auto hold = [&](double tilt, double path) {
        const Vec3 direction = -skin.normal * std::cos(tilt) + skin.medial * std::sin(tilt);
        hands.needling_hand.direction = direction;
        hands.needling_hand.position = skin.point - direction * (kLength - path);
        session->step(hands);
        hands.actions.clear();
    };
    for (double path = -2.0; path < 4.0; path += 0.02) hold(0.0, path);
    ASSERT_TRUE(session->percepts().is_needle_in);
    for (double tilt = 0.0; tilt < 1.7; tilt += 0.0005) {
        hold(tilt, 1.0);
        const needle::NeedleState needle = session->snapshot().needle;
        ASSERT_LE(static_cast<std::size_t>(needle.layers_entered), needle.layers.size()) << tilt;
    }
}

TEST(RigidCorridor, ANeedleDrawnOutLeavesTheSkinAndDragsOnTheHand) {
    const auto first = start(7, rigid());
    const auto atlas = first->snapshot().atlas;
    const auto skin = skin_over(*atlas, first->briefing().usual_places.front(), true);
    ASSERT_TRUE(skin);
    auto session = needled(*skin, 12.0);
    EXPECT_GT(session->percepts().needle_force_N, 0.0);
    events::InputSample hands;
    hands.needling_hand.tool = events::Tool::Needle;
    hands.needling_hand.direction = -skin->normal;
    hands.needling_hand.position = skin->point + skin->normal * 42.0;
    double least_N = 0.0;
    for (double pushed = 14.0; pushed > -4.0; pushed -= 0.02) {
        hands.needling_hand.travel = pushed;
        session->step(hands);
        least_N = std::min(least_N, session->percepts().needle_force_N);
    }
    EXPECT_LT(least_N, -0.01);
    EXPECT_FALSE(session->percepts().is_needle_in);
    const auto out = all<events::NeedleWithdrawn>(*session);
    ASSERT_EQ(out.size(), 1U);
    EXPECT_NEAR(out.front().deepest_path, 12.0, 0.5);
}

// Depth of a pad that presses with 8 N at a place.
double indentation(session::Session& session, const Vec3& at) {
    events::InputSample hands;
    hands.palpating_hand.is_on_patient = true;
    hands.palpating_hand.position = at;
    for (int tick = 0; tick < 450; ++tick) {
        hands.palpating_hand.press_N = std::min(8.0, 0.04 * tick);
        session.step(hands);
    }
    return session.percepts().pad_indentation;
}

TEST(RigidCorridor, AFingerGoesInAboutAsFarAsOnTheBlock) {
    for (const double lateral : {0.0, -16.0}) {
        auto soft = start(7, {});
        auto stiff = start(7, rigid());
        const Vec3 at = soft->briefing().usual_places.front() + Vec3{lateral, 0.0, 0.0};
        const double on_block = indentation(*soft, at);
        EXPECT_NEAR(indentation(*stiff, at), on_block, 0.35 * on_block) << lateral;
    }
}

// Where nobody knows the pain the expert does not needle, which the seed decides.
TEST(RigidCorridor, AnExpertFindsThePointAndTreatsItThere) {
    int treated = 0;
    int met = 0;
    for (const std::uint64_t seed : {1u, 2u, 3u, 4u, 5u}) {
        const auto session = treated_by_expert(seed);
        EXPECT_TRUE(all<events::HazardEntered>(*session).empty()) << seed;
        EXPECT_EQ(all<events::SessionFinished>(*session).size(), 1U) << seed;
        if (all<events::SkinPunctured>(*session).empty()) continue;
        ++treated;
        EXPECT_LT(all<events::SiteMarked>(*session).front().site_error, 15.0) << seed;
        met += !all<events::NeedlePassed>(*session).empty();
        EXPECT_FALSE(all<events::NeedleWithdrawn>(*session).empty()) << seed;
    }
    EXPECT_GE(treated, 2);
    EXPECT_GE(met, treated - 1) << "most needles come near the point";
}

TEST(RigidCorridor, TheSameSeedGivesTheSameTreatment) {
    EXPECT_EQ(treated_by_expert(5)->state_hash(), treated_by_expert(5)->state_hash());
}

TEST(RigidCorridor, ABodyMadeBeforeIsTheBodyThatASessionMakes) {
    const auto made = start(3, rigid());
    session::SessionOptions given = rigid();
    given.atlas = made->snapshot().atlas;
    const auto again = start(3, given);
    EXPECT_EQ(made->state_hash(), again->state_hash());
    EXPECT_EQ(made->briefing().target_nominal_depth, again->briefing().target_nominal_depth);
}

}  // namespace
}  // namespace dryrun::trainee
