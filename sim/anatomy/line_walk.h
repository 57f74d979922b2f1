// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A straight line's way through the layers: where it passes from one to the next.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>

#include "anatomy/model.h"
#include "core/few.h"

namespace dryrun::anatomy {

struct Ray {
    const BackModel& model;
    Vec3 from;
    Vec3 direction;
    Vec3 at(double t) const { return from + direction * t; }
};

/// Root of `f` between a and b, where it has opposite signs (the Illinois form of regula falsi).
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

/// The line as a curve in the chart: exact at knots, between them the cubic through four. Where the
/// chart bends from one arc into another this is 0.02 mm off, elsewhere a hundredth of that.
class ChartLine {
  public:
    static constexpr double kKnots = 10.0;  ///< between exact places
    static constexpr double kPerKnot = 1.0 / kKnots;

    /// `start` is where it begins.
    ChartLine(const Ray& ray, const ChartPoint& start) : ray_(ray) {
        const auto [before, after] = exact(-kKnots, kKnots);
        take_knot(before);
        take_knot(start);
        take_knot(after);
    }

    ChartPoint at(double t) {
        const double along = t * kPerKnot;
        const int i = std::max(static_cast<int>(along), 0);
        if (i >= count_) add_pieces(i);
        const Piece& piece = pieces_[static_cast<std::size_t>(i)];
        if (piece.is_rough) return exact(t);
        const double x = along - i;
        const Pair uv = ((piece.uv[3] * x + piece.uv[2]) * x + piece.uv[1]) * x + piece.uv[0];
        const double h = ((piece.h[3] * x + piece.h[2]) * x + piece.h[1]) * x + piece.h[0];
        return {uv[0], uv[1], h};
    }

  private:
    /// u and v, reckoned together.
    using Pair = double __attribute__((vector_size(16)));
    struct Knot {
        Pair uv{};
        double h = 0.0;
        bool is_deep = false;
    };
    /// From one knot to the next: by powers of the share of the way.
    struct Piece {
        std::array<Pair, 4> uv;
        std::array<double, 4> h;
        bool is_rough = false;  // one of its four knots lies too deep
    };
    ChartPoint exact(double t) const { return ray_.model.chart.to_chart(ray_.at(t)); }
    std::array<ChartPoint, 2> exact(double a, double b) const {
        return ray_.model.chart.to_chart(ray_.at(a), ray_.at(b));
    }
    // The last four are kept.
    void take_knot(const ChartPoint& p) {
        const bool is_deep = p.h < -30.0 && p.h < ray_.model.chart.deepest(p.u, p.v);
        knots_ = {knots_[1], knots_[2], knots_[3], {Pair{p.u, p.v}, p.h, is_deep}};
    }
    template <class Number>
    static std::array<Number, 4> cubic_through(const Number& a, const Number& b, const Number& c,
                                               const Number& d) {
        constexpr double kThird = 1.0 / 3.0;
        constexpr double kSixth = 1.0 / 6.0;
        return {b, c - kThird * a - 0.5 * b - kSixth * d, 0.5 * (a + c) - b,
                kSixth * (d - a) + 0.5 * (b - c)};
    }
    // Some at once: the walk waits for each step's end, but these knots wait for nothing.
    [[gnu::noinline]] void add_pieces(int i) {
        constexpr int kAtOnce = 4;
        static_assert(kAtOnce % 2 == 0);
        while (count_ <= i) {
            std::array<ChartPoint, kAtOnce> next;
            for (int k = 0; k < kAtOnce; k += 2) {
                const double t = kKnots * (count_ + k + 2.0);
                const auto two = exact(t, t + kKnots);
                std::copy(two.begin(), two.end(), next.begin() + k);
            }
            for (const ChartPoint& p : next) add_piece(p);
        }
    }
    void add_piece(const ChartPoint& knot) {
        take_knot(knot);
        const auto& [a, b, c, d] = knots_;
        pieces_.push_back({cubic_through(a.uv, b.uv, c.uv, d.uv), cubic_through(a.h, b.h, c.h, d.h),
                           a.is_deep || b.is_deep || c.is_deep || d.is_deep});
        ++count_;
    }

    const Ray& ray_;
    std::array<Knot, 4> knots_;
    Few<Piece, 16> pieces_;
    int count_ = 0;  // of them
};

/// Where the line passes from one layer to another, or a deep layer may change its name.
struct Cut {
    double t = 0.0;
    int layer = 0;  // after it
};

struct Walk {
    Few<Cut, 48> cuts;
    int first_layer = 0;
    double end = 0.0;         // where the line leaves through skin, or its length
    double region_end = 0.0;  // where it leaves the region inside the body
};

/// Walks from the skin inwards until the line leaves through skin, or the region, or ends.
void walk_line(const Ray& ray, ChartLine& line, double length, Walk& walk);

}  // namespace dryrun::anatomy
