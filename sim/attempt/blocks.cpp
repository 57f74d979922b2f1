// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "attempt/blocks.h"

#include <limits>

#include "attempt/bytes.h"
#include "core/hash.h"

namespace dryrun::attempt {
namespace {

constexpr std::size_t kDigestText = 64;

// Text that came from outside may hold anything; what is no UTF-8 is replaced, never fatal.
std::string json_text(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string framed(std::string_view kind, std::string_view payload) {
    DRYRUN_ASSERT(payload.size() <= std::numeric_limits<std::uint32_t>::max());
    std::string bytes(kind);
    put_word(bytes, payload.size(), 4);
    bytes += payload;
    return bytes;
}

Status too_new(JsonReader& reader, const std::string& key, int newest) {
    const std::int64_t number = reader.integer(key, 1, std::numeric_limits<std::int32_t>::max());
    if (reader.status().ok() && number > newest)
        reader.fail(key, "is " + std::to_string(number) + ", this program reads up to " +
                             std::to_string(newest));
    return reader.status();
}

}  // namespace

std::string preamble() {
    std::string bytes(kMagic);
    put_word(bytes, kAttemptSchema, 4);
    return bytes;
}

std::uint64_t preamble_checksum() {
    return xxh64(preamble());
}

std::string block(std::string_view kind, std::string_view payload, std::uint64_t& checksum) {
    std::string bytes = framed(kind, payload);
    checksum = xxh64(bytes, checksum);
    put_word(bytes, checksum, 8);
    return bytes;
}

std::string note_block(std::string_view payload) {
    std::uint64_t own_checksum = 0;
    return block(kNote, payload, own_checksum);
}

std::string header_payload(const Header& header) {
    Json json;
    json["schema"] = "dryrun.attempt/" + std::to_string(kAttemptSchema);
    json["event_schema"] = events::kEventSchema;
    json["input_schema"] = events::kInputSchema;
    json["model_version"] = header.model_version;
    json["seed"] = header.seed;
    json["scenario_name"] = header.scenario_name;
    json["rubric"] = header.rubric_name;
    json["has_palpation"] = header.channels.has_palpation;
    json["has_decisions"] = header.channels.has_decisions;
    json["has_needle"] = header.channels.has_needle;
    json["import"] = header.import_fit;
    json["settings"] = header.settings;
    json["scenario"] = header.scenario_text;
    return json_text(json);
}

Result<Header> read_header(std::string_view payload, const std::string& place) {
    const Result<Json> json = parse_json(payload, place);
    if (!json) return json.error();
    JsonReader reader(*json, place);
    Header header;
    reader.choice("schema", {"dryrun.attempt/" + std::to_string(kAttemptSchema)});
    for (const auto& [key, newest] :
         {std::pair<const char*, int>{"event_schema", events::kEventSchema},
          {"input_schema", events::kInputSchema}})
        if (const Status status = too_new(reader, key, newest); !status.ok()) return status.error();
    header.model_version = static_cast<int>(
        reader.integer("model_version", 0, std::numeric_limits<std::int32_t>::max()));
    header.seed = reader.unsigned_integer("seed");
    header.scenario_name = reader.text("scenario_name");
    header.rubric_name = reader.text("rubric");
    header.channels.has_palpation = reader.boolean("has_palpation");
    header.channels.has_decisions = reader.boolean("has_decisions");
    header.channels.has_needle = reader.boolean("has_needle");
    header.import_fit = reader.raw("import");
    header.settings = reader.raw("settings");
    header.scenario_text = reader.text("scenario");
    reader.finish();
    if (const Status status = reader.status(); !status.ok()) return status.error();
    return header;
}

std::string notes_payload(const Notes& notes) {
    Json json;
    json["date"] = notes.date;
    json["learner"] = notes.learner;
    return json_text(json);
}

Result<Notes> read_notes(std::string_view payload, const std::string& place) {
    const Result<Json> json = parse_json(payload, place);
    if (!json) return json.error();
    JsonReader reader(*json, place);
    Notes notes{reader.text("date"), reader.text("learner")};
    reader.finish();
    if (const Status status = reader.status(); !status.ok()) return status.error();
    return notes;
}

std::string event_text(const events::Event& event) {
    return json_text(events::to_json(event));
}

std::int64_t hashes_within(std::int64_t first_tick, std::int64_t ticks) {
    return (first_tick + ticks) / kTicksPerHash - first_tick / kTicksPerHash;
}

std::string second_payload(const Second& second) {
    std::string bytes;
    put_varint(bytes, static_cast<std::uint64_t>(second.first_tick));
    put_varint(bytes, static_cast<std::uint64_t>(second.ticks));
    put_text(bytes, second.coded_inputs);
    put_varint(bytes, second.events.size());
    for (const std::string& event : second.events) put_text(bytes, event);
    for (const std::uint64_t hash : second.hashes) put_word(bytes, hash, 8);
    return bytes;
}

Result<Second> read_second(std::string_view payload, const std::string& place) {
    ByteReader reader(payload);
    Second second;
    const std::uint64_t first_tick = reader.varint();
    const std::uint64_t ticks = reader.varint();
    if (!reader.is_ok() || first_tick > std::uint64_t{1} << 40 || ticks < 1 ||
        ticks > events::kTicksPerSecond)
        return bad_input(place, "a second has 1 to 1000 ticks");
    second.first_tick = static_cast<std::int64_t>(first_tick);
    second.ticks = static_cast<std::int64_t>(ticks);
    second.coded_inputs = reader.text();
    const std::uint64_t event_count = reader.varint();
    // Each event takes a byte at least, so a false count ends with the payload, not the memory.
    for (std::uint64_t i = 0; i < event_count && reader.is_ok(); ++i)
        second.events.emplace_back(reader.text());
    for (std::int64_t i = hashes_within(second.first_tick, second.ticks); i > 0; --i)
        second.hashes.push_back(reader.word(8));
    if (!reader.is_ok() || !reader.is_at_end())
        return bad_input(place, "the second's lengths contradict each other");
    return second;
}

std::string done_payload(const Done& done) {
    std::string bytes;
    put_word(bytes, static_cast<std::uint64_t>(done.ticks), 8);
    put_word(bytes, static_cast<std::uint64_t>(done.events), 8);
    put_word(bytes, static_cast<std::uint64_t>(done.ending), 1);
    return bytes + done.sha256;
}

Result<Done> read_done(std::string_view payload, const std::string& place) {
    ByteReader reader(payload);
    Done done;
    done.ticks = static_cast<std::int64_t>(reader.word(8));
    done.events = static_cast<std::int64_t>(reader.word(8));
    const std::uint64_t ending = reader.word(1);
    done.sha256 = std::string(reader.take(kDigestText));
    if (!reader.is_ok() || !reader.is_at_end() ||
        ending > static_cast<std::uint64_t>(Ending::Recovered))
        return bad_input(place, "the end block is malformed");
    done.ending = static_cast<Ending>(ending);
    return done;
}

}  // namespace dryrun::attempt
