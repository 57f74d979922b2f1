// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "anatomy/sagittal_line.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

#include "core/deterministic_math.h"
#include "core/result.h"

namespace dryrun::anatomy {
namespace {

// A piece straighter than this is treated as this: off by 1e-5 mm over 100 mm, with the formulae
// still good to 1e-8 mm.
constexpr double kStraightest = 1e8;

SagittalPoint minus(const SagittalPoint& a, const SagittalPoint& b) {
    return {a.y - b.y, a.z - b.z};
}

SagittalPoint plus(const SagittalPoint& a, const SagittalPoint& b, double times) {
    return {a.y + b.y * times, a.z + b.z * times};
}

double dot(const SagittalPoint& a, const SagittalPoint& b) {
    return a.y * b.y + a.z * b.z;
}

double length_of(const SagittalPoint& a) {
    return std::sqrt(dot(a, a));
}

SagittalPoint unit(const SagittalPoint& a) {
    const double l = length_of(a);
    return {a.y / l, a.z / l};
}

// Backwards where `along` goes up.
SagittalPoint outward(const SagittalPoint& along) {
    return {along.z, -along.y};
}

// The joint of two arcs that run from p along t to q along s, with equal legs (Bolton 1975).
SagittalPoint biarc_joint(const SagittalPoint& p, const SagittalPoint& t, const SagittalPoint& q,
                          const SagittalPoint& s) {
    const SagittalPoint v = minus(q, p);
    const double bend = 2.0 * (1.0 - dot(t, s));
    const double ahead = dot(v, t) + dot(v, s);
    const double square = dot(v, v);
    const double leg = bend < 1e-9 ? square / (2.0 * ahead)
                                   : (std::sqrt(ahead * ahead + bend * square) - ahead) / bend;
    return {0.5 * (p.y + q.y + leg * (t.y - s.y)), 0.5 * (p.z + q.z + leg * (t.z - s.z))};
}

}  // namespace

SagittalLine::SagittalLine(const std::vector<SagittalPoint>& points, const SagittalPoint& beyond) {
    constexpr std::size_t kMostPoints = 32;  // two arcs from each, a bit for each arc
    DRYRUN_ASSERT(points.size() >= 2 && points.size() <= kMostPoints);
    const std::size_t last = points.size() - 1;
    std::vector<SagittalPoint> along;
    for (std::size_t i = 0; i <= last; ++i) {
        const SagittalPoint before = i > 0 ? minus(points[i], points[i - 1]) : SagittalPoint{};
        const SagittalPoint after = i < last ? minus(points[i + 1], points[i]) : SagittalPoint{};
        DRYRUN_ASSERT(i == last || after.z > 0.0);
        if (i == 0 || i == last) {
            along.push_back(unit(i == 0 ? after : minus(beyond, points[last])));
            continue;
        }
        // The nearer neighbour counts the more, as on a parabola through the three.
        const double b = length_of(before);
        const double a = length_of(after);
        along.push_back(
            unit({before.y / b * a + after.y / a * b, before.z / b * a + after.z / a * b}));
    }
    for (std::size_t i = 0; i < last; ++i) {
        const SagittalPoint joint = biarc_joint(points[i], along[i], points[i + 1], along[i + 1]);
        add(points[i], along[i], joint);
        // The second arc starts as the first ends.
        const Arc& first = arcs_.back();
        const double turn = (length_ - first.begin) / first.radius;
        const double c = det::cos(turn);
        const double s = det::sin(turn);
        add(joint, {first.along.y * c - first.out.y * s, first.along.z * c - first.out.z * s},
            points[i + 1]);
    }
    end_ = at({length_, 0.0});
    end_direction_ = direction(length_);
}

void SagittalLine::add(const SagittalPoint& start, const SagittalPoint& along,
                       const SagittalPoint& end) {
    Arc arc;
    arc.begin = length_;
    arc.start = start;
    arc.along = along;
    arc.out = outward(along);
    const SagittalPoint chord = minus(end, start);
    const double aside = dot(chord, arc.out);
    const double square = dot(chord, chord);
    // A bulge turns away from `out`.
    arc.radius =
        std::fabs(aside) * kStraightest > 0.5 * square ? -square / (2.0 * aside) : kStraightest;
    arc.centre = plus(start, arc.out, -arc.radius);
    const double half = length_of(chord) / (2.0 * std::fabs(arc.radius));
    length_ += 2.0 * std::fabs(arc.radius) * det::atan2(half, std::sqrt(1.0 - half * half));
    arcs_.push_back(arc);
    const std::size_t of_two = (arcs_.size() - 1) % 2;
    constexpr double kNever = 1e300;
    if (of_two == 0) gates_.push_back({TwoDoubles{}, TwoDoubles{}, TwoDoubles{kNever, kNever}});
    Gates& gates = gates_.back();
    gates.along_y[of_two] = along.y;
    gates.along_z[of_two] = along.z;
    gates.at[of_two] = dot(start, along);
}

const SagittalLine::Arc& SagittalLine::arc_at(double along) const {
    std::size_t i = 0;
    while (i + 1 < arcs_.size() && along >= arcs_[i + 1].begin) ++i;
    return arcs_[i];
}

const SagittalLine::Arc& SagittalLine::arc_near(const SagittalPoint& point) const {
    // The last before a gate that is not passed; all are asked, as which it is cannot be foreseen.
    std::uint64_t passed = 0;
    for (auto two = gates_.rbegin(); two != gates_.rend(); ++two) {
        const auto is_beyond = two->along_y * point.y + two->along_z * point.z > two->at;
        passed = passed << 2U | pair_lanes_of(is_beyond);
    }
    return arcs_[static_cast<std::size_t>(std::countr_one(passed | 1U)) - 1];
}

SagittalLine::Place SagittalLine::find(const SagittalPoint& point) const {
    const Arc& first = arcs_.front();
    const SagittalPoint from_start = minus(point, first.start);
    const double before = dot(from_start, first.along);
    if (before <= 0.0) return {before, dot(from_start, first.out)};
    const Arc& arc = arc_near(point);
    const double side = arc.radius > 0.0 ? 1.0 : -1.0;
    const SagittalPoint d = minus(point, arc.centre);
    const double turn = det::atan2(side * dot(d, arc.along), side * dot(d, arc.out));
    const double along = arc.begin + arc.radius * turn;
    if (along > length_) {
        const SagittalPoint& out = end_direction_.out;
        const SagittalPoint from_end = minus(point, end_);
        return {length_ + dot(from_end, {-out.z, out.y}), dot(from_end, out)};
    }
    return {along, side * length_of(d) - arc.radius};
}

SagittalLine::TwoPlaces SagittalLine::find(const TwoPoints& points) const {
    const Arc& first = arcs_.front();
    const TwoDoubles before =
        (points.y - first.start.y) * first.along.y + (points.z - first.start.z) * first.along.z;
    if (pair_lanes_of(before <= 0.0) != 0) {
        const Place a = find(SagittalPoint{points.y[0], points.z[0]});
        const Place b = find(SagittalPoint{points.y[1], points.z[1]});
        return {TwoDoubles{a.along, b.along}, TwoDoubles{a.out, b.out}};
    }
    const Arc& a = arc_near({points.y[0], points.z[0]});
    const Arc& b = arc_near({points.y[1], points.z[1]});
    const TwoDoubles radius{a.radius, b.radius};
    const TwoDoubles side = chosen(radius > 0.0, TwoDoubles{1.0, 1.0}, TwoDoubles{-1.0, -1.0});
    const TwoDoubles y = points.y - TwoDoubles{a.centre.y, b.centre.y};
    const TwoDoubles z = points.z - TwoDoubles{a.centre.z, b.centre.z};
    const TwoDoubles up =
        y * TwoDoubles{a.along.y, b.along.y} + z * TwoDoubles{a.along.z, b.along.z};
    const TwoDoubles out = y * TwoDoubles{a.out.y, b.out.y} + z * TwoDoubles{a.out.z, b.out.z};
    const TwoDoubles turn = det::atan2(side * up, side * out);
    const TwoDoubles along = TwoDoubles{a.begin, b.begin} + radius * turn;
    const TwoDoubles height = side * root_of(y * y + z * z) - radius;
    const auto is_beyond = along > length_;
    if (pair_lanes_of(is_beyond) == 0) return {along, height};
    const SagittalPoint& away = end_direction_.out;
    const TwoDoubles from_y = points.y - end_.y;
    const TwoDoubles from_z = points.z - end_.z;
    return {chosen(is_beyond, length_ + (from_y * -away.z + from_z * away.y), along),
            chosen(is_beyond, from_y * away.y + from_z * away.z, height)};
}

SagittalPoint SagittalLine::at(const Place& place) const {
    const double along = det::clamp(place.along, 0.0, length_);
    const Direction here = direction(along);
    const Arc& arc = arc_at(along);
    const SagittalPoint foot = plus(arc.centre, here.out, arc.radius);
    const SagittalPoint up{-here.out.z, here.out.y};
    return plus(plus(foot, here.out, place.out), up, place.along - along);
}

SagittalLine::Direction SagittalLine::direction(double along) const {
    const bool is_beyond = along < 0.0 || along > length_;
    const double inside = det::clamp(along, 0.0, length_);
    const Arc& arc = arc_at(inside);
    const double turn = (inside - arc.begin) / arc.radius;
    const double c = det::cos(turn);
    const double s = det::sin(turn);
    return {{arc.out.y * c + arc.along.y * s, arc.out.z * c + arc.along.z * s},
            is_beyond ? 0.0 : 1.0 / arc.radius};
}

double SagittalLine::least_hollow_radius() const {
    double least = kStraightest;
    for (const Arc& arc : arcs_) {
        if (arc.radius < 0.0) least = std::fmin(least, -arc.radius);
    }
    return least;
}

double SagittalLine::least_bulge_radius() const {
    double least = kStraightest;
    for (const Arc& arc : arcs_) {
        if (arc.radius > 0.0) least = std::fmin(least, arc.radius);
    }
    return least;
}

}  // namespace dryrun::anatomy
