// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "core/json.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/file.h"

namespace dryrun {
namespace {

constexpr int kDeepestNesting = 64;

std::string line_and_column(std::string_view text, std::size_t byte) {
    std::size_t line = 1;
    std::size_t column = 1;
    for (std::size_t i = 0; i < text.size() && i + 1 < byte; ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c == '\n') {
            ++line;
            column = 1;
        } else if ((c & 0xC0) != 0x80) {  // continuation bytes are no column of their own
            ++column;
        }
    }
    return std::to_string(line) + ":" + std::to_string(column);
}

// Nesting is counted before parsing, so that a hostile file cannot exhaust the stack.
bool is_nested_too_deeply(std::string_view text, std::size_t& at) {
    int depth = 0;
    bool in_string = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (in_string) {
            if (c == '\\') ++i;
            if (c == '"') in_string = false;
        } else if (c == '"') {
            in_string = true;
        } else if (c == '{' || c == '[') {
            if (++depth > kDeepestNesting) {
                at = i + 1;
                return true;
            }
        } else if (c == '}' || c == ']') {
            --depth;
        }
    }
    return false;
}

}  // namespace

Result<Json> parse_json(std::string_view text, const std::string& file) {
    std::size_t at = 0;
    if (is_nested_too_deeply(text, at))
        return bad_input(file + ":" + line_and_column(text, at), "is nested deeper than 64 levels");
    // Two equal keys in one object would silently lose the first.
    std::vector<std::set<std::string>> levels;
    std::string repeated;
    const Json::parser_callback_t watch = [&](int, Json::parse_event_t event, Json& parsed) {
        if (event == Json::parse_event_t::object_start) levels.emplace_back();
        if (event == Json::parse_event_t::object_end && !levels.empty()) levels.pop_back();
        if (event == Json::parse_event_t::key && !levels.empty() && repeated.empty() &&
            !levels.back().insert(parsed.get<std::string>()).second)
            repeated = parsed.get<std::string>();
        return true;
    };
    try {
        Json value = Json::parse(text.begin(), text.end(), watch);
        if (!repeated.empty()) return bad_input(file, "key \"" + repeated + "\" stands twice");
        return value;
    } catch (const Json::parse_error& error) {
        std::string what = error.what();
        const std::size_t detail = what.rfind(": ");
        const std::size_t column = what.find("column ");
        if (column != std::string::npos) {
            const std::size_t start = what.find(": ", column);
            if (start != std::string::npos) what = what.substr(start + 2);
        } else if (detail != std::string::npos) {
            what = what.substr(detail + 2);
        }
        return bad_input(file + ":" + line_and_column(text, error.byte), "is not JSON: " + what);
    } catch (const Json::exception& error) {
        return bad_input(file, std::string("is not JSON: ") + error.what());
    }
}

Result<Json> read_json_file(const std::string& path) {
    Result<std::string> text = read_file(path);
    if (!text) return text.error();
    return parse_json(*text, path);
}

std::string number_text(double value) {
    char buffer[64];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value + 0.0);
    return {buffer, end.ptr};
}

std::string fixed_text(double value, int digits) {
    char buffer[400];
    const auto end =
        std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed, digits);
    std::string text(buffer, end.ptr);
    // "-0.0" is a rounding artefact, not a value.
    if (text.front() == '-' && text.find_first_not_of("-0.") == std::string::npos) text.erase(0, 1);
    return text;
}

struct JsonReader::Shared {
    std::string file;
    std::optional<Error> error;
    // What readers of missing parts point at.
    Json empty_object = Json::object();
};

JsonReader::JsonReader(const Json& value, std::string place)
    : value_(&value), shared_(std::make_shared<Shared>()) {
    shared_->file = std::move(place);
    if (!value.is_object()) fail("", "wanted an object, found " + std::string(value.type_name()));
}

JsonReader::JsonReader(const Json& value, std::string path, std::shared_ptr<Shared> shared)
    : value_(&value), path_(std::move(path)), shared_(std::move(shared)) {}

const Json* JsonReader::find(std::string_view key, bool required) {
    known_.emplace(key);
    if (value_->is_object()) {
        const auto it = value_->find(std::string(key));
        if (it != value_->end()) return &*it;
    }
    if (required) fail(key, "is missing");
    return nullptr;
}

JsonReader JsonReader::object(std::string_view key) {
    const Json* child = find(key, true);
    const std::string path = path_.empty() ? std::string(key) : path_ + "." + std::string(key);
    if (child != nullptr && !child->is_object()) {
        fail(key, "wanted an object, found " + std::string(child->type_name()));
        child = nullptr;
    }
    return {child != nullptr ? *child : shared_->empty_object, path, shared_};
}

std::vector<JsonReader> JsonReader::list(std::string_view key) {
    std::vector<JsonReader> readers;
    const Json* child = find(key, true);
    if (child == nullptr) return readers;
    if (!child->is_array()) {
        fail(key, "wanted a list, found " + std::string(child->type_name()));
        return readers;
    }
    const std::string path = path_.empty() ? std::string(key) : path_ + "." + std::string(key);
    for (std::size_t i = 0; i < child->size(); ++i) {
        readers.push_back(JsonReader((*child)[i], path + "[" + std::to_string(i) + "]", shared_));
        if (!(*child)[i].is_object()) readers.back().fail("", "wanted an object");
    }
    return readers;
}

bool JsonReader::has(std::string_view key) {
    const Json* child = find(key, false);
    return child != nullptr && !child->is_null();
}

double JsonReader::number(std::string_view key, Range range) {
    const Json* child = find(key, true);
    if (child == nullptr) return 0.0;
    if (!child->is_number()) {
        fail(key, "wanted a number, found " + std::string(child->type_name()));
        return 0.0;
    }
    const double value = child->get<double>();
    if (!std::isfinite(value)) {
        fail(key, "is not finite");
        return 0.0;
    }
    if (value < range.low || value > range.high) {
        fail(key, number_text(value) + " is outside " + number_text(range.low) + " to " +
                      number_text(range.high));
        return value < range.low ? range.low : range.high;
    }
    return value;
}

double JsonReader::number_or(std::string_view key, double fallback, Range range) {
    return has(key) ? number(key, range) : fallback;
}

std::int64_t JsonReader::integer(std::string_view key, std::int64_t low, std::int64_t high) {
    const Json* child = find(key, true);
    if (child == nullptr) return low;
    const bool fits = child->is_number_integer() &&
                      !(child->is_number_unsigned() &&
                        child->get<std::uint64_t>() >
                            static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()));
    if (!fits || child->get<std::int64_t>() < low || child->get<std::int64_t>() > high) {
        fail(key,
             "wanted a whole number from " + std::to_string(low) + " to " + std::to_string(high));
        return low;
    }
    return child->get<std::int64_t>();
}

std::uint64_t JsonReader::unsigned_integer(std::string_view key) {
    const Json* child = find(key, true);
    if (child == nullptr) return 0;
    if (!child->is_number_unsigned() &&
        !(child->is_number_integer() && child->get<std::int64_t>() >= 0)) {
        fail(key, "wanted a whole number from 0 to 18446744073709551615");
        return 0;
    }
    return child->get<std::uint64_t>();
}

bool JsonReader::boolean(std::string_view key) {
    const Json* child = find(key, true);
    if (child == nullptr) return false;
    if (!child->is_boolean()) {
        fail(key, "wanted true or false, found " + std::string(child->type_name()));
        return false;
    }
    return child->get<bool>();
}

bool JsonReader::boolean_or(std::string_view key, bool fallback) {
    return has(key) ? boolean(key) : fallback;
}

std::string JsonReader::text(std::string_view key) {
    const Json* child = find(key, true);
    if (child == nullptr) return {};
    if (!child->is_string()) {
        fail(key, "wanted a text, found " + std::string(child->type_name()));
        return {};
    }
    return child->get<std::string>();
}

std::string JsonReader::text_or(std::string_view key, std::string fallback) {
    return has(key) ? text(key) : std::move(fallback);
}

std::string JsonReader::choice(std::string_view key, const std::vector<std::string>& allowed) {
    std::string value = text(key);
    if (std::find(allowed.begin(), allowed.end(), value) != allowed.end()) return value;
    std::string names;
    for (const std::string& name : allowed) names += (names.empty() ? "" : ", ") + name;
    fail(key, "\"" + value + "\" is none of " + names);
    return allowed.empty() ? value : allowed.front();
}

std::vector<double> JsonReader::numbers(std::string_view key, Range range) {
    std::vector<double> values;
    const Json* child = find(key, true);
    if (child == nullptr) return values;
    if (!child->is_array()) {
        fail(key, "wanted a list of numbers, found " + std::string(child->type_name()));
        return values;
    }
    for (const Json& element : *child) {
        const double value = element.is_number() ? element.get<double>() : range.low;
        if (!element.is_number() || !std::isfinite(value) || value < range.low ||
            value > range.high) {
            fail(key, "every element must be a finite number from " + number_text(range.low) +
                          " to " + number_text(range.high));
            return values;
        }
        values.push_back(value);
    }
    return values;
}

Vec3 JsonReader::vec3(std::string_view key) {
    const std::vector<double> v = numbers(key, {-1e6, 1e6});
    if (v.size() != 3) {
        fail(key, "wanted three numbers");
        return {};
    }
    return {v[0], v[1], v[2]};
}

std::vector<std::string> JsonReader::texts(std::string_view key) {
    std::vector<std::string> values;
    const Json* child = find(key, true);
    if (child == nullptr) return values;
    if (!child->is_array()) fail(key, "wanted a list of texts");
    for (const Json& element : *child) {
        if (!element.is_string()) {
            fail(key, "every element must be a text");
            return values;
        }
        values.push_back(element.get<std::string>());
    }
    return values;
}

Json JsonReader::raw(std::string_view key) {
    const Json* child = find(key, true);
    return child != nullptr ? *child : Json();
}

void JsonReader::finish() {
    if (!value_->is_object()) return;
    for (const auto& [key, ignored] : value_->items()) {
        if (known_.find(key) == known_.end()) fail(key, "is an unknown key");
    }
}

void JsonReader::fail(std::string_view key, std::string message) {
    if (shared_->error) return;
    std::string path = path_;
    if (!key.empty()) path += (path.empty() ? "" : ".") + std::string(key);
    shared_->error =
        bad_input(path.empty() ? shared_->file : shared_->file + ": " + path, std::move(message));
}

Status JsonReader::status() const {
    if (shared_->error) return *shared_->error;
    return {};
}

}  // namespace dryrun
