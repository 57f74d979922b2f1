// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What a straight line goes through. The line is walked in short steps over the chart; wherever the
// number of surfaces below it changes, each crossing is found by regula falsi. Bones and tubes are
// intersected exactly and take the place of the sheets they stand in.
#include <algorithm>
#include <cmath>

#include "anatomy/model.h"
#include "anatomy/tubes.h"
#include "core/deterministic_math.h"

namespace dryrun::anatomy {
namespace {

constexpr double kStep = 1.6;
constexpr double kDeepStep = 5.0;   // below the pleura there is nothing to miss
constexpr double kThinnest = 1e-6;  // a shorter stretch belongs to the one before it
constexpr double kSearch = 600.0;   // how far outside the body a line may begin

struct Ray {
    const BackModel& model;
    Vec3 from;
    Vec3 direction;
    Vec3 at(double t) const { return from + direction * t; }
};

// Height above one surface at t.
double above(const Ray& ray, int surface, double t) {
    const ChartPoint place = ray.model.chart.to_chart(ray.at(t));
    return place.h - ray.model.stack.height(surface, place.u, place.v);
}

// Root of above() between a and b, where it has opposite signs (the Illinois form of regula falsi).
double crossing(const Ray& ray, int surface, double a, double above_a, double b, double above_b) {
    for (int i = 0; i < 40; ++i) {
        if (std::fabs(b - a) < 1e-9) break;
        const double t = (a * above_b - b * above_a) / (above_b - above_a);
        const double f = above(ray, surface, t);
        if (std::fabs(f) < 1e-10) return t;
        if ((f > 0.0) == (above_b > 0.0)) {
            b = t;
            above_b = f;
            above_a *= 0.5;
        } else {
            a = b;
            above_a = above_b;
            b = t;
            above_b = f;
        }
    }
    return 0.5 * (a + b);
}

struct Sample {
    double t = 0.0;
    bool in_region = false;
    bool is_too_deep = false;
    std::size_t deep_part = 0;  // which, where the layer is a deep one
    int layer = 0;              // surfaces below the point; stack.count() is outside
    double h = 0.0;
    double heights[kMostSurfaces];
};

void take_sample(const Ray& ray, double t, Sample& sample) {
    const ChartPoint place = ray.model.chart.to_chart(ray.at(t));
    sample.t = t;
    sample.h = place.h;
    sample.in_region = ray.model.region.contains(place.u, place.v);
    sample.is_too_deep = place.h < ray.model.chart.deepest(place.u, place.v);
    ray.model.stack.evaluate(place.u, place.v, sample.heights);
    sample.layer = 0;
    while (sample.layer < ray.model.stack.count() && place.h >= sample.heights[sample.layer]) {
        ++sample.layer;
    }
    sample.deep_part = sample.layer <= kBase
                           ? deep_part_at(ray.model, sample.layer, place.u, place.v)
                           : ray.model.deep.size();
}

// Where a deep layer changes from one part of the body to the next.
double part_edge(const Ray& ray, const Sample& last, const Sample& next) {
    double before = last.t;
    double after = next.t;
    for (int i = 0; i < 40 && after - before > 1e-7; ++i) {
        const double t = 0.5 * (before + after);
        const ChartPoint place = ray.model.chart.to_chart(ray.at(t));
        const bool same = deep_part_at(ray.model, last.layer, place.u, place.v) == last.deep_part;
        (same ? before : after) = t;
    }
    return after;
}

// Where the line leaves the region between two samples.
double region_edge(const Ray& ray, double inside, double outside) {
    for (int i = 0; i < 40 && std::fabs(outside - inside) > 1e-7; ++i) {
        const double t = 0.5 * (inside + outside);
        const ChartPoint place = ray.model.chart.to_chart(ray.at(t));
        (ray.model.region.contains(place.u, place.v) ? inside : outside) = t;
    }
    return inside;
}

struct Walk {
    std::vector<double> cuts;  // where the structure may change
    double end = 0.0;          // where the line leaves through skin, or its length
    double region_end = 0.0;   // where it leaves the region inside the body
};

Walk walk_sheets(const Ray& ray, double length) {
    const int skin = ray.model.skin_surface();
    Walk walk;
    walk.end = walk.region_end = length;
    Sample samples[2];
    int now = 0;
    take_sample(ray, 0.0, samples[now]);
    samples[now].layer = std::min(samples[now].layer, skin);
    while (samples[now].t < length) {
        const Sample& last = samples[now];
        const bool is_deep = last.layer == 0 && last.h < last.heights[0] - 2.0 * kDeepStep;
        const double t = std::min(length, last.t + (is_deep ? kDeepStep : kStep));
        Sample& next = samples[1 - now];
        take_sample(ray, t, next);
        if (!next.in_region || next.is_too_deep) {
            walk.region_end = next.in_region ? last.t : region_edge(ray, last.t, t);
            walk.cuts.push_back(walk.region_end);
            return walk;
        }
        const int low = std::min(last.layer, next.layer);
        const int high = std::max(last.layer, next.layer);
        for (int k = low; k < high; ++k) {
            const double above_last = last.h - last.heights[k];
            const double above_next = next.h - next.heights[k];
            walk.cuts.push_back(crossing(ray, k, last.t, above_last, t, above_next));
        }
        if (last.layer <= kBase && next.layer == last.layer && next.deep_part != last.deep_part) {
            walk.cuts.push_back(part_edge(ray, last, next));
        }
        if (next.layer > skin) {
            walk.end = walk.region_end = walk.cuts.back();
            return walk;
        }
        now = 1 - now;
    }
    return walk;
}

// The planes beside the midline where a layer changes its name.
void cut_at_planes(const Ray& ray, std::vector<double>& cuts) {
    if (std::fabs(ray.direction.x) < 1e-9) return;
    const auto cut = [&](double x) {
        const double t = (x - ray.from.x) / ray.direction.x;
        if (t > 0.0) cuts.push_back(t);
    };
    cut(0.0);
    for (const Layer& layer : ray.model.layers) {
        if (layer.medial_within <= 0.0) continue;
        cut(layer.medial_within);
        cut(-layer.medial_within);
    }
}

struct Stretch {
    double enter = 0.0;
    double exit = 0.0;
    std::size_t index = 0;
};

std::vector<Stretch> bone_stretches(const Ray& ray, double length) {
    std::vector<Stretch> stretches;
    std::vector<Stretch> open;
    for (const BoneWorld::Hit& hit : ray.model.bones->all_hits(ray.from, ray.direction, length)) {
        if (hit.enters) {
            open.push_back({hit.distance, length, hit.bone});
            continue;
        }
        const auto mine = std::find_if(open.begin(), open.end(), [&](const Stretch& stretch) {
            return stretch.index == hit.bone;
        });
        if (mine == open.end()) continue;
        mine->exit = hit.distance;
        stretches.push_back(*mine);
        open.erase(mine);
    }
    stretches.insert(stretches.end(), open.begin(), open.end());
    return stretches;
}

std::vector<Stretch> tube_stretches(const Ray& ray, double length) {
    std::vector<Stretch> stretches;
    std::vector<std::pair<double, double>> found;
    for (std::size_t i = 0; i < ray.model.tubes.size(); ++i) {
        const Tube& tube = ray.model.tubes[i];
        if (misses_tube(tube, ray.from, ray.direction, length)) continue;
        find_in_tube(tube, ray.from, ray.direction, length, found);
        for (const auto& [enter, exit] : found) stretches.push_back({enter, exit, i});
    }
    return stretches;
}

const Stretch* holder(const std::vector<Stretch>& stretches, double t) {
    const Stretch* found = nullptr;
    for (const Stretch& stretch : stretches) {
        if (t < stretch.enter || t > stretch.exit) continue;
        if (found == nullptr || stretch.index < found->index) found = &stretch;
    }
    return found;
}

StructureId sheet_at(const Ray& ray, double t) {
    const Vec3 point = ray.at(t);
    const ChartPoint place = ray.model.chart.to_chart(point);
    double heights[kMostSurfaces];
    ray.model.stack.evaluate(place.u, place.v, heights);
    return structure_in_layer(ray.model, layer_of(ray.model, heights, place.h), place.u, place.v,
                              point.x);
}

void add_span(std::vector<LayerSpan>& spans, StructureId structure, double enter, double exit) {
    if (exit - enter < kThinnest && !spans.empty()) {
        spans.back().exit = exit;
    } else if (!spans.empty() && spans.back().structure == structure) {
        spans.back().exit = exit;
    } else {
        spans.push_back({structure, enter, exit});
    }
}

// Signed height over the skin, large outside the region.
double over_skin(const Ray& ray, double t) {
    const ChartPoint place = ray.model.chart.to_chart(ray.at(t));
    const double h = place.h - ray.model.stack.height(ray.model.skin_surface(), place.u, place.v);
    if (ray.model.region.contains(place.u, place.v)) return h;
    return std::fmax(h, kStep);
}

}  // namespace

std::optional<double> find_skin(const BackModel& model, const Vec3& from, const Vec3& direction,
                                double length) {
    const Ray ray{model, from, direction};
    const int skin = model.skin_surface();
    double last = 0.0;
    double over_last = over_skin(ray, 0.0);
    if (over_last <= 0.0) return std::nullopt;
    while (last < length) {
        const double t = std::min(length, last + std::fmax(kStep, 0.5 * over_last));
        const double over = over_skin(ray, t);
        if (over <= 0.0) {
            // The height itself, as outside the region over_skin() is none.
            const double a = above(ray, skin, last);
            if (a <= 0.0) return std::nullopt;  // came in through the region's cut edge
            const double found = crossing(ray, skin, last, a, t, over);
            const ChartPoint place = model.chart.to_chart(ray.at(found));
            if (!model.region.contains(place.u, place.v)) return std::nullopt;
            return found;
        }
        last = t;
        over_last = over;
    }
    return std::nullopt;
}

std::optional<LayersAlongLine> find_layers(const BackModel& model, const Vec3& from,
                                           const Vec3& direction, double length) {
    const Ray given{model, from, direction};
    Vec3 start = from;
    if (over_skin(given, 0.0) <= 0.0) {
        // Inside: back along the line to just outside the skin.
        double t = 0.0;
        while (over_skin(given, t) <= 0.0) {
            t -= kStep;
            if (t < -kSearch) return std::nullopt;
        }
        start = given.at(t);
    }
    const std::optional<double> skin = find_skin(model, start, direction, kSearch);
    if (!skin) return std::nullopt;
    const Ray ray{model, start + direction * *skin, direction};
    const ChartPoint place = model.chart.to_chart(ray.from);
    LayersAlongLine line;
    line.entry = ray.from;
    line.normal = surface_normal(model, model.skin_surface(), place.u, place.v);

    Walk walk = walk_sheets(ray, length);
    const double end = walk.end;
    const std::vector<Stretch> bones = bone_stretches(ray, end);
    const std::vector<Stretch> tubes = tube_stretches(ray, end);
    cut_at_planes(ray, walk.cuts);
    for (const auto* stretches : {&bones, &tubes}) {
        for (const Stretch& stretch : *stretches) {
            walk.cuts.push_back(stretch.enter);
            walk.cuts.push_back(stretch.exit);
        }
    }
    walk.cuts.push_back(end);
    std::sort(walk.cuts.begin(), walk.cuts.end());
    double enter = 0.0;
    for (const double cut : walk.cuts) {
        const double exit = std::min(cut, end);
        if (exit <= enter) continue;
        const double middle = 0.5 * (enter + exit);
        const Stretch* bone = holder(bones, middle);
        const Stretch* tube = holder(tubes, middle);
        const bool is_beyond = middle > walk.region_end;
        const StructureId structure = bone != nullptr   ? model.bone_structures[bone->index]
                                      : tube != nullptr ? model.tubes[tube->index].structure
                                      : is_beyond       ? model.beyond
                                                        : sheet_at(ray, middle);
        add_span(line.spans, structure, enter, exit);
        enter = exit;
    }
    return line;
}

}  // namespace dryrun::anatomy
