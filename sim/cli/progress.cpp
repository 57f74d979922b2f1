// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/progress.h"

#include <unistd.h>

#include <chrono>
#include <cstdio>

#include "events/input_sample.h"

namespace dryrun::cli {
namespace {

constexpr double kMinute_s = 60.0;

}  // namespace

ProgressOutlet ProgressOutlet::standard_error() {
    ProgressOutlet outlet;
    outlet.is_terminal = isatty(STDERR_FILENO) == 1;
    outlet.write = [](const std::string& text) {
        std::fputs(text.c_str(), stderr);
        std::fflush(stderr);
    };
    outlet.clock_s = [] {
        const auto now = std::chrono::steady_clock::now().time_since_epoch();
        return std::chrono::duration<double>(now).count();
    };
    return outlet;
}

Progress::Progress(std::string doing, std::int64_t total, ProgressOutlet outlet)
    : doing_(std::move(doing)), total_(total), outlet_(std::move(outlet)) {
    began_s_ = told_s_ = outlet_.clock_s();
}

void Progress::show(std::int64_t done) {
    if (outlet_.is_terminal) {
        move_line(done);
    } else {
        add_line(done);
    }
}

std::int64_t Progress::step_of(std::int64_t done) const {
    return total_ > 0 ? 100 * done / total_ : done / std::int64_t{events::kTicksPerSecond};
}

std::string Progress::words(std::int64_t step) const {
    return "dryrun: " + doing_ + " " + std::to_string(step) + (total_ > 0 ? " %" : " s");
}

void Progress::move_line(std::int64_t done) {
    const std::int64_t step = step_of(done);
    if (step == shown_) return;
    shown_ = step;
    outlet_.write("\r" + words(step) + " ");
}

void Progress::add_line(std::int64_t done) {
    const double now_s = outlet_.clock_s();
    if (now_s - told_s_ < kMinute_s) return;
    told_s_ = now_s;
    const auto minutes = static_cast<std::int64_t>((now_s - began_s_) / kMinute_s);
    outlet_.write(words(step_of(done)) + " after " + std::to_string(minutes) + " min\n");
}

void Progress::end() {
    if (outlet_.is_terminal && shown_ >= 0) outlet_.write("\r\033[K");
    shown_ = -1;
}

}  // namespace dryrun::cli
