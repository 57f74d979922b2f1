// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Numbers as bytes: little-endian words, and variable-length integers of 7 bits a byte, least
// significant first, signed ones folded so that small magnitudes are short (zigzag).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace dryrun::attempt {

inline void put_word(std::string& bytes, std::uint64_t value, int size) {
    for (int i = 0; i < size; ++i) bytes += static_cast<char>((value >> (8 * i)) & 0xFF);
}

inline void put_varint(std::string& bytes, std::uint64_t value) {
    while (value >= 0x80) {
        bytes += static_cast<char>((value & 0x7F) | 0x80);
        value >>= 7;
    }
    bytes += static_cast<char>(value);
}

inline void put_signed(std::string& bytes, std::int64_t value) {
    const auto folded =
        (static_cast<std::uint64_t>(value) << 1) ^ (value < 0 ? ~std::uint64_t{0} : 0);
    put_varint(bytes, folded);
}

inline void put_text(std::string& bytes, std::string_view text) {
    put_varint(bytes, text.size());
    bytes += text;
}

/// Reads what the functions above wrote. After the first thing that does not fit, is_ok() is false
/// and everything reads as zero.
class ByteReader {
  public:
    explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}

    bool is_ok() const { return is_ok_; }
    bool is_at_end() const { return at_ == bytes_.size(); }
    std::size_t position() const { return at_; }
    void fail() { is_ok_ = false; }

    std::uint64_t word(int size) {
        std::uint64_t value = 0;
        const std::string_view taken = take(static_cast<std::size_t>(size));
        for (std::size_t i = 0; i < taken.size(); ++i)
            value |= static_cast<std::uint64_t>(static_cast<unsigned char>(taken[i])) << (8 * i);
        return value;
    }

    std::uint64_t varint() {
        std::uint64_t value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            const std::string_view taken = take(1);
            if (taken.empty()) return 0;
            const auto byte = static_cast<unsigned char>(taken[0]);
            // The tenth byte has room for one bit.
            if (shift == 63 && byte > 1) break;
            value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
            if ((byte & 0x80) == 0) return value;
        }
        is_ok_ = false;
        return 0;
    }

    std::int64_t signed_varint() {
        const std::uint64_t folded = varint();
        return static_cast<std::int64_t>((folded >> 1) ^ (~(folded & 1) + 1));
    }

    std::string_view text() {
        const std::uint64_t size = varint();
        if (size > bytes_.size() - at_) {
            is_ok_ = false;
            return {};
        }
        return take(static_cast<std::size_t>(size));
    }

    std::string_view take(std::size_t size) {
        if (!is_ok_ || size > bytes_.size() - at_) {
            is_ok_ = false;
            return {};
        }
        const std::string_view taken = bytes_.substr(at_, size);
        at_ += size;
        return taken;
    }

  private:
    std::string_view bytes_;
    std::size_t at_ = 0;
    bool is_ok_ = true;
};

}  // namespace dryrun::attempt
