// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/progress.h"

#include <gtest/gtest.h>

namespace dryrun::cli {
namespace {

// Work of 200 steps, one each `step_s` seconds of a clock made for it.
std::string text_of_work(bool is_terminal, double step_s) {
    std::string text;
    double now_s = 1000.0;
    ProgressOutlet outlet;
    outlet.is_terminal = is_terminal;
    outlet.write = [&](const std::string& more) { text += more; };
    outlet.clock_s = [&] { return now_s; };
    Progress progress("measuring", 200, outlet);
    for (int done = 0; done <= 200; ++done, now_s += step_s) progress.show(done);
    return text;
}

TEST(Progress, IsAPlainLineAMinuteOffATerminal) {
    EXPECT_EQ(text_of_work(false, 1.0),
              "dryrun: measuring 30 % after 1 min\n"
              "dryrun: measuring 60 % after 2 min\n"
              "dryrun: measuring 90 % after 3 min\n");
}

TEST(Progress, OfShortWorkIsSilentOffATerminal) {
    EXPECT_EQ(text_of_work(false, 0.25), "");
}

TEST(Progress, IsOneMovingLineOnATerminalAndIsWipedAtTheEnd) {
    const std::string text = text_of_work(true, 0.001);
    EXPECT_EQ(text.find('\n'), std::string::npos);
    EXPECT_NE(text.find("\rdryrun: measuring 50 % "), std::string::npos);
    EXPECT_TRUE(text.ends_with("\r\033[K"));
}

TEST(Progress, OfUnknownLengthIsCountedInSimulatedSeconds) {
    std::string text;
    double now_s = 0.0;
    ProgressOutlet outlet;
    outlet.write = [&](const std::string& more) { text += more; };
    outlet.clock_s = [&] { return now_s; };
    Progress progress("importing", 0, outlet);
    now_s = 61.0;
    progress.show(42'000);
    EXPECT_EQ(text, "dryrun: importing 42 s after 1 min\n");
}

}  // namespace
}  // namespace dryrun::cli
