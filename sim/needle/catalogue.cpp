// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The stocked needles, from assets/needles/needles.json.
#include "core/file.h"
#include "core/json.h"
#include "core/sourced.h"
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
    read_source(sizes);
    sizes.finish();
    const double youngs_GPa = read_sourced(reader, "youngs_GPa", {1.0, 1000.0});
    const double glide_N = read_sourced(reader, "sham_glide_N", {0.01, 2.0});
    std::vector<NeedleSpec> needles;
    for (JsonReader& row : reader.list("needles")) {
        NeedleSpec spec;
        spec.name = row.text("name");
        spec.diameter = row.number("diameter_mm", {0.1, 0.6});
        spec.length = row.number("length_mm", {5.0, 125.0});
        spec.youngs_GPa = youngs_GPa;
        const bool is_sham = row.boolean_or("sham", false);
        if (is_sham) spec.glide_N = glide_N;
        row.finish();
        const std::string size = fixed_text(spec.diameter, 2) + "x" + fixed_text(spec.length, 0);
        if (spec.name != (is_sham ? "sham-" : "") + size) {
            row.fail("name",
                     "the name must be diameter x length, as in 0.25x30, after sham- for one");
        }
        needles.push_back(std::move(spec));
    }
    reader.finish();
    if (!reader.status()) return reader.status().error();
    return needles;
}

}  // namespace dryrun::needle
