// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The stocked needles, from assets/needles/needles.json.
#include "core/file.h"
#include "core/json.h"
#include "needle/needle.h"

namespace dryrun::needle {

Result<std::vector<NeedleSpec>> read_shipped_needles() {
    const std::string path = (assets_folder() / "needles" / "needles.json").string();
    auto file = read_json_file(path);
    if (!file) return file.error();
    JsonReader reader(*file, path);
    reader.integer("schema", 1, 1);
    reader.text("note");
    JsonReader sizes = reader.object("sizes");
    sizes.choice("grade", {"S", "D", "A"});
    sizes.text("source");
    sizes.finish();
    JsonReader steel = reader.object("youngs_GPa");
    const double low = steel.number("low", {1.0, 1000.0});
    const double high = steel.number("high", {low, 1000.0});
    const double youngs_GPa = steel.number("value", {low, high});
    steel.choice("grade", {"S", "D", "A"});
    steel.text("source");
    steel.finish();
    std::vector<NeedleSpec> needles;
    for (JsonReader& row : reader.list("needles")) {
        NeedleSpec spec;
        spec.name = row.text("name");
        spec.diameter = row.number("diameter_mm", {0.1, 0.6});
        spec.length = row.number("length_mm", {5.0, 125.0});
        spec.youngs_GPa = youngs_GPa;
        row.finish();
        if (spec.name != fixed_text(spec.diameter, 2) + "x" + fixed_text(spec.length, 0)) {
            row.fail("name", "the name must be diameter x length, as in 0.25x30");
        }
        needles.push_back(std::move(spec));
    }
    reader.finish();
    if (!reader.status()) return reader.status().error();
    return needles;
}

}  // namespace dryrun::needle
