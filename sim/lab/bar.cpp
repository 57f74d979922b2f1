// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A bar along x: pulled by end faces that stay plane and slide freely sideways, or left to its own
// contracting fibres.
#include <cmath>

#include "lab/answer.h"
#include "lab/experiment.h"
#include "lab/layers.h"
#include "lab/material.h"

namespace dryrun::lab {
namespace {

using softbody::Hold;
using softbody::Solid;
using softbody::SolidMeans;
using softbody::Strain;

constexpr Vec3 kX{1, 0, 0}, kY{0, 1, 0}, kZ{0, 0, 1};
constexpr int kAlong = 4, kAcross = 2;  // bricks

struct Bar {
    Material material;
    double length = 10.0;
    double side = 10.0;
    std::vector<double> stretches;  // one NaN: left free
    double active = 0.0;            // N/mm²
    bool is_free = false;
    Strain strain = Strain::Large;
};

Bar read_bar(JsonReader& request) {
    Bar bar;
    bar.strain = read_strain(request);
    bar.material = read_only_material(request);
    bar.length = request.number("length_mm", {1e-3, 1e5});
    bar.side = request.number("side_mm", {1e-3, 1e5});
    bar.active = 1e-3 * request.number_or("active_kPa", 0.0, {0.0, 1e6});
    bar.is_free = !request.has("stretch");
    if (!bar.is_free) {
        bar.stretches = request.numbers("stretch", {1e-2, 1e2});
        if (bar.stretches.empty()) request.fail("stretch", "wanted one number or more");
    } else if (bar.active == 0.0) {
        request.fail("stretch", "is missing, and no active_kPa pulls");
    }
    return bar;
}

// The bar is half as wide as asked for on each side of its planes of symmetry: a slender bar that
// is pressed would otherwise bow. Fibres lie in the x–y plane, so z = 0 always is one; y = 0 is
// where they run along or across. Without it as few holds as stop a rigid motion.
std::vector<Hold> symmetry(const Solid& solid, const Bar& bar) {
    std::vector<Hold> holds;
    const bool is_oblique = bar.material.fibrous && std::fabs(bar.material.fibre.x) > 1e-12 &&
                            std::fabs(bar.material.fibre.y) > 1e-12;
    for (int n = 0; n < static_cast<int>(solid.points.size()); ++n) {
        const auto& place = solid.places[static_cast<std::size_t>(n)];
        if (place[2] == 0) holds.push_back({n, kZ, 0.0});
        if (place[1] == 0 && !is_oblique) holds.push_back({n, kY, 0.0});
        if (place[0] == 0 && bar.is_free && !is_oblique) holds.push_back({n, kX, 0.0});
    }
    if (!is_oblique) return holds;
    holds.push_back({0, kY, 0.0});
    if (bar.is_free) {
        holds.push_back({0, kX, 0.0});
        holds.push_back({kAlong, kY, 0.0});
    }
    return holds;
}

Json strain_of(const SolidMeans& mean) {
    const auto& g = mean.gradient;
    return {g[0], g[4], g[8], g[1] + g[3], g[5] + g[7], g[2] + g[6]};
}

}  // namespace

Result<Json> run_bar(JsonReader& request, const softbody::Scale& scale) {
    Stopwatch watch;
    const Bar bar = read_bar(request);
    request.finish();
    if (!request.status()) return request.status().error();
    const auto material =
        softbody::contracted(solid_of(bar.material), bar.material.fibre, bar.active);
    const std::vector<double> across = even(0.5 * bar.side, kAcross);
    Solid solid = softbody::box_of_bricks(even(bar.length, kAlong), across, across, material);
    solid.stiffness_scale = scale.elements;
    softbody::SolidProblem problem{solid, symmetry(solid, bar), {}, {}, bar.strain};
    const std::size_t first_face = problem.holds.size();
    for (std::size_t n = 0; !bar.is_free && n < solid.points.size(); ++n) {
        const int i = solid.places[n][0];
        if (i == 0 || i == kAlong) problem.holds.push_back({static_cast<int>(n), kX, 0.0});
    }
    watch.setup_ends();

    Json stresses = Json::array(), strains = Json::array();
    std::vector<double> displacement;
    const std::vector<double> free = {1.0};
    for (const double stretch : bar.is_free ? free : bar.stretches) {
        for (std::size_t h = first_face; h < problem.holds.size(); ++h) {
            Hold& hold = problem.holds[h];
            const bool is_far = solid.places[static_cast<std::size_t>(hold.node)][0] == kAlong;
            hold.displacement = is_far ? (stretch - 1.0) * bar.length : 0.0;
        }
        const auto state = softbody::balance(problem, displacement);
        if (!state) return state.error();
        displacement = state->displacement;
        double force = 0.0;
        for (std::size_t n = 0; n < solid.points.size(); ++n)
            if (solid.places[n][0] == kAlong) force += state->force[3 * n];
        stresses.push_back(kPa(4.0 * force / (bar.side * bar.side)));
        strains.push_back(strain_of(softbody::means(solid, displacement, bar.strain)));
    }
    return with_size({{"stress_kPa", stresses}, {"strain", strains}}, size_of(problem), watch);
}

}  // namespace dryrun::lab
