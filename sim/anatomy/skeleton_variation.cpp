// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What makes one skeleton differ from another of the same stature and curves: sex, age, posture
// and, for a body with a seed, normal draws with the table's standard deviations, held within two
// of them. Vertebrae of one spine are tall or low together, a long scapula reaches further down.
#include <cmath>

#include "anatomy/skeleton_parts.h"
#include "core/deterministic_math.h"
#include "core/random.h"

namespace dryrun::anatomy {
namespace {

constexpr double kMostDeviations = 2.0;
constexpr double kReferenceAgeYears = 40.0;

// What is drawn; the numbers key the draws, so a new one goes at the end.
enum Draw : std::uint64_t {
    kCageWidth = 0,
    kSpinousLength = 1,
    kScapulaLevel = 2,
    kScapulaOut = 3,
    kTrunkLength = 4,
    kLumbarLength = 5,
    kSpinousHeight = 6,
    kTransverseLength = 7,
    kRibSlope = 8,
    kScapulaLength = 9,
    kVertebraLength = 100,  // and the level
    kSpinousDown = 200,     // and the level
};

void vary(Individual& individual, const VariationRow& row, std::uint64_t seed) {
    const RandomStream stream(seed, "skeleton");
    const auto draw = [&](std::uint64_t what) {
        return det::clamp(stream.normal(0, what), -kMostDeviations, kMostDeviations);
    };
    individual.cage_width *= 1.0 + row.cage_width * draw(kCageWidth);
    individual.spinous_length *= 1.0 + row.spinous_length * draw(kSpinousLength);
    individual.spinous_height *= 1.0 + row.spinous_height * draw(kSpinousHeight);
    individual.transverse_length *= 1.0 + row.transverse_length * draw(kTransverseLength);
    individual.rib_turn_down_deg += row.rib_slope_deg * draw(kRibSlope);
    individual.scapula_out += row.scapula_out * draw(kScapulaOut);

    const double long_scapula = draw(kScapulaLength);
    individual.scapula_length *= 1.0 + row.scapula_length * long_scapula;
    const double r = row.scapula_level_with_length;
    individual.scapula_levels_down +=
        row.scapula_level * (r * long_scapula + std::sqrt(1.0 - r * r) * draw(kScapulaLevel));

    const double trunk = 1.0 + row.trunk_length * draw(kTrunkLength);
    const double lumbar = 1.0 + row.lumbar_length * draw(kLumbarLength);
    for (int level = kFirstLevel; level < kSacralLevel; ++level) {
        // The neck's short processes stand too close to each other for that.
        if (level >= kFirstThoracicLevel) {
            individual.spinous_down[static_cast<std::size_t>(level)] =
                row.spinous_down * draw(kSpinousDown + static_cast<std::uint64_t>(level));
        }
        double& length = individual.level_length[static_cast<std::size_t>(level)];
        length *= trunk * (level >= kFirstLumbarLevel ? lumbar : 1.0);
        length *=
            1.0 + row.vertebra_length * draw(kVertebraLength + static_cast<std::uint64_t>(level));
    }
}

}  // namespace

Individual individual_of(const SkeletonTable& table, const BodyParameters& body) {
    Individual individual;
    individual.posture = table.postures.at(body.posture);
    const SupportRow& support = table.supports.at(body.support);
    individual.posture.lordosis_change_deg += support.lordosis_change_deg;
    individual.posture.scapula_out += support.scapula_out;
    individual.posture.scapula_turn_out_deg += support.scapula_turn_out_deg;
    individual.scapula_gathers = support.gathers;
    individual.neck_flexion_deg = body.neck_flexion_deg;
    individual.breath_in = body.breath_in;
    individual.arm = table.shoulder.arms.at(body.posture);
    individual.kyphosis_deg = body.kyphosis_deg;
    individual.lordosis_deg = body.lordosis_deg + individual.posture.lordosis_change_deg;
    individual.rib_turn_down_deg =
        table.variation.rib_slope_per_year_deg * (body.age_years - kReferenceAgeYears);
    if (body.sex == Sex::Female) {
        individual.cage_width *= table.female_cage_width;
        individual.bone_section *= table.female_bone_section;
        individual.pelvis_width *= table.pelvis_shapes.female_width;
        individual.skull_size *= table.skull.female_size;
    }
    if (body.seed) vary(individual, table.variation, *body.seed);
    return individual;
}

double spine_row(const SkeletonTable& table, const Individual& individual, const std::string& name,
                 int level) {
    const double value = table.spine.at(name)(level);
    if (name == "spacing_mm" || name == "disc_mm")
        return value * individual.level_length[static_cast<std::size_t>(level)];
    if (name == "spinous_down_mm")
        return value + individual.spinous_down[static_cast<std::size_t>(level)];
    if (name == "transverse_out_mm") return value * individual.transverse_length;
    if (name == "spinous_half_height_mm") return value * individual.spinous_height;
    return value;
}

}  // namespace dryrun::anatomy
