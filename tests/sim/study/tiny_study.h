// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Studies whose attempts take a tenth of a second: their trainees hear where it hurts, and decline.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "study/plan.h"
#include "study/run.h"

namespace dryrun::study {

/// An empty folder of this test's own.
std::filesystem::path scratch();
std::string contents(const std::filesystem::path& path);
void write(const std::filesystem::path& path, const std::string& bytes);

/// A profile that declines after the first answer, as a file. `pace_s` tells two of one name apart.
std::string declining_trainee(const std::filesystem::path& folder, const std::string& name,
                              double pace_s = 1.5);
/// The shipped scenario under another name, as a file.
std::string other_scenario(const std::filesystem::path& folder, const std::string& name);

/// One scenario, trainees "a" and "b", two runs.
Request tiny_request(const std::filesystem::path& folder);
Plan plan_of(const Request& request);

/// Runs to the end; the bytes of the result.
std::string result_of(const Plan& plan, const RunOptions& options);
/// Remarks go to `remarks` where that is given.
RunOptions into(const std::filesystem::path& output, std::vector<std::string>* remarks = nullptr);
/// Starts into `output` and is interrupted after so many attempts; the journal's bytes.
std::string journal_after(std::int64_t attempts, const Plan& plan,
                          const std::filesystem::path& output);

}  // namespace dryrun::study
