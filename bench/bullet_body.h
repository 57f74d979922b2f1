// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Bullet's deformable body on the nodes of a block of bricks, five tetrahedra a brick: what the
// tissue bench is measured against. One material for the whole body is all that Bullet has.
#pragma once

#include <memory>
#include <vector>

#include "softbody/column_mesh.h"

namespace dryrun::bench {

enum class BulletLaw { NeoHookean, Linear };
struct BulletSetting {
    BulletLaw law = BulletLaw::NeoHookean;
    bool is_implicit = false;
    double step_s = 1.0 / 60.0;
    double damping = 0.02;  ///< below that it does not settle at 1/60 s
};

class BulletBody {
  public:
    /// `held`: one a node; N/mm², 1060 kg/m³.
    BulletBody(const softbody::ColumnMesh& mesh, const std::vector<char>& held, double youngs,
               double poisson, const BulletSetting& setting);
    ~BulletBody();
    void load(const std::vector<double>& forces);  ///< three a node, N, from now on
    void step();
    int tetrahedra() const;
    /// Three a node, mm.
    std::vector<double> displacement() const;

  private:
    struct World;
    std::unique_ptr<World> world_;
};

}  // namespace dryrun::bench
