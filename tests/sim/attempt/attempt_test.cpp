// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "attempt/attempt.h"

#include <gtest/gtest.h>

#include "core/hash.h"
#include "made_up_attempt.h"

namespace dryrun::attempt {
namespace {

std::vector<events::InputSample> samples_of(const Attempt& attempt) {
    std::vector<events::InputSample> samples;
    InputReader reader(attempt);
    while (const events::InputSample* sample = reader.next()) samples.push_back(*sample);
    return samples;
}

std::string lines(const std::vector<events::Event>& events) {
    std::string text;
    for (const events::Event& event : events) text += events::to_json(event).dump() + "\n";
    return text;
}

TEST(AttemptFile, GivesBackAllThatWasWritten) {
    MadeUp made_up = make_up(2345, 1);
    made_up.header.channels.has_palpation = false;
    made_up.header.import_fit = Json{{"format", "perktutor"}, {"rows", {0.1, 2.5e-300}}};
    made_up.header.settings = Json{{"mouse_gain", 4}};
    made_up.notes = Notes{"2026-05-01T10:00:00", "Åse \"A\" Ås"};
    const auto path = scratch_file("a.dryrun");
    write_to(path, made_up, Ending::Interrupted);

    const Result<Attempt> read = read_attempt(path);
    ASSERT_TRUE(read.ok()) << read.error().text();
    EXPECT_EQ(read->header.model_version, made_up.header.model_version);
    EXPECT_EQ(read->header.scenario_name, made_up.header.scenario_name);
    EXPECT_EQ(read->header.scenario_text, made_up.header.scenario_text);
    EXPECT_EQ(read->header.rubric_name, made_up.header.rubric_name);
    EXPECT_EQ(read->header.seed, made_up.header.seed);
    EXPECT_EQ(read->header.channels, made_up.header.channels);
    EXPECT_EQ(read->header.import_fit, made_up.header.import_fit);
    EXPECT_EQ(read->header.settings, made_up.header.settings);
    EXPECT_EQ(read->notes, made_up.notes);
    EXPECT_EQ(read->ending, Ending::Interrupted);
    EXPECT_EQ(read->ticks, 2345);
    EXPECT_EQ(read->hashes, made_up.hashes);
    EXPECT_EQ(lines(read->events), lines(made_up.events));
    EXPECT_TRUE(samples_of(*read) == made_up.samples);
}

TEST(AttemptFile, OfTheSameDoingsHasTheSameBytes) {
    EXPECT_EQ(bytes_of(make_up(1500, 4)), bytes_of(make_up(1500, 4)));
    EXPECT_NE(bytes_of(make_up(1500, 4)), bytes_of(make_up(1500, 5)));
}

TEST(AttemptFile, IsNamedByItsOwnSha256) {
    const std::string bytes = bytes_of(make_up(1100, 2));
    EXPECT_EQ(parse_attempt(bytes, "a")->sha256, sha256_hex(bytes));
}

TEST(AttemptFile, KeepsItsNameWhateverItsNotesSay) {
    MadeUp made_up = make_up(1100, 2);
    const std::string bare = bytes_of(made_up);
    made_up.notes = Notes{"2026-05-01", "somebody"};
    const std::string noted = bytes_of(made_up);
    ASSERT_NE(bare, noted);
    EXPECT_EQ(parse_attempt(noted, "a")->sha256, sha256_hex(bare));
}

TEST(AttemptFile, OfNoTickAtAllIsWhole) {
    MadeUp made_up = make_up(0, 1);
    const Result<Attempt> read = parse_attempt(bytes_of(made_up, Ending::Interrupted), "a");
    ASSERT_TRUE(read.ok()) << read.error().text();
    EXPECT_EQ(read->ticks, 0);
    EXPECT_EQ(InputReader(*read).next(), nullptr);
}

// Two trembling hands for two and a half minutes.
TEST(AttemptFile, StaysUnderThreeMegabytes) {
    EXPECT_LT(bytes_of(make_up(150000, 6)).size(), std::size_t{3} * 1000 * 1000);
}

TEST(AttemptFile, IsOnTheDiskSecondBySecond) {
    const auto path = scratch_file("a.dryrun");
    const MadeUp made_up = make_up(3000, 7);
    Result<AttemptWriter> writer = AttemptWriter::create(path, made_up.header);
    ASSERT_TRUE(writer.ok());
    auto size = std::filesystem::file_size(path);
    for (std::size_t tick = 0; tick < 3000; ++tick) {
        const std::span<const events::Event> events(made_up.events);
        ASSERT_TRUE(writer
                        ->append(made_up.samples[tick], events.first(made_up.events_so_far[tick]),
                                 writer->is_hash_due() ? made_up.hashes[tick / 100] : 0)
                        .ok());
        if ((tick + 1) % 1000 != 0) continue;
        EXPECT_GT(std::filesystem::file_size(path), size) << tick;
        size = std::filesystem::file_size(path);
    }
}

TEST(AttemptFile, SurvivesTextThatIsNoText) {
    MadeUp made_up = make_up(300, 8);
    made_up.header.scenario_name = "<b>\xff\xfe\x01,\"';--";
    events::StepDone step{std::string("\xc3(\x00\x1b[2J", 8)};
    made_up.events.push_back({static_cast<std::int64_t>(made_up.events.size()), 300, step});
    made_up.events_so_far.back() = made_up.events.size();
    made_up.samples.back().actions = {events::DoStep{step.step}};
    const Result<Attempt> read = parse_attempt(bytes_of(made_up), "a");
    ASSERT_TRUE(read.ok()) << read.error().text();
    EXPECT_EQ(read->events.size(), made_up.events.size());
}

TEST(AttemptFile, OnAFullDiskIsAnErrorOfTheEnvironment) {
    const MadeUp made_up = make_up(10, 9);
    const Result<AttemptWriter> writer = AttemptWriter::create("/dev/full", made_up.header);
    ASSERT_FALSE(writer.ok());
    EXPECT_EQ(writer.error().kind, ErrorKind::Environment);
    EXPECT_NE(writer.error().text().find("/dev/full"), std::string::npos);
    EXPECT_FALSE(AttemptWriter::create("/nowhere/a.dryrun", made_up.header).ok());
}

}  // namespace
}  // namespace dryrun::attempt
