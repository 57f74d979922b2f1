// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "attempt/blocks.h"
#include "core/file.h"
#include "core/hash.h"
#include "made_up_attempt.h"

namespace dryrun::attempt {
namespace {

struct Recovered {
    Result<Recovery> report;
    std::string bytes;
};
Recovered recovered(const std::string& bytes) {
    const auto from = scratch_file("damaged.dryrun");
    const auto to = from.parent_path() / "kept.dryrun";
    EXPECT_TRUE(write_file(from, bytes).ok());
    Recovered result{recover(from, to), {}};
    EXPECT_EQ(std::filesystem::exists(to), result.report.ok());
    if (result.report) result.bytes = contents(to);
    std::filesystem::remove_all(from.parent_path());
    return result;
}

TEST(Recover, KeepsTheWholeSecondsBeforeACutAndSaysWhatIsLost) {
    const MadeUp made_up = make_up(3500, 41);
    const std::string whole = bytes_of(made_up);
    const Recovered kept = recovered(whole.substr(0, whole.size() * 3 / 4));
    ASSERT_TRUE(kept.report.ok()) << kept.report.error().text();
    const Result<Attempt> read = parse_attempt(kept.bytes, "kept");
    ASSERT_TRUE(read.ok()) << read.error().text();
    EXPECT_EQ(read->ending, Ending::Recovered);
    EXPECT_EQ(read->ticks, kept.report->ticks_kept);
    EXPECT_EQ(read->ticks % 1000, 0);
    EXPECT_GE(read->ticks, 2000);
    EXPECT_EQ(read->sha256, sha256_hex(kept.bytes));
    EXPECT_GT(kept.report->bytes_lost, 0u);
    EXPECT_NE(kept.report->damage.find("byte "), std::string::npos);

    // What is kept is what was written.
    InputReader reader(*read);
    for (std::int64_t tick = 0; tick < read->ticks; ++tick)
        ASSERT_EQ(*reader.next(), made_up.samples[static_cast<std::size_t>(tick)]);
    EXPECT_EQ(reader.next(), nullptr);
    EXPECT_EQ(read->events.size(),
              made_up.events_so_far[static_cast<std::size_t>(read->ticks) - 1]);
}

TEST(Recover, OfAnAttemptCutAnywhereIsWholeOrNothing) {
    const std::string whole = bytes_of(make_up(2200, 42));
    std::int64_t last = 0;
    for (std::size_t length = 0; length < whole.size(); length += 97) {
        const Recovered kept = recovered(whole.substr(0, length));
        if (!kept.report) {
            EXPECT_EQ(last, 0) << length;
            continue;
        }
        const Result<Attempt> read = parse_attempt(kept.bytes, "kept");
        ASSERT_TRUE(read.ok()) << length << ": " << read.error().text();
        EXPECT_GE(read->ticks, last);
        last = read->ticks;
    }
    EXPECT_GE(last, 2000);
}

TEST(Recover, KeepsAllButTheLastSecondOfAKilledProgram) {
    const MadeUp made_up = make_up(2999, 43);
    const auto path = scratch_file("killed.dryrun");
    write_to(path, made_up, std::nullopt);
    EXPECT_FALSE(read_attempt(path).ok());
    const Recovered kept = recovered(contents(path));
    ASSERT_TRUE(kept.report.ok());
    EXPECT_EQ(kept.report->ticks_kept, 2000);
}

TEST(Recover, OfAWholeAttemptChangesNothing) {
    MadeUp made_up = make_up(1500, 44);
    made_up.notes = Notes{"2026", "x"};
    const std::string whole = bytes_of(made_up);
    const Recovered kept = recovered(whole);
    ASSERT_TRUE(kept.report.ok());
    EXPECT_EQ(kept.bytes, whole);
    EXPECT_EQ(kept.report->bytes_lost, 0u);
    EXPECT_TRUE(kept.report->damage.empty());
}

TEST(Recover, DropsWhatFollowsTheEnd) {
    const std::string whole = bytes_of(make_up(1500, 45));
    const Recovered kept = recovered(whole + "more");
    ASSERT_TRUE(kept.report.ok());
    EXPECT_EQ(kept.bytes, whole);
    EXPECT_EQ(kept.report->bytes_lost, 4u);
}

TEST(Recover, LosesOnlyTheNotesWhereOnlyTheyAreDamaged) {
    MadeUp made_up = make_up(1500, 46);
    const std::string bare = bytes_of(made_up);
    made_up.notes = Notes{"2026-05-01", "SECD somebody"};
    const std::string noted = bytes_of(made_up);
    const std::size_t begin = noted.find("NOTE");
    ASSERT_NE(begin, std::string::npos);
    for (std::size_t at = begin; at < begin + (noted.size() - bare.size()); ++at) {
        std::string damaged = noted;
        damaged[at] = static_cast<char>(damaged[at] ^ 4);
        const Recovered kept = recovered(damaged);
        ASSERT_TRUE(kept.report.ok()) << at << ": " << kept.report.error().text();
        EXPECT_EQ(kept.bytes, bare) << at;
        EXPECT_TRUE(kept.report->are_notes_lost);
        EXPECT_EQ(kept.report->bytes_lost, noted.size() - bare.size());
    }
}

TEST(Recover, KeepsTheNotesOfACutAttempt) {
    MadeUp made_up = make_up(2500, 47);
    made_up.notes = Notes{"2026-05-01", "somebody"};
    const std::string noted = bytes_of(made_up);
    const Recovered kept = recovered(noted.substr(0, noted.size() - 100));
    ASSERT_TRUE(kept.report.ok());
    const Result<Attempt> read = parse_attempt(kept.bytes, "kept");
    ASSERT_TRUE(read.ok()) << read.error().text();
    EXPECT_EQ(read->notes, made_up.notes);
}

TEST(Recover, OfWhatIsNoAttemptWritesNothing) {
    for (const std::string bytes : {"", "text\n", "[[[[", "DRYRUN\x1a\n"}) {
        const Recovered kept = recovered(bytes);
        ASSERT_FALSE(kept.report.ok());
        EXPECT_EQ(kept.report.error().kind, ErrorKind::BadInput);
    }
    const std::string whole = bytes_of(make_up(900, 48));
    EXPECT_FALSE(recovered(whole.substr(0, whole.size() / 2)).report.ok());
    EXPECT_FALSE(recover("/nowhere/a.dryrun", "/nowhere/b.dryrun").ok());
}

}  // namespace
}  // namespace dryrun::attempt
