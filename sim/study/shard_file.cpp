// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "study/shard_file.h"

#include <algorithm>

#include "core/file.h"
#include "core/hash.h"
#include "session/session.h"
#include "study/attempt_line.h"
#include "study/journal.h"

namespace dryrun::study {
namespace {

constexpr const char* kShardSchema = "dryrun.study-shard/1";
constexpr const char* kPlayAgain = "play that shard again";

struct ShardFile {
    std::string file;
    Shard shard;
    Description description;
    std::vector<std::string> lines;
};

std::string in_words(const Shard& shard) {
    return std::to_string(shard.number) + " of " + std::to_string(shard.of);
}

// The first line; its sum is over the line without the sum and over all that follows.
std::string head_of(const Description& description, const Shard& shard, const std::string& lines) {
    Json json;
    json["schema"] = kShardSchema;
    json["shard"] = shard.number;
    json["of"] = shard.of;
    json.update(to_json(description));
    json["sha256"] = sha256_hex(json.dump() + '\n' + lines);
    return json.dump();
}

// That every line is the attempt that is due, in order.
Status check_lines(const std::vector<std::string_view>& lines, std::size_t lines_before,
                   const Description& description, const Shard& shard, const std::string& file) {
    const std::size_t wanted = attempts_of(description, shard);
    if (lines.size() != wanted)
        return bad_input(file, "holds " + std::to_string(lines.size()) + " attempts, " +
                                   std::to_string(wanted) + " were wanted");
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const std::string place = file + ":" + std::to_string(i + 1 + lines_before);
        const auto line = read_attempt_line(lines[i], place);
        if (!line) return line.error();
        const auto number = number_of(description, *line, place);
        if (!number) return number.error();
        if (*number != number_in(shard, i))
            return bad_input(place, "is not the attempt that is due here");
    }
    return {};
}

Result<ShardFile> parse_shard(const std::string& content, const std::string& file) {
    const std::size_t head_end = content.find('\n');
    if (head_end == std::string::npos) return bad_input(file, "is no shard of a study");
    const std::string place = file + ":1";
    const std::string head = content.substr(0, head_end);
    const auto json = parse_json(head, place);
    if (!json) return json.error();
    if (json->is_object() && json->value("schema", Json()) == kLineSchema)
        return bad_input(place, "is a whole study's result and no shard");
    ShardFile shard;
    JsonReader reader(*json, place);
    reader.choice("schema", {kShardSchema});
    shard.file = file;
    shard.shard.of = reader.integer("of", 1, kMostShards);
    shard.shard.number = reader.integer("shard", 1, shard.shard.of);
    shard.description = read_description(reader);
    reader.text("sha256");
    reader.finish();
    if (const Status status = reader.status(); !status) return status.error();
    const std::string lines = content.substr(head_end + 1);
    if (head != head_of(shard.description, shard.shard, lines))
        return Error{ErrorKind::BadInput, "is damaged: its checksum does not hold", file,
                     kPlayAgain};
    const auto texts = lines_of(lines);
    const Status checked = check_lines(texts, 1, shard.description, shard.shard, file);
    if (!checked) return checked.error();
    shard.lines.assign(texts.begin(), texts.end());
    return shard;
}

Status check_version(const ShardFile& shard, const std::string& program) {
    Description this_program = shard.description;
    this_program.program = program;
    this_program.model_version = session::kModelVersion;
    const std::string why = difference(shard.description, this_program, "this program");
    if (why.empty()) return {};
    return bad_input(shard.file, "was played with another version: " + why,
                     "merge with the program that played it");
}

// Which numbers from 1 to `of` are not among the shards.
std::string missing_of(const std::vector<ShardFile>& shards) {
    std::string missing;
    for (std::int64_t number = 1; number <= shards.front().shard.of; ++number) {
        if (std::ranges::any_of(shards,
                                [&](const auto& one) { return one.shard.number == number; }))
            continue;
        missing += (missing.empty() ? "" : ", ") + std::to_string(number);
    }
    return missing;
}

}  // namespace

std::string result_text(const Description& description, const std::optional<Shard>& shard,
                        const std::map<std::size_t, std::string>& lines) {
    std::string text;
    for (const auto& [number, line] : lines) text += line + '\n';
    return shard ? head_of(description, *shard, text) + '\n' + text : text;
}

Status check_result(const std::filesystem::path& path, const Description& description,
                    const std::optional<Shard>& shard) {
    const std::string file = path.string();
    const auto content = read_file(path, kLargestStudyFile);
    if (!content) return content.error();
    if (!shard) return check_lines(lines_of(*content), 0, description, Shard{}, file);
    const auto its = parse_shard(*content, file);
    if (!its) return its.error();
    if (its->shard != *shard)
        return bad_input(file,
                         "is shard " + in_words(its->shard) + ", asked for " + in_words(*shard));
    const std::string why = difference(its->description, description, "asked for");
    if (!why.empty()) return bad_input(file, "is of another study: " + why);
    return {};
}

Result<std::string> merge(const std::vector<std::string>& files, const std::string& program) {
    std::vector<ShardFile> shards;
    for (const std::string& file : files) {
        const auto content = read_file(file, kLargestStudyFile);
        if (!content) return content.error();
        auto shard = parse_shard(*content, file);
        if (!shard) return shard.error();
        if (const Status version = check_version(*shard, program); !version) return version.error();
        const auto double_of = std::ranges::find_if(
            shards, [&](const ShardFile& one) { return one.shard.number == shard->shard.number; });
        if (!shards.empty()) {
            const ShardFile& first = shards.front();
            std::string why = difference(shard->description, first.description, first.file);
            if (why.empty() && shard->shard.of != first.shard.of)
                why = "shard " + in_words(shard->shard) + ", " + first.file + " " +
                      in_words(first.shard);
            if (!why.empty()) return bad_input(file, "is of another study: " + why);
        }
        if (double_of != shards.end())
            return bad_input(
                file, "is shard " + in_words(shard->shard) + ", and so is " + double_of->file);
        shards.push_back(std::move(*shard));
    }
    if (shards.empty()) return Error{ErrorKind::NothingToDo, "no shard to merge", {}, {}};
    const std::string missing = missing_of(shards);
    if (!missing.empty())
        return bad_input(shards.front().file, "is one of " +
                                                  std::to_string(shards.front().shard.of) +
                                                  " shards; missing: " + missing);
    std::map<std::size_t, std::string> lines;
    for (ShardFile& shard : shards) {
        for (std::size_t i = 0; i < shard.lines.size(); ++i)
            lines.emplace(number_in(shard.shard, i), std::move(shard.lines[i]));
    }
    return result_text(shards.front().description, std::nullopt, lines);
}

}  // namespace dryrun::study
