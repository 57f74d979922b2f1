// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "physiology/complication.h"

#include <gtest/gtest.h>

#include <cmath>

#include "physiology/response.h"

namespace dryrun::physiology {
namespace {

constexpr int kTreatments = 4000;

double share_of(const InsertionExposure& usual, bool is_bruise, bool was_pressed = true) {
    const auto parameters = read_complication_parameters();
    EXPECT_TRUE(parameters.ok());
    int count = 0;
    for (std::uint64_t seed = 0; seed < kTreatments; ++seed) {
        const bool has_come = is_bruise
                                  ? draw_bruise(usual, was_pressed, *parameters, seed) > 0.0
                                  : draw_bleeding(usual, *parameters, seed) != BleedingGrade::None;
        count += has_come ? 1 : 0;
    }
    return static_cast<double>(count) / kTreatments;
}

TEST(Complication, BleedsAndBruisesAtPublishedRatesInTheCohortTheyWereCountedIn) {
    const auto parameters = read_complication_parameters();
    ASSERT_TRUE(parameters.ok());
    int bled = 0;
    int bruised = 0;
    constexpr std::uint64_t kMany = 40000;
    for (std::uint64_t seed = 0; seed < kMany; ++seed) {
        const InsertionExposure exposure = draw_published_exposure(*parameters, seed);
        bled += draw_bleeding(exposure, *parameters, seed) != BleedingGrade::None;
        bruised += draw_bruise(exposure, true, *parameters, seed) > 0.0;
    }
    EXPECT_NEAR(bled / 40000.0, 0.10, 0.006);
    EXPECT_NEAR(bruised / 40000.0, 0.076, 0.0055);
}

TEST(Complication, AThinNeedleBesideVesselsBleedsLessOftenThanThePublishedMean) {
    const auto parameters = read_complication_parameters();
    ASSERT_TRUE(parameters.ok());
    EXPECT_LT(parameters->bruise, 0.070);
    EXPECT_GT(parameters->bruise, 0.058);
    ComplicationParameters none = *parameters;
    none.share_thick_needle = none.share_vessel = none.share_antithrombotic = 0.0;
    EXPECT_NEAR(chance_without_odds(0.076, none), 0.076, 1e-12) << "nothing to take out";
}

TEST(Complication, BleedsMoreWithThickNeedlesThinBloodAndNoPressure) {
    const auto parameters = read_complication_parameters();
    ASSERT_TRUE(parameters.ok());
    const auto with_odds = [](double chance, double times) {
        const double odds = times * chance / (1.0 - chance);
        return odds / (1.0 + odds);
    };
    InsertionExposure worse;
    worse.needle_diameter = 0.30;
    worse.is_antithrombotic = true;
    EXPECT_NEAR(share_of(worse, false), with_odds(parameters->bleeding, 1.2 * 2.0), 0.02);
    EXPECT_NEAR(share_of({}, true, false), with_odds(parameters->bruise, 2.0), 0.018);
}

const anatomy::Atlas& prone_body() {
    static const auto atlas = [] {
        anatomy::BodyParameters body;
        body.posture = anatomy::Posture::Prone;
        auto made = anatomy::Atlas::make(body);
        EXPECT_TRUE(made.ok()) << (made.ok() ? "" : made.error().text());
        return made.ok() ? *made : nullptr;
    }();
    return *atlas;
}

std::optional<anatomy::StructureId> first_of(anatomy::Tissue tissue) {
    const auto& structures = prone_body().structures();
    for (std::size_t i = 0; i < structures.size(); ++i)
        if (structures[i].tissue == tissue) return static_cast<anatomy::StructureId>(i);
    return std::nullopt;
}

Vec3 on_nerve(anatomy::StructureId nerve) {
    const auto near = prone_body().landmark("scapula.inferior_angle.right");
    EXPECT_TRUE(near.has_value());
    const Vec3 middle = *near + Vec3{0.0, 0.0, 60.0};
    const std::string& name = prone_body().structure(nerve).name;
    const auto found = prone_body().nearest(
        middle, 80.0, [&](const anatomy::Structure& one) { return one.name == name; });
    EXPECT_TRUE(found.has_value());
    return found ? found->point : middle;
}

// Contacts as a tip passes the dorsal scapular nerve `passes` times, 5 mm off in between, in one
// insertion each or all in one.
int contacts_of_passes(int passes, bool is_one_insertion, std::uint64_t seed) {
    static const auto parameters = read_complication_parameters();
    const auto nerve = prone_body().find("nerve.dorsal_scapular.right");
    EXPECT_TRUE(parameters.ok() && nerve);
    static const Vec3 beside = on_nerve(*nerve);
    ContactState state;
    int contacts = 0;
    for (int pass = 0; pass < passes; ++pass) {
        for (const double off : {5.0, 0.0, 5.0})
            contacts += static_cast<int>(follow_contacts(prone_body(), beside + Vec3{0.0, off, 0.0},
                                                         {}, *parameters, seed, state)
                                             .nerves.size());
        if (!is_one_insertion) state.leave_skin();
    }
    return contacts;
}

TEST(Complication, ANerveThatSlidAsideStaysAsideForThatNeedle) {
    int struck_once = 0;
    int struck_of_many = 0;
    int struck_of_needles = 0;
    constexpr std::uint64_t kMany = 300;
    for (std::uint64_t seed = 0; seed < kMany; ++seed) {
        struck_once += contacts_of_passes(1, true, seed) > 0;
        struck_of_many += contacts_of_passes(8, true, seed) > 0;
        struck_of_needles += contacts_of_passes(8, false, seed) > 0;
    }
    EXPECT_NEAR(struck_once / 300.0, 0.382, 0.1) << "Perlas 2006";
    EXPECT_EQ(struck_of_many, struck_once) << "eight passes of one needle are one chance";
    EXPECT_GT(struck_of_needles, 280) << "eight needles are eight";
}

TEST(Complication, AStruckNerveMayBeStruckAgainByWhoGoesBackToIt) {
    int contacts = 0;
    int struck = 0;
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        const int of_many = contacts_of_passes(8, true, seed);
        contacts += of_many;
        struck += of_many > 0;
    }
    EXPECT_GT(contacts, struck * 4 / 3);
}

TEST(Complication, PneumothoraxIsCertainPastTheVisceralPleuraAndRareShortOfIt) {
    const auto parameters = read_complication_parameters();
    ASSERT_TRUE(parameters.ok());
    const auto pleura = first_of(anatomy::Tissue::Pleura);
    const auto lung = first_of(anatomy::Tissue::Lung);
    ASSERT_TRUE(pleura && lung);
    int parietal_only = 0;
    int at_once = 0;
    for (std::uint64_t seed = 0; seed < 1000; ++seed) {
        ContactState state;
        const auto facts = follow_contacts(prone_body(), {}, pleura, *parameters, seed, state);
        EXPECT_TRUE(facts.has_passed_pleura);
        parietal_only += facts.pneumothorax ? 1 : 0;
        const bool has_one = state.has_pneumothorax;
        const auto deeper = follow_contacts(prone_body(), {}, lung, *parameters, seed, state);
        EXPECT_TRUE(state.has_pneumothorax);
        EXPECT_EQ(deeper.pneumothorax.has_value(), !has_one) << "told once";
        if (deeper.pneumothorax == "immediate") ++at_once;
        EXPECT_FALSE(
            follow_contacts(prone_body(), {}, lung, *parameters, seed, state).pneumothorax);
    }
    EXPECT_NEAR(parietal_only / 1000.0, 0.1, 0.03);
    EXPECT_NEAR(at_once / 1000.0, 0.4 * 0.9, 0.05);
}

TEST(Response, TurnsAnInsertionIntoPainAndAnExit) {
    auto parameters = read_response_parameters();
    ASSERT_TRUE(parameters.ok()) << parameters.error().text();
    Body body;
    body.atlas = &prone_body();
    body.parameters = *parameters;
    body.seed = 3;
    ResponseState state;
    ResponseInput input;
    NeedleContact contact;
    contact.tip = {1000.0, 1000.0, 1000.0};
    contact.has_punctured_skin = true;
    input.needle = contact;
    auto facts = step_response(body, input, state);
    ASSERT_EQ(facts.pains.size(), 1u);
    EXPECT_EQ(facts.pains[0].cause, PainCause::Skin);
    contact.has_punctured_skin = false;
    contact.has_touched_bone = true;
    contact.strokes = 6;
    input.needle = contact;
    input.tick = 1;
    facts = step_response(body, input, state);
    EXPECT_EQ(facts.pains.size(), 3u) << "bone, the first stroke and the sixth";
    input.needle.reset();
    bool has_bruise_been_decided = false;
    for (input.tick = 2; input.tick < 12000; ++input.tick) {
        step_response(body, input, state);
        EXPECT_TRUE(input.tick > 2 || state.exited);
        if (!state.exited) has_bruise_been_decided = true;
    }
    EXPECT_TRUE(has_bruise_been_decided);
    EXPECT_EQ(state.insertions, 1);
    StateHasher hasher;
    state.hash(hasher);
    EXPECT_NE(hasher.value(), 0u);
}

}  // namespace
}  // namespace dryrun::physiology
