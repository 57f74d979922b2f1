// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "anatomy/line_walk.h"

#include <bit>
#include <cstdint>
#include <optional>
#include <utility>

#include "core/deterministic_math.h"

namespace dryrun::anatomy {
namespace {

constexpr double kStep = 4.0;       // between samples where sheets are thin
constexpr double kLongStep = 12.0;  // at most
using Four = HeightStack::Four;
constexpr unsigned kTogether = HeightStack::kTogether;

struct Sample {
    double t = 0.0;
    ChartPoint place;
    int layer = 0;              // surfaces below the point; stack.count() is outside
    std::size_t deep_part = 0;  // which, where the layer is a deep one
    const HeightStack* stack = nullptr;

    /// Heights are looked up four by four, when one of them is wanted.
    const Four& heights_from(unsigned four) const {
        Four& heights = heights_[1 + four];
        if ((known_ >> four & 1u) == 0) {
            known_ |= 1u << four;
            heights = stack->estimate(among_, four);
        }
        return heights;
    }
    float height(int surface) const {
        const auto k = static_cast<unsigned>(surface);
        return heights_from(k / kTogether)[k % kTogether];
    }
    /// Of four surfaces, which are as high as the one below; that one's height must be known.
    unsigned as_below(unsigned four) const {
        const Four& heights = heights_from(four);
        const float* const below = reinterpret_cast<const float*>(&heights) - 1;
        return lanes_of(heights == static_cast<FourFloats>(_mm_loadu_ps(below)));
    }
    double above(int surface) const { return place.h - static_cast<double>(height(surface)); }
    void go_to(const ChartPoint& to) {
        place = to;
        among_ = stack->locate(to.u, to.v);
        known_ = 0;
    }

  private:
    mutable unsigned known_ = 0;
    HeightStack::Place among_;
    mutable Four heights_[1 + kMostSurfaces / kTogether] = {};  // after four of nothing
};

class Walker {
  public:
    Walker(const BackModel& model, ChartLine& line, double length)
        : model_(model), line_(line), length_(length) {
        walk_.end = walk_.region_end = length;
        walk_.cuts.reserve(48);
    }

    Walk walk() {
        const int skin = model_.skin_surface();
        take(0.0, samples_[0]);
        samples_[0].layer = std::min(samples_[0].layer, skin);
        walk_.first_layer = samples_[0].layer;
        // Each stretch is crossed when the sample beyond it is known.
        int last = 0;
        bool goes_on = true;
        while (goes_on && sample(last).t < length_) {
            const Sample* before = last > 0 ? &sample(last - 1) : nullptr;
            const double t = std::min(length_, sample(last).t + step_from(before, sample(last)));
            Sample& next = sample(last + 1);
            take(t, next);
            if (!is_in_region(next.place) || is_too_deep(next.place)) {
                if (last > 0) pass(last - 1, nullptr);
                end_region(sample(last), next);
                return std::move(walk_);
            }
            if (last > 0) pass(last - 1, &next);
            goes_on = next.layer <= skin;
            ++last;
        }
        if (last > 0) pass(last - 1, nullptr);
        if (!goes_on) {
            walk_.end = walk_.region_end = walk_.cuts.back().t;
            walk_.cuts.pop_back();
        }
        return std::move(walk_);
    }

  private:
    bool is_in_region(const ChartPoint& p) const { return model_.is_in_region(p.u, p.v); }
    bool is_too_deep(const ChartPoint& p) const {
        return p.h < -30.0 && p.h < model_.chart.deepest(p.u, p.v);
    }

    Sample& sample(int number) { return samples_[number % 4]; }

    // How many surfaces are below: looked for first where the sample before was.
    int layer_of_height(const Sample& sample) const {
        const auto h = static_cast<float>(sample.place.h);
        const unsigned last = static_cast<unsigned>(model_.skin_surface()) / kTogether;
        unsigned four = std::min(static_cast<unsigned>(layer_) / kTogether, last);
        // They are in order.
        const auto below_among = [&](const Four& heights) {
            return static_cast<unsigned>(std::countr_one(lanes_of(heights <= h)));
        };
        unsigned below = below_among(sample.heights_from(four));
        while (below == 0 && four > 0) below = below_among(sample.heights_from(--four));
        while (below == kTogether && four < last) below = below_among(sample.heights_from(++four));
        return std::min(static_cast<int>(kTogether * four + below), model_.stack.count());
    }

    void take(double t, Sample& sample) {
        sample.t = t;
        sample.stack = &model_.stack;
        sample.go_to(line_.at(t));
        const ChartPoint& p = sample.place;
        sample.layer = layer_ = layer_of_height(sample);
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

    // As far as to where the line meets the surface below or above it, as it came nearer so far.
    double step_from(const Sample* before, const Sample& sample) const {
        double step = kLongStep;
        for (const int surface : {sample.layer - 1, sample.layer}) {
            if (surface < 0 || surface >= model_.stack.count()) continue;
            const double gap = std::fabs(sample.above(surface));
            double nearing = 1.0;
            if (before != nullptr) {
                const double was = std::fabs(before->above(surface));
                nearing = (was - gap) / (sample.t - before->t);
            }
            step = std::min(step, gap + kStep);
            if (nearing > 0.05) step = std::min(step, gap / nearing);
        }
        return det::clamp(step, kStep, kLongStep);
    }

    double above(int surface, double t) {
        const ChartPoint p = line_.at(t);
        const HeightStack::Place among = model_.stack.locate(p.u, p.v);
        const auto k = static_cast<unsigned>(surface);
        const Four heights = model_.stack.estimate(among, k / kTogether);
        return p.h - static_cast<double>(heights[k % kTogether]);
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
        // A small step only, or the line grazes the surface and the parabola says little.
        constexpr double kSmall = 0.2;
        const bool is_good = std::fabs(better - x) < kSmall && better >= 0.0 && better <= length;
        if (is_good) return a.t + better;
        constexpr double kExact = 3e-3;
        return root_of([&](double t) { return above(surface, t); }, a.t, f_a, b.t, f_b, kExact);
    }
    void cut(double t, int layer) {
        const double last = walk_.cuts.empty() ? 0.0 : walk_.cuts.back().t;
        walk_.cuts.push_back({std::max(t, last), layer});
    }

    // By bits: the surfaces between two samples that are one with the surface below at both.
    static std::uint64_t as_one(const Sample& a, const Sample& b) {
        const auto low = static_cast<unsigned>(std::min(a.layer, b.layer));
        const auto high = static_cast<unsigned>(std::max(a.layer, b.layer));
        std::uint64_t ones = 0;
        // The lowest is none with what is below it: its bit is not asked for.
        for (unsigned four = low / kTogether; kTogether * four + 1 < high; ++four)
            ones |= std::uint64_t{a.as_below(four) & b.as_below(four)} << kTogether * four;
        return ones;
    }

    // Every surface between two samples; those that are one surface here are crossed at once.
    void cross(const Sample* before, const Sample& a, const Sample& b) {
        const std::uint64_t ones = as_one(a, b);
        const auto is_as_below = [&](int k) { return (ones >> k & 1u) != 0; };
        bool is_first = true;
        const auto pass_at = [&](double t, int layer) {
            if (is_first) part_change(a.t, t, a.layer, a.deep_part);
            is_first = false;
            cut(t, layer);
        };
        for (int k = a.layer - 1; k >= b.layer; --k) {
            const double t = crossing(k, a, b, before);
            while (k > b.layer && is_as_below(k)) --k;
            pass_at(t, k);
        }
        for (int k = a.layer; k < b.layer; ++k) {
            const double t = crossing(k, a, b, before);
            while (k + 1 < b.layer && is_as_below(k + 1)) ++k;
            pass_at(t, k + 1);
        }
        if (is_first) {
            if (a.deep_part != b.deep_part) part_change(a.t, b.t, a.layer, a.deep_part);
        } else if (b.layer <= kBase) {
            const double t = walk_.cuts.back().t;
            const ChartPoint p = line_.at(t);
            part_change(t, b.t, b.layer, deep_part_at(model_, b.layer, p.u, p.v));
        }
    }

    /// How far a sample is above one surface and below another, reckoned together; far where there
    /// is no such surface.
    using Pair = HeightStack::Pair;
    Pair gaps(const Sample& sample, int low, int high) const {
        constexpr double kFar = 1e6;
        return Pair{low >= 0 ? sample.above(low) : kFar,
                    high < model_.stack.count() ? -sample.above(high) : kFar};
    }
    // Between two samples the line may have dipped through a surface that is above both of them, or
    // below both, and come back: where a parabola through them and a third, `c`, is nearly zero.
    struct Between {
        const Sample& a;
        const Sample& b;
        int low = 0;  // surface below both
        int high = 0;
        Pair gap;  // of a
        Pair rise;
    };
    Between between(const Sample& a, const Sample& b) const {
        const int low = std::min(a.layer, b.layer) - 1;
        const int high = std::max(a.layer, b.layer);
        const Pair gap = gaps(a, low, high);
        return {a, b, low, high, gap, (gaps(b, low, high) - gap) / (b.t - a.t)};
    }
    std::optional<Sample> dip_between(const Between& way, const Sample& c) {
        const Sample& a = way.a;
        const Sample& b = way.b;
        // From beyond the surface the line has come out of it, or goes on into it: there is no dip,
        // and no need to know how far.
        constexpr double kBeyond = -1e6;
        Pair gap{-kBeyond, -kBeyond};
        if (way.low >= 0) gap[0] = c.layer > way.low ? c.above(way.low) : kBeyond;
        if (way.high < model_.stack.count())
            gap[1] = c.layer <= way.high ? -c.above(way.high) : kBeyond;
        const Pair rise_c = (gap - way.gap) / (c.t - a.t);
        const Pair bends = (rise_c - way.rise) / (c.t - b.t);
        // f(t) = gap + rise (t - a) + bend (t - a)(t - b)
        for (std::size_t k = 0; k < 2; ++k) {
            const double bend = bends[k];
            const double rise = way.rise[k];
            // Least between the two, or there is no dip.
            if (bend <= 1e-6 || std::fabs(rise) >= bend * (b.t - a.t)) continue;
            const double t = 0.5 * (a.t + b.t) - 0.5 * rise / bend;
            const double least = way.gap[k] + rise * (t - a.t) + bend * (t - a.t) * (t - b.t);
            // What a parabola may have wrong: some, and a part of how far it bends.
            const double span = std::fabs(c.t - a.t) + std::fabs(c.t - b.t);
            if (least > 0.15 + 0.05 * bend * span * span) continue;
            Sample dip;
            take(t, dip);
            const bool is_through = k == 0 ? dip.layer <= way.low : dip.layer > way.high;
            if (is_through && is_in_region(dip.place)) return dip;
        }
        return std::nullopt;
    }
    // From one sample to the next, by way of a dip if there is one.
    void pass(int number, const Sample* after) {
        const Sample* before = number > 0 ? &sample(number - 1) : nullptr;
        const Sample& a = sample(number);
        const Sample& b = sample(number + 1);
        const Between way = between(a, b);
        for (const Sample* other : {before, after}) {
            if (other == nullptr) continue;
            const auto dip = dip_between(way, *other);
            if (!dip) continue;
            cross(nullptr, a, *dip);
            cross(nullptr, *dip, b);
            return;
        }
        cross(before, a, b);
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

    const BackModel& model_;
    ChartLine& line_;
    double length_;
    std::size_t part_ = 0;
    int layer_ = kMostSurfaces;  // of the sample before
    Sample samples_[4];          // the last few
    Walk walk_;
};

}  // namespace

Walk walk_line(const Ray& ray, ChartLine& line, double length) {
    return Walker(ray.model, line, length).walk();
}

}  // namespace dryrun::anatomy
