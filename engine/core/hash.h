// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Checksums and state hashes. XXH64 (xxHash) where speed counts and nobody attacks; SHA-256
// (libsodium) where a file's identity is printed.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/vec3.h"

namespace dryrun {

std::uint64_t xxh64(std::span<const std::byte> bytes, std::uint64_t seed = 0);
std::uint64_t xxh64(std::string_view text, std::uint64_t seed = 0);
/// Lower-case hexadecimal SHA-256, 64 characters.
std::string sha256_hex(std::string_view bytes);

/// The same of bytes that come piece by piece.
class Sha256 {
  public:
    Sha256();
    void add(std::string_view bytes);
    /// Of all that was added so far; more may follow.
    std::string hex() const;

  private:
    alignas(16) std::array<std::byte, 128> state_{};  // libsodium's, whose header stays private
};

/// Hashes simulation state: values are fed in a fixed order, −0 counts as 0, NaN is a bug.
class StateHasher {
  public:
    void add(double value);
    void add(std::uint64_t value);
    void add(std::int64_t value) { add(static_cast<std::uint64_t>(value)); }
    void add(bool value) { add(static_cast<std::uint64_t>(value)); }
    void add(const Vec3& v) { add(v.x), add(v.y), add(v.z); }
    void add(std::string_view text) { hash_ = xxh64(text, hash_); }
    void add(std::span<const double> values) {
        for (const double value : values) add(value);
    }
    std::uint64_t value() const { return hash_; }

  private:
    std::uint64_t hash_ = 0;
};

}  // namespace dryrun
