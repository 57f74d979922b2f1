// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The stack as closed meshes: sheets one by one (sheet_mesh.h), coverings and chest wall on a net
// over the region. Every point lies on the surfaces that the rays meet.
#include <algorithm>
#include <cmath>

#include "anatomy/model.h"
#include "anatomy/sheet_mesh.h"
#include "anatomy/tubes.h"
#include "core/deterministic_math.h"
#include "geometry/simplify.h"
#include "geometry/sweep.h"

namespace dryrun::anatomy {
namespace {

// A net of places on the chart, `columns` to a row.
struct Net {
    std::vector<ChartPlace> places;
    int columns = 0;
    int rows = 0;
};

// Between two surfaces of the stack over the net; the deepest is the chart's own floor.
Mesh shell(const BackModel& model, int bottom, int top, const Net& net) {
    Mesh mesh;
    const auto add_face = [&](int surface, double side) {
        for (const ChartPlace& place : net.places) {
            const double h = surface < 0 ? model.chart.deepest(place.u, place.v)
                                         : model.stack.height(surface, place.u, place.v);
            const ChartPoint at{place.u, place.v, h};
            mesh.points.push_back(model.chart.from_chart(at));
            const Vec3 normal = surface < 0 ? model.chart.axes(at).outward
                                            : surface_normal(model, surface, place.u, place.v);
            mesh.normals.push_back(normal * side);
        }
    };
    add_face(top, 1.0);
    add_face(bottom, -1.0);
    const auto count = static_cast<std::uint32_t>(net.places.size());
    const auto at = [&](int i, int j) { return static_cast<std::uint32_t>(j * net.columns + i); };
    const auto add_quad = [&](std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
        mesh.triangles.push_back({a, b, c});
        mesh.triangles.push_back({a, c, d});
    };
    for (int j = 0; j + 1 < net.rows; ++j) {
        for (int i = 0; i + 1 < net.columns; ++i) {
            const std::uint32_t a = at(i, j);
            const std::uint32_t b = at(i + 1, j);
            const std::uint32_t c = at(i + 1, j + 1);
            const std::uint32_t d = at(i, j + 1);
            add_quad(a, b, c, d);
            add_quad(d + count, c + count, b + count, a + count);
        }
    }
    const auto add_wall = [&](std::uint32_t from, std::uint32_t to) {
        add_quad(to, from, from + count, to + count);
    };
    for (int i = 0; i + 1 < net.columns; ++i) {
        add_wall(at(i, 0), at(i + 1, 0));
        add_wall(at(i + 1, net.rows - 1), at(i, net.rows - 1));
    }
    for (int j = 0; j + 1 < net.rows; ++j) {
        add_wall(at(net.columns - 1, j), at(net.columns - 1, j + 1));
        add_wall(at(0, j + 1), at(0, j));
    }
    return mesh;
}

void face_outwards(Mesh& mesh) {
    if (volume(mesh) >= 0.0) return;
    for (auto& triangle : mesh.triangles) std::swap(triangle[1], triangle[2]);
}

// `count` values from one number to another, without the last.
void add_even(std::vector<double>& values, double from, double to, int count) {
    for (int i = 0; i < count; ++i) values.push_back(from + (to - from) * i / count);
}

// Over the right half of an extent, or over both. Rows run straight across as far as both edges
// allow; only beyond do they follow an edge, so that squares stay squares.
Net extent_net(const Extent& extent, bool both_sides, double step) {
    double highest_low = -1e300;
    double lowest_high = 1e300;
    for (const auto& [u, v] : extent.low_v) highest_low = std::max(highest_low, v);
    for (const auto& [u, v] : extent.high_v) lowest_high = std::min(lowest_high, v);
    const bool has_middle = lowest_high > highest_low;
    const auto rows = [&](double room) { return static_cast<int>(std::lround(room / step)) + 1; };
    // Shares: 0 to 1 below the straight rows, 1 to 2 among them, 2 to 3 above.
    std::vector<double> shares;
    if (has_middle) {
        if (highest_low > extent.lowest_v())
            add_even(shares, 0, 1, rows(highest_low - extent.lowest_v()));
        add_even(shares, 1, 2, rows(lowest_high - highest_low));
        if (extent.highest_v() > lowest_high)
            add_even(shares, 2, 3, rows(extent.highest_v() - lowest_high));
        shares.push_back(extent.highest_v() > lowest_high ? 3.0 : 2.0);
    } else {
        add_even(shares, 0, 3, rows(extent.highest_v() - extent.lowest_v()));
        shares.push_back(3.0);
    }
    const auto v_at = [&](double u, double share) {
        const double low = extent.low(u);
        const double high = extent.high(u);
        if (!has_middle) return low + (high - low) * share / 3.0;
        if (share <= 1.0) return low + (highest_low - low) * share;
        if (share <= 2.0) return highest_low + (lowest_high - highest_low) * (share - 1.0);
        return lowest_high + (high - lowest_high) * (share - 2.0);
    };
    Net net;
    const double from_u = -extent.high_u;
    const double to_u = both_sides ? extent.high_u : -extent.low_u;
    net.columns = rows(to_u - from_u);
    net.rows = static_cast<int>(shares.size());
    for (const double share : shares) {
        for (int i = 0; i < net.columns; ++i) {
            const double u = from_u + (to_u - from_u) * i / (net.columns - 1);
            net.places.push_back({u, v_at(u, share)});
        }
    }
    return net;
}

// Of the nets, and what is left of bones.
struct Fineness {
    double skin_step = 7.0;
    double deep_step = 15.0;
    NetFineness sheet;
    double bone_share = 0.55;
    double bone_error = 0.25;  ///< by which a bone with fewer triangles may differ
    int round = 6;             ///< sides of a tube
};

Fineness fineness_of(Detail detail) {
    switch (detail) {
        case Detail::Coarse:
            return {18.0, 30.0, {16.0, 32.0, 3.0}, 0.11, 1.5, 4};
        case Detail::Middle:
            break;
        case Detail::Fine:
            return {6.4, 7.5, {2.0, 8.0, 0.22}, 0.6, 0.05, 10};
    }
    return {};
}

void set_both(ModelMeshes& meshes, const Sided& names, Mesh right) {
    face_outwards(right);
    meshes.of[static_cast<std::size_t>(names.left)] = mirrored(right);
    meshes.of[static_cast<std::size_t>(names.right)] = std::move(right);
}

}  // namespace

ModelMeshes build_meshes(const BackModel& model, Detail detail) {
    const Fineness fineness = fineness_of(detail);
    ModelMeshes meshes;
    meshes.of.resize(model.structures.size());
    for (const Structure& structure : model.structures) {
        meshes.is_shown.push_back(structure.tissue != Tissue::Other);
    }
    for (std::size_t b = 0; b < model.bone_structures.size(); ++b) {
        const Mesh& bone = model.skeleton.bones[b].mesh();
        meshes.of[static_cast<std::size_t>(model.bone_structures[b])] =
            fineness.bone_share < 1.0 ? simplified(bone, fineness.bone_share, fineness.bone_error)
                                      : bone;
    }
    for (const DeepPart& part : model.deep) {
        if (model.structure(part.names.right).tissue == Tissue::Other) continue;
        set_both(meshes, part.names,
                 shell(model, part.first - 1, part.last,
                       extent_net(part.extent, false, fineness.deep_step)));
    }
    const ChartLattice lattice(model, fineness.sheet);
    std::vector<const Mesh*> sheets;
    for (std::size_t k = kFirstSheet; k < model.layers.size(); ++k) {
        const Layer& layer = model.layers[k];
        if (!layer.footprint) continue;
        Mesh mesh = sheet_mesh(model, lattice, static_cast<int>(k));
        if (mesh.triangles.empty()) continue;
        set_both(meshes, layer.names, std::move(mesh));
        for (const StructureId id : {layer.names.right, layer.names.left}) {
            sheets.push_back(&*meshes.of[static_cast<std::size_t>(id)]);
            meshes.sheet_structures.push_back(id);
        }
    }
    const int skin = model.skin_surface();
    const auto cover = [&](int surface, double step) {
        Mesh mesh = shell(model, surface - 1, surface, extent_net(model.region, true, step));
        face_outwards(mesh);
        compute_normals(mesh);  // over whole triangles: those of the surface show every ripple
        const Layer& layer = model.layers[static_cast<std::size_t>(surface)];
        meshes.of[static_cast<std::size_t>(layer.names.right)] = std::move(mesh);
    };
    // On one net, so that fat never comes through the skin.
    cover(skin, fineness.skin_step);
    cover(skin - 1, fineness.skin_step);
    for (const Tube& tube : model.tubes) {
        const std::vector<double> radii(tube.path.size(), tube.radius);
        meshes.of[static_cast<std::size_t>(tube.structure)] =
            dryrun::tube(tube.path, radii, fineness.round);
    }
    if (detail == Detail::Middle) meshes.sheets = std::make_unique<const BoneWorld>(sheets);
    return meshes;
}

}  // namespace dryrun::anatomy
