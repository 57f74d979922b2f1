// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Real sessions into files and back. A short one: a press beside the shoulder blade, a word, an
// end.
#include "attempt/replay.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>

#include "attempt/input_coding.h"
#include "made_up_attempt.h"

namespace dryrun::attempt {
namespace {

constexpr std::int64_t kPress_ticks = 1150;

std::unique_ptr<session::Session> start() {
    const auto scenario = scenario::read_scenario("rhomboid-major-right");
    EXPECT_TRUE(scenario.ok()) << (scenario ? "" : scenario.error().text());
    auto session = session::Session::start(*scenario, 7);
    EXPECT_TRUE(session.ok()) << (session ? "" : session.error().text());
    return std::move(*session);
}

Header shipped_header() {
    return header_of(*scenario::read_scenario("rhomboid-major-right"), 7);
}

// Presses where such points usually lie, speaks, and finishes when told to.
events::InputSample hands_at(const session::Session& session, std::int64_t finish_tick) {
    const std::int64_t tick = session.tick();
    events::InputSample sample;
    events::PalpatingHand& hand = sample.palpating_hand;
    hand.is_on_patient = tick > 20 && tick < 900;
    hand.position = session.briefing().usual_places.front();
    hand.press_N = tick < 600 ? 0.01 * static_cast<double>(tick) : 1.0;
    if (tick == 10) sample.actions = {events::DoStep{"explain_and_consent"}};
    if (tick == 700) sample.actions = {events::MarkSite{0.6}};
    if (tick == finish_tick) sample.actions = {events::Finish{"done"}};
    return sample;
}

// The file of a session that is interrupted after 1150 ticks, or finishes itself before.
Attempt record_short(std::int64_t finish_tick, const std::filesystem::path& path) {
    const auto session = start();
    Result<AttemptWriter> writer = AttemptWriter::create(path, shipped_header());
    EXPECT_TRUE(writer.ok());
    Hooks hooks;
    hooks.is_interrupted = [&] { return session->tick() == kPress_ticks; };
    const Result<Ending> ending = record(
        *session, [&] { return hands_at(*session, finish_tick); }, &*writer, hooks);
    EXPECT_TRUE(ending.ok());
    EXPECT_EQ(*ending, finish_tick < kPress_ticks ? Ending::Finished : Ending::Interrupted);
    Result<Attempt> attempt = read_attempt(path);
    EXPECT_TRUE(attempt.ok()) << (attempt ? "" : attempt.error().text());
    EXPECT_EQ(attempt->ending, *ending);
    EXPECT_EQ(attempt->ticks, session->tick());
    EXPECT_EQ(attempt->events.size(), session->events().size());
    return std::move(*attempt);
}

ReplayOutcome verified(const Attempt& attempt) {
    ReplayOptions options;
    options.verify = true;
    const Result<ReplayOutcome> outcome = replay(attempt, "a.dryrun", options);
    EXPECT_TRUE(outcome.ok()) << (outcome ? "" : outcome.error().text());
    return *outcome;
}

TEST(Replay, OfARecordedSessionAgreesInEveryHashAndEvent) {
    const auto path = scratch_file("a.dryrun");
    const Attempt attempt = record_short(kPress_ticks, path);
    EXPECT_EQ(attempt.hashes.size(), 11u);
    EXPECT_GE(attempt.events.size(), 4u) << "start, consent, mark, press";
    const ReplayOutcome outcome = verified(attempt);
    EXPECT_FALSE(outcome.difference.has_value())
        << outcome.difference->what << " at " << outcome.difference->tick << ": "
        << outcome.difference->in_file << " / " << outcome.difference->replayed;
    EXPECT_EQ(outcome.ticks, kPress_ticks);
    EXPECT_EQ(outcome.hashes_compared, 11);
    EXPECT_EQ(outcome.events_compared, static_cast<std::int64_t>(attempt.events.size()));

    const auto again = scratch_file("again.dryrun");
    record_short(kPress_ticks, again);
    EXPECT_EQ(contents(path), contents(again)) << "the same hands give the same bytes";
}

TEST(Replay, OfASessionThatFinishedEndsWithIt) {
    Attempt attempt = record_short(450, scratch_file("a.dryrun"));
    EXPECT_EQ(attempt.ticks, 451);
    EXPECT_FALSE(verified(attempt).difference.has_value());

    // A file that claims to go on after the session's end.
    attempt.ticks = 460;
    attempt.coded_inputs = {code_samples(std::vector<events::InputSample>(460))};
    const ReplayOutcome differs = verified(attempt);
    EXPECT_TRUE(differs.difference.has_value());
}

TEST(Replay, NamesTheFirstThingThatDiffers) {
    const Attempt attempt = record_short(450, scratch_file("a.dryrun"));
    const auto expect_difference = [](const Attempt& changed, std::int64_t tick,
                                      const std::string& what) {
        const ReplayOutcome outcome = verified(changed);
        ASSERT_TRUE(outcome.difference.has_value()) << what;
        EXPECT_EQ(outcome.difference->what, what);
        EXPECT_EQ(outcome.difference->tick, tick) << what;
        EXPECT_NE(outcome.difference->in_file, outcome.difference->replayed);
    };
    Attempt changed = attempt;
    changed.hashes[2] ^= 1;
    expect_difference(changed, 300, "state hash");
    changed = attempt;
    std::get<events::StepDone>(changed.events[1].body).step = "gloves";
    expect_difference(changed, 11, "event 1");
    changed = attempt;
    changed.events.pop_back();
    expect_difference(changed, 451, "event " + std::to_string(changed.events.size()));
    changed = attempt;
    changed.events.push_back(
        {static_cast<std::int64_t>(changed.events.size()), 450, events::PatientSpoke{"hm", "Hm."}});
    expect_difference(changed, 451, "event " + std::to_string(attempt.events.size()));
    changed = attempt;
    changed.header.seed += 1;
    EXPECT_TRUE(verified(changed).difference.has_value());

    // Without --verify nothing is compared, and a replay may stop early.
    ReplayOptions options;
    options.until_tick = 120;
    const Result<ReplayOutcome> part = replay(changed, "a.dryrun", options);
    ASSERT_TRUE(part.ok());
    EXPECT_EQ(part->ticks, 120);
    EXPECT_FALSE(part->difference.has_value());
}

TEST(Replay, OfAnotherModelVersionSaysSo) {
    Attempt attempt;
    attempt.header = shipped_header();
    attempt.header.model_version = session::kModelVersion + 1;
    const Result<ReplayOutcome> outcome = replay(attempt, "a.dryrun");
    ASSERT_FALSE(outcome.ok());
    EXPECT_EQ(outcome.error().kind, ErrorKind::BadInput);
    EXPECT_NE(outcome.error().text().find("model version"), std::string::npos);
    attempt.header = shipped_header();
    attempt.header.scenario_text = "{}";
    const Result<ReplayOutcome> bad = replay(attempt, "a.dryrun");
    ASSERT_FALSE(bad.ok());
    EXPECT_EQ(bad.error().place.rfind("a.dryrun: scenario", 0), 0u) << bad.error().text();
}

TEST(Record, OnADiskThatFillsUpSaysSo) {
    const auto path = scratch_file("a.dryrun");
    Result<AttemptWriter> writer = AttemptWriter::create(path, shipped_header());
    ASSERT_TRUE(writer.ok());
    // From here on files cannot grow; the signal that says so is ignored, the write fails.
    signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{std::filesystem::file_size(path), RLIM_INFINITY};
    ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &limit), 0);
    const auto session = start();
    const Result<Ending> ending = record(
        *session, [&] { return hands_at(*session, 50); }, &*writer);
    const rlimit none{RLIM_INFINITY, RLIM_INFINITY};
    setrlimit(RLIMIT_FSIZE, &none);
    ASSERT_FALSE(ending.ok());
    EXPECT_EQ(ending.error().kind, ErrorKind::Environment);
}

}  // namespace
}  // namespace dryrun::attempt
