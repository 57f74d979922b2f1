// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// How a skeleton is put together, at the table's reference stature; private to the skeleton.
#pragma once

#include <vector>

#include "anatomy/skeleton.h"
#include "anatomy/skeleton_table.h"

namespace dryrun::anatomy {

/// What makes one body differ from the table's, sex and seed worked in.
struct Individual {
    double kyphosis_deg = 0.0;
    double lordosis_deg = 0.0;
    double cage_width = 1.0;      ///< factor
    double bone_section = 1.0;    ///< factor
    double spinous_length = 1.0;  ///< factor
    double scapula_levels_down = 0.0;
    double scapula_out = 0.0;
    PostureRow posture;
};
Individual individual_of(const SkeletonTable& table, const BodyParameters& body);

/// How far each vertebra, C1 to S1, leans backwards: positive where its axis goes back as it rises.
std::vector<double> spine_tilts_deg(const SkeletonTable& table, double kyphosis_deg,
                                    double lordosis_deg);

std::vector<Vertebra> make_spine(const SkeletonTable& table, const Individual& individual);
/// Its mesh is made when asked for.
Bone make_vertebra(const SkeletonTable& table, const Individual& individual,
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
};
ScapulaAndBone make_left_scapula(const SkeletonTable& table, const Individual& individual,
                                 const std::vector<Vertebra>& spine, const std::vector<Rib>& ribs);

}  // namespace dryrun::anatomy
