// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "attempt/scan.h"

#include "attempt/blocks.h"
#include "attempt/bytes.h"
#include "attempt/input_coding.h"
#include "core/hash.h"

namespace dryrun::attempt {
namespace {

// Damaged notes are looked past no farther than this.
constexpr std::size_t kFarthestNotes = std::size_t{1} << 16;

struct Block {
    std::string_view kind;
    std::string_view payload;
    std::string_view framed;  ///< kind, length and payload
    std::uint64_t checksum = 0;
    std::size_t end = 0;
};

class Scanner {
  public:
    Scanner(std::string_view bytes, const std::string& file) : bytes_(bytes), file_(file) {}

    Scan run() {
        if (read_preamble()) {
            while (!scan_.damage && !scan_.is_done) read_block();
        }
        return std::move(scan_);
    }

  private:
    std::string place(std::size_t byte) const { return file_ + ": byte " + std::to_string(byte); }

    void damaged(std::size_t byte, std::string message) {
        if (!scan_.damage) scan_.damage = bad_input(place(byte), std::move(message));
    }
    void damaged(const Error& error) {
        if (!scan_.damage) scan_.damage = error;
    }

    bool read_preamble() {
        if (bytes_.substr(0, kMagic.size()) != kMagic) {
            damaged(0, bytes_.empty() ? "the file is empty" : "this is not an attempt file");
            return false;
        }
        if (bytes_.size() < kPreambleSize) {
            damaged(bytes_.size(), "the file ends in its first line");
            return false;
        }
        const std::uint64_t schema = ByteReader(bytes_.substr(kMagic.size(), 4)).word(4);
        if (schema != kAttemptSchema) {
            damaged(kMagic.size(), "the attempt is of schema " + std::to_string(schema) +
                                       ", this program reads " + std::to_string(kAttemptSchema));
            return false;
        }
        scan_.checksum = preamble_checksum();
        scan_.good_end = kPreambleSize;
        scan_.notes_begin = scan_.notes_end = kPreambleSize;
        at_ = kPreambleSize;
        return true;
    }

    // The frame of the block at `at_`; nothing (and damage) where the file is too short for it.
    std::optional<Block> frame() {
        if (bytes_.size() - at_ < kBlockFrame) {
            damaged(bytes_.size(), "the file ends before its end block");
            return std::nullopt;
        }
        Block block;
        block.kind = bytes_.substr(at_, 4);
        const auto length = static_cast<std::size_t>(ByteReader(bytes_.substr(at_ + 4, 4)).word(4));
        if (length > bytes_.size() - at_ - kBlockFrame) {
            damaged(at_, "a block claims " + std::to_string(length) + " bytes, " +
                             std::to_string(bytes_.size() - at_ - kBlockFrame) + " are left");
            return std::nullopt;
        }
        block.payload = bytes_.substr(at_ + 8, length);
        block.framed = bytes_.substr(at_, 8 + length);
        block.checksum = ByteReader(bytes_.substr(at_ + 8 + length, 8)).word(8);
        block.end = at_ + kBlockFrame + length;
        return block;
    }

    bool may_be_notes() const {
        return scan_.has_header && scan_.attempt.ticks == 0 && scan_.notes_end == scan_.notes_begin;
    }

    // Whether the block at `begin` follows the last whole one of the chain.
    bool is_next_of_chain(std::size_t begin) const {
        if (bytes_.size() - begin < kBlockFrame) return false;
        const auto length =
            static_cast<std::size_t>(ByteReader(bytes_.substr(begin + 4, 4)).word(4));
        if (length > bytes_.size() - begin - kBlockFrame) return false;
        return xxh64(bytes_.substr(begin, 8 + length), scan_.checksum) ==
               ByteReader(bytes_.substr(begin + 8 + length, 8)).word(8);
    }

    // Notes may be damaged anywhere, their length included, without harm to the attempt: the scan
    // goes on where the chain does.
    bool skip_damaged_notes() {
        if (!may_be_notes()) return false;
        const std::string_view reach = bytes_.substr(0, at_ + kFarthestNotes);
        for (const std::string_view kind : {kSecond, kDone}) {
            for (std::size_t next = reach.find(kind, at_ + 1); next != reach.npos;
                 next = reach.find(kind, next + 1)) {
                if (!is_next_of_chain(next)) continue;
                scan_.are_notes_damaged = true;
                scan_.notes_end = at_ = scan_.good_end = next;
                return true;
            }
        }
        return false;
    }

    void read_block() {
        const std::size_t begin = at_;
        read_block_at();
        if (scan_.damage && at_ == begin && skip_damaged_notes()) scan_.damage.reset();
    }

    void read_block_at() {
        const std::optional<Block> block = frame();
        if (!block) return;
        if (may_be_notes() && block->kind == kNote && read_notes_block(*block)) return;
        const std::uint64_t checksum = xxh64(block->framed, scan_.checksum);
        if (checksum != block->checksum) {
            damaged(at_, "the block of " + std::to_string(block->payload.size()) +
                             " bytes here does not match its checksum");
            return;
        }
        if (!scan_.has_header && block->kind == kHead) {
            read_head(*block);
        } else if (scan_.has_header && block->kind == kSecond) {
            read_second_block(*block);
        } else if (scan_.has_header && block->kind == kDone) {
            read_done_block(*block);
        } else {
            damaged(at_, "a block of an unknown kind or in the wrong place");
        }
        if (scan_.damage) return;
        sha256_.add(bytes_.substr(at_, block->end - at_));
        at_ = block->end;
        scan_.good_end = at_;
        scan_.checksum = checksum;
        if (scan_.is_done) finish();
    }

    void read_head(const Block& block) {
        Result<Header> header = read_header(block.payload, place(at_));
        if (!header) return damaged(header.error());
        scan_.attempt.header = std::move(*header);
        scan_.has_header = true;
        scan_.notes_begin = scan_.notes_end = block.end;
        sha256_.add(bytes_.substr(0, kPreambleSize));
    }

    bool read_notes_block(const Block& block) {
        Result<Notes> notes = read_notes(block.payload, place(at_));
        if (xxh64(block.framed) != block.checksum || !notes) return false;
        scan_.attempt.notes = std::move(*notes);
        scan_.notes_end = at_ = scan_.good_end = block.end;
        return true;
    }

    void read_second_block(const Block& block) {
        Attempt& attempt = scan_.attempt;
        Result<Second> second = read_second(block.payload, place(at_));
        if (!second) return damaged(second.error());
        if (second->first_tick != attempt.ticks || attempt.ticks % events::kTicksPerSecond != 0)
            return damaged(at_, "tick " + std::to_string(attempt.ticks) + " was to follow");
        const auto samples = decode_samples(second->coded_inputs,
                                            static_cast<std::size_t>(second->ticks), place(at_));
        if (!samples) return damaged(samples.error());
        std::vector<events::Event> events;
        for (const std::string& text : second->events) {
            Result<events::Event> event = read_event(text, *second, events);
            if (!event) return damaged(event.error());
            events.push_back(std::move(*event));
        }
        attempt.ticks += second->ticks;
        attempt.coded_inputs.push_back(std::move(second->coded_inputs));
        for (events::Event& event : events) attempt.events.push_back(std::move(event));
        attempt.hashes.insert(attempt.hashes.end(), second->hashes.begin(), second->hashes.end());
    }

    // `earlier`: those of the same second.
    Result<events::Event> read_event(const std::string& text, const Second& second,
                                     const std::vector<events::Event>& earlier) const {
        const Result<Json> json = parse_json(text, place(at_));
        if (!json) return json.error();
        Result<events::Event> event = events::event_from_json(*json, place(at_));
        if (!event) return event;
        const auto expected_id =
            static_cast<std::int64_t>(scan_.attempt.events.size() + earlier.size());
        if (event->id != expected_id)
            return bad_input(place(at_), "event " + std::to_string(expected_id) +
                                             " was to follow, found " + std::to_string(event->id));
        const std::int64_t not_before = earlier.empty() ? second.first_tick : earlier.back().tick;
        if (event->tick < not_before || event->tick > second.first_tick + second.ticks)
            return bad_input(place(at_),
                             "event " + std::to_string(event->id) + " lies outside its second");
        return event;
    }

    void read_done_block(const Block& block) {
        const Result<Done> done = read_done(block.payload, place(at_));
        if (!done) return damaged(done.error());
        if (done->ticks != scan_.attempt.ticks ||
            done->events != static_cast<std::int64_t>(scan_.attempt.events.size()))
            return damaged(at_, "the end block counts other ticks or events than there are");
        if (done->sha256 != sha256_.hex())
            return damaged(at_, "the file does not match its SHA-256");
        scan_.attempt.ending = done->ending;
        scan_.is_done = true;
    }

    void finish() {
        scan_.attempt.sha256 = sha256_.hex();
        if (at_ != bytes_.size())
            damaged(at_, std::to_string(bytes_.size() - at_) + " bytes follow the end block");
        if (scan_.are_notes_damaged)
            damaged(scan_.notes_begin, "the block of date and learner does not match its checksum");
    }

    std::string_view bytes_;
    const std::string& file_;
    std::size_t at_ = 0;
    Sha256 sha256_;
    Scan scan_;
};

}  // namespace

Scan scan(std::string_view bytes, const std::string& place) {
    return Scanner(bytes, place).run();
}

}  // namespace dryrun::attempt
