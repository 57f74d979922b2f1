// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "attempt/attempt.h"

#include <fstream>

#include "attempt/blocks.h"
#include "attempt/input_coding.h"
#include "attempt/scan.h"
#include "core/file.h"
#include "core/hash.h"

namespace dryrun::attempt {
namespace {

// A file that is too large or no attempt at all is refused before it is read into memory.
Result<std::string> read_bytes(const std::filesystem::path& path) {
    std::error_code ignored;
    if (std::filesystem::is_regular_file(path, ignored)) {
        const std::uint64_t size = std::filesystem::file_size(path, ignored);
        if (!ignored && size > kLargestAttempt)
            return bad_input(path.string(), "has " + std::to_string(size) +
                                                " bytes, an attempt has at most " +
                                                std::to_string(kLargestAttempt));
        char first[kMagic.size()] = {};
        std::ifstream stream(path, std::ios::binary);
        stream.read(first, sizeof first);
        const auto got = static_cast<std::size_t>(stream.gcount());
        if (stream.is_open() && std::string_view(first, got) != kMagic)
            return bad_input(path.string() + ": byte 0",
                             got == 0 ? "the file is empty" : "this is not an attempt file");
    }
    return read_file(path, static_cast<std::size_t>(kLargestAttempt));
}

Status write_recovered(const std::string& bytes, const Scan& scan,
                       const std::filesystem::path& to) {
    const std::size_t notes_begin = scan.are_notes_damaged ? scan.notes_begin : 0;
    const std::size_t notes_end = scan.are_notes_damaged ? scan.notes_end : 0;
    std::string kept =
        bytes.substr(0, notes_begin) + bytes.substr(notes_end, scan.good_end - notes_end);
    if (!scan.is_done) {
        Done done;
        done.ticks = scan.attempt.ticks;
        done.events = static_cast<std::int64_t>(scan.attempt.events.size());
        done.ending = Ending::Recovered;
        done.sha256 = sha256_hex(bytes.substr(0, scan.notes_begin) +
                                 bytes.substr(scan.notes_end, scan.good_end - scan.notes_end));
        std::uint64_t checksum = scan.checksum;
        kept += block(kDone, done_payload(done), checksum);
    }
    return write_file(to, kept);
}

}  // namespace

Result<Attempt> parse_attempt(std::string_view bytes, const std::string& place) {
    Scan scanned = scan(bytes, place);
    if (!scanned.damage) return std::move(scanned.attempt);
    Error error = *scanned.damage;
    if (scanned.attempt.ticks > 0 || scanned.is_done)
        error.hint = "`dryrun recover FILE -o NEW` keeps what came before";
    return error;
}

Result<Attempt> read_attempt(const std::filesystem::path& path) {
    const Result<std::string> bytes = read_bytes(path);
    if (!bytes) return bytes.error();
    return parse_attempt(*bytes, path.string());
}

const events::InputSample* InputReader::next() {
    if (next_ == samples_.size()) {
        if (second_ == attempt_->coded_inputs.size()) return nullptr;
        const std::int64_t left =
            attempt_->ticks - static_cast<std::int64_t>(second_) * events::kTicksPerSecond;
        const auto count = static_cast<std::size_t>(
            left < events::kTicksPerSecond ? left : events::kTicksPerSecond);
        auto decoded = decode_samples(attempt_->coded_inputs[second_], count, "inputs");
        DRYRUN_ASSERT(decoded.ok() && count > 0);  // they were decoded once when read
        samples_ = std::move(*decoded);
        next_ = 0;
        ++second_;
    }
    return &samples_[next_++];
}

Result<Recovery> recover(const std::filesystem::path& from, const std::filesystem::path& to) {
    const Result<std::string> bytes = read_bytes(from);
    if (!bytes) return bytes.error();
    const Scan scanned = scan(*bytes, from.string());
    if (!scanned.is_done && scanned.attempt.ticks == 0) {
        Error error = *scanned.damage;
        error.hint = "nothing can be recovered: not one second stands before the damage";
        return error;
    }
    const Status written = write_recovered(*bytes, scanned, to);
    if (!written.ok()) return written.error();
    Recovery recovery;
    recovery.ticks_kept = scanned.attempt.ticks;
    recovery.are_notes_lost = scanned.are_notes_damaged;
    recovery.bytes_kept = scanned.good_end;
    if (recovery.are_notes_lost) recovery.bytes_kept -= scanned.notes_end - scanned.notes_begin;
    recovery.bytes_lost = bytes->size() - recovery.bytes_kept;
    if (scanned.damage) recovery.damage = scanned.damage->text();
    return recovery;
}

}  // namespace dryrun::attempt
