// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "physiology/parameter_table.h"

#include "core/file.h"
#include "core/json.h"
#include "core/sourced.h"

namespace dryrun::physiology {

Result<ParameterTable> ParameterTable::read(std::string_view file) {
    const std::string path = (assets_folder() / "physiology" / file).string();
    const Result<Json> json = read_json_file(path);
    if (!json) return json.error();
    ParameterTable table;
    table.place_ = path;
    JsonReader reader(*json, path);
    reader.integer("schema", 1, 1);
    reader.text("about");
    for (JsonReader& row : reader.list("rows")) {
        const std::string name = row.text("name");
        const double low = row.number("low");
        const double high = row.number("high");
        const double value = row.number("value", {low, high});
        row.text("unit");
        read_source(row);
        if (!table.rows_.emplace(name, value).second)
            row.fail("name", "\"" + name + "\" stands twice");
        row.finish();
    }
    reader.finish();
    if (const Status status = reader.status(); !status) return status.error();
    return table;
}

double ParameterTable::take(std::string_view name) {
    const auto found = rows_.find(name);
    if (found == rows_.end()) {
        if (missing_.empty()) missing_ = name;
        return 0.0;
    }
    const double value = found->second;
    rows_.erase(found);
    return value;
}

Status ParameterTable::finish() const {
    if (!missing_.empty()) return bad_input(place_, "has no row named \"" + missing_ + "\"");
    if (!rows_.empty()) return bad_input(place_, "row \"" + rows_.begin()->first + "\" is unknown");
    return {};
}

}  // namespace dryrun::physiology
