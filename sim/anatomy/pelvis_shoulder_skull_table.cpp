// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "anatomy/pelvis_shoulder_skull_table.h"

#include <iterator>
#include <utility>

namespace dryrun::anatomy {
namespace {

constexpr std::size_t kHalfLoop = 10;
constexpr std::size_t kDownTheIlium = 5;

void read_ilium(JsonReader& pelvis, PelvisTable& table) {
    table.ilium.assign(kDownTheIlium, {});
    table.ilium_half_thickness.assign(kDownTheIlium, {});
    for (JsonReader& row : pelvis.list("ilium")) {
        row.text("name");
        std::vector<Vec3> middle = read_points(row, "middle_mm", 3, kDownTheIlium);
        std::vector<double> half = row.numbers("half_thickness_mm", {1.0, 30.0});
        if (middle.size() != kDownTheIlium || half.size() != kDownTheIlium) {
            row.fail("middle_mm",
                     "wanted five points from the crest down and a half thickness each");
            return;
        }
        for (std::size_t i = 0; i < kDownTheIlium; ++i) {
            table.ilium[i].push_back(middle[i]);
            table.ilium_half_thickness[i].push_back(half[i]);
        }
        row.finish();
    }
    if (table.ilium.front().size() < 3) pelvis.fail("ilium", "wanted at least three rows");
    read_source_of(pelvis, "ilium_source");
    JsonReader lines = pelvis.object("gluteal_lines");
    table.posterior_gluteal_line = read_points(lines, "posterior", 2, 2);
    table.anterior_gluteal_line = read_points(lines, "anterior", 2, 2);
    table.inferior_gluteal_line = read_points(lines, "inferior", 2, 2);
    read_source(lines);
    lines.finish();
}

void read_sacrum(JsonReader& pelvis, PelvisTable& table) {
    for (JsonReader& row : pelvis.list("sacrum")) {
        row.text("name");
        table.sacrum.push_back(read_points(row, "half_loop_mm", 3, kHalfLoop));
        const auto& loop = table.sacrum.back();
        if (loop.size() != kHalfLoop || loop.front().x != 0.0 || loop.back().x != 0.0)
            row.fail("half_loop_mm", "wanted ten points, the first and the last in the midline");
        row.finish();
    }
    if (table.sacrum.size() < 4) pelvis.fail("sacrum", "wanted at least four rows");
    read_source_of(pelvis, "sacrum_source");
    for (JsonReader& row : pelvis.list("foramina")) {
        table.foramina.push_back(
            {row.number("out_mm", {5.0, 40.0}), row.number("down_mm", {10.0, 120.0}),
             row.number("radius_mm", {1.0, 8.0}), row.number("depth_mm", {0.0, 12.0})});
        row.finish();
    }
    read_source_of(pelvis, "foramina_source");
}

Vec3 read_sourced_vec3(JsonReader& parent, std::string_view key, std::string_view unit) {
    JsonReader row = parent.object(key);
    const Vec3 value = row.vec3(unit);
    read_source(row);
    row.finish();
    return value;
}

void read_arms(JsonReader& shoulder, ShoulderTable& table) {
    std::vector<std::string> names;
    for (const Posture posture : kEveryPosture) names.emplace_back(name_of(posture));
    for (JsonReader& row : shoulder.list("arms")) {
        const std::string name = row.choice("posture", names);
        const Vec3 direction = row.vec3("direction");
        if (length(direction) < 0.1) row.fail("direction", "wanted a direction");
        const double turn = row.number("internal_rotation_deg", {-90.0, 120.0});
        for (const Posture posture : kEveryPosture) {
            if (name == name_of(posture)) table.arms[posture] = {normalised(direction), turn};
        }
        read_source(row);
        row.finish();
    }
    if (table.arms.size() != kEveryPosture.size())
        shoulder.fail("arms", "wanted a row for each posture");
}

}  // namespace

void read_pelvis_shapes(JsonReader& pelvis, PelvisTable& table) {
    table.female_width = read_sourced(pelvis, "female_width", {0.9, 1.2});
    read_ilium(pelvis, table);
    read_sacrum(pelvis, table);
}

void read_shoulder(JsonReader row, ShoulderTable& table) {
    row.text("about");
    table.sternal_end = read_sourced_vec3(row, "sternal_end", "from_rib_1_mm");
    table.acromial_end = read_sourced_vec3(row, "acromial_end", "chart_mm");
    table.clavicle = read_profiles(
        row, "clavicle", {"forward_mm", "up_mm", "half_height_mm", "half_depth_mm"}, false);
    table.head_radius = read_sourced(row, "head_radius_mm", {15.0, 35.0});
    table.head_height = read_sourced(row, "head_height_mm", {5.0, 35.0});
    table.joint_space = read_sourced(row, "joint_space_mm", {0.0, 10.0});
    table.shaft_out = read_sourced(row, "shaft_out_mm", {0.0, 15.0});
    table.shaft = read_profiles(row, "shaft", {"radius_mm"}, false);
    for (JsonReader& tubercle : row.list("tubercles")) {
        const std::string name = tubercle.choice("name", {"greater", "lesser"});
        const TubercleRow read{tubercle.vec3("at_mm"), tubercle.vec3("half_axes_mm")};
        const Vec3& half = read.half_axes;
        if (half.x < 1.0 || half.y < 1.0 || half.z < 1.0)
            tubercle.fail("half_axes_mm", "wanted at least 1 each");
        table.tubercles[name] = read;
        read_source(tubercle);
        tubercle.finish();
    }
    if (table.tubercles.size() != 2) row.fail("tubercles", "wanted the greater and the lesser");
    read_arms(row, table);
    row.finish();
}

void read_skull(JsonReader row, SkullTable& table) {
    row.text("about");
    table.centre = row.vec3("centre_mm");
    table.behind = read_points(row, "behind_mm", 2, 4);
    table.beside = read_points(row, "beside_mm", 2, 4);
    table.in_front = read_points(row, "in_front_mm", 2, 4);
    read_source_of(row, "outline_source");
    table.female_size = read_sourced(row, "female_size", {0.8, 1.2});
    const std::vector<std::string> names = {"protuberance",         "superior_nuchal_line",
                                            "inferior_nuchal_line", "occipital_condyle",
                                            "foramen_magnum",       "mastoid"};
    for (JsonReader& ridge : row.list("ridges")) {
        const std::string name = ridge.choice("name", names);
        table.ridges[name] = {read_points(ridge, "line_mm", 3, 1),
                              ridge.number("height_mm", {-20.0, 40.0}),
                              ridge.number("width_mm", {1.0, 30.0})};
        read_source(ridge);
        ridge.finish();
    }
    if (table.ridges.size() != names.size()) row.fail("ridges", "wanted one row for each name");
    row.finish();
}

}  // namespace dryrun::anatomy
