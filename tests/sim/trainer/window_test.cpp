// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The trainer as a program, driven by xdotool on a display without a screen.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "../../engine/gui/virtual_display.h"
#include "attempt/attempt.h"
#include "trainer/trainer.h"

namespace dryrun::trainer {
namespace {

namespace fs = std::filesystem;

constexpr int kPatience = 600;  // tenths of a second

class TrainerWindow : public testing::Test {
  protected:
    void SetUp() override {
        ASSERT_TRUE(display.is_up()) << "Xvfb does not start";
        file = fs::path(testing::TempDir()) / ("trainer_" + std::to_string(getpid()) + ".dryrun");
    }
    void TearDown() override { fs::remove(file); }

    // The trainer in a process of its own, until its window is there.
    pid_t start(const std::string& watched = {}) {
        const pid_t child = fork();
        if (child == 0) {
            TrainerOptions options;
            options.seed = 7;
            if (watched.empty()) options.attempt_file = file.string();
            options.watched = watched;
            const auto result = run_trainer(options);
            if (!result) std::fprintf(stderr, "%s\n", result.error().text().c_str());
            _exit(result ? *result : 99);
        }
        const std::string focus = "search --name '^DryRun' windowfocus --sync 2>/dev/null";
        for (int i = 0; i < kPatience && !display.xdotool(focus); ++i) usleep(100000);
        return child;
    }
    // Asks it to close, again every ten seconds as a person would; the exit code, or −1 where it
    // does not end.
    int close(pid_t child) const {
        int status = 0;
        for (int i = 0; i < kPatience; ++i) {
            if (i % 100 == 0) display.xdotool("key ctrl+q");
            if (waitpid(child, &status, WNOHANG) == child) {
                return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
            }
            usleep(100000);
        }
        kill(child, SIGKILL);
        waitpid(child, &status, 0);
        return -1;
    }
    template <class Event>
    static bool has(const attempt::Attempt& attempt) {
        return std::any_of(attempt.events.begin(), attempt.events.end(), [](const auto& event) {
            return std::holds_alternative<Event>(event.body);
        });
    }
    void key(const std::string& name) const { EXPECT_TRUE(display.xdotool("key " + name)); }

    std::string title() const { return display.ask("search --name '^DryRun' getwindowname"); }
    // The trainer writes the step and the simulated time into its title, however slow the machine.
    bool title_comes(const std::string& part) const {
        for (int i = 0; i < kPatience; ++i) {
            if (title().find(part) != std::string::npos) return true;
            usleep(100000);
        }
        ADD_FAILURE() << "the title stays \"" << title() << "\", without \"" << part << '"';
        return false;
    }
    int seconds() const {
        const std::string text = title();
        const auto colon = text.rfind(':');
        return colon == std::string::npos ? 0 : std::atoi(text.c_str() + colon + 1);
    }
    void let_seconds_go_by(int count) const {
        const int start = seconds();
        for (int i = 0; i < kPatience && seconds() < start + count; ++i) usleep(100000);
    }

    gui::VirtualDisplay display;
    fs::path file;
};

TEST_F(TrainerWindow, PalpatesWithTheMouseAndSavesTheAttempt) {
    const pid_t child = start();
    key("Return");
    ASSERT_TRUE(title_comes("Read the case"));
    key("Return");
    ASSERT_TRUE(title_comes("Ask before you touch"));
    EXPECT_TRUE(display.xdotool("search --name '^DryRun' mousemove --window %1 480 300"));
    EXPECT_TRUE(display.xdotool("keydown space"));
    let_seconds_go_by(3);
    key("m");
    let_seconds_go_by(2);
    EXPECT_TRUE(display.xdotool("keyup space"));
    let_seconds_go_by(2);
    ASSERT_EQ(close(child), 0);

    const auto attempt = attempt::read_attempt(file);
    ASSERT_TRUE(attempt) << attempt.error().text();
    EXPECT_EQ(attempt->header.seed, 7u);
    EXPECT_TRUE(attempt->notes.has_value());
    EXPECT_TRUE(has<events::StepDone>(*attempt));
    EXPECT_TRUE(has<events::PalpationPressed>(*attempt));
    EXPECT_TRUE(has<events::SiteMarked>(*attempt));
}

TEST_F(TrainerWindow, LooksOnAtAScriptedTraineeAndWritesNothing) {
    const fs::path folder = fs::current_path();
    const auto files = [&] {
        return std::distance(fs::directory_iterator(folder), fs::directory_iterator());
    };
    const auto before = files();
    const pid_t child = start("reckless");
    key("Return");
    ASSERT_TRUE(title_comes("Watching reckless"));
    key("Right");
    let_seconds_go_by(4);
    EXPECT_EQ(close(child), 0);
    EXPECT_FALSE(fs::exists(file));
    EXPECT_EQ(files(), before);
}

TEST_F(TrainerWindow, LeavesNoFileWhenClosedOnTheStartPage) {
    const pid_t child = start();
    EXPECT_EQ(close(child), 0);
    EXPECT_FALSE(fs::exists(file));
}

TEST(TrainerWithoutADisplay, SaysSo) {
    unsetenv("DISPLAY");
    unsetenv("WAYLAND_DISPLAY");
    const auto result = run_trainer({});
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, ErrorKind::Environment);
}

}  // namespace
}  // namespace dryrun::trainer
