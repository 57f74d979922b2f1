// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "scoring/escape.h"

#include <algorithm>
#include <cstdint>

namespace dryrun::scoring {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

struct Decoded {
    std::uint32_t point = 0;
    std::size_t length = 1;
    bool is_valid = false;
};

// One character of UTF-8, overlong forms and surrogates refused.
Decoded decode(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    if (byte(0) < 0x80) return {byte(0), 1, true};
    const std::size_t length = byte(0) >= 0xF0 ? 4 : byte(0) >= 0xE0 ? 3 : 2;
    if (byte(0) < 0xC2 || byte(0) > 0xF4) return {};
    std::uint32_t point = byte(0) & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if (i >= text.size() || (byte(i) & 0xC0) != 0x80) return {0, i, false};
        point = point << 6 | (byte(i) & 0x3FU);
    }
    const bool is_overlong = (length == 3 && point < 0x800) || (length == 4 && point < 0x10000);
    const bool is_surrogate = point >= 0xD800 && point <= 0xDFFF;
    return {point, length, !is_overlong && !is_surrogate && point <= 0x10FFFF};
}

bool is_allowed(std::uint32_t point) {
    if (point == '\t' || point == '\n' || point == '\r') return true;
    if (point < 0x20 || (point >= 0x7F && point < 0xA0)) return false;
    return point != 0xFFFE && point != 0xFFFF;
}

}  // namespace

std::string clean_text(std::string_view text) {
    std::string clean;
    while (!text.empty()) {
        const Decoded one = decode(text);
        if (one.is_valid && is_allowed(one.point)) {
            clean += text.substr(0, one.length);
        } else {
            clean += kReplacement;
        }
        text.remove_prefix(one.length);
    }
    return clean;
}

std::string one_line(std::string_view text) {
    std::string line = clean_text(text);
    std::replace_if(
        line.begin(), line.end(), [](char c) { return c == '\t' || c == '\n' || c == '\r'; }, ' ');
    return line;
}

std::string markup(std::string_view text) {
    std::string escaped;
    for (const char c : clean_text(text)) {
        switch (c) {
            case '&':
                escaped += "&amp;";
                break;
            case '<':
                escaped += "&lt;";
                break;
            case '>':
                escaped += "&gt;";
                break;
            case '"':
                escaped += "&quot;";
                break;
            case '\'':
                escaped += "&#39;";
                break;
            // Kept from being made spaces in attributes.
            case '\t':
                escaped += "&#9;";
                break;
            case '\n':
                escaped += "&#10;";
                break;
            case '\r':
                escaped += "&#13;";
                break;
            default:
                escaped += c;
        }
    }
    return escaped;
}

std::string csv_text(std::string_view text) {
    std::string cell = clean_text(text);
    if (!cell.empty() && std::string_view("=+-@\t\r").find(cell[0]) != std::string_view::npos)
        cell.insert(0, "'");
    if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
    std::string quoted = "\"";
    for (const char c : cell) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

std::size_t width_of(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    }));
}

std::string padded(std::string_view text, std::size_t width) {
    std::string line = one_line(text);
    std::size_t taken = width_of(line);
    if (taken <= width) return line + std::string(width - taken, ' ');
    while (taken + 1 > width && !line.empty()) {
        while (line.size() > 1 && (static_cast<unsigned char>(line.back()) & 0xC0) == 0x80)
            line.pop_back();
        line.pop_back();
        --taken;
    }
    return line + "…";
}

std::string padded_left(std::string_view text, std::size_t width) {
    const std::string line = one_line(text);
    const std::size_t taken = width_of(line);
    return taken >= width ? line : std::string(width - taken, ' ') + line;
}

}  // namespace dryrun::scoring
