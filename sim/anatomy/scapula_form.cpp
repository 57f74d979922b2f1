// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "anatomy/scapula_form.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/deterministic_math.h"
#include "geometry/outline.h"

namespace dryrun::anatomy {
namespace {

constexpr double kCoracoidRadius = 6.5;
constexpr double kRidgeBlend = 4.0;
constexpr double kSpineBlend = 4.0;
constexpr double kCoracoidBlend = 3.0;

double most_lateral(const std::vector<Vec3>& outline, double v) {
    double most = -1e300;
    for (std::size_t i = 0, j = outline.size() - 1; i < outline.size(); j = i++) {
        const Vec3& a = outline[j];
        const Vec3& b = outline[i];
        if ((a.y > v) == (b.y > v)) continue;
        most = std::max(most, a.x + (b.x - a.x) * (v - a.y) / (b.y - a.y));
    }
    return most;
}

// Where the outline is most medial at a height that it passes.
double most_medial(const std::vector<Vec3>& outline, double v) {
    double least = 1e300;
    for (std::size_t i = 0, j = outline.size() - 1; i < outline.size(); j = i++) {
        const Vec3& a = outline[j];
        const Vec3& b = outline[i];
        if ((a.y > v) == (b.y > v)) continue;
        least = std::min(least, a.x + (b.x - a.x) * (v - a.y) / (b.y - a.y));
    }
    return least;
}

Profile border_of(const std::vector<Vec3>& outline) {
    std::vector<double> shares;
    std::vector<double> us;
    for (int i = 1; i <= 19; ++i) {
        shares.push_back(0.05 * i);
        us.push_back(most_medial(outline, shares.back() * kScapulaChartLength));
    }
    return {std::move(shares), std::move(us)};
}

std::vector<Vec3> closed_outline(std::vector<Vec3> corners) {
    corners.push_back(corners.front());
    std::vector<Vec3> outline = Curve(std::move(corners)).evenly(73);
    outline.pop_back();
    return outline;
}

}  // namespace

ScapulaForm::ScapulaForm(const ScapulaTable& table, double section)
    : table_(table),
      section_(section),
      ridge_points_(Curve(table.lateral_ridge).evenly(8)),
      outline_(closed_outline(table.outline)),
      border_(border_of(outline_)),
      blade_(table.half_thickness.at("blade_mm")),
      bend_border_(table.bend.at("border_w_mm")),
      bend_slope_(table.bend.at("slope")),
      bend_hollow_(table.bend.at("hollow_mm")) {
    const Profile& ridge_radius = table.half_thickness.at("lateral_border_mm");
    for (std::size_t i = 0; i < ridge_points_.size(); ++i) {
        const double share = static_cast<double>(i) / static_cast<double>(ridge_points_.size() - 1);
        ridge_radii_.push_back(ridge_radius(share) * section_);
    }
    for (const auto& row : table.spine) {
        base_.push_back({row.base_u, row.base_v, 0.0});
        crest_.push_back(row.crest);
        spine_box_.take_in(base_.back(), 3.0);
        spine_box_.take_in(row.crest, row.radius + 1.0);
    }
    for (const Vec3& at : table.acromion)
        spine_box_.take_in(at, kAcromionHalfThickness * kAcromionWidening + 1.0);
    for (const Vec3& at : table.coracoid) coracoid_box_.take_in(at, kCoracoidRadius);
}

double ScapulaForm::blade(double u, double v) const {
    const double share = det::clamp(v / kScapulaChartLength, 0.0, 1.0);
    const double inwards = u - border_u(share);
    const double across = det::clamp(inwards / 100.0, 0.0, 1.0);
    return bend_border_(share) + bend_slope_(share) * inwards +
           bend_hollow_(share) * 4.0 * across * (1.0 - across);
}

Box ScapulaForm::bounds() const {
    Box box;
    for (const Vec3& at : outline_) box.take_in(at, 5.0);
    for (const Box* part : {&spine_box_, &coracoid_box_}) {
        box.take_in(part->low, 0.0);
        box.take_in(part->high, 0.0);
    }
    const Vec3& half = table_.glenoid_half_axes;
    box.take_in(table_.glenoid, std::max(half.x, std::max(half.y, half.z)));
    return box;
}

std::vector<Box> ScapulaForm::strips_of_blade() const {
    std::vector<Box> strips;
    constexpr int kStrips = 6;
    const Box whole = box_of(outline_);
    const double step = (whole.high.y - whole.low.y) / kStrips;
    for (int i = 0; i < kStrips; ++i) {
        const double low = whole.low.y + step * i;
        std::vector<Vec3> edge;
        for (const double v : {low, low + step}) {
            if (v <= whole.low.y || v >= whole.high.y) continue;
            edge.push_back({most_medial(outline_, v), v, 0.0});
            edge.push_back({most_lateral(outline_, v), v, 0.0});
        }
        for (const Vec3& at : outline_) {
            if (at.y >= low && at.y <= low + step) edge.push_back(at);
        }
        double half = 0.0;
        for (int k = 0; k <= 4; ++k) half = std::max(half, half_thickness(low + step * k / 4));
        strips.emplace_back();
        for (const Vec3& at : edge) strips.back().take_in(at, half);
    }
    return strips;
}

std::vector<Box> ScapulaForm::parts() const {
    std::vector<Box> parts = strips_of_blade();
    const auto add = [&](const std::vector<Vec3>& points, double radius) {
        parts.emplace_back();
        for (const Vec3& at : points) parts.back().take_in(at, radius);
    };
    for (std::size_t i = 0; i + 1 < ridge_points_.size(); ++i) {
        add({ridge_points_[i], ridge_points_[i + 1]},
            std::max(ridge_radii_[i], ridge_radii_[i + 1]));
    }
    const Vec3& half = table_.glenoid_half_axes;
    add({table_.glenoid}, std::max(half.x, std::max(half.y, half.z)));
    for (std::size_t i = 0; i + 1 < crest_.size(); ++i) {
        const double radius = std::max(table_.spine[i].radius, table_.spine[i + 1].radius);
        add({base_[i], base_[i + 1], crest_[i], crest_[i + 1]}, std::max(2.2, radius) * section_);
    }
    for (std::size_t i = 0; i + 1 < table_.acromion.size(); ++i) {
        add({table_.acromion[i], table_.acromion[i + 1]},
            kAcromionHalfThickness * kAcromionWidening * section_);
    }
    for (std::size_t i = 0; i + 1 < table_.coracoid.size(); ++i)
        add({table_.coracoid[i], table_.coracoid[i + 1]}, kCoracoidRadius * section_);
    return parts;
}

Mesh ScapulaForm::outline_mesh() const {
    Mesh mesh;
    add_blade(mesh);
    for (std::size_t i = 0; i + 1 < ridge_points_.size(); ++i) {
        add_outline({ridge_points_[i], ridge_points_[i + 1], ridge_radii_[i], ridge_radii_[i + 1]},
                    mesh);
    }
    add_ellipsoid_outline(table_.glenoid, table_.glenoid_half_axes, mesh);
    add_spine(mesh);
    for (std::size_t i = 0; i + 1 < table_.coracoid.size(); ++i) {
        const double thin = (kCoracoidRadius - 0.6 * static_cast<double>(i)) * section_;
        add_outline({table_.coracoid[i], table_.coracoid[i + 1], thin, thin}, mesh);
    }
    return mesh;
}

// Rows across the blade, each a flat loop from border to border and back.
void ScapulaForm::add_blade(Mesh& mesh) const {
    constexpr int kRows = 36;
    constexpr int kAcross = 12;
    const std::size_t first = mesh.points.size();
    const Box bounds = box_of(outline_);
    for (int row = 0; row < kRows; ++row) {
        const double share = (row + 0.05) / (kRows - 0.9);
        const double v = bounds.low.y + (bounds.high.y - bounds.low.y) * share;
        const double from = most_medial(outline_, v);
        const double to = most_lateral(outline_, v);
        const double half = half_thickness(v);
        // The edge is round: as thick as the blade `half` further in.
        const auto add = [&](int i, double side) {
            const double u = i == 1             ? std::min(from + half, 0.5 * (from + to))
                             : i == kAcross - 1 ? std::max(to - half, 0.5 * (from + to))
                                                : from + (to - from) * i / kAcross;
            const double w = i == 0 || i == kAcross ? 0.0 : side * half;
            mesh.points.push_back({u, v, w});
        };
        for (int i = 0; i < kAcross; ++i) add(i, 1.0);
        for (int i = kAcross; i > 0; --i) add(i, -1.0);
    }
    join_rows(first, kRows, 2 * kAcross, mesh);
}

void ScapulaForm::add_spine(Mesh& mesh) const {
    // The sheet from blade to crest.
    const std::size_t first = mesh.points.size();
    for (std::size_t i = 0; i < crest_.size(); ++i) {
        const std::size_t before = i > 0 ? i - 1 : i;
        const std::size_t after = i + 1 < crest_.size() ? i + 1 : i;
        const Vec3 across = normalised(cross(crest_[after] - crest_[before], crest_[i] - base_[i]),
                                       {0.0, -1.0, 0.0}) *
                            (2.2 * section_);
        for (const Vec3& at :
             {base_[i] - across, crest_[i] - across, crest_[i] + across, base_[i] + across})
            mesh.points.push_back(at);
    }
    join_rows(first, crest_.size(), 4, mesh);
    for (std::size_t i = 0; i + 1 < crest_.size(); ++i) {
        add_outline({crest_[i], crest_[i + 1], table_.spine[i].radius * section_,
                     table_.spine[i + 1].radius * section_},
                    mesh);
    }
    for (std::size_t i = 0; i + 1 < table_.acromion.size(); ++i) {
        add_outline({table_.acromion[i],
                     table_.acromion[i + 1],
                     0.95 * kAcromionHalfThickness * section_,
                     kAcromionHalfThickness * section_,
                     {0.0, 1.0, 0.0},
                     kAcromionWidening},
                    mesh);
    }
}

ScapulaField::ScapulaField(const ScapulaForm& form)
    : form_(form),
      blade_outline_(form.outline_),
      spine_(form.base_, form.crest_, 2.2 * form.section_) {
    const ScapulaTable& table = form.table_;
    const double section = form.section_;
    for (std::size_t i = 0; i + 1 < form.ridge_points_.size(); ++i) {
        ridge_.emplace_back(form.ridge_points_[i], form.ridge_points_[i + 1], form.ridge_radii_[i],
                            form.ridge_radii_[i + 1]);
    }
    for (std::size_t i = 0; i + 1 < form.crest_.size(); ++i) {
        crest_.emplace_back(form.crest_[i], form.crest_[i + 1], table.spine[i].radius * section,
                            table.spine[i + 1].radius * section);
    }
    for (std::size_t i = 0; i + 1 < table.acromion.size(); ++i) {
        acromion_.emplace_back(table.acromion[i], table.acromion[i + 1], Vec3{0.0, 1.0, 0.0},
                               kAcromionWidening, 0.95 * kAcromionHalfThickness * section,
                               kAcromionHalfThickness * section);
    }
    for (std::size_t i = 0; i + 1 < table.coracoid.size(); ++i) {
        const double thin = (kCoracoidRadius - 0.6 * static_cast<double>(i)) * section;
        coracoid_.emplace_back(table.coracoid[i], table.coracoid[i + 1], thin, thin);
    }
}

double ScapulaField::distance_to(const Vec3& p) const {
    const ScapulaTable& table = form_.table_;
    const double half = form_.half_thickness(p.y);
    const double beyond = std::max(blade_outline_(p.x, p.y) + half, 0.0);
    double d = std::sqrt(beyond * beyond + p.z * p.z) - half;
    d = smooth_union(d, ridge_distance(p, d + kRidgeBlend), kRidgeBlend);
    d = smooth_union(d, ellipsoid(p, table.glenoid, table.glenoid_half_axes), 6.0);
    // What is too far to show is not asked; the answer is the same.
    if (form_.spine_box_.distance_to(p) < d + kSpineBlend)
        d = smooth_union(d, spine_distance(p), kSpineBlend);
    if (form_.coracoid_box_.distance_to(p) > d + kCoracoidBlend) return d;
    for (const Capsule& part : coracoid_) d = joined(d, part, p, kCoracoidBlend);
    return d;
}

double ScapulaField::ridge_distance(const Vec3& p, double wanted_within) const {
    double d = 1e300;
    for (const Capsule& part : ridge_) {
        if (!part.is_beyond(p, std::min(d, wanted_within))) d = std::min(d, part.distance_to(p));
    }
    return d;
}

double ScapulaField::spine_distance(const Vec3& p) const {
    double d = spine_.distance_to(p);
    // The crest lies along the sheet's top edge, not above it.
    for (const Capsule& part : crest_) d = joined(d, part, p, 2.0);
    for (const FlatCapsule& part : acromion_) d = joined(d, part, p, 3.0);
    return d;
}

}  // namespace dryrun::anatomy
