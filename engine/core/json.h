// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Reading JSON strictly. Every file the project reads goes through JsonReader: a value that is
// missing, of the wrong type, out of range or not finite, and a key nobody asked for, is an error
// with the file and the key's path ("needle.json: needles[2].diameter_mm: ..."). Parse errors say
// file:line:column. The first error wins; reading on after it returns defaults, so a loader reads
// straight through and asks for status() once at the end.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/vec3.h"

namespace dryrun {

using Json = nlohmann::ordered_json;

struct Range {
    double low = -std::numeric_limits<double>::max();
    double high = std::numeric_limits<double>::max();
};

/// Parses text of at most 64 levels of nesting; `file` names it in errors.
Result<Json> parse_json(std::string_view text, const std::string& file);
Result<Json> read_json_file(const std::string& path);

/// A double with the fewest digits that read back to the same bits, whatever the locale.
std::string number_text(double value);
/// With `digits` after the point.
std::string fixed_text(double value, int digits);

class JsonReader {
  public:
    /// Reads `value`; it must outlive the reader. `place` is the file's name.
    JsonReader(const Json& value, std::string place);

    /// The reader of the object or list under `key`; empty (and an error) where there is none.
    JsonReader object(std::string_view key);
    /// One reader an element of the list under `key`.
    std::vector<JsonReader> list(std::string_view key);
    bool has(std::string_view key);

    double number(std::string_view key, Range range = {});
    double number_or(std::string_view key, double fallback, Range range = {});
    std::int64_t integer(std::string_view key, std::int64_t low, std::int64_t high);
    /// Any 64-bit unsigned integer (seeds).
    std::uint64_t unsigned_integer(std::string_view key);
    bool boolean(std::string_view key);
    bool boolean_or(std::string_view key, bool fallback);
    std::string text(std::string_view key);
    std::string text_or(std::string_view key, std::string fallback);
    /// One of `allowed`.
    std::string choice(std::string_view key, const std::vector<std::string>& allowed);
    Vec3 vec3(std::string_view key);
    std::vector<double> numbers(std::string_view key, Range range = {});
    std::vector<std::string> texts(std::string_view key);
    /// The value as it stands, for parts another module reads; marks the key as known.
    Json raw(std::string_view key);

    /// Reports every key that was not asked for.
    void finish();
    /// Adds an error of the caller's own at `key` of this object.
    void fail(std::string_view key, std::string message);
    const std::string& place() const { return path_; }
    const Json& value() const { return *value_; }
    Status status() const;

  private:
    struct Shared;
    JsonReader(const Json& value, std::string path, std::shared_ptr<Shared> shared);
    const Json* find(std::string_view key, bool required);

    const Json* value_;
    std::string path_;
    std::shared_ptr<Shared> shared_;
    std::set<std::string, std::less<>> known_;
};

}  // namespace dryrun
