// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// For tests with known fields: a block whose held nodes are moved to where a closed form has them.
#pragma once

#include <functional>
#include <vector>

#include "softbody/block.h"

namespace dryrun::softbody {

/// All node displacements with the held nodes at `known` and `forces` on the others.
inline std::vector<double> solve_prescribed(const Block& block,
                                            const std::function<Vec3(const Vec3&)>& known,
                                            std::vector<double> forces = {}) {
    const auto count = static_cast<std::size_t>(block.mesh().node_count());
    forces.resize(3 * count, 0.0);
    std::vector<double> moved(3 * count, 0.0);
    for (int node = 0; node < block.mesh().node_count(); ++node) {
        if (!block.is_held(node)) continue;
        const Vec3 u = known(block.mesh().point(node));
        double* at = &moved[3 * static_cast<std::size_t>(node)];
        at[0] = u.x, at[1] = u.y, at[2] = u.z;
    }
    const auto pulled = block.assembly().multiply(moved);
    for (std::size_t i = 0; i < forces.size(); ++i) forces[i] -= pulled[i];
    const auto free = block.factor().solve(forces);
    for (std::size_t i = 0; i < moved.size(); ++i) moved[i] += free[i];
    return moved;
}

/// n cells over [low, high].
inline std::vector<double> even(double low, double high, int n) {
    std::vector<double> at;
    for (int i = 0; i <= n; ++i) at.push_back(low + (high - low) * i / n);
    return at;
}

inline Vec3 at_node(const std::vector<double>& u, int node) {
    const auto i = 3 * static_cast<std::size_t>(node);
    return {u[i], u[i + 1], u[i + 2]};
}

}  // namespace dryrun::softbody
