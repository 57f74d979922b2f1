// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What assets/anatomy/skeleton.json says, read and checked, not yet scaled to a body.
#pragma once

#include <array>
#include <map>
#include <string>
#include <vector>

#include "anatomy/body.h"
#include "anatomy/pelvis_shoulder_skull_table.h"
#include "anatomy/table_rows.h"
#include "core/result.h"
#include "core/vec3.h"
#include "geometry/curve.h"

namespace dryrun::anatomy {

/// Levels count down the spine: C1 is 1, T1 8, L1 20, S1 25.
inline constexpr int kFirstLevel = 1;
inline constexpr int kFirstThoracicLevel = 8;
inline constexpr int kFirstLumbarLevel = 20;
inline constexpr int kSacralLevel = 25;
std::string level_name(int level);
/// 0 where the name is no level.
int level_of(const std::string& name);

struct NamedPoint {
    std::string name;
    Vec3 at;
};

struct RibStation {
    std::string name;
    double follow = 0.0;
    Profile out;
    Profile back;
    Profile up;
};

struct PostureRow {
    double lordosis_change_deg = 0.0;
    double scapula_down = 0.0;
    double scapula_out = 0.0;
    double scapula_wing_deg = 0.0;
    double scapula_turn_out_deg = 0.0;  ///< its face, from looking inwards to looking forwards
    double scapula_turn_up_deg = 0.0;   ///< in its plane: the inferior angle goes outwards
};

/// What a pillow or bolster under the front changes beside the posture.
struct SupportRow {
    double lordosis_change_deg = 0.0;
    double scapula_out = 0.0;
    double scapula_turn_out_deg = 0.0;
    double gathers = 1.0;  ///< factor on the muscles between spine and scapula
};

/// Standard deviations between people.
struct VariationRow {
    double trunk_length = 0.0;     ///< part of all vertebrae and discs together, at equal stature
    double lumbar_length = 0.0;    ///< part of the lumbar ones
    double vertebra_length = 0.0;  ///< part of each by itself
    double cage_width = 0.0;       ///< part of it, as the next three
    double spinous_length = 0.0;
    double spinous_height = 0.0;
    double spinous_down = 0.0;  ///< of each tip by itself, mm
    double transverse_length = 0.0;
    double rib_slope_deg = 0.0;
    double rib_slope_per_year_deg = 0.0;     ///< no deviation: what age does
    double scapula_length = 0.0;             ///< part of it, at equal stature
    double scapula_level = 0.0;              ///< in levels
    double scapula_level_with_length = 0.0;  ///< correlation: a long one reaches further down
    double scapula_out = 0.0;
};

struct ScapulaSpineRow {
    double base_u = 0.0;
    double base_v = 0.0;
    Vec3 crest;  ///< u, v and w above the blade
    double radius = 0.0;
};

struct ScapulaTable {
    double length = 0.0;
    double inferior_angle_level = 0.0;
    double inferior_angle_out = 0.0;
    double superior_angle_out = 0.0;
    double lean_change_deg = 0.0;
    double internal_rotation_deg = 0.0;
    double gap = 0.0;
    std::vector<Vec3> outline;  ///< u, v
    Profiles bend;
    Profiles half_thickness;
    std::vector<Vec3> lateral_ridge;  ///< u, v
    Vec3 glenoid;                     ///< u, v and w above the blade
    Vec3 glenoid_half_axes;
    std::vector<ScapulaSpineRow> spine;
    std::vector<Vec3> acromion;
    std::vector<Vec3> coracoid;
};

struct SkeletonTable {
    double reference_stature = 0.0;
    double lean_deg = 0.0;
    Profiles spine;
    double sacral_slope_deg = 0.0;
    std::vector<NamedPoint> pelvis;  ///< of the left side and the midline
    PelvisTable pelvis_shapes;
    ShoulderTable shoulder;
    SkullTable skull;
    std::vector<RibStation> rib_stations;
    Profiles rib_sections;
    double female_cage_width = 1.0;
    double female_bone_section = 1.0;
    VariationRow variation;
    std::map<Posture, PostureRow> postures;
    std::map<Support, SupportRow> supports;
    /// How far a rib turns from quiet breath out to all that can be breathed in, by its number:
    /// pump_handle_deg about the axis from side to side, bucket_handle_deg about that from back to
    /// front.
    Profiles breathing;
    ScapulaTable scapula;
};

Result<SkeletonTable> read_skeleton_table(const std::string& path);

}  // namespace dryrun::anatomy
