// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "core/file.h"
#include "core/json.h"
#include "core/sourced.h"
#include "physiology/emergency.h"

namespace dryrun::physiology {
namespace {

constexpr Range kSeconds{0.0, 3600.0};

std::vector<EmergencySign> read_signs(JsonReader& reader) {
    std::vector<EmergencySign> signs;
    for (JsonReader& row : reader.list("signs")) {
        EmergencySign sign;
        sign.sign = row.text("sign");
        sign.after_s = row.number("after_s", kSeconds);
        sign.phrase = row.text_or("phrase", "");
        if (!signs.empty() && sign.after_s < signs.back().after_s)
            row.fail("after_s", "comes before the sign above it");
        row.finish();
        signs.push_back(std::move(sign));
    }
    if (signs.empty()) reader.fail("signs", "wanted at least one");
    return signs;
}

std::vector<EmergencyAction> read_actions(JsonReader& reader) {
    std::vector<EmergencyAction> actions;
    for (JsonReader& row : reader.list("actions")) {
        actions.push_back({row.text("step"), row.number("within_s", kSeconds)});
        row.finish();
    }
    if (actions.empty()) reader.fail("actions", "wanted at least one");
    return actions;
}

EmergencyKind read_kind(JsonReader& reader) {
    EmergencyKind kind;
    kind.kind = reader.text("kind");
    kind.title = reader.text("title");
    kind.signs = read_signs(reader);
    kind.actions = read_actions(reader);
    kind.wrong = reader.texts("wrong");
    kind.settles_with = reader.texts("settles_with");
    if (kind.settles_with.empty()) reader.fail("settles_with", "wanted at least one");
    kind.settles_after_s = reader.number("settles_after_s", kSeconds);
    kind.settled = reader.text("settled");
    kind.worsens_after_s = reader.number("worsens_after_s", kSeconds);
    kind.worse_sign = reader.text("worse_sign");
    kind.worse = reader.text("worse");
    read_source(reader);
    reader.finish();
    return kind;
}

}  // namespace

Result<std::vector<EmergencyKind>> parse_emergencies(std::string_view text,
                                                     const std::string& place) {
    const Result<Json> json = parse_json(text, place);
    if (!json) return json.error();
    JsonReader reader(*json, place);
    reader.integer("schema", 1, 1);
    reader.text("about");
    std::vector<EmergencyKind> kinds;
    std::set<std::string> names;
    for (JsonReader& row : reader.list("emergencies")) {
        kinds.push_back(read_kind(row));
        if (!names.insert(kinds.back().kind).second)
            row.fail("kind", "\"" + kinds.back().kind + "\" stands twice");
    }
    reader.finish();
    if (const Status status = reader.status(); !status) return status.error();
    return kinds;
}

Result<std::vector<EmergencyKind>> read_emergencies() {
    const std::string path = (assets_folder() / "physiology" / "emergencies.json").string();
    const Result<std::string> text = read_file(path);
    if (!text) return text.error();
    return parse_emergencies(*text, path);
}

}  // namespace dryrun::physiology
