// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// How far long work is, on standard error: one moving line where that is a terminal, else a plain
// line a minute, so that a log tells whether it is worth waiting. Work of less than a minute says
// nothing there.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace dryrun::cli {

/// Where the lines go and what the time is.
struct ProgressOutlet {
    bool is_terminal = false;
    std::function<void(const std::string& text)> write;
    std::function<double()> clock_s;

    static ProgressOutlet standard_error();
};

class Progress {
  public:
    /// `total` 0: not known, counted in simulated seconds instead.
    Progress(std::string doing, std::int64_t total,
             ProgressOutlet outlet = ProgressOutlet::standard_error());
    ~Progress() { end(); }
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    void show(std::int64_t done);
    /// Wipes the line, so that what follows starts clean.
    void end();

  private:
    void move_line(std::int64_t done);
    void add_line(std::int64_t done);
    std::string words(std::int64_t step) const;
    std::int64_t step_of(std::int64_t done) const;

    std::string doing_;
    std::int64_t total_;
    ProgressOutlet outlet_;
    std::int64_t shown_ = -1;
    double began_s_ = 0.0;
    double told_s_ = 0.0;
};

}  // namespace dryrun::cli
