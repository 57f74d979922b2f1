// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Attempts that no session ran: restless hands, events and hashes made up from a seed.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "attempt/attempt.h"
#include "attempt/writer.h"

namespace dryrun::attempt {

struct MadeUp {
    Header header;
    std::optional<Notes> notes;
    std::vector<events::InputSample> samples;  ///< on the grid
    std::vector<events::Event> events;
    std::vector<std::size_t> events_so_far;  ///< after each tick
    std::vector<std::uint64_t> hashes;
};

MadeUp make_up(std::int64_t ticks, std::uint64_t seed);
/// Any sample of the whole range, on the grid.
events::InputSample any_sample(std::uint64_t seed, std::uint64_t number);

/// Appends all ticks to a new file at `path`; finishes it unless told not to.
void write_to(const std::filesystem::path& path, const MadeUp& made_up,
              std::optional<Ending> ending = Ending::Finished);
/// The bytes of the file.
std::string bytes_of(const MadeUp& made_up, std::optional<Ending> ending = Ending::Finished);

/// A path in a folder of this test's own.
std::filesystem::path scratch_file(const std::string& name);
std::string contents(const std::filesystem::path& path);

}  // namespace dryrun::attempt
