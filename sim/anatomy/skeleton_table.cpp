// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "anatomy/skeleton_table.h"

#include <utility>

#include "anatomy/table_rows.h"

namespace dryrun::anatomy {
namespace {

void read_spine(JsonReader spine, SkeletonTable& table) {
    spine.text("about");
    table.lean_deg = read_sourced(spine, "lean_deg", {-15.0, 15.0});
    table.spine = read_profiles(spine, "profiles",
                                {"spacing_mm",
                                 "disc_mm",
                                 "kyphosis_share",
                                 "lordosis_share",
                                 "neck_upright_deg",
                                 "neck_flexion_share",
                                 "body_width_mm",
                                 "body_depth_mm",
                                 "spinous_back_mm",
                                 "spinous_down_mm",
                                 "transverse_out_mm",
                                 "transverse_back_mm",
                                 "transverse_up_mm",
                                 "lamina_back_mm",
                                 "lamina_up_mm",
                                 "lamina_half_height_share",
                                 "spinous_half_height_mm",
                                 "spinous_half_width_mm",
                                 "transverse_thickness_mm",
                                 "facet_out_mm",
                                 "pedicle_half_width_mm",
                                 "canal_half_width_mm",
                                 "canal_half_depth_mm"},
                                true);
    spine.finish();
}

void read_pelvis(JsonReader pelvis, SkeletonTable& table) {
    pelvis.text("about");
    table.sacral_slope_deg = pelvis.number("sacral_slope_deg", {0.0, 90.0});
    for (JsonReader& row : pelvis.list("points")) {
        table.pelvis.push_back({row.text("name"), row.vec3("at_mm")});
        read_source(row);
        row.finish();
    }
    read_pelvis_shapes(pelvis, table.pelvis_shapes);
    pelvis.finish();
}

void read_ribs(JsonReader ribs, SkeletonTable& table) {
    ribs.text("about");
    const std::vector<double> at_rib = ribs.numbers("at_rib", {1.0, 12.0});
    for (JsonReader& row : ribs.list("stations")) {
        std::string name = row.text("name");
        const double follow = row.number("follow", {0.0, 1.0});
        Profile out = make_profile(row, at_rib, row.numbers("out_mm", {1.0, 300.0}));
        Profile back = make_profile(row, at_rib, row.numbers("back_mm", kLength));
        Profile up = make_profile(row, at_rib, row.numbers("up_mm", kLength));
        table.rib_stations.push_back(
            {std::move(name), follow, std::move(out), std::move(back), std::move(up)});
        row.finish();
    }
    if (table.rib_stations.size() < 3) ribs.fail("stations", "wanted at least three");
    JsonReader source = ribs.object("stations_source");
    read_source(source);
    source.finish();
    table.rib_sections =
        read_profiles(ribs, "sections", {"height_mm", "thickness_mm", "outward_up_deg"}, false);
    ribs.finish();
}

void read_variation(JsonReader row, VariationRow& variation) {
    row.text("about");
    variation.trunk_length = read_sourced(row, "trunk_length", {0.0, 0.05});
    variation.lumbar_length = read_sourced(row, "lumbar_length", {0.0, 0.05});
    variation.vertebra_length = read_sourced(row, "vertebra_length", {0.0, 0.05});
    variation.cage_width = read_sourced(row, "rib_cage_width", {0.0, 0.1});
    variation.spinous_length = read_sourced(row, "spinous_length", {0.0, 0.2});
    variation.spinous_height = read_sourced(row, "spinous_height", {0.0, 0.2});
    variation.spinous_down = read_sourced(row, "spinous_down_mm", {0.0, 5.0});
    variation.transverse_length = read_sourced(row, "transverse_length", {0.0, 0.2});
    variation.rib_slope_deg = read_sourced(row, "rib_slope_deg", {0.0, 10.0});
    variation.rib_slope_per_year_deg = read_sourced(row, "rib_slope_per_year_deg", {-0.3, 0.3});
    variation.scapula_length = read_sourced(row, "scapula_length", {0.0, 0.15});
    variation.scapula_level = read_sourced(row, "scapula_level", {0.0, 1.5});
    variation.scapula_level_with_length =
        read_sourced(row, "scapula_level_with_length", {-1.0, 1.0});
    variation.scapula_out = read_sourced(row, "scapula_out_mm", {0.0, 10.0});
    row.finish();
}

void read_postures(JsonReader& top, SkeletonTable& table) {
    std::vector<std::string> names;
    for (const Posture posture : kEveryPosture) names.emplace_back(name_of(posture));
    for (JsonReader& row : top.list("postures")) {
        const std::string name = row.choice("name", names);
        PostureRow values;
        values.lordosis_change_deg = row.number("lordosis_change_deg", {-20.0, 20.0});
        values.scapula_down = row.number("scapula_down_mm", {-40.0, 40.0});
        values.scapula_out = row.number("scapula_out_mm", {-20.0, 40.0});
        values.scapula_wing_deg = row.number("scapula_wing_deg", {0.0, 20.0});
        values.scapula_turn_up_deg = row.number_or("scapula_turn_up_deg", 0.0, {0.0, 60.0});
        for (const Posture posture : kEveryPosture) {
            if (name == name_of(posture)) table.postures[posture] = values;
        }
        read_source(row);
        row.finish();
    }
    if (table.postures.size() != kEveryPosture.size())
        top.fail("postures", "wanted a row for each");
}

void read_supports(JsonReader& top, SkeletonTable& table) {
    std::vector<std::string> names;
    for (const Support support : kEverySupport) names.emplace_back(name_of(support));
    for (JsonReader& row : top.list("supports")) {
        const std::string name = row.choice("name", names);
        SupportRow values;
        values.lordosis_change_deg = row.number("lordosis_change_deg", {-20.0, 20.0});
        values.scapula_out = row.number("scapula_out_mm", {-40.0, 40.0});
        values.scapula_turn_out_deg = row.number("scapula_turn_out_deg", {-30.0, 30.0});
        values.gathers = row.number("gathers", {0.5, 2.0});
        for (const Support support : kEverySupport) {
            if (name == name_of(support)) table.supports[support] = values;
        }
        read_source(row);
        row.finish();
    }
    if (table.supports.size() != kEverySupport.size())
        top.fail("supports", "wanted a row for each");
}

void read_scapula(JsonReader row, ScapulaTable& table) {
    row.text("about");
    table.length = read_sourced(row, "length_mm", {100.0, 200.0});
    table.inferior_angle_level = read_sourced(row, "inferior_angle_level", {5.0, 11.0});
    table.inferior_angle_out = read_sourced(row, "inferior_angle_out_mm", {60.0, 140.0});
    table.superior_angle_out = read_sourced(row, "superior_angle_out_mm", {50.0, 120.0});
    table.lean_change_deg = read_sourced(row, "lean_change_deg", {-20.0, 20.0});
    table.internal_rotation_deg = read_sourced(row, "internal_rotation_deg", {10.0, 60.0});
    table.gap = read_sourced(row, "gap_mm", {1.0, 30.0});
    table.outline = read_points(row, "outline_mm", 2, 8);
    table.bend = read_profiles(row, "bend", {"border_w_mm", "slope", "hollow_mm"}, false);
    table.half_thickness =
        read_profiles(row, "half_thickness", {"blade_mm", "lateral_border_mm"}, false);
    table.lateral_ridge = read_points(row, "lateral_ridge_mm", 2, 2);
    JsonReader glenoid = row.object("glenoid");
    table.glenoid = glenoid.vec3("at_mm");
    table.glenoid_half_axes = glenoid.vec3("half_axes_mm");
    const Vec3& axes = table.glenoid_half_axes;
    if (axes.x < 1.0 || axes.y < 1.0 || axes.z < 1.0)
        glenoid.fail("half_axes_mm", "wanted at least 1 each");
    read_source(glenoid);
    glenoid.finish();
    for (JsonReader& at : row.list("spine")) {
        const auto base = at.numbers("base_uv_mm", kLength);
        if (base.size() != 2) {
            at.fail("base_uv_mm", "wanted two numbers");
            continue;
        }
        table.spine.push_back(
            {base[0], base[1], at.vec3("crest_mm"), at.number("radius_mm", {1.0, 10.0})});
        at.finish();
    }
    if (table.spine.size() < 2) row.fail("spine", "wanted at least two rows");
    table.acromion = read_points(row, "acromion_mm", 3, 2);
    table.coracoid = read_points(row, "coracoid_mm", 3, 2);
    JsonReader source = row.object("form_source");
    read_source(source);
    source.finish();
    row.finish();
}

}  // namespace

std::string level_name(int level) {
    const auto named = [](char region, int number) {
        std::string name(1, region);
        return name.append(std::to_string(number));
    };
    if (level < kFirstThoracicLevel) return named('C', level);
    if (level < kFirstLumbarLevel) return named('T', level - kFirstThoracicLevel + 1);
    if (level < kSacralLevel) return named('L', level - kFirstLumbarLevel + 1);
    return "S1";
}

int level_of(const std::string& name) {
    for (int level = kFirstLevel; level <= kSacralLevel; ++level) {
        if (level_name(level) == name) return level;
    }
    return 0;
}

Result<SkeletonTable> read_skeleton_table(const std::string& path) {
    auto file = read_json_file(path);
    if (!file.ok()) return file.error();
    JsonReader top(*file, path);
    SkeletonTable table;
    top.choice("schema", {"dryrun.skeleton/1"});
    top.text("about");
    table.reference_stature = top.number("reference_stature_mm", {1450.0, 2000.0});
    read_spine(top.object("spine"), table);
    read_pelvis(top.object("pelvis"), table);
    read_shoulder(top.object("shoulder"), table.shoulder);
    read_skull(top.object("skull"), table.skull);
    read_ribs(top.object("ribs"), table);
    JsonReader female = top.object("female");
    female.text("about");
    table.female_cage_width = read_sourced(female, "rib_cage_width", {0.8, 1.2});
    table.female_bone_section = read_sourced(female, "bone_section", {0.7, 1.2});
    female.finish();
    read_variation(top.object("variation"), table.variation);
    read_postures(top, table);
    read_supports(top, table);
    table.breathing =
        read_profiles(top, "breathing", {"pump_handle_deg", "bucket_handle_deg"}, false);
    read_scapula(top.object("scapula"), table.scapula);
    top.finish();
    if (!top.status().ok()) return top.status().error();
    return table;
}

}  // namespace dryrun::anatomy
