// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "lab/layers.h"

#include <algorithm>
#include <cmath>

#include "core/deterministic_math.h"

namespace dryrun::lab {
namespace {

constexpr double kWedge_deg = 3.0;
constexpr double kAxisHole = 1e-3;  // of the first cell: no brick may end in an edge

double total(const std::vector<Layer>& layers) {
    double sum = 0.0;
    for (const Layer& layer : layers) sum += layer.thickness;
    return sum;
}

// Depths of the node planes, each layer's faces among them, and the layer of each gap.
struct Planes {
    std::vector<double> depths;
    std::vector<int> layer_of;
};

// Cuts between two faces of a layer, fine near the focuses.
std::vector<double> cuts_of(double top, double bottom, const Grading& grading,
                            const std::vector<double>& focuses) {
    std::vector<double> fixed{top};
    for (const double depth : focuses)
        if (depth > top + 1e-9 && depth < bottom - 1e-9) fixed.push_back(depth);
    fixed.push_back(bottom);
    std::sort(fixed.begin(), fixed.end());
    fixed.erase(std::unique(fixed.begin(), fixed.end()), fixed.end());
    const auto size_at = [&](double depth) {
        double nearest = depth;  // to the skin
        for (const double focus : focuses) nearest = std::min(nearest, std::fabs(depth - focus));
        return std::min(grading.size(nearest), 0.5 * (bottom - top));
    };
    std::vector<double> cuts{top};
    for (std::size_t i = 0; i + 1 < fixed.size(); ++i) {
        std::vector<double> steps;
        double at = fixed[i];
        while (at < fixed[i + 1]) {
            // By the finer of the two ends of the cell.
            const double first = size_at(at);
            steps.push_back(std::min(first, size_at(std::min(at + first, fixed[i + 1]))));
            at += steps.back();
        }
        const double factor = (fixed[i + 1] - fixed[i]) / (at - fixed[i]);
        at = fixed[i];
        for (const double step : steps) cuts.push_back(at += factor * step);
        cuts.back() = fixed[i + 1];
    }
    return cuts;
}

Planes planes_of(const Layers& layers, const Grading& grading, double reach,
                 const std::vector<double>& focuses) {
    Planes planes{{0.0}, {}};
    double top = 0.0;
    for (std::size_t i = 0; i < layers.layers.size(); ++i) {
        const bool is_last = i + 1 == layers.layers.size();
        double bottom = top + layers.layers[i].thickness;
        if (is_last && layers.is_deep) bottom = std::max(bottom, kAsGoodAsEndless * reach);
        const auto cuts = cuts_of(top, bottom, grading, focuses);
        for (std::size_t k = 1; k < cuts.size(); ++k) {
            planes.depths.push_back(cuts[k]);
            planes.layer_of.push_back(static_cast<int>(i));
        }
        top = bottom;
    }
    return planes;
}

std::vector<softbody::SolidMaterial> materials_of(const Layers& layers) {
    std::vector<softbody::SolidMaterial> materials;
    for (const Layer& layer : layers.layers) materials.push_back(solid_of(layer.material));
    return materials;
}

// Bricks between planes, from the base up; which layer each lies in.
softbody::Solid bricks_of(const Layers& layers, const std::vector<double>& xs,
                          const std::vector<double>& ys, const Planes& planes) {
    std::vector<double> zs;
    for (std::size_t k = planes.depths.size(); k-- > 0;) zs.push_back(-planes.depths[k]);
    softbody::Solid solid = softbody::box_of_bricks(xs, ys, zs, {});
    solid.materials = materials_of(layers);
    solid.stiffness_scale = layers.stiffness_scale;
    const std::size_t in_plane = (xs.size() - 1) * (ys.size() - 1);
    const std::size_t last = planes.layer_of.size() - 1;
    for (std::size_t b = 0; b < solid.bricks.size(); ++b)
        solid.material_of[b] = planes.layer_of[last - b / in_plane];
    return solid;
}

std::vector<std::array<int, 4>> top_faces(const softbody::Solid& solid, int top) {
    std::vector<std::array<int, 4>> faces;
    for (const auto& brick : solid.bricks)
        if (solid.places[static_cast<std::size_t>(brick[4])][2] == top)
            faces.push_back({brick[4], brick[5], brick[6], brick[7]});
    return faces;
}

constexpr Vec3 kX{1, 0, 0}, kY{0, 1, 0}, kZ{0, 0, 1};

// The planes of a box along x, y and z, rising.
std::array<std::vector<double>, 3> planes_of(const softbody::Solid& box) {
    std::array<std::vector<double>, 3> planes;
    for (std::size_t n = 0; n < box.points.size(); ++n) {
        const auto& [i, j, k] = box.places[n];
        const Vec3& point = box.points[n];
        if (j == 0 && k == 0) planes[0].push_back(point.x);
        if (i == 0 && k == 0) planes[1].push_back(point.y);
        if (i == 0 && j == 0) planes[2].push_back(point.z);
    }
    return planes;
}

void hold_fully(int node, std::vector<softbody::Hold>& holds) {
    for (const Vec3& along : {kX, kY, kZ}) holds.push_back({node, along, 0.0});
}

// On a plane of symmetry what crosses it is held; on one of antisymmetry what lies in it.
void hold_plane(int node, const Vec3& across, const Vec3& in_plane, bool is_turned,
                std::vector<softbody::Hold>& holds) {
    if (!is_turned) {
        holds.push_back({node, across, 0.0});
        return;
    }
    holds.push_back({node, in_plane, 0.0});
    holds.push_back({node, kZ, 0.0});
}

}  // namespace

std::vector<double> even(double length, int cells) {
    std::vector<double> at(static_cast<std::size_t>(cells) + 1);
    for (int i = 0; i <= cells; ++i) at[static_cast<std::size_t>(i)] = length * i / cells;
    return at;
}

Between between(const std::vector<double>& planes, double at) {
    const auto above = std::upper_bound(planes.begin() + 1, planes.end() - 1, at);
    const auto first = static_cast<std::size_t>(above - planes.begin()) - 1;
    const double share = (at - planes[first]) / (planes[first + 1] - planes[first]);
    return {first, det::clamp(share, 0.0, 1.0)};
}

double Grading::size(double away) const {
    return finest + growth * std::min(away, near) + far_growth * std::max(0.0, away - near);
}

double Layers::thickness() const {
    return total(layers);
}

bool Layers::is_isotropic() const {
    return std::none_of(layers.begin(), layers.end(),
                        [](const Layer& layer) { return layer.material.fibrous.has_value(); });
}

bool Layers::is_mirrored() const {
    return std::all_of(layers.begin(), layers.end(), [](const Layer& layer) {
        const Vec3& fibre = layer.material.fibre;
        return !layer.material.fibrous || std::fabs(fibre.x * fibre.y) < 1e-9;
    });
}

Layers read_layers(JsonReader& request, const std::function<void(JsonReader&)>& more) {
    Layers tissue;
    for (JsonReader& reader : request.list("layers")) {
        Layer layer;
        layer.name = reader.text_or("name", "");
        layer.thickness = reader.number("thickness_mm", {1e-3, 1e5});
        layer.material = read_material(reader);
        if (more) more(reader);
        reader.finish();
        tissue.layers.push_back(layer);
    }
    if (tissue.layers.empty()) request.fail("layers", "wanted one layer or more");
    if (request.has("base")) tissue.is_deep = request.choice("base", {"bonded", "deep"}) == "deep";
    if (request.has("width_mm")) tissue.width = request.number("width_mm", {1e-2, 1e5});
    return tissue;
}

std::vector<double> graded(double from, double to, double focus, const Grading& grading) {
    // Cells from the focus outwards, then stretched a little to end where they should.
    const auto outwards = [&](double length) {
        std::vector<double> at{0.0};
        while (at.back() < length) {
            at.push_back(at.back() + grading.size(at.back()));
        }
        const double factor = length / at.back();
        for (double& x : at) x *= factor;
        return at;
    };
    std::vector<double> points;
    const double middle = det::clamp(focus, from, to);
    if (middle > from) {
        const auto at = outwards(middle - from);
        for (std::size_t i = at.size(); i-- > 1;) points.push_back(middle - at[i]);
    }
    points.push_back(middle);
    if (to > middle) {
        const auto at = outwards(to - middle);
        for (std::size_t i = 1; i < at.size(); ++i) points.push_back(middle + at[i]);
    }
    points.front() = from;
    points.back() = to;
    return points;
}

std::vector<double> even_then_graded(double fine, int cells, double to, const Grading& beyond) {
    std::vector<double> points = even(fine, cells);
    const auto outside = graded(fine, to, fine, beyond);
    points.insert(points.end(), outside.begin() + 1, outside.end());
    return points;
}

LayeredMesh wedge_mesh(const Layers& layers, const std::vector<double>& radii,
                       const Grading& downwards, double reach, const std::vector<double>& depths) {
    const Planes planes = planes_of(layers, downwards, reach, depths);
    LayeredMesh mesh;
    mesh.solid = bricks_of(layers, radii, {0.0, 1.0}, planes);
    const double angle = det::radians(kWedge_deg);
    const Vec3 side{-det::sin(angle), det::cos(angle), 0.0};
    const int outer = static_cast<int>(radii.size()) - 1;
    for (int n = 0; n < static_cast<int>(mesh.solid.points.size()); ++n) {
        Vec3& p = mesh.solid.points[static_cast<std::size_t>(n)];
        const auto& place = mesh.solid.places[static_cast<std::size_t>(n)];
        const double r = std::max(p.x, kAxisHole * radii[1]);
        const bool is_turned = place[1] == 1;
        p = {is_turned ? r * det::cos(angle) : r, is_turned ? r * det::sin(angle) : 0.0, p.z};
        if (place[2] == 0 || place[0] == outer) {
            hold_fully(n, mesh.holds);
        } else {
            mesh.holds.push_back({n, is_turned ? side : kY, 0.0});
            const Vec3 outward{side.y, -side.x, 0.0};
            if (place[0] == 0 && radii[0] > 0.0)
                mesh.holds.push_back({n, is_turned ? outward : kX, 0.0});
        }
    }
    mesh.surface = top_faces(mesh.solid, static_cast<int>(planes.depths.size()) - 1);
    // By area: the wedge's chords lie inside the circle.
    mesh.whole = 2.0 * det::kPi / det::sin(angle);
    return mesh;
}

LayeredMesh box_mesh(const Layers& layers, const Cuts& xs, const Cuts& ys, const Grading& downwards,
                     double reach, const std::vector<double>& depths) {
    const Planes planes = planes_of(layers, downwards, reach, depths);
    LayeredMesh mesh;
    mesh.solid = bricks_of(layers, xs.at, ys.at, planes);
    const int last_x = static_cast<int>(xs.at.size()) - 1;
    const int last_y = static_cast<int>(ys.at.size()) - 1;
    for (int n = 0; n < static_cast<int>(mesh.solid.points.size()); ++n) {
        const auto& place = mesh.solid.places[static_cast<std::size_t>(n)];
        const bool is_side = place[0] == last_x || place[1] == last_y ||
                             (place[0] == 0 && !xs.is_half) || (place[1] == 0 && !ys.is_half);
        if (place[2] == 0 || is_side) {
            hold_fully(n, mesh.holds);
            continue;
        }
        if (place[0] == 0) mesh.holds.push_back({n, kX, 0.0});
        if (place[1] == 0) mesh.holds.push_back({n, kY, 0.0});
    }
    mesh.surface = top_faces(mesh.solid, static_cast<int>(planes.depths.size()) - 1);
    mesh.whole = (xs.is_half ? 2.0 : 1.0) * (ys.is_half ? 2.0 : 1.0);
    return mesh;
}

LayeredMesh quarter_mesh(const Layers& layers, const std::vector<double>& across,
                         const Grading& downwards, double reach, const std::vector<double>& depths,
                         Along along) {
    const Planes planes = planes_of(layers, downwards, reach, depths);
    LayeredMesh mesh;
    mesh.solid = bricks_of(layers, across, across, planes);
    const int outer = static_cast<int>(across.size()) - 1;
    for (int n = 0; n < static_cast<int>(mesh.solid.points.size()); ++n) {
        const auto& place = mesh.solid.places[static_cast<std::size_t>(n)];
        if (place[2] == 0 || place[0] == outer || place[1] == outer) {
            hold_fully(n, mesh.holds);
            continue;
        }
        // A plane that the load lies in mirrors it; one that it crosses mirrors and turns it.
        if (place[0] == 0) hold_plane(n, kX, kY, along == Along::X, mesh.holds);
        if (place[1] == 0) hold_plane(n, kY, kX, along == Along::Y, mesh.holds);
    }
    mesh.surface = top_faces(mesh.solid, static_cast<int>(planes.depths.size()) - 1);
    return mesh;
}

std::vector<double> carried_over(const LayeredMesh& from, std::span<const double> displacement,
                                 const LayeredMesh& to) {
    const auto planes = planes_of(from.solid);
    const std::size_t in_row = planes[0].size(), in_plane = in_row * planes[1].size();
    std::vector<double> carried;
    carried.reserve(3 * to.solid.points.size());
    for (const Vec3& point : to.solid.points) {
        const Between x = between(planes[0], point.x);
        const Between y = between(planes[1], point.y);
        const Between z = between(planes[2], point.z);
        const std::size_t corner = z.first * in_plane + y.first * in_row + x.first;
        std::array<double, 3> moved{};
        for (const std::size_t up : {0u, 1u}) {
            for (const std::size_t along : {0u, 1u}) {
                for (const std::size_t across : {0u, 1u}) {
                    const double weight = (up ? z.share : 1.0 - z.share) *
                                          (along ? y.share : 1.0 - y.share) *
                                          (across ? x.share : 1.0 - x.share);
                    const std::size_t node = corner + up * in_plane + along * in_row + across;
                    for (std::size_t i = 0; i < 3; ++i)
                        moved[i] += weight * displacement[3 * node + i];
                }
            }
        }
        carried.insert(carried.end(), moved.begin(), moved.end());
    }
    return carried;
}

}  // namespace dryrun::lab
