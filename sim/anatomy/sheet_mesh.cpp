// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "anatomy/sheet_mesh.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <utility>

#include "anatomy/tendon.h"
#include "core/deterministic_math.h"

namespace dryrun::anatomy {
namespace {

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

// Of a part on the net: a point of the lattice or, where an edge of it is cut, one between two.
struct Node {
    std::uint32_t from = 0;
    std::uint32_t to = 0;
    double share = 0.0;  // of the way from the one to the other
    ChartPlace at;       // on the right, where u is negative; on the left where a part has both
};

// A part of a net.
struct Area {
    std::vector<Node> nodes;
    std::vector<ChartLattice::Triangle> triangles;
};

ChartPlace mix(const ChartPlace& a, const ChartPlace& b, double t) {
    return {a.u + (b.u - a.u) * t, a.v + (b.v - a.v) * t};
}

// What of its net a part holds. Every triangle that its edge crosses is cut, so that what is left
// has a border without a point at which two parts touch.
Area area_of(const BackModel& model, const ChartLattice& lattice, const ChartNet& net,
             PartBit part) {
    constexpr int kHalvings = 12;
    constexpr double kLeastShare = 1.0 / 64.0;
    const std::vector<ChartLattice::Node>& nodes = lattice.nodes();
    const auto is_in = [&](std::uint32_t n) { return (nodes[n].held >> part & 1u) != 0; };
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
            (is_there(model, part, mix(nodes[in].at, nodes[out].at, t)) ? low : high) = t;
        }
        // An edge that runs through a point of the lattice is moved off it: no triangle without
        // area.
        const double share = det::clamp(low, kLeastShare, 1.0 - kLeastShare);
        found->second = static_cast<std::uint32_t>(area.nodes.size());
        area.nodes.push_back({in, out, share, mix(nodes[in].at, nodes[out].at, share)});
        return found->second;
    };
    for (const auto& triangle : net) {
        if (!is_in(triangle[0]) && !is_in(triangle[1]) && !is_in(triangle[2])) continue;
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
        fibres.tendon[n] = static_cast<float>(tendon_share(model, layer, *place));
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

// Of the chart's floor, which slopes where the chart is folded more tightly.
Vec3 floor_normal(const Chart& chart, const ChartPlace& at) {
    constexpr double kStep = 0.5;
    const auto on_floor = [&](double u, double v) {
        return chart.from_chart({u, v, chart.deepest(u, v)});
    };
    const Vec3 by_u = on_floor(at.u + kStep, at.v) - on_floor(at.u - kStep, at.v);
    const Vec3 by_v = on_floor(at.u, at.v + kStep) - on_floor(at.u, at.v - kStep);
    return normalised(cross(by_v, by_u));
}

// Over some millimetres: light on the surface's own would show every ripple.
Vec3 even_normal(const BackModel& model, int surface, const ChartPlace& at) {
    constexpr double kOver = 4.0;
    const auto on_surface = [&](double u, double v) { return surface_point(model, surface, u, v); };
    const Vec3 by_u = on_surface(at.u + kOver, at.v) - on_surface(at.u - kOver, at.v);
    const Vec3 by_v = on_surface(at.u, at.v + kOver) - on_surface(at.u, at.v - kOver);
    return normalised(cross(by_v, by_u));
}

// One of the surfaces between which a part lies, `side` 1 where it is the outer one.
void add_face(const BackModel& model, const ChartLattice& lattice, int surface, double side,
              const Area& area, Mesh& mesh) {
    for (const Node& node : area.nodes) {
        const Vec3 normal = surface < 0 ? floor_normal(model.chart, node.at)
                                        : surface_normal(model, surface, node.at.u, node.at.v);
        mesh.normals.push_back(normal * side);
        // On the edge that is cut, so that it lies in the faces of the neighbours.
        Vec3 point = lerp(lattice.nodes()[node.from].on(surface),
                          lattice.nodes()[node.to].on(surface), node.share);
        if (node.at.u > 0.0) point.x = -point.x;
        mesh.points.push_back(point);
    }
}

// Two faces over an area, the outer one first, and walls along its border.
Mesh closed_over(const BackModel& model, const ChartLattice& lattice, const PartFaces& faces,
                 const Area& area) {
    Mesh mesh;
    add_face(model, lattice, faces.top, 1.0, area, mesh);
    add_face(model, lattice, faces.bottom, -1.0, area, mesh);
    const auto count = static_cast<std::uint32_t>(area.nodes.size());
    for (const auto& t : area.triangles) {
        mesh.triangles.push_back(t);
        mesh.triangles.push_back({t[0] + count, t[2] + count, t[1] + count});
    }
    for (const auto& [from, to] : border_of(area)) {
        mesh.triangles.push_back({to, from, from + count});
        mesh.triangles.push_back({to, from + count, to + count});
    }
    return mesh;
}

void add_fibres(const BackModel& model, const Layer& layer, int surface, const Area& area,
                Mesh& mesh) {
    Fibres fibres = fibres_of(model, layer, area);
    for (const int s : {surface, surface - 1}) {
        for (std::size_t n = 0; n < area.nodes.size(); ++n) {
            const ChartPlace& at = area.nodes[n].at;
            const ChartPlace& along = fibres.along[n];
            const HeightStack::Slope slope = model.stack.slope(s, at.u, at.v);
            const ChartAxes axes = model.chart.axes({at.u, at.v, slope.h});
            const Vec3 by_u = axes.by_u + axes.outward * slope.by_u;
            const Vec3 by_v = axes.by_v + axes.outward * slope.by_v;
            mesh.fibres.push_back(normalised(by_u * along.u + by_v * along.v));
            mesh.tendon.push_back(fibres.tendon[n]);
        }
    }
}

// An area and its mirror image in one, joined along the midline.
Area both_sides(const Area& right) {
    Area both = right;
    std::vector<std::uint32_t> left_of;
    for (std::uint32_t n = 0; n < right.nodes.size(); ++n) {
        const bool is_on_midline = right.nodes[n].at.u >= 0.0;
        left_of.push_back(is_on_midline ? n : static_cast<std::uint32_t>(both.nodes.size()));
        if (is_on_midline) continue;
        both.nodes.push_back(right.nodes[n]);
        both.nodes.back().at.u *= -1.0;
    }
    for (const auto& t : right.triangles)
        both.triangles.push_back({left_of[t[0]], left_of[t[2]], left_of[t[1]]});
    return both;
}

}  // namespace

Mesh sheet_mesh(const BackModel& model, const ChartLattice& lattice, const ChartNet& net,
                int surface) {
    const PartBit part = bit_of_layer(surface);
    const Area area = area_of(model, lattice, net, part);
    Mesh mesh = closed_over(model, lattice, lattice.faces(part), area);
    add_fibres(model, model.layers[static_cast<std::size_t>(surface)], surface, area, mesh);
    return mesh;
}

Mesh deep_mesh(const BackModel& model, const ChartLattice& lattice, const ChartNet& net, int deep) {
    const PartBit part = bit_of_deep(deep);
    return closed_over(model, lattice, lattice.faces(part), area_of(model, lattice, net, part));
}

Mesh cover_mesh(const BackModel& model, const NetFineness& fineness, int surface) {
    const PartBit part = bit_of_layer(surface);
    const ChartLattice lattice(model, one_part(part), fineness);
    const ChartNet net = lattice.net_of(one_part(part));
    const Area area = both_sides(area_of(model, lattice, net, part));
    Mesh mesh = closed_over(model, lattice, lattice.faces(part), area);
    for (std::size_t n = 0; n < mesh.points.size(); ++n) {
        const bool is_outer = n < area.nodes.size();
        const ChartPlace& at = area.nodes[is_outer ? n : n - area.nodes.size()].at;
        const int face = is_outer ? surface : surface - 1;
        // A hand lies on the skin itself.
        mesh.points[n] = surface_point(model, face, at.u, at.v);
        mesh.normals[n] = even_normal(model, face, at) * (is_outer ? 1.0 : -1.0);
    }
    return mesh;
}

}  // namespace dryrun::anatomy
