// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "attempt/record_note.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace dryrun::attempt {
namespace {

using Events = std::vector<events::Event>;

void add(Events& log, events::EventBody body) {
    events::Event event;
    event.tick = static_cast<std::int64_t>(log.size()) * 1000;
    event.body = std::move(body);
    log.push_back(std::move(event));
}

Events treated() {
    Events log;
    add(log, events::StepDone{"explain_and_consent"});
    add(log, events::StepDone{"hand_hygiene"});
    events::PlanStated plan;
    plan.target = "muscle.rhomboid_major.right";
    add(log, plan);
    add(log, events::NeedleChosen{"0.25x40", 40.0, 0.25});
    add(log, events::StepDone{"unpack_needle"});
    events::SkinPunctured punctured;
    punctured.tilt_deg = 47.6;
    add(log, punctured);
    add(log, events::Twitch{1, 1.0, 0.4, "muscle.rhomboid_major.right.TrP1"});
    events::NeedleWithdrawn out;
    out.deepest_path = 23.4;
    out.strokes = 8;
    add(log, out);
    events::ExitPressed exit;
    exit.duration = 10.2;
    add(log, exit);
    add(log, events::StepDone{"dispose_needle"});
    add(log, events::StepDone{"plan_exercise"});
    return log;
}

patient::Phrases words(std::string_view language) {
    auto read = patient::Phrases::read_shipped(language);
    EXPECT_TRUE(read.ok()) << read.error().text();
    return *std::move(read);
}

bool holds(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

TEST(RecordNote, HoldsWhatWasPlannedDoneAndCounted) {
    const std::string note = record_note(treated(), words("en"));
    EXPECT_TRUE(holds(note, "Muscle: rhomboid major, right")) << note;
    EXPECT_TRUE(holds(note, "Consent: given")) << note;
    EXPECT_TRUE(holds(note, "48°, 23 mm, 8 strokes")) << note;
    EXPECT_TRUE(holds(note, "Bleeding: none, pressed 10 s")) << note;
    EXPECT_TRUE(holds(note, "Needles opened / disposed of: 1 / 1")) << note;
    EXPECT_TRUE(holds(note, "After it: Plan: exercise")) << note;
}

TEST(RecordNote, TellsOfATwitchOnlyWhatTheTherapistReported) {
    Events log = treated();
    EXPECT_FALSE(holds(record_note(log, words("en")), "twitch")) << "nobody reported it";
    add(log, events::ResponseReported{"twitch_seen", 0.4, true});
    EXPECT_TRUE(holds(record_note(log, words("en")), "Response: twitch seen"));
}

TEST(RecordNote, NamesAnIncidentAndWhatWasDoneAboutIt) {
    Events log = treated();
    add(log, events::EmergencySign{"vasovagal", "pale"});
    add(log, events::StepDone{"lie_flat_legs_up"});
    const std::string note = record_note(log, words("en"));
    EXPECT_TRUE(holds(note, "Incident: is pale")) << note;
    EXPECT_TRUE(holds(note, "Done about it: Flat, legs up")) << note;
}

TEST(RecordNote, SpeaksTheOtherLanguageAndOfNobodysAbsentConsent) {
    const std::string note = record_note({}, words("de"));
    EXPECT_TRUE(holds(note, "Einwilligung: keine")) << note;
    EXPECT_FALSE(holds(note, "note.")) << "a key without its words";
    EXPECT_FALSE(holds(record_note(treated(), words("de")), "note."));
}

}  // namespace
}  // namespace dryrun::attempt
