// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Bodies inside the layers whose shape no plane of the mesh follows: each brick takes of them what
// lies in it by volume, so that nothing jumps when the mesh moves or is refined.
#pragma once

#include <vector>

#include "core/vec3.h"
#include "softbody/solid.h"

namespace dryrun::lab {

struct Ellipsoid {
    Vec3 centre;
    Vec3 semi_axes{1.0, 1.0, 1.0};
};
/// The part of each brick, an upright box, that lies in it.
std::vector<double> shares_of(const softbody::Solid& solid, const Ellipsoid& body);

/// A cylinder along x that pulls along x, less and less over one radius at its ends.
struct Band {
    Vec3 centre;
    double radius = 2.5;
    double length = 40.0;
};
/// Its pull in each brick, of what one full of it would have.
std::vector<double> shares_of(const softbody::Solid& solid, const Band& band);

/// A material that does so much of what this one does.
softbody::SolidMaterial scaled(softbody::SolidMaterial material, double by);

/// Puts a body of another tissue in place of each brick's share. A brick that lies partly in it
/// becomes two on the same nodes, which stretch alike: no law need be mixed.
void embed(softbody::Solid& solid, const std::vector<double>& shares,
           const softbody::SolidMaterial& inside);

/// Gives each brick that pulls a material of its own: its place in `materials`, to which the pull
/// along x is yet to be given, and the brick's share of it.
struct Pull {
    std::size_t material = 0;
    double share = 0.0;
};
std::vector<Pull> add_pulls(softbody::Solid& solid, const std::vector<double>& shares);

}  // namespace dryrun::lab
