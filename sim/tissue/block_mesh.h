// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The mesh of a site: columns of nodes under a square of skin whose levels follow skin, fat and
// deep fascia, and lie on the first bone where there is one. Private to the module.
#pragma once

#include <vector>

#include "core/result.h"
#include "core/vec3.h"
#include "softbody/column_mesh.h"
#include "tissue/layered_body.h"

namespace dryrun::tissue {

/// Distance of the node columns within reach of fingers and needle.
inline constexpr double kCell = 5.0;
/// The skin that fingers can press reaches this far from the block's middle, in its plane.
inline constexpr double kPatchReach = 35.0;
/// And the block itself this far; beyond it springs stand for more tissue.
inline constexpr double kBlockReach = 54.0;

struct BlockMesh {
    Frame frame;  ///< origin on the skin, z outward
    softbody::ColumnMesh mesh;
    std::vector<char> is_held;         ///< one a node: in or behind bone, or on the base
    std::vector<Vec3> skin_normal;     ///< of each column of nodes, outward, in the frame
    std::vector<double> skin_depth;    ///< thickness of the skin in each column
    int fascia_level = 0;              ///< nodes on the lower face of the deep fascia
    std::vector<double> fascia_depth;  ///< thickness of the deep fascia in each column
};

/// Errors: no skin at `centre`'s place.
Result<BlockMesh> make_block_mesh(const LayeredBody& body, const anatomy::SkinPoint& centre);

}  // namespace dryrun::tissue
