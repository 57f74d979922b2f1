// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The agreement as a table for people and as JSON for programs.
#include <algorithm>
#include <array>

#include "agreement.h"

namespace dryrun::compare {
namespace {

constexpr std::size_t kColumns = 8;
using Cells = std::array<std::string, kColumns>;

Cells cells_of(const AgreementRow& row) {
    return {row.name,
            row.source,
            row.expected,
            row.measured,
            row.error ? fixed_text(*row.error, 1) : "-",
            row.unit.empty() ? "-" : fixed_text(row.tolerance, 0) + " " + row.unit,
            std::string(name_of(row.verdict)),
            row.note};
}

Json to_json(const AgreementRow& row) {
    Json json;
    json["group"] = row.group;
    json["name"] = row.name;
    json["source"] = row.source;
    json["expected"] = row.expected;
    json["measured"] = row.measured;
    json["error"] = row.error ? Json(*row.error) : Json(nullptr);
    json["tolerance"] = row.tolerance;
    json["unit"] = row.unit;
    json["verdict"] = name_of(row.verdict);
    json["note"] = row.note;
    return json;
}

}  // namespace

std::string_view name_of(Verdict verdict) {
    switch (verdict) {
        case Verdict::Within:
            return "within";
        case Verdict::Beyond:
            return "BEYOND";
        case Verdict::Published:
            return "published wins";
        case Verdict::Missing:
            return "missing";
    }
    return "";
}

std::string as_table(const Agreement& agreement) {
    std::vector<Cells> lines;
    lines.push_back(
        {"place", "source", "expected", "measured", "error", "tolerance", "verdict", ""});
    for (const AgreementRow& row : agreement.rows) lines.push_back(cells_of(row));
    lines.push_back({});
    for (const AgreementRow& row : agreement.summaries) lines.push_back(cells_of(row));
    std::array<std::size_t, kColumns> widths{};
    for (const Cells& line : lines) {
        for (std::size_t i = 0; i < kColumns; ++i) widths[i] = std::max(widths[i], line[i].size());
    }
    std::string text;
    for (const Cells& line : lines) {
        std::string out;
        for (std::size_t i = 0; i < kColumns; ++i) {
            const std::string gap(widths[i] - line[i].size(), ' ');
            out += i == 4 ? gap + line[i] : line[i] + gap;
            out += "  ";
        }
        out.erase(out.find_last_not_of(' ') + 1);
        text += out + "\n";
    }
    return text;
}

std::string as_markdown(const Agreement& agreement) {
    constexpr std::size_t kMost = 20;
    std::string text = "| what | of | error | tolerance | verdict |\n|---|---|---|---|---|\n";
    const auto add = [&](const AgreementRow& row, const std::string& of) {
        text += "| " + row.name + " | " + of + " | " +
                (row.error ? fixed_text(*row.error, 1) : std::string("-")) + " | " +
                fixed_text(row.tolerance, 0) + " " + row.unit + " | " +
                std::string(name_of(row.verdict)) + (row.note.empty() ? "" : ": " + row.note) +
                " |\n";
    };
    for (const AgreementRow& row : agreement.summaries)
        add(row, row.source.empty() ? row.measured : row.source);
    std::vector<const AgreementRow*> places;
    for (const AgreementRow& row : agreement.rows) {
        // Left and right are alike.
        const bool is_right = row.name.find(".right") != std::string::npos;
        if (row.error && row.unit == "mm" && !is_right) places.push_back(&row);
    }
    std::stable_sort(places.begin(), places.end(),
                     [](const auto* a, const auto* b) { return *a->error > *b->error; });
    text +=
        "\nThe largest differences:\n\n| place | expected | error | tolerance | verdict |\n"
        "|---|---|---|---|---|\n";
    for (std::size_t i = 0; i < std::min(kMost, places.size()); ++i)
        add(*places[i], places[i]->expected);
    return text;
}

Json to_json(const Agreement& agreement) {
    Json json;
    json["schema"] = "dryrun.agreement/1";
    json["rows"] = Json::array();
    for (const AgreementRow& row : agreement.rows) json["rows"].push_back(to_json(row));
    json["summaries"] = Json::array();
    for (const AgreementRow& row : agreement.summaries) json["summaries"].push_back(to_json(row));
    return json;
}

}  // namespace dryrun::compare
