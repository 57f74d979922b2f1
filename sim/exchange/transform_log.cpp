// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "exchange/transform_log.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <pugixml.hpp>

#include "core/file.h"

namespace dryrun::exchange {
namespace {

/// "file:line:column" of a byte of the text.
std::string place_of(std::string_view text, std::ptrdiff_t offset, const std::string& file) {
    const auto at =
        std::min(static_cast<std::size_t>(std::max<std::ptrdiff_t>(offset, 0)), text.size());
    const std::string_view before = text.substr(0, at);
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const auto last_break = before.rfind('\n');
    const auto column = at - (last_break == std::string_view::npos ? 0 : last_break + 1) + 1;
    return file + ':' + std::to_string(line) + ':' + std::to_string(column);
}

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

std::string_view without_space(std::string_view text) {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

/// Exactly sixteen numbers, or what is wrong with them.
std::optional<std::string> read_matrix(std::string_view text, std::array<double, 16>& matrix) {
    std::size_t count = 0;
    const char* next = text.data();
    const char* end = next + text.size();
    for (;;) {
        while (next != end && is_space(*next)) ++next;
        if (next == end) break;
        double value = 0.0;
        const auto [after, problem] = std::from_chars(next, end, value);
        if (problem != std::errc{} || (after != end && !is_space(*after))) {
            return "entry " + std::to_string(count + 1) + " of the matrix is no number";
        }
        if (!std::isfinite(value)) {
            return "entry " + std::to_string(count + 1) + " of the matrix is not finite";
        }
        if (count < matrix.size()) matrix[count] = value;
        ++count;
        next = after;
    }
    if (count == matrix.size()) return std::nullopt;
    return "the matrix has " + std::to_string(count) + " numbers, 16 were wanted";
}

std::optional<std::string> check_rigid(const std::array<double, 16>& m, const ToolPose& pose) {
    for (std::size_t i = 0; i < 3; ++i) {
        for (std::size_t j = 0; j < 3; ++j) {
            const double wanted = i == j ? 1.0 : 0.0;
            if (!(std::fabs(dot(pose.axes[i], pose.axes[j]) - wanted) <= kRigidTolerance)) {
                return "the matrix is not rigid: columns " + std::to_string(i + 1) + " and " +
                       std::to_string(j + 1) + " are not orthonormal";
            }
        }
    }
    if (dot(cross(pose.axes[0], pose.axes[1]), pose.axes[2]) < 0.0) {
        return "the matrix is a mirror, not a rotation";
    }
    if (m[12] != 0.0 || m[13] != 0.0 || m[14] != 0.0 || m[15] != 1.0) {
        return "the last row of the matrix is not 0 0 0 1";
    }
    return std::nullopt;
}

template <class Number>
bool read_whole_number(const char* text, Number& value) {
    const std::string_view digits = without_space(text);
    const auto [after, problem] =
        std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return !digits.empty() && problem == std::errc{} && after == digits.data() + digits.size();
}

std::optional<std::string> read_time(const pugi::xml_node& row, double& time_s) {
    std::int64_t seconds = 0;
    std::int64_t nanoseconds = 0;
    if (!read_whole_number(row.attribute("TimeStampSec").value(), seconds) || seconds < 0 ||
        seconds > (std::int64_t{1} << 40)) {
        return "TimeStampSec is no whole number of seconds";
    }
    if (!read_whole_number(row.attribute("TimeStampNSec").value(), nanoseconds) ||
        nanoseconds < 0 || nanoseconds >= 1000000000) {
        return "TimeStampNSec is no whole number of nanoseconds below 1e9";
    }
    time_s = static_cast<double>(seconds) + static_cast<double>(nanoseconds) * 1e-9;
    return std::nullopt;
}

/// Adds one <log> element to its tool; what is wrong with it otherwise.
std::optional<std::string> add_row(const pugi::xml_node& row, TransformLog& log) {
    const std::string name = row.attribute("DeviceName").value();
    if (name.empty()) return "the transform has no DeviceName";
    if (!row.attribute("transform")) return "the transform of " + name + " has no matrix";
    ToolPose pose;
    if (auto wrong = read_time(row, pose.time_s)) return wrong;
    std::array<double, 16> m{};
    if (auto wrong = read_matrix(row.attribute("transform").value(), m))
        return name + ": " + *wrong;
    pose.axes = {Vec3{m[0], m[4], m[8]}, Vec3{m[1], m[5], m[9]}, Vec3{m[2], m[6], m[10]}};
    pose.position = {m[3], m[7], m[11]};
    if (auto wrong = check_rigid(m, pose)) return name + ": " + *wrong;

    auto tool = std::find_if(log.tools.begin(), log.tools.end(),
                             [&](const ToolTrack& track) { return track.name == name; });
    if (tool == log.tools.end()) tool = log.tools.insert(tool, ToolTrack{name, {}});
    if (!tool->poses.empty() && pose.time_s < tool->poses.back().time_s) {
        return name + ": time goes back by " +
               std::to_string(tool->poses.back().time_s - pose.time_s) + " s";
    }
    tool->poses.push_back(pose);
    return std::nullopt;
}

}  // namespace

Result<TransformLog> parse_transform_log(std::string_view text, const std::string& file) {
    pugi::xml_document document;
    const auto parsed =
        document.load_buffer(text.data(), text.size(), pugi::parse_default, pugi::encoding_utf8);
    if (!parsed) {
        return bad_input(place_of(text, parsed.offset, file),
                         std::string("is not XML: ") + parsed.description());
    }
    const pugi::xml_node root = document.document_element();
    TransformLog log;
    for (const auto& row : root.children("log")) {
        // Logs also hold messages and strings of the course; only transforms are motion.
        if (std::string_view(row.attribute("type").as_string("transform")) != "transform") continue;
        if (const auto wrong = add_row(row, log)) {
            return bad_input(place_of(text, row.offset_debug(), file), *wrong);
        }
    }
    if (log.tools.empty()) {
        return bad_input(place_of(text, root.offset_debug(), file),
                         "holds no transforms; a Perk Tutor log has <log> elements with one each");
    }
    return log;
}

Result<TransformLog> read_transform_log(const std::string& path) {
    auto text = read_file(path);
    if (!text) return text.error();
    return parse_transform_log(*text, path);
}

}  // namespace dryrun::exchange
