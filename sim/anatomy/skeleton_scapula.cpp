// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The scapula: a bent plate with a stout lateral border, a spine that rises to the acromion,
// glenoid and coracoid, described in a chart of its own (u lateral, v up the line from inferior to
// superior angle, w away from the ribs). It is laid at its level with the lean and turn of the
// table and then slid forwards until the muscles between it and the ribs are as thin as they get.
#include <cmath>

#include "anatomy/skeleton_parts.h"
#include "core/deterministic_math.h"
#include "geometry/curve.h"
#include "geometry/distance.h"
#include "geometry/isosurface.h"
#include "geometry/solids.h"

namespace dryrun::anatomy {
namespace {

// Of the table's chart, between the two angles.
constexpr double kChartLength = 150.0;

class Form {
  public:
    Form(const ScapulaTable& table, double section)
        : table_(table), section_(section), ridge_(table.lateral_ridge) {
        std::vector<Vec3> closed = table.outline;
        closed.push_back(table.outline.front());
        outline_ = Curve(closed).evenly(73);
        outline_.pop_back();
        for (const auto& row : table.spine) {
            base_.push_back({row.base_u, row.base_v, 0.0});
            crest_.push_back(row.crest);
        }
        ridge_points_ = ridge_.evenly(8);
    }

    /// Height of the middle of the blade above the chart's plane.
    double blade(double u, double v) const {
        const double share = det::clamp(v / kChartLength, 0.0, 1.0);
        const double inwards = u - border_u(share);
        const double across = det::clamp(inwards / 100.0, 0.0, 1.0);
        return table_.bend.at("border_w_mm")(share) + table_.bend.at("slope")(share) * inwards +
               table_.bend.at("hollow_mm")(share) * 4.0 * across * (1.0 - across);
    }
    double half_thickness(double v) const {
        return table_.half_thickness.at("blade_mm")(v / kChartLength) * section_;
    }
    const std::vector<Vec3>& outline() const { return outline_; }
    const std::vector<Vec3>& crest() const { return crest_; }

    /// The medial border from inferior to superior angle: where the outline is most medial.
    double border_u(double share) const {
        const double v = share * kChartLength;
        double least = 1e300;
        for (std::size_t i = 0, j = outline_.size() - 1; i < outline_.size(); j = i++) {
            const Vec3& a = outline_[j];
            const Vec3& b = outline_[i];
            if ((a.y > v) == (b.y > v)) continue;
            least = std::fmin(least, a.x + (b.x - a.x) * (v - a.y) / (b.y - a.y));
        }
        return least < 1e299 ? least : 0.0;
    }

    /// Distance to the bone in the chart, w counted from the blade's middle.
    double distance_to(const Vec3& p) const {
        const double half = half_thickness(p.y);
        const double beyond = std::fmax(polygon_distance(p.x, p.y, outline_) + half, 0.0);
        double d = std::sqrt(beyond * beyond + p.z * p.z) - half;
        d = smooth_union(d, ridge_distance(p), 4.0);
        d = smooth_union(d, ellipsoid(p, table_.glenoid, table_.glenoid_half_axes), 6.0);
        d = smooth_union(d, spine_distance(p), 4.0);
        for (std::size_t i = 0; i + 1 < table_.coracoid.size(); ++i) {
            const double thin = (6.5 - 0.6 * static_cast<double>(i)) * section_;
            d = smooth_union(d, capsule(p, table_.coracoid[i], table_.coracoid[i + 1], thin, thin),
                             3.0);
        }
        return d;
    }

  private:
    double ridge_distance(const Vec3& p) const {
        const Profile& radius = table_.half_thickness.at("lateral_border_mm");
        double d = 1e300;
        const auto last = static_cast<double>(ridge_points_.size() - 1);
        for (std::size_t i = 0; i + 1 < ridge_points_.size(); ++i) {
            const auto at = static_cast<double>(i);
            d = std::fmin(
                d, capsule(p, ridge_points_[i], ridge_points_[i + 1], radius(at / last) * section_,
                           radius((at + 1.0) / last) * section_));
        }
        return d;
    }
    double spine_distance(const Vec3& p) const {
        double d = strip(p, base_, crest_, 2.2 * section_);
        for (std::size_t i = 0; i + 1 < crest_.size(); ++i) {
            // The crest lies along the sheet's top edge, not above it.
            const double before = table_.spine[i].radius * section_;
            const double after = table_.spine[i + 1].radius * section_;
            d = smooth_union(d, capsule(p, crest_[i], crest_[i + 1], before, after), 2.0);
        }
        for (std::size_t i = 0; i + 1 < table_.acromion.size(); ++i) {
            d = smooth_union(d,
                             flat_capsule(p, table_.acromion[i], table_.acromion[i + 1],
                                          {0.0, 1.0, 0.0}, 2.1, 4.2 * section_, 4.4 * section_),
                             3.0);
        }
        return d;
    }

    const ScapulaTable& table_;
    double section_;
    Curve ridge_;
    std::vector<Vec3> ridge_points_;
    std::vector<Vec3> outline_;
    std::vector<Vec3> base_;
    std::vector<Vec3> crest_;
};

// From chart coordinates (w from the blade) to the scapula's frame.
struct Chart {
    const Form& form;
    double scale;
    Vec3 to_frame(const Vec3& p) const {
        return Vec3{p.x, p.z + form.blade(p.x, p.y), p.y} * scale;
    }
};

// How far the point is from the rib's surface, to a fraction of a millimetre near its flat face.
double distance_to_rib(const Vec3& point, const Rib& rib) {
    double least = 1e300;
    for (std::size_t i = 0; i + 1 < rib.centreline.size(); ++i) {
        const Vec3 on_line = closest_on_segment(point, rib.centreline[i], rib.centreline[i + 1]);
        const Vec3 away = point - on_line;
        const double far = length(away);
        const double facing = far > 0.0 ? dot(away, rib.outward[i]) / far : 1.0;
        const double flat = 0.5 * rib.thickness[i] * facing;
        const double high = 0.5 * rib.height[i];
        const double half =
            std::sqrt(flat * flat + high * high * std::fmax(0.0, 1.0 - facing * facing));
        least = std::fmin(least, far - half);
    }
    return least;
}

// Points of the blade's face towards the ribs, in the scapula's frame.
std::vector<Vec3> costal_face(const Form& form, const Chart& chart) {
    std::vector<Vec3> points;
    const auto add = [&](double u, double v) {
        points.push_back(chart.to_frame({u, v, -form.half_thickness(v)}));
    };
    for (const Vec3& at : form.outline()) add(at.x, at.y);
    for (double v = 8.0; v < kChartLength; v += 11.0) {
        for (double u = -24.0; u < 80.0; u += 11.0) {
            if (polygon_distance(u, v, form.outline()) < 0.0) add(u, v);
        }
    }
    return points;
}

// The least `back` at which every point of the face keeps `gap` from the ribs. Halving a fixed
// number of times: to 0.0001 mm.
double rest_on_ribs(const std::vector<Vec3>& face, Frame frame, const std::vector<Rib>& ribs,
                    double gap) {
    double touching = -60.0;
    double clear = 240.0;
    for (int pass = 0; pass < 22; ++pass) {
        const double back = 0.5 * (touching + clear);
        frame.origin.y = back;
        bool is_clear = true;
        for (const Vec3& local : face) {
            const Vec3 point = frame.to_parent(local);
            for (const Rib& rib : ribs) {
                is_clear = is_clear && distance_to_rib(point, rib) >= gap;
            }
            if (!is_clear) break;
        }
        (is_clear ? clear : touching) = back;
    }
    return clear;
}

// The height of a place between the tips of the thoracic spinous processes.
double height_of_level(const std::vector<Vertebra>& spine, double level) {
    const auto whole = static_cast<int>(level);
    const auto i = static_cast<std::size_t>(kFirstThoracicLevel - kFirstLevel + whole - 1);
    const double above = spine[i].spinous_tip.z;
    const double below = spine[i + 1].spinous_tip.z;
    return above + (below - above) * (level - whole);
}

Frame lay(const SkeletonTable& table, const Individual& individual,
          const std::vector<Vertebra>& spine) {
    const ScapulaTable& row = table.scapula;
    const PostureRow& posture = individual.posture;
    const double out = row.inferior_angle_out + individual.scapula_out + posture.scapula_out;
    const double level = row.inferior_angle_level + individual.scapula_levels_down;
    const double inwards = (row.superior_angle_out - row.inferior_angle_out) / row.length;
    const double lean = det::radians(row.forward_lean_deg +
                                     row.forward_lean_per_kyphosis *
                                         (individual.kyphosis_deg - BodyParameters{}.kyphosis_deg));
    const double rest = std::sqrt(1.0 - inwards * inwards);
    const double turn = det::radians(row.internal_rotation_deg);
    Frame frame;
    frame.origin = {out, 0.0, height_of_level(spine, level) - posture.scapula_down};
    frame.z_axis = {inwards, -det::sin(lean) * rest, det::cos(lean) * rest};
    const Vec3 lateral{det::cos(turn), -det::sin(turn), 0.0};
    frame.x_axis = normalised(lateral - frame.z_axis * dot(lateral, frame.z_axis));
    frame.y_axis = cross(frame.z_axis, frame.x_axis);
    return frame;
}

// Lifts the medial border off the ribs by a turn about an upright axis near the shoulder joint.
Frame winged(const Frame& frame, double wing_deg, double pivot_u) {
    const double c = det::cos(det::radians(wing_deg));
    const double s = det::sin(det::radians(wing_deg));
    Frame turned = frame;
    turned.x_axis = frame.x_axis * c - frame.y_axis * s;
    turned.y_axis = frame.y_axis * c + frame.x_axis * s;
    turned.origin = frame.origin + (frame.x_axis - turned.x_axis) * pivot_u;
    return turned;
}

Mesh scapula_mesh(const Form& form, const Chart& chart, const Frame& frame) {
    IsosurfaceGrid grid;
    grid.low = {-40.0, -12.0, -50.0};
    grid.step = {4.4, 3.4, 2.2};
    grid.cells_x = 37;
    grid.cells_y = 53;
    grid.cells_z = 43;
    Mesh mesh = isosurface([&](const Vec3& p) { return form.distance_to(p); }, grid);
    for (Vec3& point : mesh.points) point = frame.to_parent(chart.to_frame(point));
    // The chart is seen with v up and w back: left-handed, so faces turn round.
    for (auto& triangle : mesh.triangles) std::swap(triangle[1], triangle[2]);
    compute_normals(mesh);
    return mesh;
}

}  // namespace

ScapulaAndMesh make_left_scapula(const SkeletonTable& table, const Individual& individual,
                                 const std::vector<Vertebra>& spine, const std::vector<Rib>& ribs) {
    const Form form(table.scapula, individual.bone_section);
    const Chart chart{form, table.scapula.length / kChartLength};
    Frame frame = lay(table, individual, spine);
    frame.origin.y = rest_on_ribs(costal_face(form, chart), frame, ribs, table.scapula.gap);
    frame = winged(frame, individual.posture.scapula_wing_deg, 85.0 * chart.scale);

    const auto place = [&](const Vec3& p) { return frame.to_parent(chart.to_frame(p)); };
    ScapulaAndMesh result;
    Scapula& scapula = result.scapula;
    scapula.name = "scapula.left";
    scapula.is_left = true;
    scapula.frame = frame;
    scapula.length = table.scapula.length;
    for (int i = 0; i <= 20; ++i) {
        const double share = i / 20.0;
        scapula.medial_border.push_back(place({form.border_u(share), share * kChartLength, 0.0}));
    }
    for (std::size_t i = 0; i < form.crest().size(); ++i) {
        const Vec3 above{0.0, 0.0, table.scapula.spine[i].radius * individual.bone_section};
        scapula.spine_crest.push_back(place(form.crest()[i] + above));
    }
    for (const Vec3& at : form.outline()) scapula.outline.push_back(place(at));
    result.inferior_angle = place({0.0, 0.0, 0.0});
    result.superior_angle = place({0.0, kChartLength, 0.0});
    result.root_of_spine = scapula.spine_crest.front();
    Vec3 lateral = table.scapula.acromion.front();
    for (const Vec3& at : table.scapula.acromion) lateral = at.x > lateral.x ? at : lateral;
    result.acromion = place(lateral + Vec3{4.4 * 2.1 * individual.bone_section, 0.0, 0.0});
    result.mesh = scapula_mesh(form, chart, frame);
    return result;
}

}  // namespace dryrun::anatomy
