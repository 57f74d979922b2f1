// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Results as files: of a whole study nothing but its lines, of a shard a first line that says which
// study and which part of it this is, so that shards can be put together.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "study/description.h"

namespace dryrun::study {

/// The bytes of a result. `lines`: by number, those of the shard, or all.
std::string result_text(const Description& description, const std::optional<Shard>& shard,
                        const std::map<std::size_t, std::string>& lines);

/// Whether a finished result of just this lies at `path`: empty if so, else what differs, with its
/// place.
Status check_result(const std::filesystem::path& path, const Description& description,
                    const std::optional<Shard>& shard);

/// All shards of one study, in any order, put together: the bytes that one run gives. BadInput
/// where one is missing, double, damaged, of another study or of another version than `program`.
Result<std::string> merge(const std::vector<std::string>& files, const std::string& program);

}  // namespace dryrun::study
