// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A finger, a rigid frictionless sphere, pressed into layers with a given force: how deep it goes,
// and what it feels there.
#pragma once

#include <vector>

#include "core/result.h"
#include "lab/contact.h"
#include "lab/layers.h"

namespace dryrun::lab {

/// What is known before a press of how it will end.
struct Start {
    double depth = 0.0;
    double power = 1.5;                ///< of depth, to which the force rises
    std::vector<double> displacement;  ///< three a node, or empty: from rest
};

struct Press {
    double depth = 0.0;
    double stiffness = 0.0;  ///< slope of force over depth, N/mm
    double peak_pressure_kPa = 0.0;
    std::vector<PressedNode> map;  ///< within half a percent of the force
    double contact_radius = 0.0;   ///< at rest: of the skin that touches
    std::vector<double> displacement;

    Start as_start(double force) const { return {depth, stiffness * depth / force, displacement}; }
};

/// `finger` says all but the depth. Errors: the force is not reached.
Result<Press> press_to(const LayeredMesh& mesh, Indenter finger, double force, const Start& start);

/// The press on the layers alone, all round the finger, on a coarse wedge; fibres go unheeded. It
/// says how a mesh of the whole is to be cut, and where its press may begin.
struct Layout {
    LayeredMesh mesh;
    Press press;
    double bed = 0.0;  ///< N/mm³: gives by little under this force
};
Result<Layout> lay_out(const Layers& layers, Indenter finger, double force);
/// How far from the finger the mesh may end, and how it is cut downwards.
double far_from(const Layers& layers, double contact);
Grading downwards_from(double contact, double cell);
double reach_of(double contact);

/// The wedge's displacement at the nodes of a box, about an axis at `centre`.
std::vector<double> displacement_in_box(const Layout& layout, const LayeredMesh& box,
                                        const Vec3& centre);

}  // namespace dryrun::lab
