// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "lab/material.h"

#include <cmath>

#include "core/deterministic_math.h"

namespace dryrun::lab {
namespace {

constexpr double kLeast_kPa = 1e-6;
constexpr double kMost_kPa = 1e12;
constexpr double kPerkPa = 1e-3;  // N/mm²
constexpr double kMostStiffening = 100.0;

bool has_fibre(JsonReader& reader) {
    bool has = false;
    for (const char* key :
         {"fibre_youngs_kPa", "fibre_shear_kPa", "fibre_poisson", "fibre_angle_deg"})
        has = reader.has(key) || has;
    return has;
}

void read_fibre(JsonReader& reader, Material& material) {
    const Range moduli{kLeast_kPa, kMost_kPa};
    const double e = material.isotropic.youngs, nu = material.isotropic.poisson;
    softbody::TransverselyIsotropic law;
    law.across = e;
    law.poisson_across = nu;
    law.along = kPerkPa * reader.number_or("fibre_youngs_kPa", e / kPerkPa, moduli);
    law.shear =
        kPerkPa * reader.number_or("fibre_shear_kPa", e / (2.0 * (1.0 + nu)) / kPerkPa, moduli);
    law.poisson_along = reader.number_or("fibre_poisson", nu);
    const double angle = det::radians(reader.number_or("fibre_angle_deg", 0.0, {-360.0, 360.0}));
    material.fibre = {det::cos(angle), det::sin(angle), 0.0};
    // Positive definite: two 1 × 1 blocks of shear, and the 3 × 3 of pull along, across, across.
    const double left = 1.0 - nu - 2.0 * law.poisson_along * law.poisson_along * e / law.along;
    if (!(nu > -1.0 && nu < 1.0)) {
        reader.fail("poisson", "across the fibre it must lie in (-1, 1)");
    } else if (!(left > 0.0)) {
        reader.fail("fibre_poisson",
                    "the compliance is not positive definite: 1 - poisson - 2 fibre_poisson² "
                    "youngs_kPa / fibre_youngs_kPa must be above 0, and is " +
                        number_text(left));
    }
    material.fibrous = law;
}

void read_prony(JsonReader& reader, Material& material) {
    double sum = 0.0;
    for (JsonReader& term : reader.list("prony")) {
        softbody::PronyTerm one;
        one.share = term.number("g", {0.0, 1.0});
        one.time_s = term.number("tau_s", {1e-9, 1e9});
        term.finish();
        sum += one.share;
        material.prony.push_back(one);
    }
    if (sum > 1.0) reader.fail("prony", "the shares g come to more than 1");
}

}  // namespace

Material read_material(JsonReader& reader) {
    Material material;
    material.isotropic.youngs = kPerkPa * reader.number("youngs_kPa", {kLeast_kPa, kMost_kPa});
    material.isotropic.poisson = reader.number("poisson", {-1.0, 1.0});
    if (has_fibre(reader)) {
        read_fibre(reader, material);
    } else if (!(material.isotropic.poisson > -1.0 && material.isotropic.poisson < 0.5)) {
        reader.fail("poisson", "must lie in (-1, 0.5)");
    }
    material.stiffening = reader.number_or("stiffening", 0.0, {0.0, kMostStiffening});
    if (reader.has("prony")) read_prony(reader, material);
    return material;
}

Material read_only_material(JsonReader& request) {
    JsonReader reader = request.object("material");
    Material material = read_material(reader);
    reader.finish();
    return material;
}

softbody::SolidMaterial solid_of(const Material& material) {
    softbody::SolidMaterial solid =
        material.fibrous ? softbody::solid_material(*material.fibrous, material.fibre)
                         : softbody::solid_material(material.isotropic);
    solid.large.stiffening = material.stiffening;
    return solid;
}

}  // namespace dryrun::lab
