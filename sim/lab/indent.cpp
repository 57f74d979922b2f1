// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A rigid indenter pressed into layers: a wedge where they are the same all round, a quarter of a
// box where they have fibres or sides.
#include <algorithm>
#include <cmath>
#include <optional>

#include "core/errands.h"
#include "lab/answer.h"
#include "lab/contact.h"
#include "lab/experiment.h"
#include "lab/layers.h"
#include "lab/session_block.h"

namespace dryrun::lab {
namespace {

using softbody::Strain;

constexpr double kFarBonded = 30.0;        // times the layers' thickness or the contact
constexpr double kFarDeepBox = 250.0;      // sideways; a deep wedge costs less
constexpr double kEdgeCell = 1.0 / 400.0;  // of a punch's radius, at its edge
// At large strain bricks as small as that would fold round the edge: the finest that does not.
constexpr double kLargeEdgeCells[] = {1.0 / 30.0, 1.0 / 12.0, 1.0 / 5.0};
constexpr double kFoldingShare = 0.1;
constexpr double kContactCell = 1.0 / 32.0;  // of the largest contact under a sphere
constexpr double kBoxCell = 1.0 / 10.0;

double largest_contact(const Indenter& indenter) {
    if (indenter.shape == Shape::Flat) return indenter.radius;
    // A thin layer touches to √(2 R d), a deep one to √(R d).
    return std::min(indenter.radius, std::sqrt(2.0 * indenter.radius * indenter.depth));
}

double far_away(const Layers& layers, double contact, double deep) {
    if (layers.is_deep) return deep * std::max(contact, 0.02 * layers.thickness());
    return kFarBonded * std::max(contact, layers.thickness());
}

// The bed gives by a few times what a flat facet stands out under the sphere: less, and it would
// press in spots. That is a thousandth of the depth with the cells of a wedge.
double bed_of(const Layers& layers, double cell) {
    return 25.0 * layers.layers.front().material.isotropic.youngs / cell;
}

LayeredMesh wedge_under_punch(const Layers& layers, double edge, double edge_cell) {
    const Grading grading{edge_cell * edge, 0.12};
    const double far = far_away(layers, edge, kAsGoodAsEndless);
    return wedge_mesh(layers, graded(0.0, far, edge, grading), grading, edge);
}

LayeredMesh wedge_under_sphere(const Layers& layers, const Indenter& indenter) {
    const double contact = largest_contact(indenter);
    const double far = far_away(layers, contact, kAsGoodAsEndless);
    const double cell = kContactCell * contact;
    const int inside = static_cast<int>(1.1 / kContactCell);
    const auto radii = even_then_graded(cell * inside, inside, far, {cell, 0.2});
    return wedge_mesh(layers, radii, {cell, 0.14}, contact);
}

LayeredMesh box_under(const Layers& layers, const Indenter& indenter, double box_cell) {
    const double contact = largest_contact(indenter);
    const double cell = box_cell * contact;
    const double far = layers.width ? 0.5 * *layers.width : far_away(layers, contact, kFarDeepBox);
    const double fine = std::min(1.2 * contact, 0.5 * far);
    const int inside = std::max(2, static_cast<int>(std::ceil(fine / cell)));
    const auto across = even_then_graded(fine, inside, far, {cell, 0.35});
    return quarter_mesh(layers, across, {cell, 0.3}, contact);
}

struct Pressed {
    ContactSum contact;
    std::vector<double> displacement;
    MeshSize size;
};

// Deeper step by step; each begins from the last, the first from `start` if any balance is near.
Result<Pressed> press(const LayeredMesh& mesh, Indenter indenter, std::vector<double> start = {}) {
    const double wanted = indenter.depth;
    softbody::SolidProblem problem{mesh.solid, mesh.holds, {}, {}, indenter.strain};
    problem.others.push_back(contact_energy(mesh, indenter));
    Pressed pressed;
    pressed.displacement = std::move(start);
    double done = 0.0, step = wanted;
    while (done < wanted) {
        indenter.depth = std::min(wanted, done + step);
        auto state = softbody::balance(problem, pressed.displacement);
        // Skin that has slipped off the indenter is in balance too.
        if (state) pressed.contact = contact_sum(mesh, indenter, state->displacement);
        if (state && pressed.contact.force_N > 0.0) {
            done = indenter.depth;
            pressed.displacement = std::move(state->displacement);
            continue;
        }
        if (done == 0.0 && !pressed.displacement.empty()) {
            pressed.displacement.clear();  // not near enough: from rest
            continue;
        }
        step *= 0.5;
        if (step >= 1e-3 * wanted) continue;
        if (!state) return state.error();
        return bad_input("depth_mm", "at this depth the skin slips off the indenter");
    }
    pressed.size = size_of(problem);
    return pressed;
}

// A punch holds the skin under it; its edge bounds the contact.
Result<Pressed> punch(const LayeredMesh& mesh, const Indenter& indenter, double edge) {
    softbody::SolidProblem problem{mesh.solid, mesh.holds, {}, {}, indenter.strain};
    std::vector<int> under;
    const int top = mesh.solid.places.back()[2];
    for (int n = 0; n < static_cast<int>(mesh.solid.points.size()); ++n) {
        const Vec3& p = mesh.solid.points[static_cast<std::size_t>(n)];
        if (mesh.solid.places[static_cast<std::size_t>(n)][2] != top) continue;
        if (std::sqrt(p.x * p.x + p.y * p.y) > edge * (1.0 + 1e-9)) continue;
        under.push_back(n);
        problem.holds.push_back({n, {0, 0, 1}, -indenter.depth});
        if (!indenter.sticks) continue;
        problem.holds.push_back({n, {1, 0, 0}, 0.0});
        problem.holds.push_back({n, {0, 1, 0}, 0.0});
    }
    auto state = softbody::balance(problem);
    if (!state) return state.error();
    Pressed pressed;
    for (const int n : under)
        pressed.contact.force_N -= mesh.whole * state->force[3 * static_cast<std::size_t>(n) + 2];
    pressed.contact.radius = indenter.radius;
    pressed.displacement = std::move(state->displacement);
    pressed.size = size_of(problem);
    return pressed;
}

double radius_after(const LayeredMesh& mesh, const std::vector<double>& displacement, double edge) {
    const int top = mesh.solid.places.back()[2];
    for (std::size_t n = 0; n < mesh.solid.points.size(); ++n) {
        const auto& place = mesh.solid.places[n];
        const double r = mesh.solid.points[n].x;
        if (place[2] == top && place[1] == 0 && std::fabs(r - edge) < 1e-6 * edge)
            return r + displacement[3 * n];
    }
    return edge;
}

Json surface_of(const LayeredMesh& mesh, const std::vector<double>& displacement) {
    Json rows = Json::array();
    const int top = mesh.solid.places.back()[2];
    for (std::size_t n = 0; n < mesh.solid.points.size(); ++n) {
        const auto& place = mesh.solid.places[n];
        if (place[2] != top || place[1] != 0) continue;
        rows.push_back({mesh.solid.points[n].x, displacement[3 * n + 2]});
    }
    return rows;
}

struct Answered {
    Pressed pressed;
    Json surface;
};

Result<Answered> press_wedge(const Layers& layers, Indenter indenter) {
    const LayeredMesh mesh = wedge_under_sphere(layers, indenter);
    indenter.bed = bed_of(layers, kContactCell * largest_contact(indenter));
    auto pressed = press(mesh, indenter);
    if (!pressed) return pressed.error();
    return Answered{*pressed, surface_of(mesh, pressed->displacement)};
}

// First on coarse boxes, which cost little and bring the fine one near its balance.
Result<Answered> press_box(const Layers& layers, Indenter indenter) {
    LayeredMesh mesh;
    std::optional<Result<Pressed>> pressed;
    for (const double coarser : {4.0, 2.0, 1.0}) {
        const double cell = coarser * kBoxCell;
        LayeredMesh finer = box_under(layers, indenter, cell);
        indenter.bed = bed_of(layers, cell * largest_contact(indenter));
        std::vector<double> start;
        if (pressed && *pressed) start = carried_over(mesh, (*pressed)->displacement, finer);
        pressed = press(finer, indenter, std::move(start));
        mesh = std::move(finer);
    }
    if (!*pressed) return pressed->error();
    return Answered{**pressed, surface_of(mesh, (*pressed)->displacement)};
}

// Skin slides out from under a punch pressed far: the ring of skin that ends at its edge.
Result<Answered> punch_layers(const Layers& layers, const Indenter& indenter, double edge_cell) {
    double edge = indenter.radius;
    for (int i = 0; i < 4; ++i) {
        const LayeredMesh mesh = wedge_under_punch(layers, edge, edge_cell);
        auto pressed = punch(mesh, indenter, edge);
        if (!pressed) return pressed.error();
        const double off = radius_after(mesh, pressed->displacement, edge) - indenter.radius;
        const bool is_there = std::fabs(off) < 1e-3 * indenter.radius;
        if (indenter.strain == Strain::Small || is_there || i == 3)
            return Answered{*pressed, surface_of(mesh, pressed->displacement)};
        edge -= off;
    }
    return Error{ErrorKind::Internal, "the edge of the punch is not found", "", ""};
}

// The stress at the edge has no bound, and coarse bricks make the punch seem larger. By how much
// is told by small strains, on the same bricks and on much finer ones.
Result<Answered> punch_far(const Layers& layers, const Indenter& indenter) {
    Indenter small = indenter;
    small.strain = Strain::Small;
    const auto fine = punch_layers(layers, small, kEdgeCell);
    if (!fine) return fine.error();
    Result<Answered> answered = fine;
    for (const double cell : kLargeEdgeCells) {
        const bool is_last = cell == kLargeEdgeCells[2];
        if (!is_last && cell < kFoldingShare * indenter.depth / indenter.radius) continue;
        answered = punch_layers(layers, indenter, cell);
        if (!answered) continue;
        const auto coarse = punch_layers(layers, small, cell);
        if (!coarse) return coarse.error();
        answered->pressed.contact.force_N *=
            fine->pressed.contact.force_N / coarse->pressed.contact.force_N;
        return answered;
    }
    return answered;
}

bool are_same_all_round(const Layers& layers) {
    return !layers.width && layers.is_isotropic();
}

Result<Answered> press_layers(const Layers& layers, const Indenter& indenter) {
    if (!are_same_all_round(layers)) return press_box(layers, indenter);
    if (indenter.shape == Shape::Sphere) return press_wedge(layers, indenter);
    if (indenter.strain == Strain::Small) return punch_layers(layers, indenter, kEdgeCell);
    return punch_far(layers, indenter);
}

// On a session's own block; the skin along x from the middle.
Result<Answered> press_on(const tissue::Site& site, const Layers& layers,
                          const Indenter& indenter) {
    const auto pressed = press_session(layers, site, indenter);
    if (!pressed) return pressed.error();
    Json rows = Json::array();
    for (int i = 0; i < site.surface_count(); ++i) {
        const Vec3 at = on_bench(site.surface_point(i));
        if (at.x < -1e-9 || std::fabs(at.y) > 1e-9) continue;
        rows.push_back({at.x, -pressed->skin[static_cast<std::size_t>(i)]});
    }
    return Answered{{pressed->contact, {}, size_of(site)}, rows};
}

}  // namespace

Result<Json> run_indent(JsonReader& request, const softbody::Scale& scale) {
    Stopwatch watch;
    const Strain strain = read_strain(request);
    const bool on_session_mesh = asks_session_mesh(request);
    Layers layers = read_layers(request);
    layers.stiffness_scale = scale.elements;
    if (on_session_mesh) refuse_for_session(request, layers);
    Indenter indenter = read_indenter(request.object("indenter"));
    indenter.strain = strain;
    const std::vector<double> depths = request.numbers("depth_mm", {1e-6, 1e4});
    if (depths.empty()) request.fail("depth_mm", "wanted one number or more");
    for (const double depth : depths)
        if (!layers.is_deep && depth >= layers.thickness())
            request.fail("depth_mm", "reaches through all layers");
    if (indenter.sticks && (on_session_mesh || !are_same_all_round(layers)))
        request.fail("indenter", "only sticks to layers that are the same all round");
    request.finish();
    if (!request.status()) return request.status().error();
    std::shared_ptr<const tissue::Site> site;
    if (on_session_mesh) {
        auto made = session_site(layers);
        if (!made) return made.error();
        site = std::move(*made);
    }
    watch.setup_ends();
    Json answer{{"force_N", Json::array()}, {"contact_radius_mm", Json::array()}};
    MeshSize size;
    // Each depth has a mesh of its own.
    std::vector<std::optional<Result<Answered>>> presses(depths.size());
    Errands errands;
    const std::size_t first = errands.add(depths.size(), [&](std::size_t i) {
        Indenter deeper = indenter;
        deeper.depth = depths[i];
        presses[i] = site ? press_on(*site, layers, deeper) : press_layers(layers, deeper);
    });
    for (std::size_t i = 0; i < depths.size(); ++i) {
        errands.finish(first + i);
        const Result<Answered>& pressed = *presses[i];
        if (!pressed) return pressed.error();
        answer["force_N"].push_back(pressed->pressed.contact.force_N);
        answer["contact_radius_mm"].push_back(pressed->pressed.contact.radius);
        answer["surface_mm"] = pressed->surface;
        size = pressed->pressed.size;
    }
    return with_size(answer, size, watch);
}

}  // namespace dryrun::lab
