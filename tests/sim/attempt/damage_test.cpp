// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// No damage goes unnoticed, and none makes the reader crash, hang or take much memory.
#include <gtest/gtest.h>
#include <unistd.h>

#include "attempt/blocks.h"
#include "attempt/bytes.h"
#include "core/file.h"
#include "core/hash.h"
#include "core/random.h"
#include "made_up_attempt.h"

namespace dryrun::attempt {
namespace {

// A short attempt with notes and more than one second.
std::string small_attempt() {
    MadeUp made_up = make_up(1150, 21);
    for (events::InputSample& sample : made_up.samples) {
        sample.needling_hand = {};
        sample.palpating_hand = {};
    }
    made_up.notes = Notes{"2026-05-01", "somebody"};
    return bytes_of(made_up);
}

void expect_refused(const std::string& bytes, const std::string& what) {
    const Result<Attempt> read = parse_attempt(bytes, "a.dryrun");
    ASSERT_FALSE(read.ok()) << what;
    EXPECT_EQ(read.error().kind, ErrorKind::BadInput);
    EXPECT_EQ(read.error().place.rfind("a.dryrun: byte ", 0), 0u) << read.error().text();
}

struct Cut {
    std::size_t begin, end;
};
// Where the blocks lie, from their lengths.
std::vector<Cut> blocks_of(const std::string& bytes) {
    std::vector<Cut> blocks;
    for (std::size_t at = kPreambleSize; at < bytes.size();) {
        const std::size_t length = ByteReader(std::string_view(bytes).substr(at + 4, 4)).word(4);
        blocks.push_back({at, at + kBlockFrame + length});
        at += kBlockFrame + length;
    }
    return blocks;
}

// A file of these blocks with right checksums; DONE's digest is right too.
std::string forge(const std::vector<std::pair<std::string, std::string>>& blocks) {
    std::string bytes = preamble();
    std::uint64_t checksum = preamble_checksum();
    for (const auto& [kind, payload] : blocks) bytes += block(kind, payload, checksum);
    return bytes;
}

TEST(DamagedAttempt, CutAnywhereIsRefused) {
    const std::string whole = small_attempt();
    ASSERT_TRUE(parse_attempt(whole, "a").ok());
    for (std::size_t length = 0; length < whole.size(); ++length)
        expect_refused(whole.substr(0, length), "cut to " + std::to_string(length));
}

TEST(DamagedAttempt, WithAnyBitFlippedIsRefused) {
    std::string bytes = small_attempt();
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        for (int bit = 0; bit < 8; ++bit) {
            bytes[at] = static_cast<char>(bytes[at] ^ (1 << bit));
            expect_refused(bytes, "byte " + std::to_string(at) + " bit " + std::to_string(bit));
            bytes[at] = static_cast<char>(bytes[at] ^ (1 << bit));
        }
    }
}

TEST(DamagedAttempt, WithBytesBehindItIsRefused) {
    expect_refused(small_attempt() + '\0', "one byte more");
    expect_refused(small_attempt() + small_attempt(), "twice");
}

TEST(DamagedAttempt, WithBlocksLostDoubledOrSwappedIsRefused) {
    const std::string bytes = bytes_of(make_up(4000, 22));
    const std::vector<Cut> blocks = blocks_of(bytes);
    ASSERT_EQ(blocks.size(), 6u);  // HEAD, four seconds, DONE
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        const std::string own = bytes.substr(blocks[i].begin, blocks[i].end - blocks[i].begin);
        std::string changed = bytes;
        changed.erase(blocks[i].begin, own.size());
        expect_refused(changed, "lost " + std::to_string(i));
        changed = bytes;
        changed.insert(blocks[i].end, own);
        expect_refused(changed, "doubled " + std::to_string(i));
        if (i + 1 == blocks.size()) continue;
        const std::string next =
            bytes.substr(blocks[i + 1].begin, blocks[i + 1].end - blocks[i + 1].begin);
        expect_refused(
            bytes.substr(0, blocks[i].begin) + next + own + bytes.substr(blocks[i + 1].end),
            "swapped " + std::to_string(i));
    }
}

TEST(DamagedAttempt, SaysTheByteAndHowToSaveTheRest) {
    std::string bytes = bytes_of(make_up(3000, 23));
    const std::vector<Cut> blocks = blocks_of(bytes);
    bytes[blocks[3].begin + 40] = static_cast<char>(bytes[blocks[3].begin + 40] ^ 1);
    const Result<Attempt> read = parse_attempt(bytes, "a.dryrun");
    ASSERT_FALSE(read.ok());
    EXPECT_EQ(read.error().place, "a.dryrun: byte " + std::to_string(blocks[3].begin));
    EXPECT_NE(read.error().hint.find("recover"), std::string::npos);
}

TEST(DamagedAttempt, OfANewerSchemaSaysSo) {
    std::string newer = small_attempt();
    newer[8] = 2;
    const Result<Attempt> read = parse_attempt(newer, "a.dryrun");
    ASSERT_FALSE(read.ok());
    EXPECT_NE(read.error().text().find("schema 2"), std::string::npos) << read.error().text();

    Json header = Json::parse(header_payload(make_up(0, 1).header));
    header["event_schema"] = 99;
    const Result<Attempt> events = parse_attempt(forge({{"HEAD", header.dump()}}), "a.dryrun");
    ASSERT_FALSE(events.ok());
    EXPECT_NE(events.error().text().find("event_schema: is 99"), std::string::npos)
        << events.error().text();
}

TEST(DamagedAttempt, HugeOrOfNoRegularKindIsRefusedUnread) {
    const auto path = scratch_file("huge.dryrun");
    ASSERT_TRUE(write_file(path, preamble()).ok());
    ASSERT_EQ(truncate(path.c_str(), 8LL << 30), 0);
    const Result<Attempt> huge = read_attempt(path);
    ASSERT_FALSE(huge.ok());
    EXPECT_NE(huge.error().text().find("at most"), std::string::npos) << huge.error().text();
    for (const char* no_file : {"/", "/dev/null", "/nowhere/a.dryrun", ""})
        EXPECT_FALSE(read_attempt(no_file).ok()) << no_file;
}

TEST(DamagedAttempt, OfAnyBytesIsRefused) {
    const RandomStream random(31, "fuzz");
    const std::string whole = small_attempt();
    for (std::uint64_t round = 0; round < 2000; ++round) {
        std::string bytes = whole;
        const int changes = 1 + static_cast<int>(random.uniform(round, 0) * 20.0);
        for (int i = 0; i < changes; ++i) {
            const auto k = static_cast<std::uint64_t>(i) * 3 + 1;
            const auto at = static_cast<std::size_t>(random.uniform(round, k) *
                                                     static_cast<double>(bytes.size()));
            const auto byte = static_cast<char>(random.bits(round, k + 1) & 0xFF);
            if (random.uniform(round, k + 2) < 0.7) {
                bytes[at] = byte;
            } else {
                bytes.insert(at, std::string(1 + at % 5, byte));
            }
        }
        if (bytes != whole) expect_refused(bytes, "round " + std::to_string(round));
    }
}

// Checksums guard against accidents, not against malice: what stands inside is checked as well.
TEST(DamagedAttempt, WithRightChecksumsAndWrongContentIsRefused) {
    const std::string head = header_payload(make_up(0, 1).header);
    Second second;
    second.ticks = 100;
    second.coded_inputs = std::string(1, 100);
    second.hashes = {1};
    const auto refused = [&](const Second& changed, const std::string& what) {
        expect_refused(forge({{"HEAD", head}, {"SECD", second_payload(changed)}}), what);
        const Result<Second> read = read_second(second_payload(changed), "a");
        return read.ok() ? std::string() : read.error().text();
    };
    Second changed = second;
    changed.hashes.push_back(2);
    EXPECT_FALSE(refused(changed, "a hash too many").empty());
    changed = second;
    changed.ticks = 1001;
    EXPECT_FALSE(refused(changed, "more than a second").empty());
    changed = second;
    changed.first_tick = 7;
    refused(changed, "a gap");
    changed = second;
    changed.events = {R"({"id":1,"tick":0,"type":"plan_locked"})"};
    refused(changed, "an event's number");
    changed.events = {R"({"id":0,"tick":101,"type":"plan_locked"})"};
    refused(changed, "an event's tick");
    changed.events = {R"({"id":0,"tick":1,"type":"no_such_thing"})"};
    refused(changed, "an event's type");
    changed.events = {std::string(100000, '[')};
    refused(changed, "nested events");

    // Lengths that claim more than there is, and counts that would fill the memory.
    std::string payload;
    put_varint(payload, 0), put_varint(payload, 100);
    put_varint(payload, std::uint64_t{1} << 62);
    expect_refused(forge({{"HEAD", head}, {"SECD", payload}}), "inputs' length");
    payload.clear();
    put_varint(payload, 0), put_varint(payload, 100), put_text(payload, second.coded_inputs);
    put_varint(payload, ~std::uint64_t{0});
    expect_refused(forge({{"HEAD", head}, {"SECD", payload}}), "count of events");

    const std::string good = second_payload(second);
    expect_refused(forge({{"SECD", good}}), "no header");
    expect_refused(forge({{"HEAD", head}, {"HEAD", head}}), "two headers");
    expect_refused(forge({{"HEAD", head}, {"????", ""}}), "unknown kind");
    expect_refused(forge({{"HEAD", head}, {"SECD", good}, {"SECD", good}}), "a second again");
    Done done;
    done.ticks = 100;
    done.sha256 = std::string(64, '0');
    expect_refused(forge({{"HEAD", head}, {"SECD", good}, {"DONE", done_payload(done)}}), "digest");
    done.ticks = 99;
    expect_refused(forge({{"HEAD", head}, {"SECD", good}, {"DONE", done_payload(done)}}), "count");
}

TEST(DamagedAttempt, WithRightChecksumsOverAnyBytesIsRefused) {
    const RandomStream random(33, "fuzz payload");
    const std::string head = header_payload(make_up(0, 1).header);
    const std::vector<Cut> blocks = blocks_of(bytes_of(make_up(1000, 24)));
    const std::string good =
        bytes_of(make_up(1000, 24))
            .substr(blocks[1].begin + 8, blocks[1].end - blocks[1].begin - kBlockFrame);
    for (std::uint64_t round = 0; round < 500; ++round) {
        std::string payload = good;
        for (std::uint64_t i = 0; i < 1 + round % 6; ++i) {
            const auto at = static_cast<std::size_t>(random.uniform(round, i) *
                                                     static_cast<double>(payload.size()));
            payload[at] = static_cast<char>(random.bits(round, i + 10) & 0xFF);
        }
        // Changed numbers may still make sense; without an end block it is refused all the same.
        expect_refused(forge({{"HEAD", head}, {"SECD", payload}}), std::to_string(round));
    }
}

}  // namespace
}  // namespace dryrun::attempt
