// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Files that lie: empty, huge, cut off, flipped, full of NaN; disks that are full; programs that
// are killed. Damaged input is exit 3 and says where; it never crashes, hangs or fills the memory.
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include "core/json.h"
#include "paths/paths.h"
#include "program.h"

namespace dryrun::end_to_end {
namespace {

namespace fs = std::filesystem;

// Refused as bad input with a message that names the file.
void expect_refused(const Words& words, const std::string& named) {
    const Outcome refused = run(words);
    EXPECT_EQ(refused.exit_code, 3) << words[0] << ' ' << named << ": " << refused.err;
    EXPECT_NE(refused.err.find(named), std::string::npos) << refused.err;
    EXPECT_TRUE(refused.out.empty() || words[0] == "score") << refused.out.substr(0, 300);
}

TEST(Damage, EveryReaderRefusesFilesThatAreNoAttempts) {
    const fs::path folder = scratch("no_attempts");
    write(folder / "empty.dryrun", "");
    write(folder / "zeros.dryrun", std::string(100000, '\0'));
    write(folder / "text.dryrun", "this is not an attempt\n");
    write(folder / "deep.dryrun", std::string(200000, '['));
    write(folder / "nan.dryrun", "{\"schema\":NaN}\n");
    fs::create_directory(folder / "folder.dryrun");
    for (const std::string name : {"empty", "zeros", "text", "deep", "nan", "missing"}) {
        const std::string file = (folder / (name + ".dryrun")).string();
        for (const char* command : {"score", "events", "replay"}) {
            expect_refused({command, file}, name + ".dryrun");
        }
        expect_refused({"render", file, "-o", (folder / "a.png").string()}, name + ".dryrun");
        expect_refused({"recover", file, "-o", (folder / "b.dryrun").string()}, name + ".dryrun");
        expect_refused({"motion", file}, name + ".dryrun");
    }
    EXPECT_FALSE(fs::exists(folder / "a.png"));
    EXPECT_FALSE(fs::exists(folder / "b.dryrun"));
}

// 8 GiB of nothing, sparse on the disk: must be refused without being read into memory.
TEST(Damage, AHugeFileIsRefusedWithoutFillingTheMemory) {
    const fs::path folder = scratch("huge");
    const fs::path huge = folder / "huge.dryrun";
    write(huge, "");
    ASSERT_EQ(truncate(huge.c_str(), 8LL << 30), 0);
    for (const char* command : {"score", "motion"}) {
        const Outcome refused = run({command, huge.string()});
        EXPECT_EQ(refused.exit_code, 3) << command << ": " << refused.err;
        EXPECT_LT(refused.peak_memory_kib, 2L << 20) << command;  // 2 GiB
    }
}

TEST(Damage, ACutOffAttemptIsRefusedAndSaysWhere) {
    const std::string whole = contents(expert_attempt());
    ASSERT_GT(whole.size(), 1000u);
    const fs::path cut = scratch("cut") / "cut.dryrun";
    // The edges, and places all over the file.
    std::vector<std::size_t> lengths = {1, 7, 8, 16, 64, whole.size() - 1, whole.size() - 9};
    for (std::size_t part = 1; part < 8; ++part) lengths.push_back(whole.size() * part / 8 + part);
    for (const std::size_t length : lengths) {
        write(cut, whole.substr(0, length));
        SCOPED_TRACE("cut to " + std::to_string(length) + " bytes");
        expect_refused({"score", cut.string()}, "cut.dryrun");
    }
    write(cut, whole + "more");
    expect_refused({"score", cut.string()}, "cut.dryrun");
}

TEST(Damage, AFlippedBitAnywhereIsNoticed) {
    std::string bytes = contents(expert_attempt());
    ASSERT_GT(bytes.size(), 1000u);
    const fs::path flipped = scratch("flipped") / "flipped.dryrun";
    for (std::size_t part = 0; part < 16; ++part) {
        const std::size_t at = part * (bytes.size() - 1) / 15;
        bytes[at] = static_cast<char>(bytes[at] ^ (1 << (part % 8)));
        write(flipped, bytes);
        SCOPED_TRACE("byte " + std::to_string(at));
        expect_refused({"score", flipped.string()}, "flipped.dryrun");
        bytes[at] = static_cast<char>(bytes[at] ^ (1 << (part % 8)));
    }
}

TEST(Damage, WhatCameBeforeTheDamageIsRecoveredAndVerifies) {
    const std::string whole = contents(expert_attempt());
    const fs::path folder = scratch("recover");
    write(folder / "cut.dryrun", whole.substr(0, whole.size() / 2));
    const Outcome recovered =
        run({"recover", (folder / "cut.dryrun").string(), "-o", (folder / "kept.dryrun").string()});
    EXPECT_FALSE((recovered.out + recovered.err).empty()) << "it should say what was lost";
    ASSERT_TRUE(fs::exists(folder / "kept.dryrun")) << recovered.err;
    EXPECT_EQ(run({"score", (folder / "kept.dryrun").string()}).exit_code, 0);
    const Outcome replayed = run({"replay", (folder / "kept.dryrun").string(), "--verify"});
    EXPECT_EQ(replayed.exit_code, 0) << replayed.err;
}

TEST(Damage, AKilledProgramLeavesAnAttemptToRecover) {
    const fs::path folder = scratch("killed");
    const fs::path attempt = folder / "killed.dryrun";
    const pid_t playing = start({"play", "rhomboid-major-right", "--trainee", "expert", "--seed",
                                 "9", "-o", attempt.string()});
    // Killed once something is on the disk, wherever in the attempt that falls.
    const std::size_t enough = contents(expert_attempt()).size() / 4;
    for (int look = 0; look < 10000; ++look) {
        std::error_code none_yet;
        const auto size = fs::file_size(attempt, none_yet);
        if (!none_yet && size > enough) break;
        usleep(10000);
    }
    kill(playing, SIGKILL);
    ASSERT_EQ(finish(playing, 10).exit_code, 128 + SIGKILL);
    EXPECT_EQ(run({"score", attempt.string()}).exit_code, 3);
    const Outcome recovered =
        run({"recover", attempt.string(), "-o", (folder / "kept.dryrun").string()});
    ASSERT_TRUE(fs::exists(folder / "kept.dryrun")) << recovered.err;
    EXPECT_EQ(run({"score", (folder / "kept.dryrun").string()}).exit_code, 0);
    EXPECT_EQ(run({"replay", (folder / "kept.dryrun").string(), "--verify"}).exit_code, 0);
}

TEST(Damage, AnInterruptedProgramLeavesAWholeFile) {
    const fs::path folder = scratch("interrupted");
    const fs::path attempt = folder / "interrupted.dryrun";
    const pid_t playing = start({"play", "rhomboid-major-right", "--trainee", "expert", "--seed",
                                 "10", "-o", attempt.string()});
    const std::size_t enough = contents(expert_attempt()).size() / 4;
    for (int look = 0; look < 10000; ++look) {
        std::error_code none_yet;
        const auto size = fs::file_size(attempt, none_yet);
        if (!none_yet && size > enough) break;
        usleep(10000);
    }
    kill(playing, SIGINT);
    ASSERT_EQ(finish(playing, 60).exit_code, 130);
    const Outcome scored = run({"score", attempt.string()});
    EXPECT_EQ(scored.exit_code, 0) << scored.err;
}

TEST(Damage, AFullDiskIsAnErrorAndNotALie) {
    Surroundings full;
    full.out_to = "/dev/full";
    for (const Words& words :
         {Words{"score", expert_attempt().string(), "--format", "json"},
          Words{"events", expert_attempt().string()}, Words{"list", "needles"}, Words{"version"}}) {
        const Outcome failed = run(words, full);
        EXPECT_TRUE(failed.exit_code == 3 || failed.exit_code == 4)
            << words[0] << " gave " << failed.exit_code;
        EXPECT_FALSE(failed.err.empty()) << words[0];
    }
    const Outcome played = run({"play", "rhomboid-major-right", "--trainee", "reckless", "--seed",
                                "1", "-o", "/dev/full"});
    EXPECT_TRUE(played.exit_code == 3 || played.exit_code == 4) << played.exit_code;
    EXPECT_FALSE(played.err.empty());
}

TEST(Damage, AScenarioWithAWrongNumberIsRefusedWithItsKey) {
    const fs::path folder = scratch("scenario");
    const std::string shipped = paths::assets("/scenarios/rhomboid-major-right.json");
    const std::string good = contents(shipped);
    const auto at = good.find("\"stature_mm\": ");
    ASSERT_NE(at, std::string::npos);
    const auto number = at + std::string("\"stature_mm\": ").size();
    const auto end = good.find_first_of(",\n}", number);
    for (const std::string wrong : {"NaN", "-1750", "1e400", "\"tall\"", "17500000", "null", ""}) {
        const fs::path file = folder / "wrong.json";
        write(file, good.substr(0, number) + wrong + good.substr(end));
        const Outcome refused = run({"play", file.string(), "--trainee", "expert"});
        EXPECT_EQ(refused.exit_code, 3) << wrong << ": " << refused.err;
        EXPECT_NE(refused.err.find("wrong.json"), std::string::npos) << refused.err;
    }
}

TEST(Damage, OneBadAttemptDoesNotStopTheOthers) {
    const fs::path folder = scratch("several");
    fs::copy_file(expert_attempt(), folder / "good.dryrun");
    write(folder / "bad.dryrun", "bad");
    const Outcome scored =
        run({"score", (folder / "bad.dryrun").string(), (folder / "good.dryrun").string(),
             "--format", "jsonl", "--min-score", "99.99"});
    EXPECT_EQ(scored.exit_code, 3) << "3 wins over 1";
    EXPECT_NE(scored.err.find("bad.dryrun"), std::string::npos) << scored.err;
    EXPECT_TRUE(Json::accept(scored.out)) << "the good one should be scored";
}

TEST(Damage, Long_CutAtTwoThousandPlacesItIsRefused) {
    const std::string whole = contents(expert_attempt());
    const fs::path cut = scratch("cut_all") / "cut.dryrun";
    const std::size_t stride = whole.size() / 2000 + 1;
    for (std::size_t length = 0; length < whole.size(); length += stride) {
        write(cut, whole.substr(0, length));
        const Outcome refused = run({"score", cut.string()});
        ASSERT_EQ(refused.exit_code, 3) << "cut to " << length << " bytes: " << refused.err;
    }
}

}  // namespace
}  // namespace dryrun::end_to_end
