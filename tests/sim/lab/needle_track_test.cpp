// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// How tissue gives way to a shaft: a uniform line of force down into a half space, by the integral
// of Mindlin's point force (1936), against the mesh.
#include "lab/needle_track.h"

#include <gtest/gtest.h>

#include <cmath>

namespace dryrun::lab {
namespace {

constexpr double kPi = 3.141592653589793;

// Displacement down at (r, z) by 1 N down at depth c.
double mindlin(double shear, double nu, double r, double z, double c) {
    const double r1 = std::sqrt(r * r + (z - c) * (z - c));
    const double r2 = std::sqrt(r * r + (z + c) * (z + c));
    const double sum = z + c;
    return (1.0 / (16.0 * kPi * shear * (1.0 - nu))) *
           ((3.0 - 4.0 * nu) / r1 + (8.0 * (1.0 - nu) * (1.0 - nu) - (3.0 - 4.0 * nu)) / r2 +
            (z - c) * (z - c) / (r1 * r1 * r1) +
            ((3.0 - 4.0 * nu) * sum * sum - 2.0 * c * z) / (r2 * r2 * r2) +
            6.0 * c * z * sum * sum / std::pow(r2, 5.0));
}

// By 1 N evenly over `from` to `to`, at depth z on the shaft's skin.
double line(double shear, double nu, double radius, double z, double from, double to) {
    const int steps = 40000;
    double sum = 0.0;
    for (int i = 0; i < steps; ++i) {
        const double c = from + (to - from) * (i + 0.5) / steps;
        sum += mindlin(shear, nu, radius, z, c);
    }
    return sum / steps;
}

Layers half_space(double youngs, bool has_fibres) {
    Layers layers;
    layers.is_deep = true;
    Layer one;
    one.thickness = 40.0;
    one.material.isotropic = {youngs, 0.45};
    if (has_fibres) {  // that are no different
        one.material.fibrous =
            softbody::TransverselyIsotropic{youngs, youngs, youngs / 2.9, 0.45, 0.45};
    }
    layers.layers.push_back(one);
    return layers;
}

// Displacement of each piece by 1 N evenly along the whole shaft.
std::vector<double> under_line(const NeedleTrack& made) {
    const std::size_t n = made.track.stations.size();
    std::vector<double> moved(n, 0.0);
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < n; ++j)
            moved[i] +=
                made.track.compliance[(3 * i + 2) * 3 * n + 3 * j + 2] / static_cast<double>(n);
    return moved;
}

TEST(NeedleTrack, GivesWayAsAHalfSpaceDoesToALineOfForce) {
    for (const bool has_fibres : {false, true}) {
        const auto made = track_through(half_space(0.0116, has_fibres), 20.0, 0.30);
        ASSERT_TRUE(made.ok());
        const auto moved = under_line(*made);
        const double at[] = {0.3, 0.5, 0.7};
        for (const double share : at) {
            const auto i = static_cast<std::size_t>(share * static_cast<double>(moved.size()));
            const double z = (static_cast<double>(i) + 0.5) * made->track.spacing;
            const double wanted = line(0.004, 0.45, 0.15, z, 0.0, 20.0);
            // The box is held at its sides and coarser.
            const double within = has_fibres ? 0.05 : 0.03;
            EXPECT_NEAR(moved[i], wanted, within * wanted) << has_fibres << ' ' << z;
        }
    }
}

}  // namespace
}  // namespace dryrun::lab
