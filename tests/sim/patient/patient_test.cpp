// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "patient/patient.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "events/vocabulary.h"
#include "physiology/emergency.h"
#include "scenario/scenario.h"

namespace dryrun::patient {
namespace {

using physiology::Pain;
using physiology::PainCause;

// A patient who is stepped tick by tick and whose words are kept.
struct Encounter {
    Person person;
    PatientState state;
    std::int64_t tick = 0;
    std::uint64_t seed = 1;
    std::vector<std::pair<std::int64_t, Words>> heard;
    std::int64_t withdrawn_at = -1;

    PatientFacts step(PatientInput input = {}) {
        input.tick = tick;
        PatientFacts facts = step_patient(person, input, seed, state);
        for (const Words& words : facts.said) heard.emplace_back(tick, words);
        if (facts.has_withdrawn_consent) withdrawn_at = tick;
        ++tick;
        return facts;
    }
    void wait(int ticks) {
        for (int i = 0; i < ticks; ++i) step();
    }
    PatientFacts ask(const std::string& topic, double pain_now_nrs = 0.0) {
        PatientInput input;
        input.topics = std::span(&topic, 1);
        input.pain_now_nrs = pain_now_nrs;
        return step(input);
    }
    void hurt(PainCause cause, double nrs) {
        const Pain pain{cause, nrs};
        PatientInput input;
        input.pains = std::span(&pain, 1);
        step(input);
    }
    bool has_heard(const std::string& phrase) const {
        return std::any_of(heard.begin(), heard.end(),
                           [&](const auto& said) { return said.second.phrase == phrase; });
    }
};

TEST(Patient, AnswersEveryTopicAfterAMomentInWordsThatExist) {
    const auto phrases = Phrases::read_shipped();
    ASSERT_TRUE(phrases.ok()) << phrases.error().text();
    for (const std::string_view topic : events::kTopics) {
        Encounter encounter;
        const auto facts = encounter.ask(std::string(topic), 3.0);
        ASSERT_EQ(facts.answers.size(), 1u) << topic;
        EXPECT_TRUE(phrases->has(facts.answers[0].phrase)) << facts.answers[0].phrase;
        EXPECT_TRUE(facts.said.empty()) << "nobody answers in the same millisecond";
        encounter.wait(1100);
        EXPECT_TRUE(encounter.has_heard(facts.answers[0].phrase)) << topic;
    }
}

TEST(Patient, OfAShippedCaseHasWordsForAllItsAnswers) {
    const auto phrases = Phrases::read_shipped();
    ASSERT_TRUE(phrases.ok()) << phrases.error().text();
    for (const auto& name : scenario::shipped_scenarios()) {
        const auto scenario = scenario::read_scenario(name);
        ASSERT_TRUE(scenario.ok()) << scenario.error().text();
        for (const auto& [topic, phrase] : scenario->patient.answers)
            EXPECT_TRUE(phrases->has(phrase)) << name << ": " << phrase;
    }
}

TEST(Patient, SaysWhatTheCaseSays) {
    Encounter encounter;
    encounter.person.answers = {{"blood_thinner", "answer.blood_thinner.warfarin"}};
    EXPECT_EQ(encounter.ask("blood_thinner").answers[0].phrase, "answer.blood_thinner.warfarin");
    EXPECT_EQ(encounter.ask("allergy").answers[0].phrase, "answer.allergy.no");
}

TEST(Patient, TellsTheNumberThatIsFelt) {
    const auto phrases = Phrases::read_shipped();
    ASSERT_TRUE(phrases.ok()) << phrases.error().text();
    Encounter encounter;
    encounter.ask("pain_now", 4.4);
    encounter.wait(1100);
    ASSERT_EQ(encounter.heard.size(), 1u);
    EXPECT_EQ(encounter.heard[0].second.nrs, 4.0);
    EXPECT_EQ(phrases->text(encounter.heard[0].second.phrase, 4.0), "About 4 out of ten.");
}

TEST(Patient, KnowsTheirOwnPainUnderTheFinger) {
    Encounter encounter;
    EXPECT_EQ(encounter.ask("is_it_your_pain").answers[0].phrase, "nothing_pressed_yet");
    PatientInput input;
    input.tenderness = physiology::TendernessAnswer{{}, 22.0, 4.0, true};
    EXPECT_EQ(encounter.step(input).said[0].phrase, "that_is_my_pain");
    EXPECT_EQ(encounter.ask("is_it_your_pain").answers[0].phrase, "yes_that_pain");
    input.tenderness->is_recognised = false;
    EXPECT_EQ(encounter.step(input).said[0].phrase, "tender_there");
    EXPECT_EQ(encounter.ask("is_it_your_pain").answers[0].phrase, "another_pain");
}

TEST(Patient, AsksToStopOnceWhenPainPassesTheAgreedLimit) {
    Encounter encounter;
    encounter.hurt(PainCause::Twitch, 6.9);
    encounter.wait(1000);
    EXPECT_EQ(encounter.withdrawn_at, -1) << "within what was agreed";
    const std::int64_t hurt_at = encounter.tick;
    encounter.hurt(PainCause::Twitch, 7.4);
    encounter.wait(1000);
    EXPECT_GE(encounter.withdrawn_at, hurt_at + 300);
    EXPECT_LE(encounter.withdrawn_at, hurt_at + 500);
    EXPECT_TRUE(encounter.has_heard("please_stop"));
    EXPECT_EQ(encounter.ask("may_i_go_on").answers[0].phrase, "no_stop");
    const auto words = encounter.heard.size();
    encounter.hurt(PainCause::Twitch, 9.0);
    encounter.wait(1000);
    const auto stops = std::count_if(
        encounter.heard.begin() + static_cast<std::ptrdiff_t>(words), encounter.heard.end(),
        [](const auto& said) { return said.second.phrase == "please_stop"; });
    EXPECT_EQ(stops, 0) << "consent is withdrawn once";
}

TEST(Patient, ConsentsOnceAskedAndMayConsentAgain) {
    Encounter encounter;
    EXPECT_EQ(encounter.ask("may_i_go_on").answers[0].phrase, "no_stop") << "nothing explained yet";
    const std::string step = "explain_and_consent";
    PatientInput input;
    input.steps = std::span(&step, 1);
    encounter.step(input);
    EXPECT_EQ(encounter.ask("may_i_go_on").answers[0].phrase, "go_on");
    encounter.hurt(PainCause::Nerve, 9.0);
    encounter.wait(1000);
    EXPECT_EQ(encounter.ask("may_i_go_on").answers[0].phrase, "no_stop");
    encounter.step(input);
    EXPECT_EQ(encounter.ask("may_i_go_on").answers[0].phrase, "go_on");
}

TEST(Patient, OfAnotherTemperamentSpeaksSooner) {
    for (const auto& [temperament, is_heard] :
         {std::pair{"stoic", false}, std::pair{"plain", true}, std::pair{"anxious", true}}) {
        Encounter encounter;
        encounter.person.temperament = temperament;
        encounter.hurt(PainCause::Needle, 3.0);
        encounter.wait(600);
        EXPECT_EQ(encounter.has_heard("dull_ache"), is_heard) << temperament;
    }
}

TEST(Patient, OfTheSameSeedSpeaksAtTheSameTicks) {
    Encounter one;
    Encounter two;
    Encounter other;
    other.seed = 2;
    for (Encounter* encounter : {&one, &two, &other}) {
        encounter->ask("how_are_you", 2.0);
        encounter->hurt(PainCause::Bone, 5.0);
        encounter->wait(1500);
    }
    StateHasher a;
    StateHasher b;
    one.state.hash(a);
    two.state.hash(b);
    EXPECT_EQ(a.value(), b.value());
    ASSERT_EQ(one.heard.size(), two.heard.size());
    for (std::size_t i = 0; i < one.heard.size(); ++i)
        EXPECT_EQ(one.heard[i].first, two.heard[i].first);
    EXPECT_NE(one.heard[0].first, other.heard[0].first);
}

TEST(Patient, WhoIsVagueTellsItWhenAskedAgain) {
    Encounter encounter;
    encounter.person.temperament = "vague";
    int vague = 0;
    for (const std::string_view topic : events::kTopics) {
        const auto first = encounter.ask(std::string(topic)).answers.at(0).phrase;
        const auto second = encounter.ask(std::string(topic)).answers.at(0).phrase;
        vague += first == "answer.vague" ? 1 : 0;
        EXPECT_NE(second, "answer.vague") << topic;
    }
    EXPECT_GT(vague, 4);
    EXPECT_LT(vague, 18);
}

TEST(Patient, WhoWasAskedTwiceSaysSoAndTellsItAgain) {
    Encounter encounter;
    encounter.ask("allergy");
    encounter.wait(1200);
    EXPECT_FALSE(encounter.has_heard("told_already"));
    EXPECT_EQ(encounter.ask("allergy").answers.at(0).phrase, "answer.allergy.no");
    encounter.wait(1200);
    EXPECT_TRUE(encounter.has_heard("told_already"));
    Encounter again;
    again.ask("how_are_you");
    again.ask("how_are_you");
    again.wait(1200);
    EXPECT_FALSE(again.has_heard("told_already")) << "how one is may be asked at any time";
}

TEST(Patient, TellsOnceWhereAPainGoesAndWhatASignFeelsLike) {
    Encounter encounter;
    PatientInput input;
    input.referral = "referral.rhomboid_major.TrP1";
    const std::vector<std::string> complaints{"sign.warm"};
    input.complaints = complaints;
    encounter.step(input);
    input.complaints = {};
    encounter.step(input);
    encounter.wait(1500);
    const auto times = [&](const std::string& phrase) {
        return std::count_if(encounter.heard.begin(), encounter.heard.end(),
                             [&](const auto& said) { return said.second.phrase == phrase; });
    };
    EXPECT_EQ(times("referral.rhomboid_major.TrP1"), 1);
    EXPECT_EQ(times("sign.warm"), 1);
}

TEST(Phrases, OfEveryLanguageHaveTheSameKeysAndNumbersInTheSamePlaces) {
    const auto english = Phrases::read_shipped("en");
    ASSERT_TRUE(english.ok()) << english.error().text();
    const auto languages = shipped_languages();
    EXPECT_EQ(languages, (std::vector<std::string>{"de", "en"}));
    for (const std::string& language : languages) {
        const auto phrases = Phrases::read_shipped(language);
        ASSERT_TRUE(phrases.ok()) << phrases.error().text();
        EXPECT_EQ(phrases->keys(), english->keys()) << language;
        for (const std::string& key : english->keys()) {
            const bool has_number = english->text(key, 7.0) != english->text(key, 8.0);
            EXPECT_EQ(phrases->text(key, 7.0) != phrases->text(key, 8.0), has_number)
                << language << ": " << key;
        }
    }
    EXPECT_FALSE(Phrases::read_shipped("xx").ok());
}

TEST(Phrases, ThereAreWordsForAllThatIsAskedDoneShownAndFelt) {
    const auto phrases = Phrases::read_shipped();
    ASSERT_TRUE(phrases.ok()) << phrases.error().text();
    for (const auto topic : events::kTopics)
        EXPECT_TRUE(phrases->has("ask." + std::string(topic))) << topic;
    for (const auto step : events::kSteps)
        EXPECT_TRUE(phrases->has("do." + std::string(step))) << step;
    for (const auto reason : events::kFinishReasons)
        EXPECT_TRUE(phrases->has("finish." + std::string(reason))) << reason;
    const auto kinds = physiology::read_emergencies();
    ASSERT_TRUE(kinds.ok()) << kinds.error().text();
    for (const auto& kind : *kinds) {
        for (const auto& sign : kind.signs) {
            EXPECT_TRUE(phrases->has("shows." + sign.sign)) << sign.sign;
            EXPECT_TRUE(sign.phrase.empty() || phrases->has(sign.phrase)) << sign.phrase;
        }
        EXPECT_TRUE(phrases->has("shows." + kind.worse_sign)) << kind.worse_sign;
    }
}

}  // namespace
}  // namespace dryrun::patient
