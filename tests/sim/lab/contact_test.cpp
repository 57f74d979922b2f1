// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Contact by area: an indenter that slides over the mesh feels no nodes.
#include "lab/contact.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace dryrun::lab {
namespace {

// 20 mm of tissue, bonded, under cells of 2 mm.
LayeredMesh slab() {
    Layers layers;
    layers.layers.push_back({"muscle", 20.0, {{0.012, 0.45}, {}, {}, 0.0, {}}});
    Cuts xs{even(64.0, 32), false}, ys{even(30.0, 15), true};
    for (double& x : xs.at) x -= 31.0;
    return box_mesh(layers, xs, ys, {2.0, 0.15}, 1.0);
}

// Force at 1 mm, moved sideways step by step: the largest over the least, less one.
double ripple(const LayeredMesh& mesh, Indenter indenter, double by, int steps) {
    indenter.strain = softbody::Strain::Small;
    indenter.bed = 0.15;
    double least = 1e300, most = 0.0;
    softbody::SolidProblem problem{mesh.solid, mesh.holds, {}, {}, indenter.strain};
    problem.others.push_back(contact_energy(mesh, indenter));
    std::vector<double> displacement;
    for (int i = 0; i < steps; ++i) {
        indenter.centre.x = by * i;
        auto state = softbody::balance(problem, displacement);
        EXPECT_TRUE(state.ok());
        if (!state) return 1.0;
        displacement = std::move(state->displacement);
        const double force = contact_sum(mesh, indenter, displacement).force_N;
        least = std::min(least, force);
        most = std::max(most, force);
    }
    return most / least - 1.0;
}

TEST(Contact, OfASphereThatSlidesOverTheMeshIsEven) {
    Indenter sphere;
    sphere.radius = 16.0;
    sphere.depth = 3.0;
    EXPECT_LT(ripple(slab(), sphere, 0.4, 6), 0.01);
}

TEST(Contact, OfAPunchThatSlidesOverTheMeshIsEven) {
    Indenter punch;
    punch.shape = Shape::Flat;
    punch.radius = 6.0;
    punch.depth = 1.0;
    EXPECT_LT(ripple(slab(), punch, 0.3, 7), 0.01);
}

// Skin that does not give is pressed where the punch stands, to the last bit of a cut cell.
TEST(Contact, OfAPunchCoversItsOwnAreaWhereverItStands) {
    const LayeredMesh mesh = slab();
    const std::vector<double> still(3 * mesh.solid.points.size(), 0.0);
    Indenter punch;
    punch.shape = Shape::Flat;
    punch.radius = 6.0;
    punch.strain = softbody::Strain::Small;
    for (int i = 0; i < 40; ++i) {
        punch.centre.x = 0.05 * i;
        EXPECT_NEAR(contact_sum(mesh, punch, still).radius, 6.0, 0.003) << punch.centre.x;
    }
}

// Steps of 0.1 mm over 3 mm.
TEST(LongContact, Long_OfAPunchAndASphereInSmallStepsIsEven) {
    const LayeredMesh mesh = slab();
    Indenter indenter;
    indenter.radius = 16.0;
    indenter.depth = 3.0;
    EXPECT_LT(ripple(mesh, indenter, 0.1, 31), 0.01);
    indenter.shape = Shape::Flat;
    indenter.radius = 6.0;
    indenter.depth = 1.0;
    EXPECT_LT(ripple(mesh, indenter, 0.1, 31), 0.01);
}

}  // namespace
}  // namespace dryrun::lab
