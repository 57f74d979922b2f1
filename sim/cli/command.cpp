// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/command.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <csignal>
#include <cstdio>

#include "core/file.h"

namespace dryrun::cli {
namespace {

std::atomic<bool> interrupted{false};

std::optional<Vec3> vec3_of(std::string_view text) {
    double numbers[3];
    for (int i = 0; i < 3; ++i) {
        const auto comma = text.find(',');
        if ((comma == std::string_view::npos) != (i == 2)) return std::nullopt;
        const std::string_view word = text.substr(0, comma);
        const auto [end, problem] =
            std::from_chars(word.data(), word.data() + word.size(), numbers[i]);
        if (problem != std::errc{} || end != word.data() + word.size()) return std::nullopt;
        if (!(std::fabs(numbers[i]) <= 1e6)) return std::nullopt;
        if (i < 2) text.remove_prefix(comma + 1);
    }
    return Vec3{numbers[0], numbers[1], numbers[2]};
}

// Bytes of a character after the first take no column.
std::size_t columns_of(const std::string& text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    }));
}

}  // namespace

int exit_code_of(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::BadInput:
            return kBadInput;
        case ErrorKind::Usage:
            return kWrongUsage;
        case ErrorKind::NothingToDo:
            return kNothingToDo;
        case ErrorKind::Environment:
        case ErrorKind::Internal:
            return kInternalError;
    }
    return kInternalError;
}

int report(const Error& error) {
    say(error.text());
    return exit_code_of(error.kind);
}

int report(const Status& status) {
    return status.ok() ? static_cast<int>(kDone) : report(status.error());
}

int print(std::string_view text) {
    return report(write_file("-", text));
}

int print_json(const Json& json) {
    return print(json.dump(2) + "\n");
}

void say(std::string_view text) {
    std::fprintf(stderr, "dryrun: %.*s\n", static_cast<int>(text.size()), text.data());
}

const std::atomic<bool>& was_interrupted() {
    return interrupted;
}

void catch_interruption() {
    struct sigaction action {};
    action.sa_handler = [](int) { interrupted.store(true); };
    // Once: a second Ctrl-C ends the program at once.
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
}

void add_format(CLI::App& command, std::string& format, const std::vector<std::string>& choices) {
    format = choices.front();
    command.add_option("--format", format, "How the result is written")
        ->check(CLI::IsMember(choices))
        ->capture_default_str();
}

CLI::Option* add_vec3(CLI::App& command, const std::string& name, std::optional<Vec3>& value,
                      const std::string& description) {
    return command.add_option_function<std::string>(
        name,
        [name, &value](const std::string& text) {
            value = vec3_of(text);
            if (!value)
                throw CLI::ValidationError(name, "three numbers X,Y,Z were wanted: " + text);
        },
        description);
}

std::string table_of(const std::vector<std::vector<std::string>>& rows) {
    std::vector<std::size_t> widths;
    for (const auto& row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i) {
            widths[i] = std::max(widths[i], columns_of(row[i]));
        }
    }
    std::string text;
    for (const auto& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            text += row[i];
            if (i + 1 < row.size()) text.append(widths[i] - columns_of(row[i]) + 2, ' ');
        }
        text += '\n';
    }
    return text;
}

}  // namespace dryrun::cli
