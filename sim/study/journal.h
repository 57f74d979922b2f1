// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The journal beside an unfinished study: each attempt as soon as it is played, so that a study
// that was killed goes on where it was. docs/study.md describes the file.
//
// Opening takes a lock that other processes see. A line that was cut off or changed is left out and
// said: its attempt is played again.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/result.h"
#include "study/description.h"

namespace dryrun::study {

/// Larger files of a study are refused: 64 MiB hold about 50,000 attempts, this sixteen times that.
inline constexpr std::size_t kLargestStudyFile = std::size_t{1} << 30;

class Journal {
  public:
    /// Creates it or takes up the one that is there. BadInput where another process has it, where
    /// it belongs to another study or shard, or where its first line is damaged.
    static Result<Journal> open(const std::filesystem::path& path, const Description& description,
                                const Shard& shard);
    Journal(Journal&& other) noexcept;
    Journal& operator=(Journal&&) = delete;
    ~Journal();

    /// Lines of attempts that are played, by number.
    const std::map<std::size_t, std::string>& lines() const { return lines_; }
    /// For people: what was dropped, and that the file system locks nothing.
    const std::vector<std::string>& remarks() const { return remarks_; }
    /// Is on the disk when it returns. Where it fails, nothing of the line stays.
    Status append(std::size_t number, const std::string& line);
    Status remove();

  private:
    Journal(int descriptor, std::filesystem::path path) : descriptor_(descriptor), path_(path) {}
    Status lock(bool& is_ours);
    Status take_up(const Description& description, const Shard& shard);
    Status read_lines(std::string_view content, const Description& description, const Shard& shard);
    Status cut_to(std::size_t bytes);
    Status write(const std::string& text);

    int descriptor_ = -1;
    std::filesystem::path path_;
    std::size_t size_ = 0;
    std::map<std::size_t, std::string> lines_;
    std::vector<std::string> remarks_;
};

}  // namespace dryrun::study
