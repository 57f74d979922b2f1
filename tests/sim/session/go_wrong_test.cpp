// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What goes wrong in a session, and what comes of it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "approach/line.h"
#include "approach/site.h"
#include "operator.h"
#include "patient/patient.h"

namespace dryrun::session {
namespace {

scenario::Scenario with_planned(const std::string& kind, double after_s) {
    scenario::Scenario scenario = rhomboid();
    scenario.planned_events = {{kind, after_s}};
    return scenario;
}

// The needle tapped in over a rib and 8 mm deep.
void put_needle_in(Session& session, Operator& hands) {
    const auto atlas = session.snapshot().atlas;
    const auto rib = skin_over_rib(*atlas, session.briefing().usual_places.front());
    hands.aim(rib.point, -rib.normal, "0.30x50");
    hands.tap();
    hands.advance_to(10.0, 15.0);
}

bool shows(const Session& session, const std::string& sign) {
    const auto& signs = session.percepts().signs;
    return std::find(signs.begin(), signs.end(), sign) != signs.end();
}

TEST(GoingWrong, AFaintIsSeenAndHeardAndEndsWellWhereItIsActedOn) {
    const auto session = start(with_planned("vasovagal", 1.0));
    Operator hands(*session);
    put_needle_in(*session, hands);
    hands.wait(8000);
    ASSERT_TRUE(hands.has<events::EmergencyBegan>());
    EXPECT_TRUE(shows(*session, "yawning"));
    EXPECT_TRUE(shows(*session, "pale"));
    const auto spoken = hands.all<events::PatientSpoke>();
    EXPECT_TRUE(std::any_of(spoken.begin(), spoken.end(),
                            [](const auto& words) { return words.phrase == "sign.warm"; }));
    hands.withdraw();
    hands.tell(events::DoStep{"lie_flat_legs_up"});
    hands.wait(500);
    hands.tell(events::DoStep{"check_pulse"});
    hands.wait(45000);
    const auto ended = hands.all<events::EmergencyEnded>();
    ASSERT_EQ(ended.size(), 1u);
    EXPECT_EQ(ended[0].outcome, "recovered");
    EXPECT_EQ(ended[0].actions_in_time, 3);
    EXPECT_EQ(ended[0].wrong_actions, 0);
    EXPECT_TRUE(session->percepts().signs.empty());
}

TEST(GoingWrong, AFaintThatIsLeftAloneEndsInUnconsciousness) {
    const auto session = start(with_planned("vasovagal", 0.0));
    Operator hands(*session);
    put_needle_in(*session, hands);
    hands.wait(80000);
    const auto ended = hands.all<events::EmergencyEnded>();
    ASSERT_EQ(ended.size(), 1u);
    EXPECT_EQ(ended[0].outcome, "fainted");
    EXPECT_EQ(ended[0].actions_in_time, 0);
}

TEST(GoingWrong, AHeldNeedleDrawsTheTissueAlongUntilTheMuscleLetsGo) {
    struct Pulled {
        double tip_path = 0.0;
        double most_N = 0.0;
    };
    const auto pull = [](bool is_held) {
        const auto session = start(is_held ? with_planned("stuck_needle", 6.0) : rhomboid());
        Operator hands(*session);
        put_needle_in(*session, hands);
        hands.advance_to(18.0, 15.0);
        hands.wait(6500);
        EXPECT_EQ(hands.has<events::NeedleStuck>(), is_held);
        Pulled pulled;
        for (int i = 0; i < 8; ++i) {
            hands.push(-1.0, 10.0);
            pulled.most_N = std::max(pulled.most_N, -session->percepts().needle_force_N);
        }
        pulled.tip_path = hands.tip_path();
        return pulled;
    };
    const Pulled held = pull(true);
    const Pulled free = pull(false);
    EXPECT_GT(held.most_N, 3.0 * free.most_N);
    EXPECT_GT(held.tip_path, free.tip_path + 2.0) << "the free tip comes as far as the hand goes";

    const auto session = start(with_planned("stuck_needle", 0.0));
    Operator hands(*session);
    put_needle_in(*session, hands);
    EXPECT_TRUE(hands.has<events::NeedleStuck>());
    EXPECT_TRUE(shows(*session, "needle_held"));
    hands.tell(events::DoStep{"relax_and_wait"});
    hands.tell(events::DoStep{"change_position_back"});
    hands.wait(11000);
    ASSERT_TRUE(hands.has<events::NeedleFreed>());
    hands.withdraw();
    EXPECT_TRUE(hands.has<events::NeedleWithdrawn>());
    hands.wait(1500);
    const auto ended = hands.all<events::EmergencyEnded>();
    ASSERT_EQ(ended.size(), 1u);
    EXPECT_EQ(ended[0].outcome, "recovered");
}

TEST(GoingWrong, WhatIsNotOverIsJudgedWhenTheAttemptEnds) {
    const auto session = start(with_planned("vasovagal", 0.0));
    Operator hands(*session);
    put_needle_in(*session, hands);
    hands.withdraw();
    hands.wait(3000);
    hands.tell(events::Finish{"done"});
    hands.wait(1);
    ASSERT_TRUE(session->is_finished());
    const auto ended = hands.all<events::EmergencyEnded>();
    ASSERT_EQ(ended.size(), 1u);
    EXPECT_EQ(ended[0].outcome, "unresolved");
    const auto decided = hands.all<events::DecisionJudged>();
    ASSERT_EQ(decided.size(), 1u);
    EXPECT_TRUE(decided[0].was_needled);
    EXPECT_TRUE(decided[0].is_right);
    EXPECT_TRUE(std::holds_alternative<events::SessionFinished>(session->events().back().body));
}

TEST(GoingWrong, TheElectrodeHearsTheMovingNeedleOnlyWhereTheCaseHasOne) {
    const auto loudest = [](bool has_emg) {
        scenario::Scenario scenario = rhomboid();
        scenario.has_emg = has_emg;
        const auto session = start(scenario);
        Operator hands(*session);
        put_needle_in(*session, hands);
        double most = 0.0;
        for (int stroke = 0; stroke < 3; ++stroke) {
            hands.push(0.8, 40.0);
            most = std::max(most, std::fabs(session->percepts().emg_uV));
            hands.push(-0.8, 40.0);
            most = std::max(most, std::fabs(session->percepts().emg_uV));
        }
        return most;
    };
    EXPECT_EQ(loudest(false), 0.0);
    EXPECT_GT(loudest(true), 0.0);
}

TEST(Decision, NotToNeedleIsRightWhereTheCaseSaysSoForThatReason) {
    const auto judged = [](const std::vector<std::string>& right, const std::string& reason) {
        scenario::Scenario scenario = rhomboid();
        scenario.decline_reason = right.empty() ? "" : "a test";
        scenario.right_endings = right;
        const auto session = start(scenario);
        Operator hands(*session);
        hands.wait(10);
        hands.tell(events::Finish{reason});
        hands.wait(1);
        return hands.all<events::DecisionJudged>().at(0);
    };
    EXPECT_TRUE(judged({"contraindicated"}, "contraindicated").is_right);
    EXPECT_TRUE(judged({"contraindicated"}, "contraindicated").is_contraindicated);
    EXPECT_FALSE(judged({"contraindicated"}, "nothing_found").is_right);
    EXPECT_FALSE(judged({"nothing_found"}, "done").is_right);
    EXPECT_FALSE(judged({}, "contraindicated").is_right);
    EXPECT_FALSE(judged({}, "nothing_found").is_right) << "there is an active point";
}

TEST(Referral, OfEveryTriggerPointSiteHasItsWords) {
    const auto sites = approach::read_shipped_sites();
    const auto phrases = patient::Phrases::read_shipped();
    ASSERT_TRUE(sites.ok() && phrases.ok());
    for (const auto& site : *sites) {
        const std::string muscle = site.muscle.substr(site.muscle.find('.') + 1);
        for (const auto& point : site.points) {
            const std::string key = "referral." + muscle + "." + point.name;
            EXPECT_TRUE(phrases->has(key)) << key;
        }
    }
}

}  // namespace
}  // namespace dryrun::session
