// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A rigid indenter on the skin, frictionless unless a punch is told to stick: a stiff bed between
// the two, integrated over the area of contact, so that no node decides how large it is.
#pragma once

#include <cstdint>

#include "lab/layers.h"
#include "softbody/solid.h"

namespace dryrun::lab {

enum class Shape : std::uint8_t { Flat, Sphere };

struct Indenter {
    Shape shape = Shape::Sphere;
    double radius = 8.0;
    double depth = 1.0;  ///< of its lowest point below the resting skin
    Vec3 centre;         ///< of its lowest point over the skin, z ignored
    double bed = 100.0;  ///< N/mm³
    softbody::Strain strain = softbody::Strain::Large;
    bool sticks = false;  ///< skin under a punch does not slide; only where its nodes are held
    /// Whether the bed's slope is told with all its terms: fewer steps from a good start, worse
    /// ones from a bad.
    bool turns = false;
};
Indenter read_indenter(JsonReader reader);

/// The part of a square of this side, its middle at (x, y) from that of a flat punch, which lies
/// under the punch, as the straight edge at its distance from the middle cuts it.
double part_under_punch(double x, double y, double side, double radius);

/// Energy of the bed. `mesh` and `indenter` must outlive it.
softbody::Energy contact_energy(const LayeredMesh& mesh, const Indenter& indenter);

/// A node of the skin, where it lies then, and what presses on what is its own.
struct PressedNode {
    double x = 0.0;
    double y = 0.0;
    double kPa = 0.0;
};

struct ContactSum {
    double force_N = 0.0;            ///< with which the hand pushes in, on the whole
    double radius = 0.0;             ///< of a circle as large as the area pressed
    double peak_pressure_kPa = 0.0;  ///< on the skin as it lies then, by nodes
    std::vector<PressedNode> map;    ///< the same of each node that is pressed
};
ContactSum contact_sum(const LayeredMesh& mesh, const Indenter& indenter,
                       std::span<const double> displacement);

}  // namespace dryrun::lab
