// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "anatomy/sheet_mesh.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <utility>

#include "core/deterministic_math.h"

namespace dryrun::anatomy {
namespace {

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

// Of a sheet on the net: a point of the lattice or, where an edge of it is cut, one between two.
struct Node {
    std::uint32_t from = 0;
    std::uint32_t to = 0;
    double share = 0.0;  // of the way from the one to the other
    ChartPlace at;       // on the right, where u is negative
};

// A part of a net.
struct Area {
    std::vector<Node> nodes;
    std::vector<ChartLattice::Triangle> triangles;
};

// Half at the tendon's length from its end, all of it at the bone.
double tendon_share(const Table& length, double across, double from_end) {
    if (length.empty()) return 0.0;
    const double to = interpolate(length, across);
    return to > 0.0 ? det::clamp(1.0 - 0.5 * from_end / to, 0.0, 1.0) : 0.0;
}

// Fascia and ligaments are strands from end to end.
double tendon_at(const BackModel& model, const Layer& layer, double along, double across) {
    const SheetRow& row = *layer.row;
    if (row.tissue != Tissue::Muscle) return 1.0;
    const double fibre = layer.footprint->fibre_length(across) / model.scale;
    return std::max(tendon_share(row.tendon_origin, across, along * fibre),
                    tendon_share(row.tendon_insertion, across, (1.0 - along) * fibre));
}

ChartPlace mix(const ChartPlace& a, const ChartPlace& b, double t) {
    return {a.u + (b.u - a.u) * t, a.v + (b.v - a.v) * t};
}

// Where a line through the layers finds a sheet.
bool is_there(const BackModel& model, int surface, const ChartPlace& at) {
    const Layer& layer = model.layers[static_cast<std::size_t>(surface)];
    return -at.u >= layer.medial_within && model.region.contains(at.u, at.v) &&
           model.stack.thickness_below(surface, at.u, at.v) >= double{kThinnestSheet};
}

// What of its net a sheet holds. Every triangle that its edge crosses is cut, so that what is left
// has a border without a point at which two parts touch.
Area area_of(const BackModel& model, const ChartLattice& lattice, int surface) {
    constexpr int kHalvings = 12;
    const std::vector<ChartLattice::Node>& nodes = lattice.nodes();
    const auto is_in = [&](std::uint32_t n) { return (nodes[n].held >> surface & 1u) != 0; };
    Area area;
    std::vector<std::uint32_t> kept(nodes.size(), kNone);
    const auto keep = [&](std::uint32_t n) {
        if (kept[n] == kNone) {
            kept[n] = static_cast<std::uint32_t>(area.nodes.size());
            area.nodes.push_back({n, n, 0.0, nodes[n].at});
        }
        return kept[n];
    };
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> crossings;
    const auto crossing = [&](std::uint32_t in, std::uint32_t out) {
        const auto [found, is_new] = crossings.try_emplace({in, out}, 0);
        if (!is_new) return found->second;
        double low = 0.0;
        double high = 1.0;
        for (int i = 0; i < kHalvings; ++i) {
            const double t = 0.5 * (low + high);
            (is_there(model, surface, mix(nodes[in].at, nodes[out].at, t)) ? low : high) = t;
        }
        found->second = static_cast<std::uint32_t>(area.nodes.size());
        area.nodes.push_back({in, out, low, mix(nodes[in].at, nodes[out].at, low)});
        return found->second;
    };
    for (const auto& triangle : lattice.net_of(surface)) {
        std::vector<std::uint32_t> corners;
        for (std::size_t k = 0; k < 3; ++k) {
            const std::uint32_t from = triangle[k];
            const std::uint32_t to = triangle[(k + 1) % 3];
            if (is_in(from)) corners.push_back(keep(from));
            if (is_in(from) && !is_in(to)) corners.push_back(crossing(from, to));
            if (!is_in(from) && is_in(to)) corners.push_back(crossing(to, from));
        }
        for (std::size_t k = 2; k < corners.size(); ++k)
            area.triangles.push_back({corners[0], corners[k - 1], corners[k]});
    }
    return area;
}

// How the fibres run over an area. The stack's grid carries a sheet a little beyond its outline:
// there as beside.
struct Fibres {
    std::vector<ChartPlace> along;
    std::vector<float> tendon;
};

Fibres fibres_of(const BackModel& model, const Layer& layer, const Area& area) {
    const std::size_t count = area.nodes.size();
    Fibres fibres{std::vector<ChartPlace>(count), std::vector<float>(count)};
    std::vector<bool> is_known(count, false);
    std::size_t unknown = count;
    for (std::size_t n = 0; n < count; ++n) {
        const ChartPlace& at = area.nodes[n].at;
        const std::optional<FibrePlace> place = layer.footprint->find(-at.u, at.v);
        if (!place) continue;
        fibres.along[n] = {-place->direction.u, place->direction.v};
        fibres.tendon[n] = static_cast<float>(tendon_at(model, layer, place->along, place->across));
        is_known[n] = true;
        --unknown;
    }
    for (bool goes_on = true; goes_on && unknown > 0;) {
        goes_on = false;
        std::vector<int> beside(count, 0);
        for (const auto& t : area.triangles) {
            for (std::size_t k = 0; k < 6; ++k) {
                const std::uint32_t to = t[k % 3];
                const std::uint32_t from = t[(k % 3 + 1 + k / 3) % 3];
                if (is_known[to] || !is_known[from]) continue;
                fibres.along[to].u += fibres.along[from].u;
                fibres.along[to].v += fibres.along[from].v;
                fibres.tendon[to] += fibres.tendon[from];
                ++beside[to];
            }
        }
        for (std::size_t n = 0; n < count; ++n) {
            if (beside[n] == 0) continue;
            fibres.tendon[n] /= static_cast<float>(beside[n]);
            is_known[n] = goes_on = true;
            --unknown;
        }
    }
    return fibres;
}

// Edges that only one triangle has, as it runs along them.
std::vector<std::pair<std::uint32_t, std::uint32_t>> border_of(const Area& area) {
    std::map<std::pair<std::uint32_t, std::uint32_t>, int> edges;
    for (const auto& t : area.triangles) {
        for (std::size_t k = 0; k < 3; ++k) ++edges[{t[k], t[(k + 1) % 3]}];
    }
    std::vector<std::pair<std::uint32_t, std::uint32_t>> border;
    for (const auto& [edge, count] : edges) {
        if (edges.count({edge.second, edge.first}) == 0) border.push_back(edge);
    }
    return border;
}

void add_face(const BackModel& model, const ChartLattice& lattice, int surface, double side,
              const Area& area, const Fibres& fibres, Mesh& mesh) {
    for (std::size_t n = 0; n < area.nodes.size(); ++n) {
        const Node& node = area.nodes[n];
        const HeightStack::Slope slope = model.stack.slope(surface, node.at.u, node.at.v);
        const ChartAxes axes = model.chart.axes({node.at.u, node.at.v, slope.h});
        const Vec3 by_u = axes.by_u + axes.outward * slope.by_u;
        const Vec3 by_v = axes.by_v + axes.outward * slope.by_v;
        const ChartPlace& along = fibres.along[n];
        // On the edge that is cut, so that it lies in the faces of the neighbours.
        mesh.points.push_back(lerp(lattice.nodes()[node.from].on(surface),
                                   lattice.nodes()[node.to].on(surface), node.share));
        mesh.normals.push_back(normalised(cross(by_v, by_u)) * side);
        mesh.fibres.push_back(normalised(by_u * along.u + by_v * along.v));
        mesh.tendon.push_back(fibres.tendon[n]);
    }
}

}  // namespace

Mesh sheet_mesh(const BackModel& model, const ChartLattice& lattice, int surface) {
    const Layer& layer = model.layers[static_cast<std::size_t>(surface)];
    const Area area = area_of(model, lattice, surface);
    Mesh mesh;
    if (area.triangles.empty()) return mesh;
    const Fibres fibres = fibres_of(model, layer, area);
    add_face(model, lattice, surface, 1.0, area, fibres, mesh);
    add_face(model, lattice, surface - 1, -1.0, area, fibres, mesh);
    const auto count = static_cast<std::uint32_t>(area.nodes.size());
    for (const auto& t : area.triangles) {
        mesh.triangles.push_back(t);
        mesh.triangles.push_back({t[0] + count, t[2] + count, t[1] + count});
    }
    for (const auto& [from, to] : border_of(area)) {
        mesh.triangles.push_back({to, from, from + count});
        mesh.triangles.push_back({to, from + count, to + count});
    }
    if (volume(mesh) < 0.0) {
        for (auto& triangle : mesh.triangles) std::swap(triangle[1], triangle[2]);
    }
    return mesh;
}

}  // namespace dryrun::anatomy
