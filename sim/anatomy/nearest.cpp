// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The nearest structure of a kind. Bones are meshes; nerves, vessels and the canal tubes; pleura,
// chest wall, fascia, fat and skin go right across the region, so that their faces are searched on
// the stack itself; sheets that end at an edge are searched as meshes and the answer is moved onto
// the stack.
#include <algorithm>
#include <cmath>

#include "anatomy/model.h"
#include "anatomy/tubes.h"
#include "core/deterministic_math.h"

namespace dryrun::anatomy {
namespace {

using Wanted = std::function<bool(const Structure&)>;

constexpr int kMostSteps = 12;
constexpr double kLongestStep = 4.0;

void keep_nearer(std::optional<Nearest>& best, const Nearest& other, double reach) {
    if (other.distance <= reach && (!best || other.distance < best->distance)) best = other;
}

// How near something must be that does not hold the point, to be nearer than `best`.
double needed(const std::optional<Nearest>& best, double reach) {
    return best ? std::max(0.0, std::min(best->distance, reach)) : reach;
}

// A place of a surface as one looks for the nearest.
struct Foot {
    double u = 0.0;
    double v = 0.0;
    HeightStack::Slope slope;
    Vec3 at;
    double away = 0.0;
};

Foot foot_at(const BackModel& model, int surface, const Vec3& point, double u, double v) {
    Foot foot{u, v, model.stack.slope(surface, u, v), {}, 0.0};
    foot.at = model.chart.from_chart({u, v, foot.slope.h});
    foot.away = distance(foot.at, point);
    return foot;
}

// Where a step of Gauss and Newton leads to, within the window.
ChartPlace step_from(const BackModel& model, const Foot& foot, const Vec3& point,
                     const Window& window) {
    const ChartAxes axes = model.chart.axes({foot.u, foot.v, foot.slope.h});
    const Vec3 by_u = axes.by_u + axes.outward * foot.slope.by_u;
    const Vec3 by_v = axes.by_v + axes.outward * foot.slope.by_v;
    const Vec3 off = point - foot.at;
    const double uu = dot(by_u, by_u);
    const double uv = dot(by_u, by_v);
    const double vv = dot(by_v, by_v);
    const double det = uu * vv - uv * uv;
    if (det < 1e-9) return {foot.u, foot.v};
    const double off_u = dot(off, by_u);
    const double off_v = dot(off, by_v);
    const auto held = [](double step) { return det::clamp(step, -kLongestStep, kLongestStep); };
    const double to_u = window.clamp_u(foot.u + held((off_u * vv - off_v * uv) / det));
    const double free_v = foot.v + held((off_v * uu - off_u * uv) / det);
    const double to_v = window.clamp_v(to_u, free_v);
    if (to_v == free_v) return {to_u, to_v};
    // Along the window's upper or lower edge instead.
    const double rise = window.clamp_v(to_u + 0.5, free_v) - window.clamp_v(to_u - 0.5, free_v);
    const Vec3 along = by_u + by_v * rise;
    const Vec3 from_edge = off - by_v * (window.clamp_v(foot.u, free_v) - foot.v);
    const double on_edge_u =
        window.clamp_u(foot.u + held(dot(from_edge, along) / dot(along, along)));
    return {on_edge_u, window.clamp_v(on_edge_u, free_v)};
}

// The nearest point of a surface from (u, v), which must be near it. A step that leads no nearer is
// cut short.
Vec3 slide_to_nearest(const BackModel& model, int surface, const Vec3& point, double u, double v,
                      const Window& window) {
    constexpr double kThere = 1e-4;
    Foot best = foot_at(model, surface, point, u, v);
    ChartPlace to = step_from(model, best, point, window);
    for (int i = 0; i < kMostSteps; ++i) {
        if (std::fabs(to.u - best.u) + std::fabs(to.v - best.v) < kThere) break;
        const Foot next = foot_at(model, surface, point, to.u, to.v);
        if (next.away < best.away) {
            best = next;
            to = step_from(model, best, point, window);
        } else {
            constexpr double kShare = 0.3;
            to.u = window.clamp_u(best.u + kShare * (to.u - best.u));
            to.v = window.clamp_v(to.u, best.v + kShare * (to.v - best.v));
        }
    }
    return best.at;
}

// Something between two surfaces of the stack (`bottom` -1 is none) within a window.
struct Slab {
    StructureId id{};
    int bottom = 0;
    int top = 0;
    Window window;
};

// The distance to the nearer face.
void ask_slab(const BackModel& model, const Slab& slab, const Vec3& point, double reach,
              std::optional<Nearest>& best) {
    const Window& window = slab.window;
    const bool both = window.left && window.right;
    const double across = both ? 0.0 : window.left ? -point.x : point.x;  // on the other side
    if (across > needed(best, reach)) return;
    const ChartPoint place = model.chart.to_chart(point);
    const double u = window.clamp_u(place.u);
    const double v = window.clamp_v(u, place.v);
    const double top = model.stack.height(slab.top, u, v);
    const double bottom = slab.bottom >= 0 ? model.stack.height(slab.bottom, u, v) : -1e9;
    const bool inside = window.contains(place.u, place.v) && place.h < top && place.h > bottom;
    // From above the top face is the nearer, from below the bottom.
    const bool asks_bottom = slab.bottom >= 0 && place.h < top;
    const bool asks_top = slab.bottom < 0 || place.h > bottom;
    // The deeper inside, the nearer: then faces count however far they are.
    double wanted_within = inside ? 1e300 : needed(best, reach);
    Nearest nearest{slab.id, {}, 1e300};
    const auto ask = [&](int face) {
        const Vec3 found = nearest_on_surface(model, face, point, window, wanted_within);
        const double d = distance(found, point);
        if (d < nearest.distance) nearest = {slab.id, found, d};
        wanted_within = std::min(wanted_within, d);
    };
    if (asks_bottom) ask(slab.bottom);
    if (asks_top) ask(slab.top);
    if (inside) nearest.distance = -nearest.distance;
    keep_nearer(best, nearest, reach);
}

// Both sides of a slab, the nearer one first.
void ask_sides(const BackModel& model, const Sided& names, int bottom, int top,
               const Extent& extent, const Vec3& point, double reach, const Wanted& wanted,
               std::optional<Nearest>& best) {
    if (names.left == names.right) {
        if (wanted(model.structure(names.left))) {
            ask_slab(model, {names.left, bottom, top, {extent, true, true}}, point, reach, best);
        }
        return;
    }
    const bool left_first = point.x > 0.0;
    for (const bool left : {left_first, !left_first}) {
        const StructureId id = left ? names.left : names.right;
        if (!wanted(model.structure(id))) continue;
        ask_slab(model, {id, bottom, top, {extent, left, !left}}, point, reach, best);
    }
}

void ask_sheets(const BackModel& model, const ModelMeshes& meshes, const Vec3& point, double reach,
                const Wanted& wanted, std::optional<Nearest>& best) {
    const auto accepts = [&](std::size_t i) {
        return wanted(model.structure(meshes.sheet_structures[i]));
    };
    const auto found = meshes.sheets->closest(point, reach, accepts);
    if (!found) return;
    const StructureId id = meshes.sheet_structures[found->bone];
    for (std::size_t k = kFirstSheet; k < model.layers.size(); ++k) {
        const Layer& layer = model.layers[k];
        if (layer.names.left != id && layer.names.right != id) continue;
        // The mesh is flat between its points: move the answer onto the face it is on.
        const ChartPoint place = model.chart.to_chart(found->point);
        const int top = static_cast<int>(k);
        const double to_top = std::fabs(place.h - model.stack.height(top, place.u, place.v));
        const double to_bottom = std::fabs(place.h - model.stack.height(top - 1, place.u, place.v));
        const int face = to_top <= to_bottom ? top : top - 1;
        const Vec3 on_face = slide_to_nearest(model, face, point, place.u, place.v, {model.region});
        const double moved = distance(on_face, found->point);
        const bool is_face = moved < 2.0;  // farther, it slid off the sheet's edge
        const Vec3 at = is_face ? on_face : found->point;
        const double d = distance(at, point);
        const bool is_inside = structure_at(model, point) == id;
        keep_nearer(best, {id, at, is_inside ? -d : d}, reach);
    }
}

}  // namespace

const std::vector<NodeColumns::Column>& NodeColumns::of(const Chart& chart,
                                                        const ChartGrid& half) const {
    std::call_once(made_, [&] {
        columns_.reserve(half.size());
        for (int j = 0; j < half.rows; ++j) {
            for (int i = 0; i < half.columns; ++i) {
                const Vec3 foot = chart.from_chart({half.u(i), half.v(j), 0.0});
                const Vec3 above = chart.from_chart({half.u(i), half.v(j), 1.0});
                columns_.push_back({foot, above - foot});
            }
        }
    });
    return columns_;
}

Vec3 nearest_on_surface(const BackModel& model, int surface, const Vec3& point,
                        const Window& window, double reach) {
    const ChartPoint place = model.chart.to_chart(point);
    const double start_u = window.clamp_u(place.u);
    const double start_v = window.clamp_v(start_u, place.v);
    const double start_h = model.stack.height(surface, start_u, start_v);
    const Vec3 start = model.chart.from_chart({start_u, start_v, start_h});
    // Whatever is nearer lies within this of the column; deep down the chart is narrower.
    const double low_h = std::min(place.h, start_h) - 4.0;
    const ChartAxes axes = model.chart.axes({start_u, start_v, low_h});
    const double scale = std::max(0.3, std::min(length(axes.by_u), length(axes.by_v)));
    const double radius = std::min(distance(start, point), reach) / scale;
    // The nearest node is looked for, as if the surface ran through its heights at the nodes.
    const ChartGrid& half = model.stack.half();
    const std::vector<NodeColumns::Column>& columns = model.node_columns.of(model.chart, half);
    const int stride = radius > 60.0 ? 2 : 1;
    const int steps = static_cast<int>(radius / (half.step * stride));
    const int midline = half.columns - 1;
    const int middle_column = static_cast<int>((start_u - half.first_u) / half.step + 0.5);
    const int middle_row = static_cast<int>((start_v - half.first_v) / half.step + 0.5);
    double shortest_squared = dot(point - start, point - start);
    double best_u = start_u;
    double best_v = start_v;
    for (int b = -steps; b <= steps; ++b) {
        const int row = middle_row + b * stride;
        if (row < 0 || row >= half.rows) continue;
        for (int a = -steps; a <= steps; ++a) {
            const int column = middle_column + a * stride;
            const bool is_left = column > midline;
            const int kept = is_left ? 2 * midline - column : column;
            if (kept < 0 || column < 0) continue;
            const NodeColumns::Column& node = columns[half.index(kept, row)];
            Vec3 at = node.foot + node.out * model.stack.at_node(surface, kept, row);
            if (is_left) at.x = -at.x;
            const Vec3 off = point - at;
            const double squared = dot(off, off);
            if (squared >= shortest_squared) continue;
            const double u = is_left ? -half.u(kept) : half.u(kept);
            if (!window.contains(u, half.v(row))) continue;
            shortest_squared = squared;
            best_u = u;
            best_v = half.v(row);
        }
    }
    const Vec3 found = slide_to_nearest(model, surface, point, best_u, best_v, window);
    if (distance(found, point) <= distance(start, point)) return found;
    return slide_to_nearest(model, surface, point, start_u, start_v, window);
}

std::optional<Nearest> find_nearest(const BackModel& model,
                                    const std::function<const ModelMeshes&()>& meshes,
                                    const Vec3& point, double reach, const Wanted& wanted) {
    std::optional<Nearest> best;
    std::vector<bool> wanted_bones;
    for (const StructureId id : model.bone_structures) {
        wanted_bones.push_back(wanted(model.structure(id)));
    }
    if (std::find(wanted_bones.begin(), wanted_bones.end(), true) != wanted_bones.end()) {
        const auto accepts = [&](std::size_t i) { return wanted_bones[i]; };
        const auto bone = model.bones->closest(point, reach, accepts);
        if (bone) best = Nearest{model.bone_structures[bone->bone], bone->point, bone->distance};
    }
    for (std::size_t i = 0; i < model.tubes.size(); ++i) {
        const Tube& tube = model.tubes[i];
        if (model.tube_boxes[i].distance_to(point) > needed(best, reach)) continue;
        if (!wanted(model.structure(tube.structure))) continue;
        Vec3 on_path;
        const double d = tube_distance(tube, point, on_path);
        const Vec3 out = normalised(point - on_path);
        keep_nearer(best, {tube.structure, on_path + out * tube.radius, d}, reach);
    }
    for (const DeepPart& part : model.deep) {
        ask_sides(model, part.names, part.first - 1, part.last, part.extent, point, reach, wanted,
                  best);
    }
    bool wants_sheets = false;
    for (std::size_t k = kFirstSheet; k < model.layers.size(); ++k) {
        const Layer& layer = model.layers[k];
        if (layer.footprint) {
            wants_sheets = wants_sheets || wanted(model.structure(layer.names.right)) ||
                           wanted(model.structure(layer.names.left));
            continue;
        }
        const int top = static_cast<int>(k);
        ask_sides(model, layer.names, top - 1, top, model.region, point, reach, wanted, best);
    }
    if (wants_sheets) ask_sheets(model, meshes(), point, reach, wanted, best);
    return best;
}

}  // namespace dryrun::anatomy
