// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A tissue as an experiment names it: {"youngs_kPa", "poisson"}, with fibres, stiffening and
// relaxation where it has them.
#pragma once

#include <optional>
#include <vector>

#include "core/json.h"
#include "core/vec3.h"
#include "softbody/elasticity.h"
#include "softbody/prony.h"
#include "softbody/solid.h"

namespace dryrun::lab {

struct Material {
    softbody::Isotropic isotropic;  ///< across the fibre, where it has one
    std::optional<softbody::TransverselyIsotropic> fibrous;
    Vec3 fibre{1.0, 0.0, 0.0};
    double stiffening = 0.0;
    std::vector<softbody::PronyTerm> prony;
};

/// Reads one, reporting on `reader` what is wrong: a Poisson's ratio outside (−1, 0.5), a
/// compliance that is not positive definite and which condition fails, relaxation to nothing.
Material read_material(JsonReader& reader);
/// The one under "material", which has no other keys.
Material read_only_material(JsonReader& request);

softbody::SolidMaterial solid_of(const Material& material);

}  // namespace dryrun::lab
