// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "study/journal.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>

#include "core/file.h"
#include "core/hash.h"
#include "study/attempt_line.h"

namespace dryrun::study {
namespace {

constexpr const char* kJournalSchema = "dryrun.study-journal/1";
constexpr std::size_t kSumDigits = 16;

std::string sum_of(std::string_view text) {
    return sha256_hex(text).substr(0, kSumDigits);
}

std::string summed(const std::string& text) {
    return sum_of(text) + ' ' + text + '\n';
}

// The text behind a sum that holds; none where it does not.
std::optional<std::string_view> text_of(std::string_view line) {
    if (line.size() < kSumDigits + 1 || line[kSumDigits] != ' ') return std::nullopt;
    const std::string_view text = line.substr(kSumDigits + 1);
    if (sum_of(text) != line.substr(0, kSumDigits)) return std::nullopt;
    return text;
}

std::string head_of(const Description& description, const Shard& shard) {
    Json json;
    json["schema"] = kJournalSchema;
    json["shard"] = shard.number;
    json["of"] = shard.of;
    json.update(to_json(description));
    return json.dump();
}

Error failed(const std::filesystem::path& path, const std::string& doing) {
    return {
        ErrorKind::Environment, "cannot " + doing + ": " + std::strerror(errno), path.string(), {}};
}

std::string in_words(const Shard& shard) {
    return std::to_string(shard.number) + "/" + std::to_string(shard.of);
}

// That the head is that of this study and shard.
Status check_head(std::string_view line, const Description& description, const Shard& shard,
                  const std::string& place) {
    const auto text = text_of(line);
    if (!text)
        return bad_input(place, "is no journal of a study, or damaged where it says of which",
                         "remove the file to begin anew");
    const Result<Json> json = parse_json(*text, place);
    if (!json) return json.error();
    JsonReader reader(*json, place);
    reader.choice("schema", {kJournalSchema});
    const Shard its{reader.integer("shard", 1, kMostShards), reader.integer("of", 1, kMostShards)};
    const Description its_study = read_description(reader);
    reader.finish();
    if (const Status status = reader.status(); !status) return status.error();
    std::string why = difference(its_study, description, "asked for");
    if (why.empty() && its != shard)
        why = "shard " + in_words(its) + ", asked for " + in_words(shard);
    if (why.empty()) return {};
    return bad_input(place, "belongs to another study: " + why,
                     "ask for the same, give another -o, or remove the file to begin anew");
}

}  // namespace

Journal::Journal(Journal&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      path_(std::move(other.path_)),
      size_(other.size_),
      lines_(std::move(other.lines_)),
      remarks_(std::move(other.remarks_)) {}

Journal::~Journal() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

Result<Journal> Journal::open(const std::filesystem::path& path, const Description& description,
                              const Shard& shard) {
    for (;;) {
        const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
        if (descriptor < 0) return failed(path, "open");
        Journal journal(descriptor, path);
        bool is_ours = false;
        if (const Status locked = journal.lock(is_ours); !locked) return locked.error();
        // Another process may have ended its study, and removed this file, before the lock.
        if (!is_ours) continue;
        if (const Status taken = journal.take_up(description, shard); !taken) return taken.error();
        return journal;
    }
}

Status Journal::lock(bool& is_ours) {
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK)
            return bad_input(path_.string(), "another process is at this study",
                             "let it end, or give another -o");
        remarks_.push_back(path_.string() +
                           ": the file system has no locks; do not start this study twice");
    }
    struct stat locked {};
    struct stat named {};
    if (::fstat(descriptor_, &locked) != 0) return failed(path_, "look at it");
    is_ours = ::stat(path_.c_str(), &named) == 0 && locked.st_ino == named.st_ino &&
              locked.st_dev == named.st_dev;
    return {};
}

Status Journal::take_up(const Description& description, const Shard& shard) {
    const Result<std::string> content = read_file(path_, kLargestStudyFile);
    if (!content) return content.error();
    size_ = content->size();
    const std::string head = summed(head_of(description, shard));
    const std::size_t head_end = content->find('\n');
    if (head_end == std::string::npos && head.starts_with(*content)) {
        // New, or killed before its first line was whole.
        if (!content->empty())
            remarks_.push_back(path_.string() + ":1: was cut off before any attempt; begun anew");
        if (const Status cut = cut_to(0); !cut) return cut;
        return write(head);
    }
    const Status checked = check_head(std::string_view(*content).substr(0, head_end), description,
                                      shard, path_.string() + ":1");
    if (!checked) return checked;
    return read_lines(*content, description, shard);
}

Status Journal::read_lines(std::string_view content, const Description& description,
                           const Shard& shard) {
    std::size_t line_number = 1;
    std::size_t begin = content.find('\n');
    begin = begin == std::string_view::npos ? content.size() : begin + 1;
    while (begin < content.size()) {
        ++line_number;
        const std::string place = path_.string() + ":" + std::to_string(line_number);
        const std::size_t end = content.find('\n', begin);
        if (end == std::string_view::npos) {
            remarks_.push_back(place + ": was cut off; its attempt is played again");
            return cut_to(begin);
        }
        const std::string_view line = content.substr(begin, end - begin);
        begin = end + 1;
        const auto text = text_of(line);
        if (!text) {
            remarks_.push_back(place + ": is damaged; its attempt is played again");
            continue;
        }
        const auto attempt = read_attempt_line(*text, place);
        if (!attempt) return attempt.error();
        const auto number = number_of(description, *attempt, place);
        if (!number) return number.error();
        const auto of = static_cast<std::size_t>(shard.of);
        if (*number % of != static_cast<std::size_t>(shard.number - 1))
            return bad_input(place, "holds an attempt of another shard");
        lines_.emplace(*number, *text);
    }
    return {};
}

Status Journal::cut_to(std::size_t bytes) {
    if (::ftruncate(descriptor_, static_cast<off_t>(bytes)) != 0) return failed(path_, "shorten");
    size_ = bytes;
    return {};
}

Status Journal::write(const std::string& text) {
    std::string_view left = text;
    while (!left.empty()) {
        const ssize_t written = ::write(descriptor_, left.data(), left.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) {
            const Error error = failed(path_, "write");
            // What a reader would drop; if it stays, it is dropped.
            (void)cut_to(size_);
            return error;
        }
        left.remove_prefix(static_cast<std::size_t>(written));
    }
    if (::fdatasync(descriptor_) != 0 && errno != EINVAL) return failed(path_, "write");
    size_ += text.size();
    return {};
}

Status Journal::append(std::size_t number, const std::string& line) {
    if (const Status written = write(summed(line)); !written) return written;
    lines_.emplace(number, line);
    return {};
}

Status Journal::remove() {
    if (::unlink(path_.c_str()) != 0 && errno != ENOENT) return failed(path_, "remove");
    return {};
}

}  // namespace dryrun::study
