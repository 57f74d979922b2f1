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

// From a place so far along a way.
ChartPlace along(const ChartPlace& from, const ChartPlace& way, double t) {
    return {from.u + way.u * t, from.v + way.v * t};
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

}  // namespace

Footprint::Footprint(const std::vector<std::vector<ChartPlace>>& curves) {
    DRYRUN_ASSERT(curves.size() >= 2);
    curves_.reserve(curves.size());
    for (const auto& curve : curves) {
        DRYRUN_ASSERT(curve.size() >= 2);
        std::vector<double> lengths{0.0};
        lengths.reserve(curve.size());
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
    quads_.reserve((curves_.size() - 1) * kQuads);
    bounds_.reserve(quads_.capacity());
    bands_.reserve(curves_.size() - 1);
    for (std::size_t c = 1; c < curves_.size(); ++c) {
        for (std::size_t j = 1; j < kFibres; ++j) {
            const ChartPlace& a = curves_[c - 1][j - 1];
            const ChartPlace& b = curves_[c - 1][j];
            const ChartPlace& d = curves_[c][j - 1];
            const ChartPlace& e = curves_[c][j];
            Quad quad{a, minus(b, a), d, minus(e, d), minus(d, a), {}, 0.0, 0.0};
            quad.twist = {a.u - b.u + e.u - d.u, a.v - b.v + e.v - d.v};
            quad.turn = -cross(quad.ab, quad.twist);
            quad.area = cross(quad.ab, quad.ad);
            quads_.push_back(quad);
            bounds_.push_back(bounds_of({a, b, d, e}));
        }
        const Line& from = curves_[c - 1];
        const Line& to = curves_[c];
        bands_.push_back({shares_[c - 1], shares_[c] - shares_[c - 1], from.front(),
                          minus(to.front(), from.front()), from.back(),
                          minus(to.back(), from.back())});
    }
    low_ = high_ = curves_[0][0];
    for (const Line& line : curves_) {
        for (const ChartPlace& p : line) {
            low_ = {std::min(low_.u, p.u), std::min(low_.v, p.v)};
            high_ = {std::max(high_.u, p.u), std::max(high_.v, p.v)};
        }
    }
}

Footprint::Bounds Footprint::bounds_of(const std::array<ChartPlace, 4>& corners) {
    Bounds bounds;
    bounds.low_v = 1e300;
    bounds.high_v = -1e300;
    double low_u = 1e300;
    double high_u = -1e300;
    for (const ChartPlace& corner : corners) {
        bounds.low_v = std::min(bounds.low_v, corner.v);
        bounds.high_v = std::max(bounds.high_v, corner.v);
        low_u = std::min(low_u, corner.u);
        high_u = std::max(high_u, corner.u);
    }
    bounds.sides.fill(Bounds::Sides{{low_u, -high_u}, {0.0, 0.0}});
    // Of the lines between any two corners those count that have all others on one side.
    constexpr double kSteepest = 1e4;  // those nearer to level bound next to nothing
    constexpr double kSlack = 1e-9;
    std::array<std::size_t, 2> count{};
    for (std::size_t k = 0; k < corners.size(); ++k) {
        for (std::size_t l = k + 1; l < corners.size(); ++l) {
            const ChartPlace way = minus(corners[l], corners[k]);
            if (std::fabs(way.v) * kSteepest <= std::fabs(way.u)) continue;
            const double by_v = way.u / way.v;
            double least = 0.0;
            double most = 0.0;
            for (const ChartPlace& other : corners) {
                const ChartPlace off = minus(other, corners[k]);
                least = std::min(least, off.u - off.v * by_v);
                most = std::max(most, off.u - off.v * by_v);
            }
            const double u = corners[k].u + (bounds.low_v - corners[k].v) * by_v;
            for (const std::size_t end : {0u, 1u}) {
                const bool is_side = end == 0 ? least >= -kSlack : most <= kSlack;
                if (!is_side || count[end] == bounds.sides.size()) continue;
                Bounds::Sides& side = bounds.sides[count[end]++];
                side.u[end] = end == 0 ? u : -u;
                side.u_by_v[end] = end == 0 ? by_v : -by_v;
            }
        }
    }
    return bounds;
}

// On which fibre the point lies, by `t` from a to b, and by `s` where on it.
bool Footprint::find_in(std::size_t number, const ChartPlace& p, FibrePlace& place) const {
    constexpr double kSlack = 1e-9;
    const Quad& quad = quads_[number];
    const ChartPlace q = minus(p, quad.a);
    double s = 0.0;
    double t = 0.0;
    const auto is_on_fibre = [&](double at) {
        t = at;
        if (!(t >= -kSlack && t <= 1.0 + kSlack)) return false;
        const ChartPlace way = {quad.ad.u + t * quad.twist.u, quad.ad.v + t * quad.twist.v};
        const double square = dot(way, way);
        if (square < 1e-12) return false;
        s = dot({q.u - t * quad.ab.u, q.v - t * quad.ab.v}, way) / square;
        return s >= -kSlack && s <= 1.0 + kSlack;
    };
    // cross(q − t ab, ad + t twist) = 0
    const double k2 = quad.turn;
    const double k1 = cross(q, quad.twist) - quad.area;
    const double k0 = cross(q, quad.ad);
    if (std::fabs(k2) < 1e-9 * (std::fabs(k1) + 1e-9)) {
        if (std::fabs(k1) < 1e-12 || !is_on_fibre(-k0 / k1)) return false;
    } else {
        const double square = k1 * k1 - 4.0 * k2 * k0;
        if (square < 0.0) return false;
        const double w = -0.5 * (k1 + (k1 < 0.0 ? -std::sqrt(square) : std::sqrt(square)));
        // Mostly far too much, which needs no division to be seen.
        const bool is_first = std::fabs(w) <= 1.001 * std::fabs(k2) && is_on_fibre(w / k2);
        if (!is_first && (std::fabs(w) <= 1e-300 || !is_on_fibre(k0 / w))) return false;
    }
    s = det::clamp(s, 0.0, 1.0);
    t = det::clamp(t, 0.0, 1.0);
    const Band& band = bands_[number / kQuads];
    const std::size_t j = number % kQuads;
    place.along = band.share + s * band.share_by;
    place.across = (static_cast<double>(j) + t) / (kFibres - 1);
    place.fibre_length = lengths_[j] + (lengths_[j + 1] - lengths_[j]) * t;
    place.quad = number;
    place.in_quad = s;
    place.aside = t;
    const ChartPlace way = minus(along(quad.d, quad.de, t), along(quad.a, quad.ab, t));
    const double l = length(way);
    place.direction = {way.u / l, way.v / l};
    place.width = std::fabs(
        cross(minus(along(band.back, band.back_by, s), along(band.front, band.front_by, s)),
              place.direction));
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
    FibrePlace place;
    for (std::size_t quad = 0; quad < bounds_.size(); ++quad) {
        if (v < bounds_[quad].low_v || v > bounds_[quad].high_v) continue;
        const auto [low_u, high_u] = bounds_[quad].at(v);
        if (u < low_u || u > high_u) continue;
        if (find_in(quad, {u, v}, place)) return place;
    }
    return std::nullopt;
}

Footprint::Rows Footprint::cut(const std::vector<double>& v) const {
    Rows rows;
    rows.rows_.resize(v.size());
    for (std::size_t row = 0; row < v.size(); ++row) rows.rows_[row].v = v[row];
    std::vector<RowsOfQuad> of_quads;
    of_quads.reserve(bounds_.size());
    for (const Bounds& bounds : bounds_) {
        of_quads.push_back(rows_of(bounds, v));
        const auto [first, end] = of_quads.back();
        for (std::size_t row = first; row < end; ++row) ++rows.rows_[row].end;
    }
    std::size_t count = 0;
    for (Rows::Row& row : rows.rows_) {
        row.begin = count;
        count += row.end;
        row.end = row.begin;
    }
    rows.spans_.resize(count);
    for (std::size_t quad = 0; quad < bounds_.size(); ++quad) {
        const auto [first, end] = of_quads[quad];
        for (std::size_t number = first; number < end; ++number) {
            Rows::Row& row = rows.rows_[number];
            const auto [low_u, high_u] = bounds_[quad].at(row.v);
            row.low_u = std::min(row.low_u, low_u);
            row.high_u = std::max(row.high_u, high_u);
            rows.spans_[row.end++] = {low_u, high_u, quad};
        }
    }
    return rows;
}

std::optional<FibrePlace> Footprint::find(double u, const Rows& rows, std::size_t number) const {
    const Rows::Row& row = rows.rows_[number];
    if (u < row.low_u || u > row.high_u) return std::nullopt;
    FibrePlace place;
    for (std::size_t i = row.begin; i < row.end; ++i) {
        const Rows::Span& span = rows.spans_[i];
        if (u < span.low_u || u > span.high_u) continue;
        if (find_in(span.quad, {u, row.v}, place)) return place;
    }
    return std::nullopt;
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
