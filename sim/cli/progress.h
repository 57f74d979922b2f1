// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// One moving line on standard error while long work runs, where that is a terminal.
#pragma once

#include <cstdint>
#include <string>

namespace dryrun::cli {

class Progress {
  public:
    /// `total` 0: not known, counted in simulated seconds instead.
    Progress(std::string doing, std::int64_t total);
    ~Progress() { end(); }
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    void show(std::int64_t done);
    /// Wipes the line, so that what follows starts clean.
    void end();

  private:
    std::string doing_;
    std::int64_t total_;
    std::int64_t shown_ = -1;
    bool is_terminal_;
};

}  // namespace dryrun::cli
