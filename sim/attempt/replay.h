// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Sessions and attempt files: recording the one into the other, and simulating again from a file.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>

#include "attempt/attempt.h"
#include "attempt/writer.h"
#include "session/session.h"

namespace dryrun::attempt {

/// The header of an attempt at `scenario` played with this program.
Header header_of(const scenario::Scenario& scenario, std::uint64_t seed);

/// What may be hooked into a run; each may be empty.
struct Hooks {
    std::function<bool()> is_interrupted;  ///< asked before every tick
    std::function<void(const session::Session&)> after_tick;
};

/// Runs `session` to its end on the samples that `hands` gives, writing each tick to `writer` where
/// there is one. Stops early, with a whole file, where `hooks.is_interrupted` says so.
/// The result is the file's ending: Finished or Interrupted.
Result<Ending> record(session::Session& session, const std::function<events::InputSample()>& hands,
                      AttemptWriter* writer, const Hooks& hooks = {});

/// What reading a file of `session` would give, but for inputs and hashes: events as they are
/// written, so that they score the same. `header` is the attempt's.
Attempt unwritten_attempt(const session::Session& session, Header header, Ending ending);

/// The first thing in which a replay departs from its file.
struct Difference {
    std::int64_t tick = 0;
    std::string what;      ///< "state hash", "event 12"
    std::string in_file;   ///< "(none)" where the file has no such thing
    std::string replayed;  ///< the same
};

struct ReplayOptions {
    bool verify = false;
    std::int64_t until_tick = std::numeric_limits<std::int64_t>::max();  ///< stop after this one
    Hooks hooks;
};

struct ReplayOutcome {
    std::int64_t ticks = 0;
    std::int64_t hashes_compared = 0;
    std::int64_t events_compared = 0;
    bool is_interrupted = false;
    std::optional<Difference> difference;  ///< with `verify`; the replay ends there
};

/// Simulates the attempt again from its scenario, seed and inputs. BadInput where another model
/// version wrote it.
Result<ReplayOutcome> replay(const Attempt& attempt, const std::string& place,
                             const ReplayOptions& options = {});

}  // namespace dryrun::attempt
