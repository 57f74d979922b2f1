// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "geometry/curve.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

#include "core/deterministic_math.h"
#include "core/result.h"
#include "geometry/distance.h"

namespace dryrun {
namespace {

// Chords a span on which arc length is measured: their error is below 1e-4 of the length for spans
// that turn by less than a right angle.
constexpr std::size_t kChordsASpan = 24;
static_assert(kChordsASpan % 2 == 0);  // they are found two at a time

using Pair = double __attribute__((vector_size(16)));

// Knot interval of centripetal parametrisation: square root of the chord.
double knot_step(const Vec3& a, const Vec3& b) {
    return std::sqrt(distance(a, b));
}

}  // namespace

Curve::Curve(std::vector<Vec3> points) : points_(std::move(points)) {
    DRYRUN_ASSERT(points_.size() >= 2);
    for (std::size_t i = 0; i + 1 < points_.size(); ++i) {
        DRYRUN_ASSERT(distance(points_[i], points_[i + 1]) > 0.0);
    }
    chords_.reserve((points_.size() - 1) * kChordsASpan + 1);
    lengths_.reserve(chords_.capacity());
    chords_.push_back(points_.front());
    lengths_.push_back(0.0);
    const auto add = [&](const Vec3& corner) {
        lengths_.push_back(lengths_.back() + distance(chords_.back(), corner));
        chords_.push_back(corner);
    };
    for (std::size_t index = 0; index + 1 < points_.size(); ++index) {
        const Span span = span_at(index);
        for (std::size_t k = 1; k <= kChordsASpan; k += 2) {
            const Pair number{static_cast<double>(k), static_cast<double>(k + 1)};
            const auto corners = on_span(span, number / static_cast<double>(kChordsASpan));
            for (int i = 0; i < 2; ++i) add({corners.x[i], corners.y[i], corners.z[i]});
        }
    }
}

// Barry and Goldman's pyramid (1988); beyond an end the neighbour is the end's mirror image.
Curve::Span Curve::span_at(std::size_t index) const {
    Span span;
    span.p[1] = points_[index];
    span.p[2] = points_[index + 1];
    span.p[0] = index > 0 ? points_[index - 1] : span.p[1] * 2.0 - span.p[2];
    span.p[3] = index + 2 < points_.size() ? points_[index + 2] : span.p[2] * 2.0 - span.p[1];
    span.t1 = knot_step(span.p[0], span.p[1]);
    span.t2 = span.t1 + knot_step(span.p[1], span.p[2]);
    span.t3 = span.t2 + knot_step(span.p[2], span.p[3]);
    return span;
}

template <class Number>
Curve::Point<Number> Curve::on_span(const Span& span, const Number& t) {
    const auto& [p, t1, t2, t3] = span;
    const Number u = t1 + (t2 - t1) * t;
    const Number to_1 = u / t1;
    const Number to_2 = (u - t1) / (t2 - t1);
    const Number to_3 = (u - t2) / (t3 - t2);
    const Number up_to_2 = u / t2;
    const Number up_to_3 = (u - t1) / (t3 - t1);
    const auto along = [&](double p0, double p1, double p2, double p3) {
        const Number a1 = p0 + (p1 - p0) * to_1;
        const Number a2 = p1 + (p2 - p1) * to_2;
        const Number a3 = p2 + (p3 - p2) * to_3;
        const Number b1 = a1 + (a2 - a1) * up_to_2;
        const Number b2 = a2 + (a3 - a2) * up_to_3;
        return b1 + (b2 - b1) * to_2;
    };
    return {along(p[0].x, p[1].x, p[2].x, p[3].x), along(p[0].y, p[1].y, p[2].y, p[3].y),
            along(p[0].z, p[1].z, p[2].z, p[3].z)};
}

double Curve::length() const {
    return lengths_.back();
}

Vec3 Curve::at(double s) const {
    const double held = det::clamp(s, 0.0, length());
    const auto above = std::upper_bound(lengths_.begin(), lengths_.end(), held);
    const auto last = static_cast<std::size_t>(above - lengths_.begin());
    if (last >= lengths_.size()) return chords_.back();
    // Between two corners the arc length is even in the span's parameter to second order.
    const double part = (held - lengths_[last - 1]) / (lengths_[last] - lengths_[last - 1]);
    const std::size_t corner = last - 1;
    const double in_span = static_cast<double>(corner % kChordsASpan) + part;
    const auto point =
        on_span(span_at(corner / kChordsASpan), in_span / static_cast<double>(kChordsASpan));
    return {point.x, point.y, point.z};
}

Vec3 Curve::tangent(double s) const {
    const double step = length() * 1e-4;
    const double held = det::clamp(s, step, length() - step);
    return normalised(at(held + step) - at(held - step));
}

double Curve::arc_length_at(std::size_t index) const {
    DRYRUN_ASSERT(index < points_.size());
    return lengths_[index * kChordsASpan];
}

std::vector<Vec3> Curve::evenly(std::size_t count) const {
    DRYRUN_ASSERT(count >= 2);
    std::vector<Vec3> points;
    points.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        points.push_back(at(length() * static_cast<double>(i) / static_cast<double>(count - 1)));
    }
    return points;
}

Curve::Nearest Curve::nearest(const Vec3& point) const {
    Nearest best{0.0, chords_.front(), distance(point, chords_.front())};
    for (std::size_t i = 0; i + 1 < chords_.size(); ++i) {
        const Vec3 on_chord = closest_on_segment(point, chords_[i], chords_[i + 1]);
        const double away = distance(point, on_chord);
        if (away < best.distance)
            best = {lengths_[i] + distance(chords_[i], on_chord), on_chord, away};
    }
    return best;
}

Profile::Profile(std::vector<double> at, std::vector<double> values)
    : at_(std::move(at)), values_(std::move(values)) {
    DRYRUN_ASSERT(!at_.empty() && at_.size() == values_.size());
    DRYRUN_ASSERT(std::is_sorted(at_.begin(), at_.end(), std::less_equal<>()) || at_.size() == 1);
    const std::size_t n = at_.size();
    slopes_.assign(n, 0.0);
    const auto rise = [&](std::size_t i) {
        return (values_[i + 1] - values_[i]) / (at_[i + 1] - at_[i]);
    };
    if (n > 1) {
        slopes_.front() = rise(0);
        slopes_.back() = rise(n - 2);
    }
    // The harmonic mean of the neighbours' rises (Fritsch and Butland 1984): flat at an extremum.
    for (std::size_t i = 1; i + 1 < n; ++i) {
        const double before = rise(i - 1);
        const double after = rise(i);
        if (before * after <= 0.0) continue;
        const double step_before = at_[i] - at_[i - 1];
        const double step_after = at_[i + 1] - at_[i];
        const double w1 = 2.0 * step_after + step_before;
        const double w2 = step_after + 2.0 * step_before;
        slopes_[i] = (w1 + w2) / (w1 / before + w2 / after);
    }
}

double Profile::operator()(double x) const {
    if (x <= at_.front()) return values_.front();
    if (x >= at_.back()) return values_.back();
    const auto above = std::upper_bound(at_.begin(), at_.end(), x);
    const auto i = static_cast<std::size_t>(above - at_.begin()) - 1;
    const double step = at_[i + 1] - at_[i];
    const double t = (x - at_[i]) / step;
    const double u = 1.0 - t;
    return values_[i] * (1.0 + 2.0 * t) * u * u + slopes_[i] * step * t * u * u +
           values_[i + 1] * t * t * (3.0 - 2.0 * t) - slopes_[i + 1] * step * t * t * u;
}

}  // namespace dryrun
