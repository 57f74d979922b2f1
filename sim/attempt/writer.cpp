// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "attempt/writer.h"

#include <utility>
#include <vector>

#include "attempt/blocks.h"
#include "attempt/input_coding.h"
#include "core/file.h"
#include "core/hash.h"

namespace dryrun::attempt {

struct AttemptWriter::State {
    FileAppender file;
    Sha256 sha256;
    std::uint64_t checksum = preamble_checksum();
    std::int64_t ticks = 0;
    std::size_t events = 0;
    bool is_closed = false;
    Second second;
    std::vector<events::InputSample> samples;

    // Bytes that count for the attempt's identity.
    Status write(const std::string& bytes) {
        sha256.add(bytes);
        return file.append(bytes);
    }

    Status write_second() {
        if (samples.empty()) return {};
        second.ticks = static_cast<std::int64_t>(samples.size());
        second.coded_inputs = code_samples(samples);
        const Status written = write(block(kSecond, second_payload(second), checksum));
        second = Second{};
        second.first_tick = ticks;
        samples.clear();
        return written;
    }
};

AttemptWriter::AttemptWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
AttemptWriter::AttemptWriter(AttemptWriter&&) noexcept = default;
AttemptWriter& AttemptWriter::operator=(AttemptWriter&&) noexcept = default;
AttemptWriter::~AttemptWriter() = default;

Result<AttemptWriter> AttemptWriter::create(const std::filesystem::path& path, const Header& header,
                                            const std::optional<Notes>& notes) {
    Result<FileAppender> file = FileAppender::create(path);
    if (!file) return file.error();
    auto state = std::make_unique<State>();
    state->file = std::move(*file);
    Status written = state->write(preamble());
    if (written.ok()) written = state->write(block(kHead, header_payload(header), state->checksum));
    if (written.ok() && notes) written = state->file.append(note_block(notes_payload(*notes)));
    if (!written.ok()) return written.error();
    return AttemptWriter(std::move(state));
}

bool AttemptWriter::is_hash_due() const {
    return (state_->ticks + 1) % kTicksPerHash == 0;
}

Status AttemptWriter::append(const events::InputSample& sample,
                             std::span<const events::Event> all_events,
                             std::uint64_t state_hash_if_due) {
    DRYRUN_ASSERT(!state_->is_closed);
    DRYRUN_ASSERT(all_events.size() >= state_->events);
    if (is_hash_due()) state_->second.hashes.push_back(state_hash_if_due);
    state_->samples.push_back(events::on_grid(sample));
    for (; state_->events < all_events.size(); ++state_->events)
        state_->second.events.push_back(event_text(all_events[state_->events]));
    ++state_->ticks;
    if (state_->ticks % events::kTicksPerSecond != 0) return {};
    return state_->write_second();
}

Status AttemptWriter::finish(Ending ending) {
    DRYRUN_ASSERT(!state_->is_closed);
    state_->is_closed = true;
    Status status = state_->write_second();
    if (!status.ok()) return status;
    Done done;
    done.ticks = state_->ticks;
    done.events = static_cast<std::int64_t>(state_->events);
    done.ending = ending;
    done.sha256 = state_->sha256.hex();
    status = state_->write(block(kDone, done_payload(done), state_->checksum));
    if (!status.ok()) return status;
    return state_->file.close();
}

}  // namespace dryrun::attempt
