// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "scoring/score.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <set>

#include "core/random.h"
#include "model_attempt.h"
#include "scoring/report.h"

namespace dryrun::scoring {
namespace {

using namespace events;

std::string text_of(const Score& score) {
    return score_json(score).dump();
}
// Without the ids, which move when an event is put in before.
std::string text_without_ids(Score score) {
    for (CriticalFailure& failure : score.critical_failures) failure.event = 0;
    for (DomainScore& one : score.domains)
        for (MeasureScore& scored : one.measures) scored.events.clear();
    score.reported.clear();
    return text_of(score);
}

void expect_in_bounds(const Score& score) {
    EXPECT_TRUE(std::isfinite(score.score));
    EXPECT_GE(score.score, 0.0);
    EXPECT_LE(score.score, 100.0 + 1e-9);
    double sum = 0.0;
    for (const DomainScore& one : score.domains) {
        EXPECT_GE(one.weight, 0.0);
        sum += one.weight * one.score.value_or(0.0);
        if (one.score) {
            EXPECT_GE(*one.score, 0.0);
            EXPECT_LE(*one.score, 100.0 + 1e-9);
        }
        for (const MeasureScore& scored : one.measures) {
            EXPECT_TRUE(std::isfinite(scored.value.value_or(0.0))) << scored.name;
            if (!scored.points) continue;
            EXPECT_GE(*scored.points, 0.0) << scored.name;
            EXPECT_LE(*scored.points, scored.max_points) << scored.name;
        }
    }
    EXPECT_NEAR(score.score, sum, 1e-9);
    EXPECT_FALSE(score.passed && !score.critical_failures.empty());
}

TEST(Score, OfAnAttemptAsTheRubricWantsItIsFull) {
    const Score score = score_events(model_attempt(), shipped_rubric());
    for (const DomainScore& one : score.domains)
        for (const MeasureScore& scored : one.measures)
            EXPECT_NEAR(scored.points.value_or(scored.max_points), scored.max_points, 1e-9)
                << scored.name << ": " << scored.reason;
    EXPECT_NEAR(score.score, 100.0, 1e-9);
    EXPECT_TRUE(score.passed);
    EXPECT_EQ(score.scenario, "rhomboid-major-right");
    expect_in_bounds(score);
}

TEST(Score, OfNothingIsZeroAndNotPassed) {
    const Score score = score_events({}, shipped_rubric());
    EXPECT_EQ(score.score, 0.0);
    EXPECT_FALSE(score.passed);
    expect_in_bounds(score);
}

TEST(Score, OfAnAttemptThatOnlyFinishedIsLow) {
    const Events log = {{0, 0, SessionStarted{"x", "y"}},
                        {1, 100, SessionFinished{"done", false, 0, 0}}};
    const Score score = score_events(log, shipped_rubric());
    EXPECT_LT(score.score, 1.0);
    EXPECT_FALSE(score.passed);
}

TEST(Score, FailsUnderThePassMark) {
    Rubric strict = shipped_rubric();
    Events log = without<SiteMarked>(model_attempt());
    const Score score = score_events(log, strict);
    EXPECT_TRUE(score.passed);
    strict.pass_mark.value = score.score + 0.01;
    EXPECT_FALSE(score_events(log, strict).passed);
    strict.pass_mark.value = score.score;
    EXPECT_TRUE(score_events(log, strict).passed);
}

// The technique is what the hands did: luck with twitch, bleeding, bruise and pain is no part of
// it.
TEST(Score, OfTechniqueDoesNotDependOnTheDraw) {
    const Score before = score_events(model_attempt(), shipped_rubric());
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        const RandomStream random(seed, "another draw");
        Events log = without<Twitch>(model_attempt());
        for (std::uint64_t i = 0; i < 8; ++i) {
            const auto tick = 24100 + static_cast<std::int64_t>(i) * 1000;
            if (random.uniform(i, 0) < 0.4)
                log = with_added(log, tick, Twitch{1, random.uniform(i, 1), 1.0, "TrP1"});
            if (random.uniform(i, 2) < 0.3)
                log = with_added(log, tick, PainFelt{"twitch", 10.0 * random.uniform(i, 3)});
            if (random.uniform(i, 4) < 0.3)
                log = with_added(log, tick, PatientSpoke{"ouch", "Ouch"});
        }
        if (random.uniform(90) < 0.5) log = with_added(log, 50100, Bleeding{"ooze"});
        if (random.uniform(91) < 0.5) log = with_added(log, 60000, Bruise{12.0});
        if (random.uniform(92) < 0.5) log = with_added(log, 65000, Pneumothorax{"within_24_h"});
        const Score after = score_events(log, shipped_rubric());
        for (const char* name :
             {"screening_and_consent", "localisation", "plan", "technique", "safety"})
            EXPECT_EQ(domain(after, name).score, domain(before, name).score) << name;
        EXPECT_EQ(measure(after, "twitch_opportunity").points,
                  measure(before, "twitch_opportunity").points);
    }
}

TEST(Score, DoesNotDependOnEventsThatNothingMeasures) {
    const std::string before = text_without_ids(score_events(model_attempt(), shipped_rubric()));
    for (const std::int64_t tick : {0, 4000, 19000, 24100, 49000, 63000}) {
        Events log = with_added(model_attempt(), tick, PatientSpoke{"hm", "Hm."});
        log = with_added(log, tick, LayerPunctured{"muscle.trapezius", "muscle", 8.0, 0.2});
        log = with_added(log, tick, NeedleBuckled{0.5, 20.0});
        log = with_added(log, tick, PleuraWarning{20.0});
        EXPECT_EQ(text_without_ids(score_events(log, shipped_rubric())), before) << tick;
    }
}

TEST(Score, DoesNotDependOnTheOrderOfQuestions) {
    const std::string before = text_without_ids(score_events(model_attempt(), shipped_rubric()));
    Events log = model_attempt();
    std::swap(log[1], log[5]);
    std::swap(log[2], log[9]);
    renumber(log);
    EXPECT_EQ(text_without_ids(score_events(log, shipped_rubric())), before);
}

TEST(Score, IsTheSameEveryTime) {
    EXPECT_EQ(text_of(score_events(model_attempt(), shipped_rubric())),
              text_of(score_events(model_attempt(), shipped_rubric())));
}

// Any list of events: points stay within their bounds and nothing crashes.
template <std::size_t... Index>
EventBody body_of(std::size_t type, std::index_sequence<Index...>) {
    EventBody body;
    ((Index == type ? (body.emplace<Index>(), true) : false) || ...);
    return body;
}
struct AnyNumbers {
    const RandomStream& random;
    std::uint64_t round;
    std::uint64_t next = 0;
    double number() {
        const double u = random.uniform(round, ++next);
        if (u < 0.1) return std::numeric_limits<double>::quiet_NaN();
        if (u < 0.12) return std::numeric_limits<double>::infinity();
        if (u < 0.14) return -1e300;
        return random.normal(round, ++next) * (u < 0.5 ? 1.0 : 30.0);
    }
    void operator()(const char*, double& value) { value = number(); }
    void operator()(const char*, std::int64_t& value) {
        value = static_cast<std::int64_t>(random.uniform(round, ++next) * 20.0) - 2;
    }
    void operator()(const char*, bool& value) { value = random.uniform(round, ++next) < 0.5; }
    void operator()(const char*, Vec3& value) { value = {number(), number(), number()}; }
    void operator()(const char*, std::string& value) {
        constexpr const char* kWords[] = {
            "",      "how_are_you", "gloves", "rib.5.right",    "hand_hygiene",
            "dwell", "pleura.left", "hint",   "see_through_on", "control_spot",
            "\xff<&"};
        value = kWords[static_cast<std::size_t>(random.uniform(round, ++next) * 11.0)];
    }
};

TEST(Score, OfAnyEventsStaysInBounds) {
    constexpr std::size_t kTypes = std::variant_size_v<EventBody>;
    const RandomStream random(5, "any events");
    double highest = 0.0;
    for (std::uint64_t round = 0; round < 400; ++round) {
        AnyNumbers any{random, round};
        Events log;
        const auto size = static_cast<std::size_t>(random.uniform(round, 0) * 120.0);
        for (std::size_t i = 0; i < size; ++i) {
            const auto type = static_cast<std::size_t>(random.uniform(round, ++any.next) * kTypes);
            EventBody body = body_of(type, std::make_index_sequence<kTypes>{});
            std::visit([&](auto& one) { one.each_field(one, any); }, body);
            log.push_back({static_cast<std::int64_t>(i), static_cast<std::int64_t>(i * 200), body});
        }
        const Score score = score_events(log, shipped_rubric());
        expect_in_bounds(score);
        highest = std::max(highest, score.score);
        for (const std::string& format : report_formats())
            EXPECT_FALSE(report({&score, 1}, format, false).empty());
    }
    EXPECT_GT(highest, 0.0);
}

TEST(Score, LeavesOutWhatARecordingCannotHold) {
    attempt::Channels needle_only;
    needle_only.has_palpation = needle_only.has_decisions = false;
    const Score score = score_events(model_attempt(), shipped_rubric(), needle_only);
    EXPECT_FALSE(measure(score, "site_error").value.has_value());
    EXPECT_FALSE(measure(score, "site_error").points.has_value());
    EXPECT_TRUE(measure(score, "entry_error").value.has_value());
    EXPECT_FALSE(domain(score, "localisation").score.has_value());
    EXPECT_EQ(domain(score, "localisation").weight, 0.0);
    double weights = 0.0;
    for (const DomainScore& one : score.domains) weights += one.weight;
    EXPECT_NEAR(weights, 1.0, 1e-12);
    EXPECT_NEAR(score.score, 100.0, 1e-9) << "what is not there costs nothing";
    expect_in_bounds(score);
}

TEST(Score, TellsTheAidsThatWereUsed) {
    Events log = with_added(model_attempt(), 4000, AidUsed{"see_through_on"});
    log = with_added(log, 6500, AidUsed{"see_through_off"});
    log = with_added(log, 7000, AidUsed{"hint"});
    log = with_added(log, 68000, AidUsed{"see_through_on"});
    const Score score = score_events(log, shipped_rubric());
    EXPECT_EQ(score.aids.hints, 1);
    EXPECT_DOUBLE_EQ(score.aids.see_through_s, 4.5) << "the last lasts to the end";
}

TEST(Score, OfAnAttemptNamesIt) {
    attempt::Attempt attempt;
    attempt.header.scenario_name = "some-scenario";
    attempt.sha256 = "abc";
    attempt.ticks = 70000;
    attempt.events = model_attempt();
    attempt.ending = attempt::Ending::Recovered;
    const Score score = score_attempt(attempt, shipped_rubric(), "a.dryrun");
    EXPECT_EQ(score.scenario, "some-scenario");
    EXPECT_EQ(score.attempt_sha256, "abc");
    EXPECT_EQ(score.file, "a.dryrun");
    EXPECT_EQ(score.simulated_s, 70.0);
    EXPECT_FALSE(score.is_complete);
}

}  // namespace
}  // namespace dryrun::scoring
