// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "anatomy/line_walk.h"

#include <bit>
#include <cstdint>
#include <utility>

#include "core/deterministic_math.h"

namespace dryrun::anatomy {
namespace {

constexpr double kStep = 4.0;       // between samples where sheets are thin
constexpr double kLongStep = 12.0;  // at most
using Four = HeightStack::Four;

class Sample {
  public:
    double t = 0.0;
    ChartPoint place;
    int layer = 0;              // surfaces below the point; stack.count() is outside
    std::size_t deep_part = 0;  // which, where the layer is a deep one

    float height(int surface) const {
        return heights_[patch().held[static_cast<unsigned>(surface)]];
    }
    double above(int surface) const { return place.h - static_cast<double>(height(surface)); }
    bool is_as_below(int surface) const { return height(surface) == height(surface - 1); }
    const HeightStack::Patch& patch() const { return *patch_; }

    void go_to(const HeightStack& stack, const ChartPoint& to) {
        place = to;
        const HeightStack::Place among = stack.locate(to.u, to.v);
        patch_ = &among.patch();
        layer = stack.estimate_held(among, static_cast<float>(to.h), heights_);
    }

  private:
    const HeightStack::Patch* patch_ = nullptr;
    alignas(Four) float heights_[kMostSurfaces];  // of those that the patch holds
};

class Walker {
  public:
    Walker(const BackModel& model, ChartLine& line, double length, Walk& walk)
        : model_(model), line_(line), length_(length), walk_(walk) {
        walk_.end = walk_.region_end = length;
    }

    void walk() {
        const int skin = model_.skin_surface();
        take(0.0, samples_[0]);
        samples_[0].layer = std::min(samples_[0].layer, skin);
        walk_.first_layer = samples_[0].layer;
        // Each stretch is crossed when the sample beyond it is known. Four samples take turns.
        Sample* before = &samples_[2];
        Sample* a = &samples_[3];
        Sample* b = &samples_[0];
        Sample* next = &samples_[1];
        const auto pass_to = [&](int taken, const Sample* after) {
            if (taken > 1) pass(taken > 2 ? before : nullptr, *a, *b, after);
        };
        int taken = 1;
        bool goes_on = true;
        for (; goes_on && b->t < length_; ++taken) {
            take(std::min(length_, b->t + step_from(taken > 1 ? a : nullptr, *b)), *next);
            if (!is_in_region(next->place) || is_too_deep(next->place)) {
                pass_to(taken, nullptr);
                end_region(*b, *next);
                return;
            }
            pass_to(taken, next);
            goes_on = next->layer <= skin;
            Sample* const spare = std::exchange(before, a);
            a = std::exchange(b, next);
            next = spare;
        }
        pass_to(taken, nullptr);
        if (!goes_on) {
            walk_.end = walk_.region_end = walk_.cuts.back().t;
            walk_.cuts.pop_back();
        }
    }

  private:
    bool is_in_region(const ChartPoint& p) const { return model_.is_in_region(p.u, p.v); }
    bool is_too_deep(const ChartPoint& p) const {
        return p.h < -30.0 && p.h < model_.chart.deepest(p.u, p.v);
    }

    void take(double t, Sample& sample) {
        sample.t = t;
        sample.go_to(model_.stack, line_.at(t));
        const ChartPoint& p = sample.place;
        sample.deep_part = model_.deep.size();
        if (sample.layer > kBase) return;
        // Most often the part of the sample before.
        if (part_ < model_.deep.size()) {
            const DeepPart& part = model_.deep[part_];
            if (sample.layer < part.first || sample.layer > part.last || !part.contains(p.u, p.v)) {
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
        return p.h - static_cast<double>(model_.stack.estimate(among, surface));
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

    // Which surfaces between two samples lie apart from the one below, at one of them or at both.
    class Apart {
      public:
        Apart(const Sample& a, const Sample& b)
            : a_(a), b_(b), may_be_(a.patch().apart | b.patch().apart) {}
        /// Of the surfaces that are one with `k` the lowest, but none below `least`.
        int lowest_of_one(int k, int least) const {
            for (; k > least; --k) {
                k = static_cast<int>(std::bit_width(may_be_ << (63 - k) >> (63 - k))) - 1;
                if (k <= least || is_apart(k)) break;
            }
            return std::max(k, least);
        }
        /// The highest, but none above `most`.
        int highest_of_one(int k, int most) const {
            for (++k; k <= most; ++k) {
                k += std::countr_zero(may_be_ >> k);
                if (k > most || is_apart(k)) break;
            }
            return std::min(k - 1, most);
        }

      private:
        bool is_apart(int k) const { return !a_.is_as_below(k) || !b_.is_as_below(k); }
        const Sample& a_;
        const Sample& b_;
        std::uint64_t may_be_;  // by bits
    };

    // Every surface between two samples; those that are one surface here are crossed at once.
    void cross(const Sample* before, const Sample& a, const Sample& b) {
        const Apart apart(a, b);
        bool is_first = true;
        const auto pass_at = [&](double t, int layer) {
            if (is_first) part_change(a.t, t, a.layer, a.deep_part);
            is_first = false;
            cut(t, layer);
        };
        for (int k = a.layer - 1; k >= b.layer; --k) {
            const double t = crossing(k, a, b, before);
            k = apart.lowest_of_one(k, b.layer);
            pass_at(t, k);
        }
        for (int k = a.layer; k < b.layer; ++k) {
            const double t = crossing(k, a, b, before);
            k = apart.highest_of_one(k, b.layer - 1);
            pass_at(t, k + 1);
        }
        if (is_first) {
            if (a.deep_part != b.deep_part) part_change(a.t, b.t, a.layer, a.deep_part);
        } else if (b.layer <= kBase) {
            const double t = walk_.cuts.back().t;
            const ChartPoint p = line_.at(t);
            const std::size_t part = deep_part_at(model_, b.layer, p.u, p.v);
            if (part != b.deep_part) part_change(t, b.t, b.layer, part);
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
    bool dip_between(const Between& way, const Sample& c, Sample& dip) {
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
            take(t, dip);
            const bool is_through = k == 0 ? dip.layer <= way.low : dip.layer > way.high;
            if (is_through && is_in_region(dip.place)) return true;
        }
        return false;
    }
    // Whether a parabola through the distances of a, b and c from a surface may be least between a
    // and b: the same as dip_between() asks, but with some to spare, and without dividing.
    static bool may_turn(double f_a, double f_b, double f_c, const Sample& a, const Sample& b,
                         const Sample& c) {
        constexpr double kSome = 0.999;
        const double length = b.t - a.t;
        const double to_c = c.t - a.t;
        const double rise = f_b - f_a;
        const double bend = (f_c - f_a) * length - rise * to_c;
        return bend * length > kSome * std::fabs(rise) * (to_c * (c.t - b.t));
    }
    // From one sample to the next, by way of a dip if there is one.
    void pass(const Sample* before, const Sample& a, const Sample& b, const Sample* after) {
        const int low = std::min(a.layer, b.layer) - 1;
        const int high = std::max(a.layer, b.layer);
        const bool has_low = low >= 0;
        const bool has_high = high < model_.stack.count();
        const double low_a = has_low ? a.above(low) : 0.0;
        const double low_b = has_low ? b.above(low) : 0.0;
        const double high_a = has_high ? -a.above(high) : 0.0;
        const double high_b = has_high ? -b.above(high) : 0.0;
        const auto may_dip = [&](const Sample* c) {
            if (c == nullptr) return false;
            return (has_low && c->layer > low && may_turn(low_a, low_b, c->above(low), a, b, *c)) ||
                   (has_high && c->layer <= high &&
                    may_turn(high_a, high_b, -c->above(high), a, b, *c));
        };
        if (may_dip(before) && pass_by_dip(a, b, *before)) return;
        if (may_dip(after) && pass_by_dip(a, b, *after)) return;
        if (a.layer != b.layer || a.deep_part != b.deep_part) cross(before, a, b);
    }
    [[gnu::noinline]] bool pass_by_dip(const Sample& a, const Sample& b, const Sample& c) {
        Sample dip;
        if (!dip_between(between(a, b), c, dip)) return false;
        cross(nullptr, a, dip);
        cross(nullptr, dip, b);
        return true;
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
    Sample samples_[4];  // the last few
    Walk& walk_;
};

}  // namespace

void walk_line(const Ray& ray, ChartLine& line, double length, Walk& walk) {
    Walker(ray.model, line, length, walk).walk();
}

}  // namespace dryrun::anatomy
