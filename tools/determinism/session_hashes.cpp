// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Prints the state hash of a session every 100 ticks, to be compared between builds:
//   session_hashes short   pads press and slide, are held, a needle is pushed in and drawn back
//   session_hashes long    a whole attempt of the expert, more than 60 s
#include <cstdio>
#include <cstring>

#include "scenario/scenario.h"
#include "session/session.h"
#include "trainee/trainee.h"

namespace {

using namespace dryrun;

constexpr int kEvery = 100;

int fail(const Error& error) {
    std::fprintf(stderr, "session_hashes: %s\n", error.text().c_str());
    return 1;
}

void step(session::Session& session, const events::InputSample& hands) {
    session.step(hands);
    if (session.tick() % kEvery != 0) return;
    std::printf("%lld %016llx\n", static_cast<long long>(session.tick()),
                static_cast<unsigned long long>(session.state_hash()));
}

// Pads at both sides of a place between spine and scapula, a needle between them.
int play_short(session::Session& session, const anatomy::Atlas& atlas) {
    const auto spinous = atlas.landmark("spinous.T5");
    const auto skin = spinous ? atlas.skin_at(*spinous + Vec3{-50.0, 20.0, 0.0}) : std::nullopt;
    if (!skin) return fail({ErrorKind::Internal, "no skin beside T5", "session_hashes", ""});
    events::InputSample hands;
    events::PalpatingHand& pads = hands.palpating_hand;
    pads.is_on_patient = true;
    pads.grip = events::PadGrip::TwoPadsFlat;
    pads.across = skin->caudal;
    for (int tick = 0; tick < 600; ++tick) {
        pads.position = skin->point + skin->caudal * (0.02 * (tick - 600));
        pads.press_N = 0.02 * tick;
        step(session, hands);
    }
    pads.is_held = true;
    const std::string& needle = session.briefing().stocked_needles.front();
    const double length = session.briefing().stocked_lengths.front();
    hands.actions = {events::ChooseNeedle{needle}};
    step(session, hands);
    hands.actions.clear();
    events::NeedlingHand& hand = hands.needling_hand;
    hand.tool = events::Tool::Needle;
    hand.direction = -skin->normal;
    hand.position = skin->point - hand.direction * (length + 1.0);
    for (int tick = 0; tick < 900; ++tick) {
        hand.travel = tick < 600 ? 0.04 * tick : 24.0 - 0.03 * (tick - 600);
        step(session, hands);
    }
    return 0;
}

int play_long(session::Session& session) {
    auto expert = trainee::make_trainee("expert", session.briefing(), 7);
    if (!expert) return fail(expert.error());
    while (!session.is_finished()) step(session, (*expert)->act(session.percepts()));
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    const bool is_short = argc == 2 && std::strcmp(argv[1], "short") == 0;
    const bool is_long = argc == 2 && std::strcmp(argv[1], "long") == 0;
    if (!is_short && !is_long) {
        std::fprintf(stderr, "usage: session_hashes short|long\n");
        return 2;
    }
    const auto scenario = scenario::read_scenario("rhomboid-major-right");
    if (!scenario) return fail(scenario.error());
    auto session = session::Session::start(*scenario, 7);
    if (!session) return fail(session.error());
    if (is_long) return play_long(**session);
    const auto atlas = anatomy::Atlas::make(scenario->body);
    if (!atlas) return fail(atlas.error());
    return play_short(**session, **atlas);
}
