// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Writes an attempt as it happens: each simulated second is handed to the operating system when it
// is over, so a killed program loses at most the last one.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>

#include "attempt/attempt.h"

namespace dryrun::attempt {

class AttemptWriter {
  public:
    /// Creates or truncates `path` and writes header and notes.
    static Result<AttemptWriter> create(const std::filesystem::path& path, const Header& header,
                                        const std::optional<Notes>& notes = {});
    AttemptWriter(AttemptWriter&&) noexcept;
    AttemptWriter& operator=(AttemptWriter&&) noexcept;
    ~AttemptWriter();

    /// Whether the tick about to be appended must bring its state hash.
    bool is_hash_due() const;
    /// One tick: its sample (put on the grid here), all events of the attempt so far, and the state
    /// hash after the tick when it is due.
    Status append(const events::InputSample& sample, std::span<const events::Event> all_events,
                  std::uint64_t state_hash_if_due);
    /// Writes what is left and closes the file, which is whole from then on.
    Status finish(Ending ending);

  private:
    struct State;
    explicit AttemptWriter(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace dryrun::attempt
