// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What a straight line goes through. The line is a smooth curve in the chart. It is walked in steps
// as long as the layers are thick; wherever the number of surfaces below it changes, each crossing
// is found by regula falsi, to 0.02 mm. Bones and tubes are intersected exactly and take the place
// of the sheets they stand in.
#include <algorithm>
#include <cmath>

#include "anatomy/model.h"
#include "anatomy/tubes.h"
#include "core/deterministic_math.h"

namespace dryrun::anatomy {
namespace {

constexpr double kStep = 3.0;       // between samples where sheets are thin
constexpr double kLongStep = 8.0;   // at most
constexpr double kKnots = 10.0;     // between exact places of the chart
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

// Root of `f` between a and b, where it has opposite signs (the Illinois form of regula falsi).
template <class Function>
double root_of(const Function& f, double a, double f_a, double b, double f_b, double exact) {
    for (int i = 0; i < 40; ++i) {
        if (std::fabs(b - a) < 1e-9 || f_a == f_b) break;
        const double t = (a * f_b - b * f_a) / (f_b - f_a);
        const double f_t = f(t);
        if (std::fabs(f_t) < exact) return t;
        if ((f_t > 0.0) == (f_b > 0.0)) {
            b = t;
            f_b = f_t;
            f_a *= 0.5;
        } else {
            a = b;
            f_a = f_b;
            b = t;
            f_b = f_t;
        }
    }
    return 0.5 * (a + b);
}

// The line as a curve in the chart: exact at knots, between them the cubic through four. Where the
// chart bends from one arc into another this is 0.02 mm off, elsewhere a hundredth of that.
class ChartLine {
  public:
    ChartLine(const Ray& ray, double length) : ray_(ray) {
        knots_.reserve(static_cast<std::size_t>(length / kKnots) + 4);
    }

    ChartPoint at(double t) {
        const int i = std::max(static_cast<int>(t / kKnots), 0);
        const double x = t / kKnots - i;
        const Knot& p = knot(i + 2);  // makes those before it
        if (p.is_rough) return exact(t);
        const Knot* k = knots_.data() + i;
        const double w0 = -x * (x - 1.0) * (x - 2.0) / 6.0;
        const double w1 = (x + 1.0) * (x - 1.0) * (x - 2.0) * 0.5;
        const double w2 = -(x + 1.0) * x * (x - 2.0) * 0.5;
        const double w3 = (x + 1.0) * x * (x - 1.0) / 6.0;
        const auto mix = [&](double ChartPoint::*part) {
            return w0 * (k[0].at.*part) + w1 * (k[1].at.*part) + w2 * (k[2].at.*part) +
                   w3 * (k[3].at.*part);
        };
        return {mix(&ChartPoint::u), mix(&ChartPoint::v), mix(&ChartPoint::h)};
    }

  private:
    struct Knot {
        ChartPoint at;
        bool is_rough = false;  // it or one of the three before lies too deep
        bool is_deep = false;
    };
    ChartPoint exact(double t) const { return ray_.model.chart.to_chart(ray_.at(t)); }
    // Number -1 is the first.
    const Knot& knot(int number) {
        const Chart& chart = ray_.model.chart;
        const auto wanted = static_cast<std::size_t>(number + 1);
        while (knots_.size() <= wanted) {
            Knot next;
            next.at = exact(kKnots * (static_cast<double>(knots_.size()) - 1.0));
            const ChartPoint& p = next.at;
            next.is_deep = p.h < -30.0 && p.h < chart.deepest(p.u, p.v);
            next.is_rough = next.is_deep;
            for (std::size_t back = 1; back <= 3 && back <= knots_.size(); ++back)
                next.is_rough = next.is_rough || knots_[knots_.size() - back].is_deep;
            knots_.push_back(next);
        }
        return knots_[wanted];
    }

    const Ray& ray_;
    std::vector<Knot> knots_;
};

struct Sample {
    double t = 0.0;
    ChartPoint place;
    int layer = 0;              // surfaces below the point; stack.count() is outside
    std::size_t deep_part = 0;  // which, where the layer is a deep one
    float heights[kMostSurfaces];

    double above(int surface) const { return place.h - static_cast<double>(heights[surface]); }
};

// Where the line passes from one layer to another, or a deep layer may change its name.
struct Cut {
    double t = 0.0;
    int layer = 0;  // after it
};

struct Walk {
    std::vector<Cut> cuts;
    int first_layer = 0;
    double end = 0.0;         // where the line leaves through skin, or its length
    double region_end = 0.0;  // where it leaves the region inside the body
};

class Walker {
  public:
    Walker(const Ray& ray, double length)
        : ray_(ray), model_(ray.model), line_(ray, length), length_(length) {
        inner_.low_v = -1e300;
        inner_.high_v = 1e300;
        for (const auto& [u, v] : model_.region.low_v) inner_.low_v = std::max(inner_.low_v, v);
        for (const auto& [u, v] : model_.region.high_v) inner_.high_v = std::min(inner_.high_v, v);
        walk_.end = walk_.region_end = length;
        walk_.cuts.reserve(48);
    }

    Walk walk() {
        const int skin = model_.skin_surface();
        take(0.0, samples_[0]);
        samples_[0].layer = std::min(samples_[0].layer, skin);
        walk_.first_layer = samples_[0].layer;
        const Sample* before = nullptr;
        int now = 0;
        while (samples_[now].t < length_) {
            const Sample& last = samples_[now];
            Sample& next = samples_[(now + 1) % 3];
            const double t = std::min(length_, last.t + step_from(before, last));
            take(t, next);
            if (!is_in_region(next.place) || is_too_deep(next.place)) {
                end_region(last, next);
                break;
            }
            if (before != nullptr) look_for_dips(*before, last, next);
            cross(before, last, next);
            if (next.layer > skin) {
                walk_.end = walk_.region_end = walk_.cuts.back().t;
                walk_.cuts.pop_back();
                break;
            }
            before = &last;
            now = (now + 1) % 3;
        }
        return std::move(walk_);
    }
    ChartPoint place(double t) { return line_.at(t); }

  private:
    bool is_in_region(const ChartPoint& p) const {
        if (p.v > inner_.low_v && p.v < inner_.high_v && std::fabs(p.u) < model_.region.high_u)
            return true;
        return model_.region.contains(p.u, p.v);
    }
    bool is_too_deep(const ChartPoint& p) const {
        return p.h < -30.0 && p.h < model_.chart.deepest(p.u, p.v);
    }

    void take(double t, Sample& sample) {
        sample.t = t;
        sample.place = line_.at(t);
        const ChartPoint& p = sample.place;
        model_.stack.estimate(p.u, p.v, sample.heights);
        const auto h = static_cast<float>(p.h);
        const int count = model_.stack.count();
        sample.layer = 0;
        for (int k = 0; k < count; ++k) sample.layer += h >= sample.heights[k] ? 1 : 0;
        sample.deep_part = model_.deep.size();
        if (sample.layer > kBase) return;
        // Most often the part of the sample before.
        if (part_ < model_.deep.size()) {
            const DeepPart& part = model_.deep[part_];
            if (sample.layer < part.first || sample.layer > part.last ||
                !part.extent.contains(p.u, p.v)) {
                part_ = deep_part_at(model_, sample.layer, p.u, p.v);
            }
        } else {
            part_ = deep_part_at(model_, sample.layer, p.u, p.v);
        }
        sample.deep_part = part_;
    }

    // As far as to the next surface ahead, or thereabouts.
    double step_from(const Sample* before, const Sample& sample) const {
        const bool sinks = before == nullptr || sample.place.h <= before->place.h;
        double room = kLongStep;
        if (sinks && sample.layer > 0) room = sample.above(sample.layer - 1);
        if (!sinks && sample.layer < model_.stack.count()) room = -sample.above(sample.layer);
        return det::clamp(room, kStep, kLongStep);
    }

    double above(int surface, double t) {
        const ChartPoint p = line_.at(t);
        return p.h - model_.stack.height(surface, p.u, p.v);
    }
    // Between two samples: where the parabola through them and the one before is zero, bettered by
    // one step along it.
    double crossing(int surface, const Sample& a, const Sample& b, const Sample* before) {
        const double f_a = a.above(surface);
        const double f_b = b.above(surface);
        const double length = b.t - a.t;
        if (f_a == f_b) return a.t;
        const double slope = (f_b - f_a) / length;
        double bend = 0.0;
        if (before != nullptr && before->t < a.t) {
            const double f_before = before->above(surface);
            bend = (slope - (f_a - f_before) / (a.t - before->t)) / (b.t - before->t);
        }
        // f(t) = f_a + slope (t - a) + bend (t - a)(t - b)
        double x = -f_a / slope;
        for (int i = 0; i < 2; ++i) {
            const double by_x = slope + bend * (2.0 * x - length);
            const double f = f_a + slope * x + bend * x * (x - length);
            if (std::fabs(by_x) > 1e-3) x = det::clamp(x - f / by_x, 0.0, length);
        }
        const double f = above(surface, a.t + x);
        const double by_x = slope + bend * (2.0 * x - length);
        const double better = x - f / by_x;
        constexpr double kGood = 0.05;
        const bool is_good = std::fabs(f) < kGood && std::fabs(by_x) > 0.3 * std::fabs(slope) &&
                             better >= 0.0 && better <= length;
        if (is_good) return a.t + better;
        constexpr double kExact = 3e-3;
        return root_of([&](double t) { return above(surface, t); }, a.t, f_a, b.t, f_b, kExact);
    }
    void cut(double t, int layer) {
        const double last = walk_.cuts.empty() ? 0.0 : walk_.cuts.back().t;
        walk_.cuts.push_back({std::max(t, last), layer});
    }

    // Every surface between two samples; those that are one surface here are crossed at once.
    void cross(const Sample* before, const Sample& a, const Sample& b) {
        const auto are_one = [&](int k, int l) {
            return a.heights[k] == a.heights[l] && b.heights[k] == b.heights[l];
        };
        bool is_first = true;
        const auto pass = [&](double t, int layer) {
            if (is_first) part_change(a.t, t, a.layer, a.deep_part);
            is_first = false;
            cut(t, layer);
        };
        for (int k = a.layer - 1; k >= b.layer; --k) {
            const double t = crossing(k, a, b, before);
            while (k > b.layer && are_one(k, k - 1)) --k;
            pass(t, k);
        }
        for (int k = a.layer; k < b.layer; ++k) {
            const double t = crossing(k, a, b, before);
            while (k + 1 < b.layer && are_one(k, k + 1)) ++k;
            pass(t, k + 1);
        }
        if (is_first) {
            if (a.deep_part != b.deep_part) part_change(a.t, b.t, a.layer, a.deep_part);
        } else if (b.layer <= kBase) {
            const double t = walk_.cuts.back().t;
            const ChartPoint p = line_.at(t);
            part_change(t, b.t, b.layer, deep_part_at(model_, b.layer, p.u, p.v));
        }
    }

    // Between three samples in one layer the line may have dipped through a neighbouring surface
    // and back.
    void look_for_dips(const Sample& a, const Sample& b, const Sample& c) {
        const int layer = b.layer;
        const bool is_before = a.layer == layer;
        const bool is_after = c.layer == layer;
        if (!is_before && !is_after) return;
        for (const int surface : {layer - 1, layer}) {
            if (surface < 0 || surface >= model_.stack.count()) continue;
            const double side = surface < layer ? 1.0 : -1.0;
            const double f_a = side * a.above(surface);
            const double f_b = side * b.above(surface);
            const double f_c = side * c.above(surface);
            const double rise_a = (f_b - f_a) / (b.t - a.t);
            const double rise_c = (f_c - f_b) / (c.t - b.t);
            const double bend = (rise_c - rise_a) / (c.t - a.t);
            if (bend <= 1e-6) continue;
            const double t = 0.5 * (a.t + b.t) - 0.5 * rise_a / bend;
            if (t <= a.t || t >= c.t || (t < b.t ? !is_before : !is_after)) continue;
            const double least = f_b + rise_a * (t - b.t) + bend * (t - a.t) * (t - b.t);
            constexpr double kDoubt = 0.15;
            if (least > kDoubt) continue;
            Sample dip;
            take(t, dip);
            if (dip.layer == layer || !is_in_region(dip.place)) continue;
            cross(nullptr, t < b.t ? a : b, dip);
            cross(nullptr, dip, t < b.t ? b : c);
            return;
        }
    }

    // A cut where a deep layer changes from `part` of the body to the next, if it does.
    void part_change(double from, double to, int layer, std::size_t part) {
        if (layer > kBase) return;
        const auto is_same = [&](double t) {
            const ChartPoint p = line_.at(t);
            return deep_part_at(model_, layer, p.u, p.v) == part;
        };
        if (is_same(to)) return;
        double before = from;
        double after = to;
        for (int i = 0; i < 20 && after - before > 1e-3; ++i) {
            const double t = 0.5 * (before + after);
            (is_same(t) ? before : after) = t;
        }
        cut(after, layer);
    }

    void end_region(const Sample& last, const Sample& next) {
        double inside = last.t;
        double outside = next.t;
        for (int i = 0; i < 20 && outside - inside > 1e-3; ++i) {
            const double t = 0.5 * (inside + outside);
            const ChartPoint p = line_.at(t);
            (is_in_region(p) && !is_too_deep(p) ? inside : outside) = t;
        }
        // What it still crosses before that.
        Sample edge;
        take(inside, edge);
        edge.layer = std::min(edge.layer, model_.skin_surface());
        if (inside > last.t) cross(nullptr, last, edge);
        walk_.region_end = inside;
        cut(inside, edge.layer);
    }

    const Ray& ray_;
    const BackModel& model_;
    ChartLine line_;
    double length_;
    struct {
        double low_v;
        double high_v;
    } inner_{};
    std::size_t part_ = 0;
    Sample samples_[3];
    Walk walk_;
};

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
    for (std::size_t i = 0; i < ray.model.tubes.size(); ++i) {
        const Tube& tube = ray.model.tubes[i];
        if (!box.overlaps({tube.low, tube.high})) continue;
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

// The layer that counts where one is too thin to be there: see layer_of().
int layer_at(const BackModel& model, int layer, const ChartPoint& p, double path) {
    constexpr double kSurelyThick = 2.0;  // a path this long through a sheet
    if (path > kSurelyThick) return layer;
    const int skin = model.skin_surface();
    while (layer >= kFirstSheet && layer < skin - 2 &&
           model.stack.height(layer, p.u, p.v) - model.stack.height(layer - 1, p.u, p.v) <
               kThinnestSheet) {
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
template <class Visit>
void name_stretch(const Ray& ray, Walker& walker, double enter, double exit, int layer,
                  const Visit& visit) {
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
        const ChartPoint p = walker.place(middle);
        const int held = layer_at(model, layer, p, exit - enter);
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
    return std::max(h, kStep);
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
        const double t = std::min(length, last + std::max(0.8 * kStep, 0.7 * over_last));
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

    Walker walker(ray, length);
    const Walk walk = walker.walk();
    const Overlay overlay{model, bone_stretches(ray, walk.end), tube_stretches(ray, walk.end)};
    line.spans.reserve(walk.cuts.size() + 8);
    double enter = 0.0;
    int layer = walk.first_layer;
    const auto add = [&](double start_at, double end_at, StructureId sheet) {
        overlay.add(start_at, end_at, sheet, line.spans);
    };
    const double inside = std::min(walk.end, walk.region_end);
    for (std::size_t i = 0; i <= walk.cuts.size(); ++i) {
        const double exit = i < walk.cuts.size() ? std::min(walk.cuts[i].t, inside) : inside;
        if (exit > enter) {
            name_stretch(ray, walker, enter, exit, layer, add);
            enter = exit;
        }
        if (i < walk.cuts.size()) layer = walk.cuts[i].layer;
    }
    if (enter < walk.end) add(enter, walk.end, model.beyond);
    return line;
}

}  // namespace dryrun::anatomy
