// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A cube whose whole boundary is sheared: u = (γ y, 0, 0).
#include "lab/answer.h"
#include "lab/experiment.h"
#include "lab/layers.h"
#include "lab/material.h"

namespace dryrun::lab {
namespace {

constexpr int kBricks = 3;  // along each side

}  // namespace

Result<Json> run_shear(JsonReader& request, const softbody::Scale& scale) {
    Stopwatch watch;
    const softbody::Strain strain = read_strain(request);
    const Material material = read_only_material(request);
    const double side = request.number("side_mm", {1e-3, 1e5});
    const std::vector<double> shears = request.numbers("shear", {-10.0, 10.0});
    if (shears.empty()) request.fail("shear", "wanted one number or more");
    request.finish();
    if (!request.status()) return request.status().error();

    const std::vector<double> planes = even(side, kBricks);
    softbody::Solid solid = softbody::box_of_bricks(planes, planes, planes, solid_of(material));
    solid.stiffness_scale = scale.elements;
    softbody::SolidProblem problem{solid, {}, {}, {}, strain};
    for (std::size_t n = 0; n < solid.points.size(); ++n) {
        bool is_outside = false;
        for (const int i : solid.places[n]) is_outside = is_outside || i % kBricks == 0;
        if (!is_outside) continue;
        for (const Vec3& along : {Vec3{1, 0, 0}, Vec3{0, 1, 0}, Vec3{0, 0, 1}})
            problem.holds.push_back({static_cast<int>(n), along, 0.0});
    }
    watch.setup_ends();

    Json stresses = Json::array(), differences = Json::array();
    std::vector<double> displacement;
    for (const double shear : shears) {
        for (softbody::Hold& hold : problem.holds)
            hold.displacement =
                hold.along.x * shear * solid.points[static_cast<std::size_t>(hold.node)].y;
        const auto state = softbody::balance(problem, displacement);
        if (!state) return state.error();
        displacement = state->displacement;
        const softbody::SolidMeans mean = softbody::means(solid, displacement, strain);
        stresses.push_back(kPa(mean.nominal_stress[1]));
        differences.push_back(kPa(mean.cauchy_stress[0] - mean.cauchy_stress[4]));
    }
    return with_size({{"stress_kPa", stresses}, {"normal_difference_kPa", differences}},
                     size_of(problem), watch);
}

}  // namespace dryrun::lab
