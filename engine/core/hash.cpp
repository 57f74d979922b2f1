// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "core/hash.h"

#include <sodium/crypto_hash_sha256.h>
#include <xxhash.h>

#include <array>
#include <bit>

#include "core/result.h"

namespace dryrun {

std::uint64_t xxh64(std::span<const std::byte> bytes, std::uint64_t seed) {
    return XXH64(bytes.data(), bytes.size(), seed);
}

std::uint64_t xxh64(std::string_view text, std::uint64_t seed) {
    return XXH64(text.data(), text.size(), seed);
}

std::string sha256_hex(std::string_view bytes) {
    Sha256 hash;
    hash.add(bytes);
    return hash.hex();
}

Sha256::Sha256() {
    static_assert(sizeof(crypto_hash_sha256_state) <= sizeof state_);
    crypto_hash_sha256_init(reinterpret_cast<crypto_hash_sha256_state*>(state_.data()));
}

void Sha256::add(std::string_view bytes) {
    crypto_hash_sha256_update(reinterpret_cast<crypto_hash_sha256_state*>(state_.data()),
                              reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
}

std::string Sha256::hex() const {
    Sha256 ended = *this;
    std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
    crypto_hash_sha256_final(reinterpret_cast<crypto_hash_sha256_state*>(ended.state_.data()),
                             digest.data());
    constexpr char kDigits[] = "0123456789abcdef";
    std::string text;
    for (const unsigned char byte : digest) {
        text += kDigits[byte >> 4];
        text += kDigits[byte & 15];
    }
    return text;
}

void StateHasher::add(double value) {
    DRYRUN_ASSERT(value == value);
    add(std::bit_cast<std::uint64_t>(value + 0.0));
}

void StateHasher::add(std::uint64_t value) {
    // One round of XXH64's avalanche over the running hash: cheap enough for thousands of values.
    std::uint64_t h = hash_ ^ (value * 0xC2B2AE3D27D4EB4FULL);
    h = (h << 31) | (h >> 33);
    h = h * 0x9E3779B185EBCA87ULL + 0x85EBCA77C2B2AE63ULL;
    hash_ = h ^ (h >> 29);
}

}  // namespace dryrun
