// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "anatomy/footprint.h"

#include <algorithm>
#include <cmath>

#include "core/deterministic_math.h"
#include "core/result.h"

namespace dryrun::anatomy {
namespace {

ChartPlace minus(const ChartPlace& a, const ChartPlace& b) {
    return {a.u - b.u, a.v - b.v};
}

ChartPlace mix(const ChartPlace& a, const ChartPlace& b, double t) {
    return {a.u + (b.u - a.u) * t, a.v + (b.v - a.v) * t};
}

double cross(const ChartPlace& a, const ChartPlace& b) {
    return a.u * b.v - a.v * b.u;
}

double dot(const ChartPlace& a, const ChartPlace& b) {
    return a.u * b.u + a.v * b.v;
}

double length(const ChartPlace& a) {
    return std::sqrt(dot(a, a));
}

// Where in the quadrilateral a b (one curve), d c (the next) the point lies: `t` from a to b and
// `s` from the first curve to the next.
bool find_in_quad(const ChartPlace& p, const ChartPlace& a, const ChartPlace& b,
                  const ChartPlace& c, const ChartPlace& d, double& s, double& t) {
    const ChartPlace q = minus(p, a);
    const ChartPlace e = minus(b, a);
    const ChartPlace f = minus(d, a);
    const ChartPlace g = {a.u - b.u + c.u - d.u, a.v - b.v + c.v - d.v};
    // cross(q − t e, f + t g) = 0
    const double k2 = -cross(e, g);
    const double k1 = cross(q, g) - cross(e, f);
    const double k0 = cross(q, f);
    double roots[2];
    int count = 0;
    if (std::fabs(k2) < 1e-9 * (std::fabs(k1) + 1e-9)) {
        if (std::fabs(k1) < 1e-12) return false;
        roots[count++] = -k0 / k1;
    } else {
        const double square = k1 * k1 - 4.0 * k2 * k0;
        if (square < 0.0) return false;
        const double w = -0.5 * (k1 + (k1 < 0.0 ? -std::sqrt(square) : std::sqrt(square)));
        roots[count++] = w / k2;
        if (std::fabs(w) > 1e-300) roots[count++] = k0 / w;
    }
    constexpr double kSlack = 1e-9;
    for (int i = 0; i < count; ++i) {
        t = roots[i];
        if (!(t >= -kSlack && t <= 1.0 + kSlack)) continue;
        const ChartPlace way = {f.u + t * g.u, f.v + t * g.v};
        const double square = dot(way, way);
        if (square < 1e-12) continue;
        s = dot({q.u - t * e.u, q.v - t * e.v}, way) / square;
        if (s >= -kSlack && s <= 1.0 + kSlack) return true;
    }
    return false;
}

}  // namespace

Footprint::Footprint(const std::vector<std::vector<ChartPlace>>& curves) {
    DRYRUN_ASSERT(curves.size() >= 2);
    for (const auto& curve : curves) {
        DRYRUN_ASSERT(curve.size() >= 2);
        std::vector<double> lengths{0.0};
        for (std::size_t i = 1; i < curve.size(); ++i) {
            lengths.push_back(lengths.back() + length(minus(curve[i], curve[i - 1])));
        }
        Line line;
        std::size_t span = 1;
        for (int j = 0; j < kFibres; ++j) {
            const double s = lengths.back() * j / (kFibres - 1);
            while (span + 1 < curve.size() && lengths[span] < s) ++span;
            const double step = lengths[span] - lengths[span - 1];
            const double t = step > 1e-9 ? (s - lengths[span - 1]) / step : 0.0;
            line[static_cast<std::size_t>(j)] =
                mix(curve[span - 1], curve[span], det::clamp(t, 0.0, 1.0));
        }
        curves_.push_back(line);
    }
    shares_.assign(curves_.size(), 0.0);
    for (std::size_t c = 1; c < curves_.size(); ++c) {
        double mean = 0.0;
        for (std::size_t j = 0; j < kFibres; ++j) {
            mean += length(minus(curves_[c][j], curves_[c - 1][j])) / kFibres;
        }
        shares_[c] = shares_[c - 1] + mean;
    }
    DRYRUN_ASSERT(shares_.back() > 1e-6);
    for (double& share : shares_) share /= shares_.back();
    for (std::size_t j = 0; j < kFibres; ++j) {
        for (std::size_t c = 1; c < curves_.size(); ++c)
            lengths_[j] += length(minus(curves_[c][j], curves_[c - 1][j]));
    }
    for (std::size_t c = 1; c < curves_.size(); ++c) {
        for (std::size_t j = 1; j < kFibres; ++j) {
            const std::array<ChartPlace, 4> corners = {curves_[c - 1][j - 1], curves_[c - 1][j],
                                                       curves_[c][j - 1], curves_[c][j]};
            quads_.push_back(quad_between(corners));
            stretches_.push_back(stretch_of(corners));
        }
    }
    low_ = high_ = curves_[0][0];
    for (const Line& line : curves_) {
        for (const ChartPlace& p : line) {
            low_ = {std::min(low_.u, p.u), std::min(low_.v, p.v)};
            high_ = {std::max(high_.u, p.u), std::max(high_.v, p.v)};
        }
    }
}

Footprint::Quad Footprint::quad_between(const std::array<ChartPlace, 4>& corners) {
    Quad quad;
    std::size_t count = 0;
    for (std::size_t k = 0; k < corners.size(); ++k) {
        for (std::size_t l = k + 1; l < corners.size(); ++l) {
            const bool goes_up = corners[k].v < corners[l].v;
            const ChartPlace& low = corners[goes_up ? k : l];
            const ChartPlace& high = corners[goes_up ? l : k];
            // The ends of a level side are those of others.
            const double u_by_v = high.v > low.v ? (high.u - low.u) / (high.v - low.v) : 0.0;
            Quad::Sides& sides = quad.sides[count / 2];
            sides.low_u[count % 2] = low.u;
            sides.low_v[count % 2] = low.v;
            sides.high_v[count % 2] = high.v;
            sides.u_by_v[count % 2] = u_by_v;
            ++count;
        }
    }
    return quad;
}

Footprint::Stretch Footprint::stretch_of(const std::array<ChartPlace, 4>& corners) {
    Stretch stretch{1e300, -1e300};
    for (const ChartPlace& corner : corners) {
        stretch.low_v = std::min(stretch.low_v, corner.v);
        stretch.high_v = std::max(stretch.high_v, corner.v);
    }
    return stretch;
}

bool Footprint::find_in(std::size_t quad, const ChartPlace& p, FibrePlace& place) const {
    const std::size_t c = quad / kQuads;
    const std::size_t j = quad % kQuads;
    const Line& from = curves_[c];
    const Line& to = curves_[c + 1];
    const ChartPlace& a = from[j];
    const ChartPlace& b = from[j + 1];
    const ChartPlace& d = to[j];
    const ChartPlace& e = to[j + 1];
    double s = 0.0;
    double t = 0.0;
    if (!find_in_quad(p, a, b, e, d, s, t)) return false;
    s = det::clamp(s, 0.0, 1.0);
    t = det::clamp(t, 0.0, 1.0);
    place.along = shares_[c] + s * (shares_[c + 1] - shares_[c]);
    place.across = (static_cast<double>(j) + t) / (kFibres - 1);
    place.fibre_length = lengths_[j] + (lengths_[j + 1] - lengths_[j]) * t;
    place.quad = quad;
    place.in_quad = s;
    place.aside = t;
    const ChartPlace way = minus(mix(d, e, t), mix(a, b, t));
    const double l = length(way);
    place.direction = {way.u / l, way.v / l};
    place.width = std::fabs(cross(
        minus(mix(from.back(), to.back(), s), mix(from.front(), to.front(), s)), place.direction));
    return true;
}

Footprint::Changes Footprint::changes(const FibrePlace& place) const {
    const std::size_t c = place.quad / kQuads;
    const std::size_t j = place.quad % kQuads;
    const ChartPlace& a = curves_[c][j];
    const ChartPlace& b = curves_[c][j + 1];
    const ChartPlace& d = curves_[c + 1][j];
    const ChartPlace& e = curves_[c + 1][j + 1];
    const double s = place.in_quad;
    const double t = place.aside;
    const ChartPlace way = minus(mix(d, e, t), mix(a, b, t));
    const ChartPlace aside = minus(mix(b, e, s), mix(a, d, s));
    const double area = cross(way, aside);
    if (std::fabs(area) <= 1e-9) return {};
    const double by_s = (shares_[c + 1] - shares_[c]) / area;
    const double by_t = 1.0 / (area * (kFibres - 1));
    return {{aside.v * by_s, -aside.u * by_s}, {-way.v * by_t, way.u * by_t}};
}

std::optional<FibrePlace> Footprint::find(double u, double v) const {
    if (u < low_.u || u > high_.u || v < low_.v || v > high_.v) return std::nullopt;
    Row row;
    cut(v, row);
    return find(u, row);
}

// A line of one v meets the hull of the corners from the first to the last of the lines between any
// two of them.
Footprint::Row::Span Footprint::span_of(const Quad& quad, double v) {
    constexpr double kSlack = 1e-6;
    constexpr Quad::Pair kMost = {1e300, 1e300};
    Quad::Pair low = kMost;
    Quad::Pair high = -kMost;
    for (const Quad::Sides& sides : quad.sides) {
        // Chosen without a branch, which no processor could foresee.
        const auto is_met = (v >= sides.low_v) & (v <= sides.high_v);
        const Quad::Pair u = sides.low_u + (v - sides.low_v) * sides.u_by_v;
        const Quad::Pair at_most = is_met ? u : kMost;
        const Quad::Pair at_least = is_met ? u : -kMost;
        low = at_most < low ? at_most : low;
        high = at_least > high ? at_least : high;
    }
    return {std::min(low[0], low[1]) - kSlack, std::max(high[0], high[1]) + kSlack, 0};
}

void Footprint::cut(double v, Row& row) const {
    row.v = v;
    row.low_u = 1e300;
    row.high_u = -1e300;
    row.spans.clear();
    for (std::size_t i = 0; i < quads_.size(); ++i) {
        if (v < stretches_[i].low_v || v > stretches_[i].high_v) continue;
        Row::Span span = span_of(quads_[i], v);
        span.quad = i;
        row.low_u = std::min(row.low_u, span.low_u);
        row.high_u = std::max(row.high_u, span.high_u);
        row.spans.push_back(span);
    }
}

std::optional<FibrePlace> Footprint::find(double u, const Row& row) const {
    if (u < row.low_u || u > row.high_u) return std::nullopt;
    FibrePlace place;
    for (const Row::Span& span : row.spans) {
        if (u < span.low_u || u > span.high_u) continue;
        if (find_in(span.quad, {u, row.v}, place)) return place;
    }
    return std::nullopt;
}

void Footprint::find_each(double first_u, double step, const Row& row,
                          std::vector<std::optional<FibrePlace>>& places) const {
    for (auto& place : places) place.reset();
    const auto last = static_cast<double>(places.size());
    // One span after the other, so that none is looked for: what an earlier one holds, it keeps.
    FibrePlace found;
    for (const Row::Span& span : row.spans) {
        const double begin = det::clamp((first_u - span.high_u) / step, 0.0, last);
        const double end = det::clamp((first_u - span.low_u) / step + 1.0, 0.0, last);
        for (auto k = static_cast<std::size_t>(begin); k < static_cast<std::size_t>(end); ++k) {
            const double u = first_u - step * static_cast<double>(k);
            if (places[k] || u < span.low_u || u > span.high_u) continue;
            if (find_in(span.quad, {u, row.v}, found)) places[k] = found;
        }
    }
}

ChartPlace Footprint::at(double along, double across) const {
    std::size_t c = 1;
    while (c + 1 < curves_.size() && shares_[c] < along) ++c;
    const double s = det::clamp((along - shares_[c - 1]) / (shares_[c] - shares_[c - 1]), 0.0, 1.0);
    const double x = det::clamp(across, 0.0, 1.0) * (kFibres - 1);
    const auto j = static_cast<std::size_t>(std::min(static_cast<int>(x), kFibres - 2));
    const double t = x - static_cast<double>(j);
    return mix(mix(curves_[c - 1][j], curves_[c - 1][j + 1], t),
               mix(curves_[c][j], curves_[c][j + 1], t), s);
}

double Footprint::fibre_length(double across) const {
    double sum = 0.0;
    for (std::size_t c = 1; c < curves_.size(); ++c) {
        sum += length(minus(at(shares_[c], across), at(shares_[c - 1], across)));
    }
    return sum;
}

}  // namespace dryrun::anatomy
