// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Positions measured on public models of one man (1750 mm, 79.6 kg, kyphosis 50, lordosis 55
// degrees, standing), as they stand in a folder of CSV files: vertebrae, ribs, scapula, pelvis,
// muscle_paths and skin. Of several rows for one place the best is taken: the pose `base` before
// the source's own, the model that defines that pose before meshes, thoracic meshes before others.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/vec3.h"

namespace dryrun::compare {

enum class PlaceKind {
    Landmark,  ///< a named point
    Surface,   ///< any point of a bone's surface
};

struct Place {
    std::string group;  ///< "vertebra", "scapula", "pelvis"
    std::string name;   ///< "spinous.T7", "scapula.medial_border.03.left"
    PlaceKind kind = PlaceKind::Landmark;
    std::string source;
    Vec3 at;
    std::string bone;  ///< of a surface: how its structure's name begins
};

struct RibLine {
    std::string name;  ///< "rib.7.right"
    int number = 0;
    std::string source;
    std::vector<Vec3> points;  ///< evenly from the head to the bony anterior end
    double thickness = 0.0;    ///< along its outward normal
};

struct FasciclePath {
    std::string name;
    std::string group;  ///< "longissimus"
    bool is_left = false;
    std::string source;
    /// Pieces that lie on the trunk; those from or to the arm are left out, as the arm does not
    /// move with the scapula of the base pose.
    std::vector<std::vector<Vec3>> pieces;
    bool is_from_pelvis = false;  ///< a point of it is on the hip bone
    /// Of each point of each piece the bone that the models move it with: "scapula", "rib.7",
    /// "T7", or as the models name it.
    std::vector<std::vector<std::string>> bones;
    double section_mm2 = 0.0;  ///< physiological, of its strength; 0 where not told
};

struct SkinProfilePoint {
    double z = 0.0;
    double x = 0.0;
    double behind_midline = 0.0;
    std::optional<double> y;  ///< on the models' spine
};

struct Reference {
    std::vector<Place> places;
    std::vector<RibLine> ribs;
    std::vector<FasciclePath> paths;
    std::vector<SkinProfilePoint> skin;
};

Result<Reference> read_reference(const std::filesystem::path& folder);

}  // namespace dryrun::compare
