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

constexpr int kNewtonSteps = 6;
constexpr double kLongestStep = 4.0;

void keep_nearer(std::optional<Nearest>& best, const Nearest& other, double reach) {
    if (other.distance <= reach && (!best || other.distance < best->distance)) best = other;
}

// Gauss-Newton for the nearest point of a surface from (u, v), which must be near it.
Vec3 slide_to_nearest(const BackModel& model, int surface, const Vec3& point, double u, double v,
                      const Window& window) {
    Vec3 best = surface_point(model, surface, u, v);
    double shortest = distance(best, point);
    for (int i = 0; i < kNewtonSteps; ++i) {
        const HeightStack::Slope slope = model.stack.slope(surface, u, v);
        const ChartAxes axes = model.chart.axes({u, v, slope.h});
        const Vec3 at = model.chart.from_chart({u, v, slope.h});
        const Vec3 by_u = axes.by_u + axes.outward * slope.by_u;
        const Vec3 by_v = axes.by_v + axes.outward * slope.by_v;
        const Vec3 off = point - at;
        const double uu = dot(by_u, by_u);
        const double uv = dot(by_u, by_v);
        const double vv = dot(by_v, by_v);
        const double det = uu * vv - uv * uv;
        if (det < 1e-9) break;
        const double off_u = dot(off, by_u);
        const double off_v = dot(off, by_v);
        const double step_u = (off_u * vv - off_v * uv) / det;
        const double step_v = (off_v * uu - off_u * uv) / det;
        u = window.clamp_u(u + det::clamp(step_u, -kLongestStep, kLongestStep));
        v = window.clamp_v(u, v + det::clamp(step_v, -kLongestStep, kLongestStep));
        const Vec3 moved = surface_point(model, surface, u, v);
        const double d = distance(moved, point);
        if (d < shortest) {
            shortest = d;
            best = moved;
        }
        if (std::fabs(step_u) + std::fabs(step_v) < 1e-7) break;
    }
    return best;
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
    if (across > (best ? std::fmin(best->distance, reach) : reach)) return;
    const ChartPoint place = model.chart.to_chart(point);
    const double u = window.clamp_u(place.u);
    const double v = window.clamp_v(u, place.v);
    const double top = model.stack.height(slab.top, u, v);
    const double bottom = slab.bottom >= 0 ? model.stack.height(slab.bottom, u, v) : -1e9;
    const bool inside = window.contains(place.u, place.v) && place.h < top && place.h > bottom;
    // From above the top face is the nearer, from below the bottom.
    const bool asks_bottom = slab.bottom >= 0 && place.h < top;
    const bool asks_top = slab.bottom < 0 || place.h > bottom;
    Nearest nearest{slab.id, {}, 1e300};
    const auto ask = [&](int face) {
        const Vec3 found = nearest_on_surface(model, face, point, window);
        const double d = distance(found, point);
        if (d < nearest.distance) nearest = {slab.id, found, d};
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

Vec3 nearest_on_surface(const BackModel& model, int surface, const Vec3& point,
                        const Window& window) {
    const ChartPoint place = model.chart.to_chart(point);
    const double start_u = window.clamp_u(place.u);
    const double start_v = window.clamp_v(start_u, place.v);
    double best_u = start_u;
    double best_v = start_v;
    double shortest = distance(surface_point(model, surface, start_u, start_v), point);
    // Whatever is nearer lies within this of the column; deep down the chart is narrower.
    const double low_h = std::fmin(place.h, model.stack.height(surface, start_u, start_v)) - 4.0;
    const ChartAxes axes = model.chart.axes({start_u, start_v, low_h});
    const double scale = std::fmax(0.3, std::fmin(length(axes.by_u), length(axes.by_v)));
    const double radius = shortest / scale;
    const double stride = model.stack.half().step * (radius > 40.0   ? 4.0
                                                     : radius > 12.0 ? 2.0
                                                                     : 1.0);
    const int reach = static_cast<int>(radius / stride);
    for (int b = -reach; b <= reach; ++b) {
        const double v = start_v + b * stride;
        for (int a = -reach; a <= reach; ++a) {
            const double u = start_u + a * stride;
            const double aside = scale * stride * std::sqrt(static_cast<double>(a * a + b * b));
            if (aside > shortest || !window.contains(u, v)) continue;
            const double h = model.stack.height(surface, u, v);
            if (aside * aside + (h - place.h) * (h - place.h) > 1.2 * shortest * shortest) continue;
            const double d = distance(model.chart.from_chart({u, v, h}), point);
            if (d >= shortest) continue;
            shortest = d;
            best_u = u;
            best_v = v;
        }
    }
    return slide_to_nearest(model, surface, point, best_u, best_v, window);
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
    for (std::size_t i = 0; i < model.tubes.size(); ++i) {
        const Tube& tube = model.tubes[i];
        const double needed = best ? std::min(best->distance, reach) : reach;
        if (model.tube_boxes[i].distance_to(point) > needed) continue;
        if (!wanted(model.structure(tube.structure))) continue;
        Vec3 on_path;
        const double d = tube_distance(tube, point, on_path);
        const Vec3 out = normalised(point - on_path);
        keep_nearer(best, {tube.structure, on_path + out * tube.radius, d}, reach);
    }
    return best;
}

}  // namespace dryrun::anatomy
