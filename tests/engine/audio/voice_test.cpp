// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// With a stand-in for espeak-ng that writes down what it is to say and goes on until it is stopped.
#include "audio/voice.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include <unistd.h>

namespace dryrun::audio {
namespace {

namespace fs = std::filesystem;

class VoiceTest : public testing::Test {
  protected:
    void SetUp() override {
        folder = fs::path(testing::TempDir()) / ("voice_" + std::to_string(getpid()));
        fs::create_directories(folder);
        path = std::getenv("PATH");
    }
    void TearDown() override {
        setenv("PATH", path.c_str(), 1);
        fs::remove_all(folder);
    }
    void install(const std::string& script) {
        const fs::path program = folder / "espeak-ng";
        std::ofstream(program) << "#!/bin/sh\n" << script << '\n';
        fs::permissions(program, fs::perms::owner_all);
        setenv("PATH", (folder.string() + ":" + path).c_str(), 1);
    }
    // One argument a line; waits until the stand-in has written them.
    std::string heard() const {
        for (int i = 0; i < 1000; ++i) {
            if (fs::exists(folder / "done")) {
                std::ostringstream text;
                text << std::ifstream(folder / "heard").rdbuf();
                return text.str();
            }
            usleep(10000);
        }
        return "nothing was said";
    }
    std::string writes_down() const {
        const std::string file = folder.string() + "/heard";
        return "printf '%s\\n' \"$@\" > " + file + "; : > " + folder.string() + "/done";
    }

    fs::path folder;
    std::string path;
};

TEST_F(VoiceTest, SaysTheSentenceWhateverItIsMadeOf) {
    install(writes_down());
    Voice voice = Voice::find();
    ASSERT_TRUE(voice.is_there());
    voice.say("--pho \"Ja\"; $(rm x) 'Zieht's?'", "de");
    EXPECT_EQ(heard(), "-v\nde\n--\n--pho \"Ja\"; $(rm x) 'Zieht's?'\n");
}

TEST_F(VoiceTest, IsCutShortByTheNextSentenceAndByTheEnd) {
    install(writes_down() + "; exec sleep 600");
    {
        Voice voice = Voice::find();
        voice.say("one", "en");
        EXPECT_NE(heard().find("one"), std::string::npos);
        EXPECT_TRUE(voice.is_speaking());
        fs::remove(folder / "done");
        voice.say("two", "en");
        EXPECT_NE(heard().find("two"), std::string::npos);
        voice.stop();
        EXPECT_FALSE(voice.is_speaking());
        voice.say("three", "en");
    }
    SUCCEED() << "the destructor did not wait ten minutes";
}

TEST_F(VoiceTest, EndsByItselfWhenAllIsSaid) {
    install("exit 0");
    Voice voice = Voice::find();
    voice.say("one", "en");
    for (int i = 0; i < 1000 && voice.is_speaking(); ++i) usleep(10000);
    EXPECT_FALSE(voice.is_speaking());
}

TEST_F(VoiceTest, IsSilentWhereTheProgramIsMissing) {
    setenv("PATH", folder.string().c_str(), 1);
    Voice voice = Voice::find();
    EXPECT_FALSE(voice.is_there());
    voice.say("one", "en");
    EXPECT_FALSE(voice.is_speaking());
}

TEST_F(VoiceTest, IsSilentFromThenOnWhereTheProgramCannotBeStarted) {
    install("exit 0");
    Voice voice = Voice::find();
    fs::remove(folder / "espeak-ng");
    voice.say("one", "en");
    EXPECT_FALSE(voice.is_there());
}

}  // namespace
}  // namespace dryrun::audio
