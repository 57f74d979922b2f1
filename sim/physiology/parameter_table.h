// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// One file of assets/physiology: rows of a value with unit, plausible range, source and grade.
// Private to this folder.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "core/result.h"

namespace dryrun::physiology {

class ParameterTable {
  public:
    /// `file`: name below assets/physiology. A value outside its own range is an error.
    static Result<ParameterTable> read(std::string_view file);
    /// The row's value, taken out of the table; a missing one makes status() an error.
    double take(std::string_view name);
    /// An error when a row was missing, or one is left that nobody took.
    Status finish() const;

  private:
    std::string place_;
    std::map<std::string, double, std::less<>> rows_;
    std::string missing_;
};

}  // namespace dryrun::physiology
