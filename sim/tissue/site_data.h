// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What a site keeps of its block. Private to the module.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/vec3.h"
#include "softbody/block.h"
#include "softbody/brick_stack.h"
#include "tissue/layered_body.h"
#include "tissue/site.h"

namespace dryrun::tissue {

/// How far a point of the body may lie off the mesh's flat faces and still move with them.
inline constexpr double kOffFaces = 4.0;

struct Site::Data {
    LayeredBody body;
    const MaterialTable materials;
    SitePlace place;
    Frame frame;
    softbody::Block block;
    // The patch: nodes of the skin within kPatchReach, row by row.
    int patch_side = 0;
    int patch_first = 0;  ///< column of the mesh where the patch begins, both ways
    std::vector<int> patch_node{};
    std::vector<Vec3> patch_normal{};  ///< in the frame
    std::vector<UnderSkin> patch_under{};
    NearFields near_fields{};
    softbody::BrickStack layers_in_middle{};
    softbody::Factor::Carried patch_carried{};
    std::vector<double> patch_compliance{};
    std::vector<std::vector<double>> band_displacement{};  ///< of all nodes, by 1 kPa in a band
    std::vector<std::vector<double>> band_on_patch{};
    std::uint64_t hash = 0;
};

/// One node's of displacements of all.
inline Vec3 at_node(std::span<const double> u, int node) {
    const double* v = &u[3 * static_cast<std::size_t>(node)];
    return {v[0], v[1], v[2]};
}

}  // namespace dryrun::tissue
