// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What a straight line goes through. The line is a smooth curve in the chart. It is walked in steps
// as long as the layers are thick; wherever the number of surfaces below it changes, each crossing
// is found to about 0.02 mm. Bones and tubes are intersected exactly and take the place
// of the sheets they stand in.
#include <algorithm>
#include <cmath>

#include "anatomy/line_walk.h"
#include "anatomy/lung_wrap.h"
#include "anatomy/model.h"
#include "anatomy/tubes.h"
#include "core/deterministic_math.h"

namespace dryrun::anatomy {
namespace {

constexpr double kThinnest = 1e-6;  // a shorter stretch belongs to the one before it
constexpr double kSearch = 600.0;   // how far outside the body a line may begin
constexpr double kLeastStep = 3.0;  // outside the skin

// Height above one surface at t.
double above(const Ray& ray, int surface, double t) {
    const ChartPoint place = ray.model.chart.to_chart(ray.at(t));
    return place.h - ray.model.stack.height(surface, place.u, place.v);
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
    Box box;
    box.take_in(ray.from);
    box.take_in(ray.at(length));
    const BoxLine line(ray.from, ray.direction);
    for (std::size_t i = 0; i < ray.model.tubes.size(); ++i) {
        const Box& holding = ray.model.tube_boxes[i];
        if (!box.overlaps(holding) || !holding.meets_line(line, length, 0.0)) continue;
        find_in_tube(ray.model.tubes[i], ray.from, ray.direction, length, found);
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

// The layer that counts where one is too thin to be there: see layer_of().
int layer_at(const BackModel& model, int layer, const ChartPoint& p, double path, double sinks) {
    // A path this long, by a line that sinks as fast, goes through a sheet that is there.
    constexpr double kSurelyThick = 2.0;
    constexpr double kSteepEnough = 0.7;
    if (path > kSurelyThick && sinks > kSteepEnough) return layer;
    const int skin = model.skin_surface();
    while (layer >= kFirstSheet && layer < skin - 2 &&
           model.stack.thickness_below(layer, p.u, p.v) < kThinnestSheet) {
        ++layer;
    }
    return layer;
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

// One stretch in one layer, cut where the layer's name depends on the distance from the midline.
// `sinks` is how fast the line goes down where it enters the skin.
template <class Visit>
void name_stretch(const Ray& ray, ChartLine& chart_line, double enter, double exit, int layer,
                  double sinks, const Visit& visit) {
    const BackModel& model = ray.model;
    double planes[3];
    int count = 0;
    const auto add_plane = [&](double x) {
        if (std::fabs(ray.direction.x) < 1e-9) return;
        const double t = (x - ray.from.x) / ray.direction.x;
        if (t <= enter || t >= exit) return;
        int at = count++;
        for (; at > 0 && planes[at - 1] > t; --at) planes[at] = planes[at - 1];
        planes[at] = t;
    };
    const double x_enter = ray.from.x + ray.direction.x * enter;
    const double x_exit = ray.from.x + ray.direction.x * exit;
    if ((x_enter > 0.0) != (x_exit > 0.0)) add_plane(0.0);
    const double medial =
        layer > kBase ? model.layers[static_cast<std::size_t>(layer)].medial_within : 0.0;
    if (medial > 0.0) {
        add_plane(medial);
        add_plane(-medial);
    }
    double from = enter;
    for (int i = 0; i <= count; ++i) {
        const double to = i < count ? planes[i] : exit;
        const double middle = 0.5 * (from + to);
        const ChartPoint p = chart_line.at(middle);
        const int held = layer_at(model, layer, p, exit - enter, sinks);
        const double x = ray.from.x + ray.direction.x * middle;
        visit(from, to, structure_in_layer(model, held, p.u, p.v, x));
        from = to;
    }
}

// Bones and tubes take the place of the sheets they stand in.
struct Overlay {
    const BackModel& model;
    std::vector<Stretch> bones;
    std::vector<Stretch> tubes;

    void add(double enter, double exit, StructureId sheet, std::vector<LayerSpan>& spans) const {
        for (double t = enter; t < exit;) {
            double next = exit;
            for (const auto* stretches : {&bones, &tubes}) {
                for (const Stretch& stretch : *stretches) {
                    if (stretch.enter > t) next = std::min(next, stretch.enter);
                    if (stretch.exit > t) next = std::min(next, stretch.exit);
                }
            }
            const double middle = 0.5 * (t + next);
            const Stretch* bone = holder(bones, middle);
            const Stretch* tube = bone == nullptr ? holder(tubes, middle) : nullptr;
            const StructureId structure = bone != nullptr   ? model.bone_structures[bone->index]
                                          : tube != nullptr ? model.tubes[tube->index].structure
                                                            : sheet;
            add_span(spans, structure, t, next);
            t = next;
        }
    }
};

// Signed height over the skin, large outside the region.
double over_skin(const Ray& ray, double t) {
    const ChartPoint place = ray.model.chart.to_chart(ray.at(t));
    const double h = place.h - ray.model.stack.height(ray.model.skin_surface(), place.u, place.v);
    if (ray.model.region.contains(place.u, place.v)) return h;
    return std::max(h, kLeastStep);
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
        // The height falls hardly faster than the line goes.
        const double t = std::min(length, last + std::max(0.8 * kLeastStep, 0.7 * over_last));
        const double over = over_skin(ray, t);
        if (over <= 0.0) {
            // The height itself, as outside the region over_skin() is none.
            const double a = above(ray, skin, last);
            if (a <= 0.0) return std::nullopt;  // came in through the region's cut edge
            const double found =
                root_of([&](double at) { return above(ray, skin, at); }, last, a, t, over, 1e-8);
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
    double t = 0.0;
    if (over_skin(given, t) <= 0.0) {
        // Inside: back along the line to just outside the skin.
        constexpr double kBack = 1.6;
        while (over_skin(given, t) <= 0.0) {
            t -= kBack;
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

    ChartLine chart_line(ray, length);
    const Walk walk = walk_line(ray, chart_line, length);
    const Overlay overlay{model, bone_stretches(ray, walk.end), tube_stretches(ray, walk.end)};
    line.spans.reserve(walk.cuts.size() + 8);
    const double sinks = -dot(line.normal, direction);
    double enter = 0.0;
    int layer = walk.first_layer;
    const auto add = [&](double start_at, double end_at, StructureId sheet) {
        overlay.add(start_at, end_at, sheet, line.spans);
    };
    const double inside = std::min(walk.end, walk.region_end);
    for (std::size_t i = 0; i <= walk.cuts.size(); ++i) {
        const double exit = i < walk.cuts.size() ? std::min(walk.cuts[i].t, inside) : inside;
        if (exit > enter) {
            name_stretch(ray, chart_line, enter, exit, layer, sinks, add);
            enter = exit;
        }
        // A line that dips out of the skin and back stays in it.
        if (i < walk.cuts.size()) layer = std::min(walk.cuts[i].layer, model.skin_surface());
    }
    if (enter < walk.end) add(enter, walk.end, model.beyond);
    wrap_lungs(model, line.spans);
    return line;
}

}  // namespace dryrun::anatomy
