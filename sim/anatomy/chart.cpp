// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "anatomy/chart.h"

#include "core/deterministic_math.h"
#include "core/result.h"

namespace dryrun::anatomy {
namespace {

// Of a trunk of 1750 mm: where the back begins to roll off, and how tightly. Fitted to the outline
// of an average body surface at T6 to T9 (MakeHuman base mesh), within 5 mm out to 150 mm.
constexpr double kFlatHalfWidth = 60.0;
constexpr double kRollRadius = 130.0;

// A spine straighter than this is treated as this.
constexpr double kStraightest = 2500.0;
constexpr double kMostBent = 180.0;

}  // namespace

Chart::Chart(const Vec3& upper, const Vec3& middle, const Vec3& lower, double scale)
    : flat_half_width_(kFlatHalfWidth * scale), roll_radius_(kRollRadius * scale) {
    // Circle through the three points in the y-z plane: sagitta over chord.
    const double chord_y = upper.y - lower.y;
    const double chord_z = upper.z - lower.z;
    const double chord = std::sqrt(chord_y * chord_y + chord_z * chord_z);
    DRYRUN_ASSERT(chord > 1.0 && chord_z > 0.0);
    const Vec3 up{0.0, chord_y / chord, chord_z / chord};
    const Vec3 back{0.0, up.z, -up.y};
    const double along = dot(middle - lower, up);
    const double out = dot(middle - lower, back);
    // |p|^2 = chord·along + 2·out·k for the centre at (chord/2, −k): solve for k.
    const double square = along * along + out * out;
    double k = kStraightest;
    if (out > 1e-3) k = (chord * along - square) / (2.0 * out);
    k = det::clamp(k, -0.2 * chord, kStraightest);
    bend_radius_ = std::sqrt(0.25 * chord * chord + k * k);
    if (bend_radius_ < kMostBent) bend_radius_ = kMostBent;
    const Vec3 centre = lower + up * (0.5 * chord) - back * k;
    centre_y_ = centre.y;
    centre_z_ = centre.z;
}

ChartPoint Chart::to_chart(const Vec3& point) const {
    const double dy = point.y - centre_y_;
    const double dz = point.z - centre_z_;
    const double r = std::sqrt(dy * dy + dz * dz);
    const double v = bend_radius_ * det::atan2(dz, dy);
    const double out = r - bend_radius_;
    const double aside = std::fabs(point.x) - flat_half_width_;
    if (aside <= 0.0) return {point.x, v, out};
    const double up = out + roll_radius_;
    const double u = flat_half_width_ + roll_radius_ * det::atan2(aside, up);
    return {point.x < 0.0 ? -u : u, v, std::sqrt(aside * aside + up * up) - roll_radius_};
}

Vec3 Chart::from_chart(const ChartPoint& point) const {
    double x = point.u;
    double out = point.h;
    const double aside = std::fabs(point.u) - flat_half_width_;
    if (aside > 0.0) {
        const double angle = aside / roll_radius_;
        const double rho = roll_radius_ + point.h;
        x = flat_half_width_ + rho * det::sin(angle);
        if (point.u < 0.0) x = -x;
        out = rho * det::cos(angle) - roll_radius_;
    }
    const double bend = point.v / bend_radius_;
    const double r = bend_radius_ + out;
    return {x, centre_y_ + r * det::cos(bend), centre_z_ + r * det::sin(bend)};
}

ChartAxes Chart::axes(const ChartPoint& point) const {
    const double bend = point.v / bend_radius_;
    const double cos_bend = det::cos(bend);
    const double sin_bend = det::sin(bend);
    ChartAxes axes;
    axes.along_v = {0.0, -sin_bend, cos_bend};
    const Vec3 back{0.0, cos_bend, sin_bend};
    double out = point.h;
    axes.along_u = {1.0, 0.0, 0.0};
    axes.outward = back;
    const double aside = std::fabs(point.u) - flat_half_width_;
    if (aside > 0.0) {
        const double side = point.u < 0.0 ? -1.0 : 1.0;
        const double angle = aside / roll_radius_;
        const double s = det::sin(angle) * side;
        const double c = det::cos(angle);
        axes.along_u = Vec3{c, 0.0, 0.0} - back * s;
        axes.outward = Vec3{s, 0.0, 0.0} + back * c;
        axes.scale_u = (roll_radius_ + point.h) / roll_radius_;
        out = (roll_radius_ + point.h) * c - roll_radius_;
    }
    axes.scale_v = (bend_radius_ + out) / bend_radius_;
    return axes;
}

}  // namespace dryrun::anatomy
