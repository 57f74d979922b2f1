// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What a straight line goes through. The line is a smooth curve in the chart. It is walked in steps
// as long as the layers are thick; wherever the number of surfaces below it changes, each crossing
// is found to about 0.02 mm. Bones and tubes are intersected exactly and take the place
// of the sheets they stand in.
#include <algorithm>
#include <array>
#include <cmath>

#include "anatomy/line_walk.h"
#include "anatomy/lung_wrap.h"
#include "anatomy/model.h"
#include "anatomy/tubes.h"
#include "core/deterministic_math.h"
#include "core/few.h"

namespace dryrun::anatomy {
namespace {

constexpr double kThinnest = 1e-6;  // a shorter stretch belongs to the one before it
constexpr double kSearch = 600.0;   // how far outside the body a line may begin
constexpr double kLeastStep = 3.0;  // outside the skin
constexpr double kShortStep = 0.8 * kLeastStep;
constexpr double kStillOpen = 1e300;  // the end of a stretch of which none is known

struct Stretch {
    double enter = 0.0;
    double exit = 0.0;
    std::size_t index = 0;
};

using Stretches = Few<Stretch, 16>;

void find_bone_stretches(const Ray& ray, double length, Stretches& stretches) {
    for (const BoneWorld::Hit& hit : ray.model.bones->all_hits(ray.from, ray.direction, length)) {
        if (hit.enters) {
            stretches.push_back({hit.distance, kStillOpen, hit.bone});
            continue;
        }
        const auto mine =
            std::find_if(stretches.begin(), stretches.end(), [&](const Stretch& stretch) {
                return stretch.index == hit.bone && stretch.exit == kStillOpen;
            });
        if (mine != stretches.end()) mine->exit = hit.distance;
    }
    for (Stretch& stretch : stretches) stretch.exit = std::min(stretch.exit, length);
}

void find_tube_stretches(const Ray& ray, double length, Stretches& stretches) {
    StretchesInTube found;
    const BoxLine line(ray.from, ray.direction);
    ray.model.tube_box_list.along_line(line, length, [&](std::size_t i) {
        find_in_tube(ray.model.tubes[i], ray.from, ray.direction, line, length, found);
        for (const auto& [enter, exit] : found) stretches.push_back({enter, exit, i});
    });
}

const Stretch* holder(const Stretches& stretches, double t) {
    const Stretch* found = nullptr;
    for (const Stretch& stretch : stretches) {
        if (t < stretch.enter || t > stretch.exit) continue;
        if (found == nullptr || stretch.index < found->index) found = &stretch;
    }
    return found;
}

// A path this long, by a line that sinks as fast, goes through a sheet that is there.
bool is_surely_thick(double path, double sinks) {
    constexpr double kSurelyThick = 2.0;
    constexpr double kSteepEnough = 0.7;
    return path > kSurelyThick && sinks > kSteepEnough;
}

// The layer that counts where one is too thin to be there: see layer_of().
int layer_at(const BackModel& model, int layer, const ChartPoint& p) {
    const int skin = model.skin_surface();
    if (layer < kFirstSheet || layer >= skin - 2) return layer;
    const HeightStack::Place place = model.stack.locate(p.u, p.v);
    float below = model.stack.estimate(place, layer - 1);
    for (; layer < skin - 2; ++layer) {
        const float top = model.stack.estimate(place, layer);
        if (!(top - below < kThinnestSheet)) break;
        below = top;
    }
    return layer;
}

void add_span(std::vector<LayerSpan>& spans, StructureId structure, double enter, double exit) {
    const bool is_thin = exit - enter < kThinnest;
    if (!spans.empty() && (is_thin || spans.back().structure == structure)) {
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
    const bool is_thick = is_surely_thick(exit - enter, sinks);
    double from = enter;
    for (int i = 0; i <= count; ++i) {
        const double to = i < count ? planes[i] : exit;
        const double middle = 0.5 * (from + to);
        const double x = ray.from.x + ray.direction.x * middle;
        // In a sheet that is surely there, where in it does not matter.
        ChartPoint p;
        int held = layer;
        if (!is_thick || layer <= kBase) p = chart_line.at(middle);
        if (!is_thick) held = layer_at(model, layer, p);
        visit(from, to, structure_in_layer(model, held, p.u, p.v, x));
        from = to;
    }
}

// Bones and tubes take the place of the sheets they stand in. Asked for one stretch of sheet after
// the other.
class Overlay {
  public:
    Overlay(const Ray& ray, double length) : model_(ray.model) {
        find_bone_stretches(ray, length, bones_);
        find_tube_stretches(ray, length, tubes_);
        for (const auto* stretches : {&bones_, &tubes_}) {
            for (const Stretch& stretch : *stretches) {
                changes_.push_back(stretch.enter);
                changes_.push_back(stretch.exit);
            }
        }
        std::sort(changes_.begin(), changes_.end());
    }

    void add(double enter, double exit, StructureId sheet, std::vector<LayerSpan>& spans) {
        for (double t = enter; t < exit;) {
            while (passed_ < changes_.size() && changes_[passed_] <= t) ++passed_;
            // Before the first and after the last change there is neither.
            const bool is_last = passed_ == changes_.size();
            const double next = is_last ? exit : std::min(exit, changes_[passed_]);
            const bool is_held = passed_ > 0 && !is_last;
            add_span(spans, is_held ? structure_at(0.5 * (t + next), sheet) : sheet, t, next);
            t = next;
        }
    }

  private:
    StructureId structure_at(double t, StructureId sheet) const {
        if (const Stretch* bone = holder(bones_, t)) return model_.bone_structures[bone->index];
        if (const Stretch* tube = holder(tubes_, t)) return model_.tubes[tube->index].structure;
        return sheet;
    }

    const BackModel& model_;
    Stretches bones_;
    Stretches tubes_;
    Few<double, 32> changes_;  // where one of them begins or ends, in order
    std::size_t passed_ = 0;   // of these
};

// A place of a line and how far it lies over the skin.
struct OverSkin {
    double t = 0.0;
    ChartPoint place;
    double height = 0.0;
    double over = 0.0;  ///< the same, but large outside the region
};

OverSkin over_skin(const Ray& ray, double t, const ChartPoint& place) {
    OverSkin at;
    at.t = t;
    at.place = place;
    const int skin = ray.model.skin_surface();
    at.height = at.place.h - ray.model.stack.height(skin, at.place.u, at.place.v);
    const bool is_inside = ray.model.is_in_region(at.place.u, at.place.v);
    at.over = is_inside ? at.height : std::max(at.height, kLeastStep);
    return at;
}

OverSkin over_skin(const Ray& ray, double t) {
    return over_skin(ray, t, ray.model.chart.to_chart(ray.at(t)));
}

// Two places at once, which takes less than twice the time.
std::array<OverSkin, 2> over_skin(const Ray& ray, double t, double other) {
    const auto places = ray.model.chart.to_chart(ray.at(t), ray.at(other));
    return {over_skin(ray, t, places[0]), over_skin(ray, other, places[1])};
}

// Between two places of a line: where it meets the skin.
std::optional<OverSkin> meet_skin(const Ray& ray, const OverSkin& before, const OverSkin& after) {
    // The height itself, as outside the region `over` is none.
    if (before.height <= 0.0) return std::nullopt;  // came in through the region's cut edge
    OverSkin last;
    const auto height = [&](double t) {
        last = over_skin(ray, t);
        return last.height;
    };
    constexpr double kExact = 1e-7;
    const double found = root_of(height, before.t, before.height, after.t, after.over, kExact);
    if (last.t != found) last = over_skin(ray, found);
    if (!ray.model.is_in_region(last.place.u, last.place.v)) return std::nullopt;
    return last;
}

// The first crossing with the skin from outside of a line that begins at `start`; `known` is a
// place of it that is likely to be asked for.
std::optional<OverSkin> enter_skin(const Ray& ray, const OverSkin& start, const OverSkin& known,
                                   double length) {
    if (start.over <= 0.0) return std::nullopt;
    OverSkin last = start;
    while (last.t < length) {
        // The height falls hardly faster than the line goes.
        const double step = std::max(kShortStep, 0.7 * last.over);
        const double t = std::min(length, last.t + step);
        const OverSkin next = t == known.t ? known : over_skin(ray, t);
        if (next.over <= 0.0) return meet_skin(ray, last, next);
        last = next;
    }
    return std::nullopt;
}

}  // namespace

std::optional<double> find_skin(const BackModel& model, const Vec3& from, const Vec3& direction,
                                double length) {
    const Ray ray{model, from, direction};
    const auto [start, known] = over_skin(ray, 0.0, kShortStep);
    const auto entry = enter_skin(ray, start, known, length);
    if (!entry) return std::nullopt;
    return entry->t;
}

std::optional<LayersAlongLine> find_layers(const BackModel& model, const Vec3& from,
                                           const Vec3& direction, double length) {
    const Ray given{model, from, direction};
    auto [start, known] = over_skin(given, 0.0, kShortStep);
    // From inside, back along the line to just outside the skin.
    constexpr double kBack = 1.6;
    while (start.over <= 0.0) {
        if (start.t - kBack < -kSearch) return std::nullopt;
        start = over_skin(given, start.t - kBack);
    }
    const Vec3 outside = start.t < 0.0 ? given.at(start.t) : from;
    if (start.t < 0.0) known = start = OverSkin{0.0, start.place, start.height, start.over};
    const auto entry = enter_skin({model, outside, direction}, start, known, kSearch);
    if (!entry) return std::nullopt;
    const Ray ray{model, outside + direction * entry->t, direction};
    const ChartPoint& place = entry->place;
    LayersAlongLine line;
    line.entry = ray.from;
    line.normal = surface_normal(model, model.skin_surface(), place.u, place.v);

    ChartLine chart_line(ray, place);
    Walk walk;
    walk_line(ray, chart_line, length, walk);
    Overlay overlay(ray, walk.end);
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
