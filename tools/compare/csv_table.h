// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A file of comma-separated values with a heading line, read strictly: every row as long as the
// heading, every wanted number finite. Errors say file, line and column.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/vec3.h"

namespace dryrun::compare {

class CsvTable {
  public:
    /// Fails where a column of `wanted` is missing; others may be there.
    static Result<CsvTable> read(const std::filesystem::path& path,
                                 const std::vector<std::string>& wanted);

    std::size_t size() const { return rows_.size(); }
    /// `column` is one of those wanted.
    const std::string& text(std::size_t row, const std::string& column) const;
    Result<double> number(std::size_t row, const std::string& column) const;
    /// Three numbers; nothing where all three cells are empty.
    Result<std::optional<Vec3>> point(std::size_t row, const std::string& x, const std::string& y,
                                      const std::string& z) const;
    /// FILE:LINE of a row.
    std::string place(std::size_t row) const;

  private:
    std::size_t column(const std::string& name) const;

    std::string path_;
    std::vector<std::string> heading_;
    std::vector<std::vector<std::string>> rows_;
    std::vector<std::size_t> lines_;
};

}  // namespace dryrun::compare
