// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// How a skeleton is put together, at the table's reference stature; private to the skeleton.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "anatomy/skeleton.h"
#include "anatomy/skeleton_table.h"

namespace dryrun::anatomy {

/// The other side of the body.
inline Vec3 mirrored(const Vec3& v) {
    return {-v.x, v.y, v.z};
}
inline std::vector<Vec3> mirrored(std::vector<Vec3> points) {
    for (Vec3& point : points) point = mirrored(point);
    return points;
}

/// What makes one body differ from the table's, sex and seed worked in.
struct Individual {
    double kyphosis_deg = 0.0;
    double lordosis_deg = 0.0;
    std::array<double, kSacralLevel + 1> level_length;  ///< factor on vertebra and disc, by level
    std::array<double, kSacralLevel + 1> spinous_down;  ///< more of it, by level
    double cage_width = 1.0;                            ///< factor
    double bone_section = 1.0;                          ///< factor
    double spinous_length = 1.0;                        ///< factor
    double spinous_height = 1.0;                        ///< factor
    double transverse_length = 1.0;                     ///< factor
    double rib_turn_down_deg = 0.0;                     ///< of the shaft, about the tubercle
    double scapula_length = 1.0;                        ///< factor on all of the scapula
    double scapula_levels_down = 0.0;
    double scapula_out = 0.0;
    double pelvis_width = 1.0;  ///< factor
    double skull_size = 1.0;    ///< factor
    double neck_flexion_deg = 0.0;
    double breath_in = 0.0;        ///< 0 to 1
    double scapula_gathers = 1.0;  ///< factor on the muscles between it and the spine
    PostureRow posture;            ///< what lies under the front worked in
    ArmRow arm;                    ///< of the left side

    Individual() {
        level_length.fill(1.0);
        spinous_down.fill(0.0);
    }
};
Individual individual_of(const SkeletonTable& table, const BodyParameters& body);

/// A row of the table's spine at a level, in this body.
double spine_row(const SkeletonTable& table, const Individual& individual, const std::string& name,
                 int level);

/// How far each vertebra, C1 to S1, leans backwards: positive where its axis goes back as it rises.
std::vector<double> spine_tilts_deg(const SkeletonTable& table, const Individual& individual);

std::vector<Vertebra> make_spine(const SkeletonTable& table, const Individual& individual);
/// Its mesh is made when asked for.
Bone make_vertebra(const SkeletonTable& table, const Individual& individual,
                   const Vertebra& vertebra, int level);

/// Of C1 to C6.
inline constexpr int kLastForkedLevel = 6;
Bone make_cervical_vertebra(const SkeletonTable& table, const Individual& individual,
                            const Vertebra& vertebra, int level);

/// Left ribs 1 to 12.
std::vector<Rib> make_left_ribs(const SkeletonTable& table, const Individual& individual,
                                const std::vector<Vertebra>& spine);
/// Its mesh is made when asked for.
Bone make_rib(const Rib& rib);

/// The left scapula on the left ribs, and the bone, whose mesh is made when asked for.
struct ScapulaAndBone {
    Scapula scapula;
    Bone bone;
    Vec3 inferior_angle;
    Vec3 superior_angle;
    Vec3 root_of_spine;
    Vec3 acromion;
    Vec3 acromial_end;  ///< of the clavicle
};
ScapulaAndBone make_left_scapula(const SkeletonTable& table, const Individual& individual,
                                 const std::vector<Vertebra>& spine, const std::vector<Rib>& ribs);

struct SacrumAndBone {
    Sacrum sacrum;
    Bone bone;
};
SacrumAndBone make_sacrum(const SkeletonTable& table, const Individual& individual,
                          const Vertebra& s1);

struct IliumAndBone {
    Ilium ilium;
    Bone bone;
};
IliumAndBone make_left_ilium(const SkeletonTable& table, const Individual& individual,
                             const Vertebra& s1);

struct ClavicleAndBone {
    Clavicle clavicle;
    Bone bone;
};
ClavicleAndBone make_left_clavicle(const SkeletonTable& table, const Individual& individual,
                                   const Vec3& acromial_end, const std::vector<Rib>& ribs);

struct HumerusAndBone {
    Humerus humerus;
    Bone bone;
};
HumerusAndBone make_left_humerus(const SkeletonTable& table, const Individual& individual,
                                 const Scapula& scapula);

struct SkullAndBone {
    Skull skull;
    Bone bone;
};
SkullAndBone make_skull(const SkeletonTable& table, const Individual& individual,
                        const Vertebra& c1);

/// Adds those bones, their lines and landmarks.
void add_pelvis_shoulder_skull(Skeleton& skeleton, const SkeletonTable& table,
                               const Individual& individual, const ScapulaAndBone& scapula,
                               const std::vector<Rib>& left_ribs);
/// Their lines; bones and landmarks are scaled with all others.
void scale_pelvis_shoulder_skull(Skeleton& skeleton, double factor);

/// The other side's bone.
Bone mirrored(const Bone& left, const std::string& name);
void add_both_sides(Skeleton& skeleton, const std::string& name, const Vec3& left);

}  // namespace dryrun::anatomy
