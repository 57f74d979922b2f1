// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Reads the material table. Every number stands with its range, grade and source; the simulation
// uses the value. kPa, N, N/mm.
#include <algorithm>

#include "core/deterministic_math.h"
#include "core/file.h"
#include "core/json.h"
#include "core/sourced.h"
#include "tissue/site.h"

namespace dryrun::tissue {
namespace {

double read_optional(JsonReader& parent, std::string_view key, double fallback, Range range) {
    return parent.has(key) ? read_sourced(parent, key, range) : fallback;
}

// {"terms": [{"share": .., "time_s": ..}, ..], "grade": "A", "source": ".."}
std::vector<softbody::PronyTerm> read_relaxation(JsonReader& parent) {
    std::vector<softbody::PronyTerm> terms;
    JsonReader reader = parent.object("relaxation");
    double sum = 0.0;
    for (JsonReader& row : reader.list("terms")) {
        softbody::PronyTerm& term = terms.emplace_back();
        term.share = row.number("share", {0.0, 1.0});
        term.time_s = row.number("time_s", {1e-3, 1e4});
        sum += term.share;
        row.finish();
    }
    if (sum >= 1.0) reader.fail("terms", "the shares come to 1 or more: nothing would be left");
    read_source(reader);
    reader.finish();
    return terms;
}

Material read_material(JsonReader& reader) {
    constexpr Range kStiffness{0.01, 1e6};
    constexpr Range kForce{0.0, 10.0};
    Material m;
    m.youngs_kPa = read_sourced(reader, "youngs_kPa", kStiffness);
    m.poisson = read_sourced(reader, "poisson", {0.0, 0.495});
    m.fibre_youngs_kPa = read_optional(reader, "fibre_youngs_kPa", 0.0, kStiffness);
    m.fibre_shear_kPa = read_optional(reader, "fibre_shear_kPa", 0.0, kStiffness);
    m.in_plane_kPa = read_optional(reader, "in_plane_kPa", 0.0, kStiffness);
    m.puncture_N = read_optional(reader, "puncture_N", 0.0, kForce);
    m.face_N_per_mm = read_optional(reader, "face_N_per_mm", m.face_N_per_mm, {0.001, 100.0});
    m.cutting_N = read_optional(reader, "cutting_N", 0.0, kForce);
    m.friction_N_per_mm = read_optional(reader, "friction_N_per_mm", 0.0, kForce);
    m.static_ratio = read_optional(reader, "static_ratio", m.static_ratio, {1.0, 3.0});
    if (reader.has("relaxation")) m.relaxation = read_relaxation(reader);
    if ((m.fibre_youngs_kPa > 0.0) != (m.fibre_shear_kPa > 0.0)) {
        reader.fail("fibre_shear_kPa", "goes with fibre_youngs_kPa: give both or neither");
    }
    if (m.fibre_youngs_kPa > 0.0 && m.fibre_youngs_kPa < m.youngs_kPa) {
        reader.fail("fibre_youngs_kPa", "is below youngs_kPa: fibres stiffen along themselves");
    }
    return m;
}

}  // namespace

Result<MaterialTable> MaterialTable::read_shipped() {
    const auto path = assets_folder() / "materials" / "materials.json";
    auto text = read_file(path);
    if (!text) return text.error();
    return parse(*text, path.filename().string());
}

Result<MaterialTable> MaterialTable::parse(std::string_view text, const std::string& place) {
    const auto json = parse_json(text, place);
    if (!json) return json.error();
    JsonReader reader(*json, place);
    MaterialTable table;
    reader.integer("schema", 1, 1);
    reader.text_or("note", "");
    JsonReader needle = reader.object("needle");
    table.reference_diameter_ = read_sourced(needle, "reference_diameter_mm", {0.1, 1.0});
    table.puncture_exponent_ = read_sourced(needle, "puncture_exponent", {0.0, 3.0});
    table.cutting_exponent_ = read_sourced(needle, "cutting_exponent", {0.0, 3.0});
    table.friction_exponent_ = read_sourced(needle, "friction_exponent", {0.0, 3.0});
    needle.finish();
    for (JsonReader& row : reader.list("materials")) {
        const std::string name = row.text("name");
        if (table.find(name) != nullptr) row.fail("name", "'" + name + "' is there already");
        table.rows_.emplace_back(name, read_material(row));
        row.finish();
    }
    for (int tissue = 0; tissue <= static_cast<int>(anatomy::Tissue::Other); ++tissue) {
        const auto name = anatomy::name_of(static_cast<anatomy::Tissue>(tissue));
        if (table.find(name) == nullptr) {
            reader.fail("materials", "has no row '" + std::string(name) + "'");
        }
    }
    for (const char* name : {"taut_band", "trigger_point"}) {
        if (table.find(name) == nullptr) {
            reader.fail("materials", std::string("has no row '") + name + "'");
        }
    }
    reader.finish();
    if (const Status status = reader.status(); !status) return status.error();
    return table;
}

const Material* MaterialTable::find(std::string_view name) const {
    const auto row =
        std::find_if(rows_.begin(), rows_.end(), [&](const auto& r) { return r.first == name; });
    return row == rows_.end() ? nullptr : &row->second;
}

const Material& MaterialTable::named(std::string_view name) const {
    const Material* material = find(name);
    DRYRUN_ASSERT(material != nullptr);
    return *material;
}

const Material& MaterialTable::of(const anatomy::Structure& structure) const {
    std::string_view name = structure.name;
    for (;;) {
        if (const Material* material = find(name)) return *material;
        const auto dot = name.rfind('.');
        if (dot == std::string_view::npos) break;
        name = name.substr(0, dot);
    }
    return named(anatomy::name_of(structure.tissue));
}

Material MaterialTable::for_diameter(const Material& material, double diameter) const {
    const double ratio = diameter / reference_diameter_;
    Material scaled = material;
    scaled.puncture_N *= det::pow(ratio, puncture_exponent_);
    scaled.cutting_N *= det::pow(ratio, cutting_exponent_);
    scaled.friction_N_per_mm *= det::pow(ratio, friction_exponent_);
    return scaled;
}

}  // namespace dryrun::tissue
