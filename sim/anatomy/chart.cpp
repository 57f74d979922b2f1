// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "anatomy/chart.h"

#include <utility>

#include "core/deterministic_math.h"

namespace dryrun::anatomy {
namespace {

// Of a trunk of 1750 mm: where the back begins to roll off, and how tightly. Fitted to the outline
// of an average body surface at T6 to T9 (MakeHuman base mesh), within 5 mm out to 150 mm.
constexpr double kFlatHalfWidth = 60.0;
constexpr double kRollRadius = 130.0;

// The shoulder from the interscapular skin over its shelf to the clavicle, 75 to 120 mm from the
// midline, lies within about 25 mm of a cylinder of this radius (assumed, of the same surface). Up
// to kNeck the neck goes straight up; from kShoulder on the fold is whole.
constexpr double kShoulderRadius = 95.0;
constexpr double kNeck = 25.0;
constexpr double kShoulder = 90.0;

// The fold begins this far above the end of the midline near the neck, and at its end from
// kShoulderEnd on, as the shoulder slopes down to the acromion.
constexpr double kAboveMidline = 52.0;
constexpr double kShoulderEnd = 190.0;

// Of a fold's radius, how deep the chart goes.
constexpr double kDeepestShare = 0.85;

double smoothstep_slope(double low, double high, double x) {
    const double t = det::clamp((x - low) / (high - low), 0.0, 1.0);
    return 6.0 * t * (1.0 - t) / (high - low);
}

}  // namespace

Chart::Chart(SagittalLine midline, double scale)
    : midline_(std::move(midline)),
      scale_(scale),
      flat_half_width_(kFlatHalfWidth * scale),
      roll_radius_(kRollRadius * scale),
      shoulder_radius_(kShoulderRadius * scale) {}

double Chart::shoulder_bend(double u) const {
    return det::smoothstep(kNeck * scale_, kShoulder * scale_, std::fabs(u)) / shoulder_radius_;
}

double Chart::shoulder_v(double u) const {
    const double down = det::smoothstep(kShoulder * scale_, kShoulderEnd * scale_, std::fabs(u));
    return midline_.length() + kAboveMidline * scale_ * (1.0 - down);
}

double Chart::v_of_turn(double u, double angle_rad) const {
    return shoulder_v(u) + angle_rad / shoulder_bend(u);
}

double Chart::deepest(double u, double v) const {
    if (is_below_shoulders(v) || v <= shoulder_v(u)) return -kDeepestShare * roll_radius_;
    const double bend = shoulder_bend(u);
    return -kDeepestShare * (bend * roll_radius_ > 1.0 ? 1.0 / bend : roll_radius_);
}

Chart::Folded Chart::fold(double u, double v, double h) const {
    if (is_below_shoulders(v)) return {v, h};
    const double bend = shoulder_bend(u);
    const double begin = shoulder_v(u);
    const double above = v - begin;
    if (above <= 0.0 || bend <= 0.0) return {v, h};
    const double radius = 1.0 / bend;
    const double turn = above * bend;
    const double s = det::sin(turn);
    const double half = det::sin(0.5 * turn);
    // h cos(turn) - radius (1 - cos(turn)), without the loss of digits of a large radius.
    return {begin + (radius + h) * s, h - 2.0 * (radius + h) * half * half};
}

Chart::Folded Chart::unfold(double u, double v, double h) const {
    if (is_below_shoulders(v)) return {v, h};
    const double bend = shoulder_bend(u);
    const double begin = shoulder_v(u);
    const double above = v - begin;
    if (above <= 0.0 || bend <= 0.0) return {v, h};
    const double radius = 1.0 / bend;
    const double up = h + radius;
    const double reach = std::sqrt(up * up + above * above);
    // reach - radius, the same way.
    const double height = (h * (h + 2.0 * radius) + above * above) / (reach + radius);
    return {begin + det::atan2(above, up) * radius, height};
}

ChartPoint Chart::to_chart(const Vec3& point) const {
    const SagittalLine::Place place = midline_.find(SagittalPoint{point.y, point.z});
    double u = point.x;
    double h = place.out;
    const double aside = std::fabs(point.x) - flat_half_width_;
    if (aside > 0.0) {
        const double up = place.out + roll_radius_;
        u = flat_half_width_ + roll_radius_ * det::atan2(aside, up);
        if (point.x < 0.0) u = -u;
        h = std::sqrt(aside * aside + up * up) - roll_radius_;
    }
    const Folded folded = unfold(u, place.along, h);
    return {u, folded.v, folded.h};
}

std::array<ChartPoint, 2> Chart::to_chart(const Vec3& a, const Vec3& b) const {
    const SagittalLine::TwoPlaces places =
        midline_.find(SagittalLine::TwoPoints{TwoDoubles{a.y, b.y}, TwoDoubles{a.z, b.z}});
    const TwoDoubles x{a.x, b.x};
    TwoDoubles u = x;
    TwoDoubles h = places.out;
    const TwoDoubles aside = size_of(x) - flat_half_width_;
    const auto is_rolled = aside > 0.0;
    if (pair_lanes_of(is_rolled) != 0) {
        const TwoDoubles up = places.out + roll_radius_;
        const TwoDoubles round = flat_half_width_ + roll_radius_ * det::atan2(aside, up);
        u = chosen(is_rolled, chosen(x < 0.0, -round, round), u);
        h = chosen(is_rolled, root_of(aside * aside + up * up) - roll_radius_, h);
    }
    std::array<ChartPoint, 2> found;
    for (std::size_t k = 0; k < found.size(); ++k) {
        const Folded folded = unfold(u[k], places.along[k], h[k]);
        found[k] = {u[k], folded.v, folded.h};
    }
    return found;
}

Vec3 Chart::from_chart(const ChartPoint& point) const {
    const Folded folded = fold(point.u, point.v, point.h);
    double x = point.u;
    double out = folded.h;
    const double aside = std::fabs(point.u) - flat_half_width_;
    if (aside > 0.0) {
        const double angle = aside / roll_radius_;
        const double rho = roll_radius_ + folded.h;
        x = flat_half_width_ + rho * det::sin(angle);
        if (point.u < 0.0) x = -x;
        out = rho * det::cos(angle) - roll_radius_;
    }
    const SagittalPoint at = midline_.at({folded.v, out});
    return {x, at.y, at.z};
}

ChartAxes Chart::axes(const ChartPoint& point) const {
    // Of the fold over the shoulder: how its v and h change.
    double v_by_v = 1.0, v_by_h = 0.0, v_by_u = 0.0;
    double h_by_v = 0.0, h_by_h = 1.0, h_by_u = 0.0;
    const bool may_bend = !is_below_shoulders(point.v);
    const double bend = may_bend ? shoulder_bend(point.u) : 0.0;
    const double above = may_bend ? point.v - shoulder_v(point.u) : 0.0;
    if (above > 0.0 && bend > 0.0) {
        const double turn = above * bend;
        const double s = det::sin(turn);
        const double c = det::cos(turn);
        v_by_v = (1.0 + bend * point.h) * c;
        v_by_h = s;
        h_by_v = -(1.0 + bend * point.h) * s;
        h_by_h = c;
        const double side = point.u < 0.0 ? -1.0 : 1.0;
        const double bend_by_u =
            side * smoothstep_slope(kNeck * scale_, kShoulder * scale_, std::fabs(point.u)) /
            shoulder_radius_;
        const double begin_by_u =
            -side * kAboveMidline * scale_ *
            smoothstep_slope(kShoulder * scale_, kShoulderEnd * scale_, std::fabs(point.u));
        // Of (radius + h) sin and (radius + h) cos - radius by the bend.
        const double by_bend_v = -s / (bend * bend) + (1.0 / bend + point.h) * c * above;
        const double by_bend_h = (1.0 - c) / (bend * bend) - (1.0 / bend + point.h) * s * above;
        v_by_u = by_bend_v * bend_by_u + (1.0 - v_by_v) * begin_by_u;
        h_by_u = by_bend_h * bend_by_u - h_by_v * begin_by_u;
    }
    const Folded folded = fold(point.u, point.v, point.h);

    // Of the roll round the trunk and the curve of the spine, which are orthogonal.
    const SagittalLine::Direction spine = midline_.direction(folded.v);
    const Vec3 back{0.0, spine.out.y, spine.out.z};
    const Vec3 up{0.0, -spine.out.z, spine.out.y};
    Vec3 round{1.0, 0.0, 0.0};
    Vec3 outward = back;
    double out = folded.h;
    const double aside = std::fabs(point.u) - flat_half_width_;
    if (aside > 0.0) {
        const double side = point.u < 0.0 ? -1.0 : 1.0;
        const double angle = aside / roll_radius_;
        const double s = det::sin(angle) * side;
        const double c = det::cos(angle);
        const double scale = (roll_radius_ + folded.h) / roll_radius_;
        round = (Vec3{c, 0.0, 0.0} - back * s) * scale;
        outward = Vec3{s, 0.0, 0.0} + back * c;
        out = (roll_radius_ + folded.h) * c - roll_radius_;
    }
    const Vec3 along = up * (1.0 + spine.growth * out);
    return {round + along * v_by_u + outward * h_by_u, along * v_by_v + outward * h_by_v,
            along * v_by_h + outward * h_by_h};
}

}  // namespace dryrun::anatomy
