// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The sections "pelvis", "shoulder" and "skull" of assets/anatomy/skeleton.json, read and checked,
// not yet scaled to a body.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "anatomy/body.h"
#include "anatomy/table_rows.h"
#include "geometry/net.h"

namespace dryrun::anatomy {

/// A small hollow in the back of the sacrum.
struct ForamenRow {
    double out = 0.0;
    double down = 0.0;
    double radius = 0.0;
    double depth = 0.0;
};

struct PelvisTable {
    double female_width = 1.0;  ///< factor
    /// Left half loops from front to back in the axes of S1, down being counted downwards.
    PointNet sacrum;
    std::vector<ForamenRow> foramina;
    /// Columns along the crest, rows from the crest down: middle of the bone's thickness, but for
    /// the first row, which is the crest itself.
    PointNet ilium;
    NumberNet ilium_half_thickness;
    /// Gluteal lines as places on that net: how far along the crest and down, in steps of it.
    std::vector<Vec3> posterior_gluteal_line, anterior_gluteal_line, inferior_gluteal_line;
};

struct TubercleRow {
    Vec3 at;
    Vec3 half_axes;
};

/// How a posture holds the left upper arm.
struct ArmRow {
    Vec3 direction;  ///< from the shoulder down the arm: out, back, up
    double internal_rotation_deg = 0.0;
};

struct ShoulderTable {
    Vec3 sternal_end;   ///< out, back, up from the end of rib 1
    Vec3 acromial_end;  ///< in the scapula's chart
    Profiles clavicle;  ///< over the share of the way from the acromial end
    double head_radius = 0.0;
    double head_height = 0.0;  ///< of the segment of a ball that the joint's face is
    double joint_space = 0.0;  ///< between the bones of glenoid and head
    double shaft_out = 0.0;    ///< of the shaft's axis from the head's centre
    Profiles shaft;            ///< radius over height above the head's centre
    std::map<std::string, TubercleRow> tubercles;  ///< greater, lesser
    std::map<Posture, ArmRow> arms;
};

/// A bump or ridge on the skull.
struct RidgeRow {
    std::vector<Vec3> line;  ///< out, back, up in the axes of C1; one point is a bump
    double height = 0.0;     ///< negative: a hollow
    double width = 0.0;      ///< standard deviation across
};

struct SkullTable {
    Vec3 centre;                                 ///< from which all of it is seen
    std::vector<Vec3> behind, beside, in_front;  ///< from the vertex to the base
    double female_size = 1.0;
    std::map<std::string, RidgeRow> ridges;
};

void read_pelvis_shapes(JsonReader& pelvis, PelvisTable& table);
void read_shoulder(JsonReader row, ShoulderTable& table);
void read_skull(JsonReader row, SkullTable& table);

}  // namespace dryrun::anatomy
