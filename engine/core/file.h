// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Reading and writing whole files, with errors that say what to do.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/result.h"

namespace dryrun {

/// Largest text file (scenario, rubric, log) that is read: 64 MiB.
inline constexpr std::size_t kLargestTextFile = std::size_t{64} << 20;

/// The whole file. Fails on a missing file, a folder, or more than `most_bytes`.
Result<std::string> read_file(const std::filesystem::path& path,
                              std::size_t most_bytes = kLargestTextFile);

/// Writes to `path` + ".tmp", syncs and renames: the old file stays whole until the new one is.
/// "-" writes to standard output.
Status write_file(const std::filesystem::path& path, std::string_view bytes);

/// Appends to an open file and hands it to the operating system block by block.
class FileAppender {
  public:
    FileAppender() = default;
    FileAppender(FileAppender&& other) noexcept;
    FileAppender& operator=(FileAppender&& other) noexcept;
    ~FileAppender();
    /// Creates or truncates `path`.
    static Result<FileAppender> create(const std::filesystem::path& path);
    Status append(std::string_view bytes);
    Status close();

  private:
    int descriptor_ = -1;
    std::filesystem::path path_;
};

/// The folder of shipped data (scenarios, muscles, needles). `DRYRUN_ASSETS` in the environment
/// wins; then the checkout the program was built from; then share/dryrun beside the program.
std::filesystem::path assets_folder();

}  // namespace dryrun
