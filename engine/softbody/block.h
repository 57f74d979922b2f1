// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A block of material: a column mesh with its elasticity, membranes, springs and held nodes,
// factored once, and what callers ask of it afterwards. Knows of layers and fibres, of nothing
// that is made of them.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "core/result.h"
#include "core/vec3.h"
#include "softbody/column_mesh.h"
#include "softbody/elasticity.h"
#include "softbody/factor.h"

namespace dryrun::softbody {

struct Membrane {
    std::array<int, 4> nodes{};      ///< round a face
    double tension_stiffness = 0.0;  ///< Young's modulus times thickness, N/mm
    double poisson = 0.45;
};
/// A spring from a node to the ground: N/mm along each axis.
struct GroundSpring {
    int node = 0;
    Vec3 stiffness;
};

struct BlockDescription {
    ColumnMesh mesh;
    /// Two an element: of its upper and of its lower half.
    std::vector<Matrix6> elasticity;
    std::vector<char> held;  ///< one a node
    std::vector<Membrane> membranes;
    std::vector<GroundSpring> springs;
};

/// What the material is at a point of a block.
using ElasticityAt = std::function<Matrix6(const Vec3& point)>;
/// Describes a block by asking at the Gauss points of each half element.
BlockDescription describe_block(ColumnMesh mesh, const ElasticityAt& elasticity,
                                const std::function<bool(const Vec3& node)>& is_held);
/// Springs on the sides of the mesh that stand for tissue going on beyond them, as round a
/// cylinder of the block's half width: normal pressure 2 G u / R, shear G u / R.
void add_side_springs(BlockDescription& description);

class Block {
  public:
    /// Errors: an element inside out, or a block that nothing holds.
    static Result<Block> make(BlockDescription description);

    const ColumnMesh& mesh() const { return mesh_; }
    const Factor& factor() const { return *factor_; }
    const Assembly& assembly() const { return *assembly_; }
    bool is_held(int node) const { return assembly_->is_held(node); }
    /// Frees what only checks ask for: afterwards neither of these two may be asked.
    void forget_assembly() { assembly_.reset(); }

    /// Mean shear modulus of an element, N/mm².
    double shear(int element) const { return shear_[static_cast<std::size_t>(element)]; }

    /// Nodal forces of contracting fibres. `tension` gives, at a point, the fibre's direction
    /// scaled by its tension in N/mm²; zero where nothing contracts.
    std::vector<double> fibre_forces(const std::function<Vec3(const Vec3& point)>& tension) const;

    /// Displacement of a point under node displacements, by the element's shape functions.
    Vec3 displacement(std::span<const double> u, const MeshPlace& place) const;

  private:
    Block() = default;
    ColumnMesh mesh_;
    std::vector<Matrix6> elasticity_;
    std::vector<double> shear_;
    std::unique_ptr<Assembly> assembly_;
    std::unique_ptr<Factor> factor_;
};

}  // namespace dryrun::softbody
