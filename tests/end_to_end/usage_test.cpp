// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Exit codes and streams that scripts rely on.
#include <gtest/gtest.h>

#include <algorithm>

#include "program.h"

namespace dryrun::end_to_end {
namespace {

namespace fs = std::filesystem;

TEST(Usage, WrongUsageIsTwoAndSaysWhatIsWrong) {
    for (const Words& words :
         {Words{"scoer"}, Words{"score", "--no-such-option"}, Words{"play"}, Words{"--no-such"},
          Words{"play", "rhomboid-major-right", "--trainee"},
          Words{"play", "rhomboid-major-right", "--trainee", "expert", "--seed", "many"},
          Words{"list", "nonsense"}, Words{"score", "a.dryrun", "--format", "pdf"},
          Words{"render", "rhomboid-major-right", "-o", "a.png", "--size", "12"}}) {
        const Outcome refused = run(words);
        EXPECT_EQ(refused.exit_code, 2) << words[0] << ": " << refused.err;
        EXPECT_FALSE(refused.err.empty()) << words[0];
        EXPECT_TRUE(refused.out.empty()) << words[0] << " wrote to stdout: " << refused.out;
    }
}

TEST(Usage, AMissingFileIsBadInput) {
    for (const Words& words :
         {Words{"score", "/nowhere/a.dryrun"}, Words{"events", "/nowhere/a.dryrun"},
          Words{"replay", "/nowhere/a.dryrun"}, Words{"motion", "/nowhere/a.xml"},
          Words{"play", "/nowhere/scenario.json", "--trainee", "expert"}}) {
        const Outcome refused = run(words);
        EXPECT_EQ(refused.exit_code, 3) << words[0] << ": " << refused.err;
        EXPECT_NE(refused.err.find(words[1]), std::string::npos) << refused.err;
    }
}

TEST(Usage, NoAttemptIsNothingToDo) {
    EXPECT_EQ(run({"score"}).exit_code, 5);
    const Outcome nothing = run({"score", scratch("empty_folder").string()});
    EXPECT_EQ(nothing.exit_code, 5) << nothing.err;
}

TEST(Usage, AFolderStandsForItsAttempts) {
    const fs::path folder = scratch("class");
    fs::copy_file(expert_attempt(), folder / "a.dryrun");
    fs::copy_file(expert_attempt(), folder / "b.dryrun");
    write(folder / "notes.txt", "not an attempt");
    const Outcome scored = run({"score", folder.string(), "--format", "jsonl"});
    EXPECT_EQ(scored.exit_code, 0) << scored.err;
    EXPECT_EQ(std::count(scored.out.begin(), scored.out.end(), '\n'), 2);
}

TEST(Usage, EveryCommandHasHelpOnStdout) {
    for (const std::string command :
         {"list", "play", "score", "events", "replay", "recover", "render", "motion", "import",
          "study", "train", "validate", "version"}) {
        const Outcome help = run({command, "--help"});
        EXPECT_EQ(help.exit_code, 0) << command;
        EXPECT_NE(help.out.find(command), std::string::npos) << command;
        EXPECT_TRUE(help.err.empty()) << command << ": " << help.err;
    }
}

TEST(Usage, WhatThereIsCanBeListed) {
    const std::pair<const char*, const char*> entries[] = {{"scenarios", "rhomboid-major-right"},
                                                           {"trainees", "expert"},
                                                           {"needles", "0.30x50"},
                                                           {"muscles", "rhomboid_major"},
                                                           {"rubrics", "needling"}};
    for (const auto& [kind, entry] : entries) {
        const Outcome listed = run({"list", kind});
        EXPECT_EQ(listed.exit_code, 0) << kind << ": " << listed.err;
        EXPECT_NE(listed.out.find(entry), std::string::npos) << kind << ": " << listed.out;
    }
}

}  // namespace
}  // namespace dryrun::end_to_end
