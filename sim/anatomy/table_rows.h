// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// How rows of assets/anatomy/skeleton.json are read: every one says source and grade.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/json.h"
#include "core/sourced.h"
#include "core/vec3.h"
#include "geometry/curve.h"

namespace dryrun::anatomy {

using Profiles = std::map<std::string, Profile>;

inline constexpr Range kLength{-1000.0, 1000.0};

/// The object `key` of nothing but source and grade.
void read_source_of(JsonReader& parent, std::string_view key);

Profile make_profile(JsonReader& row, std::vector<double> at, std::vector<double> values);
/// Rows of name, at, values; all the `wanted` names and no other. `at` are levels or numbers.
Profiles read_profiles(JsonReader& parent, std::string_view key,
                       const std::vector<std::string>& wanted, bool at_levels);
/// At least `least` points of `dimensions` numbers, no two neighbours the same.
std::vector<Vec3> read_points(JsonReader& parent, std::string_view key, std::size_t dimensions,
                              std::size_t least);

}  // namespace dryrun::anatomy
