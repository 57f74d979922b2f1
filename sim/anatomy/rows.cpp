// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "anatomy/rows.h"

#include <set>

#include "core/json.h"
#include "core/sourced.h"

namespace dryrun::anatomy {
namespace {

constexpr Range kThickness{0.0, 80.0};
constexpr Range kOffset{-300.0, 300.0};
constexpr Range kShare{0.0, 1.0};

Table read_table(JsonReader& reader, const std::string& x_key, const std::string& y_key) {
    const std::vector<double> x = reader.numbers(x_key);
    const std::vector<double> y = reader.numbers(y_key);
    Table table;
    if (x.size() != y.size() || x.empty()) {
        reader.fail(y_key, "wants as many numbers as " + x_key + ", at least one");
        return {{0.0, 0.0}};
    }
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (i > 0 && x[i] <= x[i - 1]) reader.fail(x_key, "wants rising numbers");
        table.emplace_back(x[i], y[i]);
    }
    return table;
}

ThicknessRow read_thickness(JsonReader reader) {
    ThicknessRow row;
    row.male = reader.number("male_mm", kThickness);
    row.female = reader.number("female_mm", kThickness);
    row.sd_male = reader.number("sd_male_mm", {0.0, row.male});
    row.sd_female = reader.number("sd_female_mm", {0.0, row.female});
    row.per_body_mass_index = reader.number("share_per_body_mass_index", {-0.1, 0.2});
    read_source(reader);
    reader.finish();
    return row;
}

std::vector<Anchor> read_line(JsonReader& reader, const std::string& key) {
    std::vector<Anchor> line;
    for (JsonReader& point : reader.list(key)) line.push_back(read_anchor(point));
    if (line.size() < 2) reader.fail(key, "wants at least two points");
    return line;
}

std::vector<Anchor> read_curve(JsonReader reader) {
    std::vector<Anchor> curve = read_line(reader, "points");
    reader.finish();
    return curve;
}

void read_taper(JsonReader reader, SheetRow& row) {
    const Range range{0.0, 100.0};
    row.taper_origin = reader.number("origin_mm", range);
    row.taper_insertion = reader.number("insertion_mm", range);
    row.taper_begin = reader.number("begin_mm", range);
    row.taper_end = reader.number("end_mm", range);
    reader.finish();
}

Tissue read_tissue(JsonReader& reader, std::string_view key) {
    static const std::vector<std::pair<std::string, Tissue>> kTissues = {
        {"muscle", Tissue::Muscle}, {"tendon", Tissue::Tendon}, {"ligament", Tissue::Ligament},
        {"fascia", Tissue::Fascia}, {"nerve", Tissue::Nerve},   {"vessel", Tissue::Vessel},
        {"other", Tissue::Other},   {"kidney", Tissue::Kidney},
    };
    std::vector<std::string> names;
    for (const auto& [name, tissue] : kTissues) names.push_back(name);
    const std::string chosen = reader.choice(key, names);
    for (const auto& [name, tissue] : kTissues) {
        if (name == chosen) return tissue;
    }
    return Tissue::Other;
}

void read_fill(JsonReader reader, SheetRow& row) {
    using FillTo = SheetRow::FillTo;
    static const std::vector<std::pair<std::string, FillTo>> kSurfaces = {
        {"spinous_tips", FillTo::SpinousTips},
        {"scapula_inner", FillTo::ScapulaInner},
        {"scapula_blade", FillTo::ScapulaBlade},
        {"scapula_outer", FillTo::ScapulaOuter},
        {"bones", FillTo::Bones},
        {"hollows", FillTo::Hollows},
        {"frame", FillTo::Frame},
    };
    std::vector<std::string> names;
    for (const auto& [name, surface] : kSurfaces) names.push_back(name);
    const std::string chosen = reader.choice("surface", names);
    for (const auto& [name, surface] : kSurfaces) {
        if (name == chosen) row.fill_to = surface;
    }
    if (row.fill_to == FillTo::Hollows) {
        row.fill_hollows = reader.number("hollows_mm", {4.0, 60.0});
    } else {
        row.fill_plus = reader.number("plus_mm", kOffset);
    }
    if (reader.has("along_share")) {
        row.fill_along = read_table(reader, "along_share", "filled_share");
    }
    if (reader.has("across_share")) {
        row.fill_across = read_table(reader, "across_share", "across_factor");
    }
    reader.finish();
}

void read_part(JsonReader reader, SheetRow& row) {
    row.part = read_thickness(reader.object("thickness"));
    row.part_along = read_table(reader, "along_share", "along_factor");
    row.part_across = read_table(reader, "across_share", "across_factor");
    reader.finish();
}

void read_medial(JsonReader reader, SheetRow& row) {
    row.medial_name = reader.text("name");
    row.medial_tissue = read_tissue(reader, "tissue");
    row.medial_within = reader.number("within_mm", {0.1, 100.0});
    reader.finish();
}

void read_tendon(JsonReader reader, SheetRow& row) {
    row.tendon_origin = read_table(reader, "across_share", "origin_mm");
    row.tendon_insertion = read_table(reader, "across_share", "insertion_mm");
    read_source(reader);
    reader.finish();
}

SheetRow read_sheet(JsonReader reader) {
    SheetRow row;
    row.name = reader.text("name");
    row.tissue = read_tissue(reader, "tissue");
    for (JsonReader& curve : reader.list("curves")) row.curves.push_back(read_curve(curve));
    if (row.curves.size() < 2) reader.fail("curves", "wants an origin and an insertion");
    read_taper(reader.object("taper"), row);
    if (reader.has("thickness")) row.thickness = read_thickness(reader.object("thickness"));
    if (reader.has("along_share")) row.along = read_table(reader, "along_share", "along_factor");
    if (reader.has("part")) read_part(reader.object("part"), row);
    if (reader.has("fill_to")) read_fill(reader.object("fill_to"), row);
    if (!row.thickness && row.fill_to == SheetRow::FillTo::Nothing) {
        reader.fail("thickness", "a sheet wants a thickness, or fill_to, or both");
    }
    row.fibre_medial_deg = reader.number_or("fibre_medial_deg", 0.0, {-90.0, 90.0});
    if (reader.has("near_midline")) read_medial(reader.object("near_midline"), row);
    if (reader.has("tendon")) read_tendon(reader.object("tendon"), row);
    row.follows_scapula = reader.boolean_or("follows_scapula", false);
    if (reader.has("trigger_points")) {
        for (JsonReader& point : reader.list("trigger_points")) {
            TriggerPointRow site;
            site.name = point.text("name");
            site.at = read_anchor(point.object("at"));
            read_source(point);
            point.finish();
            row.trigger_points.push_back(std::move(site));
        }
    }
    read_source(reader);
    reader.finish();
    return row;
}

TubeRow read_tube(JsonReader reader) {
    TubeRow row;
    row.name = reader.text("name");
    row.tissue = read_tissue(reader, "tissue");
    row.radius = reader.number("radius_mm", {0.2, 40.0});
    if (reader.has("path")) {
        for (JsonReader& point : reader.list("path")) row.path.push_back(read_anchor(point));
        if (row.path.size() < 2) reader.fail("path", "wants at least two points");
        row.under = reader.text("under");
        row.below = reader.number("below_mm", {-20.0, 80.0});
        row.with_diaphragm = reader.number_or("with_diaphragm", 0.0, kShare);
    } else {
        row.first_rib = static_cast<int>(reader.integer("first_rib", 1, 12));
        row.last_rib = static_cast<int>(reader.integer("last_rib", row.first_rib, 12));
        row.below_rib = reader.number("below_rib_mm", {0.0, 20.0});
        row.above_pleura = reader.number("above_pleura_mm", {0.0, 20.0});
    }
    read_source(reader);
    reader.finish();
    return row;
}

FatRow read_fat(JsonReader reader) {
    FatRow row;
    row.mean = read_table(reader, "body_mass_index", "thickness_mm");
    row.sd = read_table(reader, "body_mass_index", "sd_mm");
    row.female_plus = reader.number("female_plus_mm", {0.0, 10.0});
    read_source(reader);
    reader.finish();
    return row;
}

CoveringRows read_covering(JsonReader reader) {
    CoveringRows rows;
    rows.skin = read_thickness(reader.object("skin"));
    rows.skin_lower = read_thickness(reader.object("skin_lower"));
    rows.fascia = read_thickness(reader.object("fascia"));
    rows.fat = read_fat(reader.object("fat"));
    rows.fat_lower = read_fat(reader.object("fat_lower"));
    rows.upper_above = read_anchor(reader.object("upper_above"));
    rows.lower_below = read_anchor(reader.object("lower_below"));
    rows.fat_least_share = reader.number("least_share", kShare);
    rows.smoothing = reader.number("smoothing_mm", {0.0, 30.0});
    rows.hollows = reader.number("hollows_mm", {0.0, 60.0});
    rows.hollow_fat_most = reader.number("hollow_fat_most_mm", {0.0, 60.0});
    const std::vector<double> furrow = reader.numbers("furrow_mm", {0.0, 100.0});
    if (furrow.size() == 2 && furrow[0] < furrow[1]) {
        rows.furrow = {furrow[0], furrow[1]};
    } else {
        reader.fail("furrow_mm", "wants where fat begins to fill hollows and where it does wholly");
    }
    read_source(reader);
    reader.finish();
    return rows;
}

HollowRow read_hollow(JsonReader reader) {
    HollowRow row;
    row.name = reader.text("name");
    row.below = read_table(reader, "lateral_mm", "below_mm");
    row.upper = read_line(reader, "upper");
    row.lower = read_line(reader, "lower");
    read_source(reader);
    reader.finish();
    return row;
}

ChestWallRows read_chest_wall(JsonReader reader) {
    ChestWallRows rows;
    rows.endothoracic = reader.number("endothoracic_mm", kThickness);
    rows.endothoracic_per_body_mass_index =
        reader.number("endothoracic_mm_per_body_mass_index", {0.0, 1.0});
    rows.pleura = reader.number("pleura_mm", {0.05, 2.0});
    rows.beside_spine = read_table(reader, "lateral_mm", "pleura_below_mm");
    rows.beside_spine_sd = reader.number("pleura_below_sd_share", {0.0, 0.3});
    rows.scapula_blade = reader.number("scapula_blade_mm", {1.0, 10.0});
    rows.paravertebral_within = reader.number("paravertebral_within_mm", {0.0, 60.0});
    rows.lung_low = read_line(reader, "lung_low");
    rows.pleura_low = read_line(reader, "pleura_low");
    rows.pleura_high = read_line(reader, "pleura_high");
    JsonReader breathing = reader.object("breathing");
    rows.diaphragm_down = breathing.number("diaphragm_down_mm", {0.0, 100.0});
    rows.lung_edge_with_diaphragm = breathing.number("lung_edge_share", kShare);
    read_source(breathing);
    breathing.finish();
    rows.intercostal_fibre_deg = reader.number("intercostal_fibre_deg", {-180.0, 180.0});
    read_source(reader);
    reader.finish();
    return rows;
}

RegionRow read_region(JsonReader reader) {
    RegionRow row;
    row.half_width = reader.number("half_width_mm", {60.0, 300.0});
    row.above = read_anchor(reader.object("above"));
    row.below = read_anchor(reader.object("below"));
    row.neck_half_width = reader.number("neck_half_width_mm", {10.0, 100.0});
    row.neck_edge = read_line(reader, "neck_edge");
    row.shoulder_from = reader.number("shoulder_from_mm", {20.0, 150.0});
    row.shoulder_turn_deg = reader.number("shoulder_turn_deg", {10.0, 150.0});
    read_source(reader);
    reader.finish();
    return row;
}

}  // namespace

double interpolate(const Table& table, double x) {
    if (x <= table.front().first) return table.front().second;
    // All are asked, as which it is cannot be foreseen.
    std::size_t passed = 1;
    for (std::size_t i = 1; i < table.size(); ++i) passed += x > table[i].first ? 1 : 0;
    if (passed == table.size()) return table.back().second;
    const auto& [x0, y0] = table[passed - 1];
    const auto& [x1, y1] = table[passed];
    return y0 + (y1 - y0) * (x - x0) / (x1 - x0);
}

Result<BackRows> read_back_rows(const std::string& path) {
    const Result<Json> json = read_json_file(path);
    if (!json) return json.error();
    JsonReader reader(*json, path);
    reader.choice("schema", {"dryrun.anatomy/1"});
    BackRows rows;
    rows.region = read_region(reader.object("region"));
    rows.covering = read_covering(reader.object("covering"));
    rows.chest_wall = read_chest_wall(reader.object("chest_wall"));
    for (JsonReader& hollow : reader.list("hollows")) rows.hollows.push_back(read_hollow(hollow));
    std::set<std::string> names;
    for (JsonReader& sheet : reader.list("sheets")) {
        rows.sheets.push_back(read_sheet(sheet));
        if (!names.insert(rows.sheets.back().name).second) sheet.fail("name", "stands twice");
    }
    for (JsonReader& tube : reader.list("tubes")) {
        rows.tubes.push_back(read_tube(tube));
        const std::string& under = rows.tubes.back().under;
        if (!under.empty() && under != kUnderBase && under != kUnderWall && names.count(under) == 0)
            tube.fail("under", "is no sheet, nor base, nor wall");
    }
    reader.finish();
    const Status status = reader.status();
    if (!status) return status.error();
    return rows;
}

}  // namespace dryrun::anatomy
