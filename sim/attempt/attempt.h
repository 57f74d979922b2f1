// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The attempt file: scenario (whole), seed, inputs, events and state hashes, every byte under a
// checksum. docs/attempt-file.md describes the bytes; this header is how the program reads them.
//
// An attempt that was written by any version can be read and scored; only replay (attempt/replay.h)
// needs the model version that wrote it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/json.h"
#include "core/result.h"
#include "events/event.h"
#include "events/input_sample.h"

namespace dryrun::attempt {

inline constexpr int kAttemptSchema = 1;
/// Larger files are refused unread. Half an hour of two restless hands is about 40 MiB.
inline constexpr std::uint64_t kLargestAttempt = std::uint64_t{512} << 20;
/// A state hash is kept after each tick that is a multiple of this.
inline constexpr int kTicksPerHash = 100;
inline constexpr const char* kFileExtension = ".dryrun";

/// Which of the trainee's doings the inputs can hold. A played attempt has them all; a recorded
/// needle has no palpating hand and no words, so that measures of those do not exist for it.
struct Channels {
    bool has_palpation = true;
    bool has_decisions = true;  ///< words, steps, plan, needle choice
    bool has_needle = true;
    friend bool operator==(const Channels&, const Channels&) = default;
};

struct Header {
    int model_version = 0;
    std::string scenario_name;
    std::string scenario_text;  ///< the scenario file, whole
    std::string rubric_name;    ///< the scenario's own; scoring needs no scenario reader
    std::uint64_t seed = 0;
    Channels channels;
    Json import_fit;  ///< how a recording was laid on the patient; null in a played attempt
    Json settings;    ///< device, mouse gain, side of the table; null where none
};

/// Of a live attempt. Outside the hashes and the file's identity: may be taken out.
struct Notes {
    std::string date;  ///< ISO 8601
    std::string learner;
    friend bool operator==(const Notes&, const Notes&) = default;
};

enum class Ending : std::uint8_t {
    Finished,     ///< the session came to its end
    Interrupted,  ///< stopped from outside; the file is whole
    Recovered,    ///< what `recover` kept of a damaged file
};

struct Attempt {
    Header header;
    std::optional<Notes> notes;
    Ending ending = Ending::Finished;
    std::int64_t ticks = 0;
    std::vector<events::Event> events;
    std::vector<std::uint64_t> hashes;  ///< hashes[k] after tick (k + 1) · kTicksPerHash
    std::string sha256;  ///< of the file less its notes; equals sha256sum where there are none
    std::vector<std::string> coded_inputs;  ///< one a second; read them with InputReader
};

/// Reads and checks all of it. Anything wrong is BadInput with "file: byte N".
Result<Attempt> read_attempt(const std::filesystem::path& path);
/// The same of bytes in memory; `place` names them in errors.
Result<Attempt> parse_attempt(std::string_view bytes, const std::string& place);

/// The samples of an attempt in order, decoded second by second.
class InputReader {
  public:
    /// `attempt` must outlive the reader.
    explicit InputReader(const Attempt& attempt) : attempt_(&attempt) {}
    /// The next tick's sample; null after the last.
    const events::InputSample* next();

  private:
    const Attempt* attempt_;
    std::size_t second_ = 0;
    std::size_t next_ = 0;
    std::vector<events::InputSample> samples_;
};

/// What `recover` did, for people.
struct Recovery {
    std::int64_t ticks_kept = 0;
    std::size_t bytes_kept = 0;
    std::size_t bytes_lost = 0;
    bool are_notes_lost = false;
    std::string damage;  ///< "file: byte N: …"; empty if the file was whole
};

/// Writes what came before the damage of `from` as a whole attempt to `to`. Fails, and writes
/// nothing, where not even one second of it can be read.
Result<Recovery> recover(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace dryrun::attempt
