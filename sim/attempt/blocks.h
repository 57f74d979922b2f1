// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The attempt file as bytes: a preamble, then blocks of
//
//     kind (4 letters)  payload length (4 bytes)  payload  checksum (8 bytes)
//
// The checksum is XXH64 over kind, length and payload, seeded with the checksum of the block
// before, so that no block can be lost, added or moved. NOTE, which holds what must not change the
// attempt's identity, stands outside that chain with a checksum of its own. The order is
// HEAD [NOTE] SECD* DONE; DONE holds the SHA-256 of all before it but NOTE.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "attempt/attempt.h"

namespace dryrun::attempt {

inline constexpr std::string_view kMagic{"DRYRUN\x1a\n", 8};
inline constexpr std::size_t kPreambleSize = 12;
inline constexpr std::size_t kBlockFrame = 16;  ///< bytes of a block beside its payload
inline constexpr std::string_view kHead = "HEAD";
inline constexpr std::string_view kNote = "NOTE";
inline constexpr std::string_view kSecond = "SECD";
inline constexpr std::string_view kDone = "DONE";

/// Magic and schema number.
std::string preamble();
/// The checksum that seeds the first block's.
std::uint64_t preamble_checksum();

/// A block; `checksum` is the one before on entry, this block's afterwards.
std::string block(std::string_view kind, std::string_view payload, std::uint64_t& checksum);
/// The NOTE block, outside the chain.
std::string note_block(std::string_view payload);

std::string header_payload(const Header& header);
Result<Header> read_header(std::string_view payload, const std::string& place);
std::string notes_payload(const Notes& notes);
Result<Notes> read_notes(std::string_view payload, const std::string& place);

/// An event as the line that is kept of it.
std::string event_text(const events::Event& event);

/// What happened in up to one simulated second.
struct Second {
    std::int64_t first_tick = 0;
    std::int64_t ticks = 0;
    std::string coded_inputs;
    std::vector<std::string> events;  ///< JSON
    std::vector<std::uint64_t> hashes;
};
std::string second_payload(const Second& second);
/// Checks the numbers against each other, not the texts and inputs.
Result<Second> read_second(std::string_view payload, const std::string& place);

struct Done {
    std::int64_t ticks = 0;
    std::int64_t events = 0;
    Ending ending = Ending::Finished;
    std::string sha256;
};
std::string done_payload(const Done& done);
Result<Done> read_done(std::string_view payload, const std::string& place);

/// How many ticks of (first, first + ticks] bring a state hash.
std::int64_t hashes_within(std::int64_t first_tick, std::int64_t ticks);

}  // namespace dryrun::attempt
