// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "anatomy/sheet_mesh.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "core/deterministic_math.h"

namespace dryrun::anatomy {
namespace {

struct Node {
    ChartPlace at;     // on the right, where u is negative
    ChartPlace fibre;  // where the fibre runs there, not of unit length
    float tendon = 0.0F;
};

// A part of the chart, in triangles.
struct Area {
    std::vector<Node> nodes;
    std::vector<std::array<std::uint32_t, 3>> triangles;
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

double widest(const Footprint& footprint) {
    double most = 0.0;
    for (int i = 0; i <= 8; ++i) {
        double width = 0.0;
        for (int j = 0; j < 8; ++j) {
            const ChartPlace a = footprint.at(i / 8.0, j / 8.0);
            const ChartPlace b = footprint.at(i / 8.0, (j + 1) / 8.0);
            width += std::sqrt((b.u - a.u) * (b.u - a.u) + (b.v - a.v) * (b.v - a.v));
        }
        most = std::max(most, width);
    }
    return most;
}

// The whole sheet, in rows along its fibres.
Area whole_sheet(const BackModel& model, const Layer& layer, const SheetFineness& fineness) {
    const Footprint& footprint = *layer.footprint;
    double longest = 0.0;
    for (int i = 0; i <= 8; ++i) longest = std::max(longest, footprint.fibre_length(i / 8.0));
    const int columns =
        std::clamp(static_cast<int>(longest / fineness.along) + 2, 6, fineness.most);
    const int rows =
        std::clamp(static_cast<int>(widest(footprint) / fineness.across) + 2, 5, fineness.most);
    Area area;
    const auto place_at = [&](int i, int j) {
        ChartPlace place = footprint.at(static_cast<double>(i) / (columns - 1),
                                        static_cast<double>(j) / (rows - 1));
        place.u = -std::max(place.u, layer.medial_within);
        return place;
    };
    for (int j = 0; j < rows; ++j) {
        for (int i = 0; i < columns; ++i) {
            const ChartPlace before = place_at(std::max(i - 1, 0), j);
            const ChartPlace after = place_at(std::min(i + 1, columns - 1), j);
            const double tendon = tendon_at(model, layer, static_cast<double>(i) / (columns - 1),
                                            static_cast<double>(j) / (rows - 1));
            area.nodes.push_back({place_at(i, j),
                                  {after.u - before.u, after.v - before.v},
                                  static_cast<float>(tendon)});
        }
    }
    const auto at = [&](int i, int j) { return static_cast<std::uint32_t>(j * columns + i); };
    for (int j = 0; j + 1 < rows; ++j) {
        for (int i = 0; i + 1 < columns; ++i) {
            area.triangles.push_back({at(i, j), at(i + 1, j), at(i + 1, j + 1)});
            area.triangles.push_back({at(i, j), at(i + 1, j + 1), at(i, j + 1)});
        }
    }
    return area;
}

ChartPlace mix(const ChartPlace& a, const ChartPlace& b, double t) {
    return {a.u + (b.u - a.u) * t, a.v + (b.v - a.v) * t};
}

// What of an area lies in the region. Every triangle that its edge crosses is cut, so that what is
// left has a border without a point at which two parts touch.
Area cut_at_edge(const BackModel& model, const Area& whole) {
    constexpr int kHalvings = 24;
    constexpr std::uint32_t kNone = ~std::uint32_t{0};
    const auto is_in = [&](const ChartPlace& p) { return model.region.contains(p.u, p.v); };
    Area area;
    std::vector<std::uint32_t> kept(whole.nodes.size(), kNone);
    for (std::size_t n = 0; n < whole.nodes.size(); ++n) {
        if (!is_in(whole.nodes[n].at)) continue;
        kept[n] = static_cast<std::uint32_t>(area.nodes.size());
        area.nodes.push_back(whole.nodes[n]);
    }
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> crossings;
    const auto crossing = [&](std::uint32_t in, std::uint32_t out) {
        const auto [found, is_new] = crossings.try_emplace({in, out}, 0);
        if (!is_new) return found->second;
        const Node& a = whole.nodes[in];
        const Node& b = whole.nodes[out];
        double low = 0.0;
        double high = 1.0;
        for (int i = 0; i < kHalvings; ++i) {
            const double t = 0.5 * (low + high);
            (is_in(mix(a.at, b.at, t)) ? low : high) = t;
        }
        found->second = static_cast<std::uint32_t>(area.nodes.size());
        area.nodes.push_back({mix(a.at, b.at, low), mix(a.fibre, b.fibre, low),
                              a.tendon + (b.tendon - a.tendon) * static_cast<float>(low)});
        return found->second;
    };
    for (const auto& triangle : whole.triangles) {
        std::vector<std::uint32_t> corners;
        for (std::size_t k = 0; k < 3; ++k) {
            const std::uint32_t from = triangle[k];
            const std::uint32_t to = triangle[(k + 1) % 3];
            const bool is_from_in = kept[from] != kNone;
            const bool is_to_in = kept[to] != kNone;
            if (is_from_in) corners.push_back(kept[from]);
            if (is_from_in && !is_to_in) corners.push_back(crossing(from, to));
            if (!is_from_in && is_to_in) corners.push_back(crossing(to, from));
        }
        for (std::size_t k = 2; k < corners.size(); ++k)
            area.triangles.push_back({corners[0], corners[k - 1], corners[k]});
    }
    return area;
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

// Where a sheet has thinned out to nothing, its skirt is tucked under the face it lies on, so that
// no two surfaces are the same there.
double tuck(const BackModel& model, int surface, const ChartPlace& at) {
    constexpr double kTuck = 0.6;
    const double thickness = model.stack.thickness_below(surface, at.u, at.v);
    return kTuck * det::clamp(1.0 - thickness / kThinnestSheet, 0.0, 1.0);
}

void add_face(const BackModel& model, int surface, double side, const Area& area,
              const std::vector<double>& tucks, Mesh& mesh) {
    for (std::size_t n = 0; n < area.nodes.size(); ++n) {
        const Node& node = area.nodes[n];
        const HeightStack::Slope slope = model.stack.slope(surface, node.at.u, node.at.v);
        const ChartAxes axes = model.chart.axes({node.at.u, node.at.v, slope.h});
        const Vec3 by_u = axes.by_u + axes.outward * slope.by_u;
        const Vec3 by_v = axes.by_v + axes.outward * slope.by_v;
        mesh.points.push_back(model.chart.from_chart({node.at.u, node.at.v, slope.h - tucks[n]}));
        mesh.normals.push_back(normalised(cross(by_v, by_u)) * side);
        mesh.fibres.push_back(normalised(by_u * node.fibre.u + by_v * node.fibre.v));
        mesh.tendon.push_back(node.tendon);
    }
}

}  // namespace

Mesh sheet_mesh(const BackModel& model, int surface, const SheetFineness& fineness) {
    const Layer& layer = model.layers[static_cast<std::size_t>(surface)];
    const Area area = cut_at_edge(model, whole_sheet(model, layer, fineness));
    std::vector<double> tucks;
    for (const Node& node : area.nodes) tucks.push_back(tuck(model, surface, node.at));
    Mesh mesh;
    add_face(model, surface, 1.0, area, tucks, mesh);
    add_face(model, surface - 1, -1.0, area, tucks, mesh);
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
