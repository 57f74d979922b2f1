// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Clavicle and upper arm. The clavicle is swept along a bow from the acromion to the sternal end,
// which keeps its place beside rib 1. The upper end of the humerus is what is farthest out, seen
// from the shaft's axis, of head, tubercles and shaft; it turns about the centre of its head, which
// stands before the glenoid, as the posture holds the arm.
#include <algorithm>
#include <cmath>
#include <utility>

#include "anatomy/skeleton_parts.h"
#include "core/deterministic_math.h"
#include "geometry/net.h"
#include "geometry/solids.h"
#include "geometry/sweep.h"

namespace dryrun::anatomy {
namespace {

constexpr std::size_t kClaviclePoints = 25;
constexpr int kAroundClavicle = 14;

Mesh clavicle_mesh(const Clavicle& clavicle) {
    std::vector<Section> sections;
    const std::vector<Vec3>& line = clavicle.line;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const Vec3& before = line[i > 0 ? i - 1 : i];
        const Vec3& after = line[i + 1 < line.size() ? i + 1 : i];
        Section section;
        section.frame = frame_along(line[i], after - before, clavicle.up[i]);
        section.half_x = clavicle.half_height[i];
        section.half_y = clavicle.half_depth[i];
        sections.push_back(section);
    }
    return sweep(sections, kAroundClavicle);
}

// How a lift of the clavicle's middle is shared out: its ends keep their joints.
double lifted_by(double share) {
    return 4.0 * share * (1.0 - share);
}

// Half the extent of a flat section in a direction across it.
double half_extent(double half, const Vec3& along_half, double other, const Vec3& direction) {
    const double facing = dot(direction, along_half);
    return std::sqrt(half * half * facing * facing +
                     other * other * std::fmax(0.0, 1.0 - facing * facing));
}

// By how much the clavicle's middle must rise for all of it to clear the first ribs.
double lift_over(const std::vector<Rib>& ribs, const Clavicle& clavicle, const Vec3& up) {
    constexpr double kRoom = 1.0;
    constexpr std::size_t kRibs = 3;
    const auto last = static_cast<double>(clavicle.line.size() - 1);
    double lift = 0.0;
    for (std::size_t i = 3; i + 3 < clavicle.line.size(); ++i) {
        const double reach = std::fmax(clavicle.half_height[i], clavicle.half_depth[i]) + 12.0;
        for (std::size_t r = 0; r < kRibs; ++r) {
            for (std::size_t k = 0; k < ribs[r].centreline.size(); ++k) {
                const Vec3 away = clavicle.line[i] - ribs[r].centreline[k];
                if (dot(away, away) > reach * reach) continue;
                const Vec3 direction = normalised(away);
                const double least =
                    half_extent(0.5 * ribs[r].thickness[k], ribs[r].outward[k],
                                0.5 * ribs[r].height[k], direction) +
                    half_extent(clavicle.half_height[i], up, clavicle.half_depth[i], direction) +
                    kRoom;
                const double across = dot(away, away) - dot(away, up) * dot(away, up);
                if (across >= least * least) continue;
                const double rise = std::sqrt(least * least - across) - dot(away, up);
                lift = std::fmax(lift, rise / lifted_by(static_cast<double>(i) / last));
            }
        }
    }
    return lift;
}

// What is farthest out along a direction in a slice; nothing is 0.
double farther(double a, double b) {
    constexpr double kBlend = 5.0;
    return -smooth_union(-a, -b, kBlend);
}

// Where a ray leaves an ellipse about `centre`; 0 where it passes by.
double exit_of(double x, double y, double way_x, double way_y, double half_x, double half_y) {
    const double px = x / half_x;
    const double py = y / half_y;
    const double dx = way_x / half_x;
    const double dy = way_y / half_y;
    const double a = dx * dx + dy * dy;
    const double b = px * dx + py * dy;
    const double c = px * px + py * py - 1.0;
    const double root = b * b - a * c;
    return root > 0.0 ? std::fmax((std::sqrt(root) - b) / a, 0.0) : 0.0;
}

// The upper humerus in its own frame.
class UpperArm {
  public:
    UpperArm(const ShoulderTable& table, double section) : table_(table), section_(section) {}

    double head_radius() const { return table_.head_radius * section_; }
    double lowest() const { return kLowest; }

    /// On the axis that the surface is seen from.
    Vec3 axis(double height) const {
        const double share = 1.0 - det::smoothstep(-18.0, 20.0, height);
        return {table_.shaft_out * section_ * share, 0.0, height};
    }
    /// On the surface, `angle_deg` from outwards (x) to the back (y).
    Vec3 at(double height, double angle_deg) const {
        const Vec3 from = axis(height);
        const double way_x = det::cos(det::radians(angle_deg));
        const double way_y = det::sin(det::radians(angle_deg));
        const double shaft = table_.shaft.at("radius_mm")(height) * section_;
        double r = height < kShaftTop ? exit_of(from.x - table_.shaft_out * section_, from.y, way_x,
                                                way_y, shaft, shaft)
                                      : 0.0;
        const auto add = [&](const Vec3& centre, const Vec3& half) {
            const double h = (height - centre.z) / half.z;
            if (h * h >= 1.0) return;
            const double k = std::sqrt(1.0 - h * h);
            const double out =
                exit_of(from.x - centre.x, from.y - centre.y, way_x, way_y, half.x * k, half.y * k);
            r = farther(r, out);
        };
        r = farther(r, head_exit(from, way_x, way_y));
        for (const auto& [name, row] : table_.tubercles)
            add(row.at * section_, row.half_axes * section_);
        return from + Vec3{way_x, way_y, 0.0} * r;
    }

    Mesh mesh(const Frame& frame) const {
        constexpr int kAround = 36;
        constexpr std::pair<double, double> kEnd[] = {{6.5, 0.35}, {5.0, 0.7}, {2.5, 0.93}};
        std::vector<double> heights;
        for (double h = kLowest; h < -30.0; h += 8.0) heights.push_back(h);
        for (double h = -30.0; h < 15.0; h += 3.0) heights.push_back(h * section_);
        const double head = head_radius();
        for (const double share : {0.7, 0.78, 0.86, 0.92, 0.965, 0.99})
            heights.push_back(share * head);
        PointNet loops;
        const auto add = [&](double height, double below, double shrink) {
            std::vector<Vec3> loop;
            const Vec3 middle = axis(height);
            for (int k = 0; k < kAround; ++k) {
                const Vec3 on = at(height, 360.0 * k / kAround);
                loop.push_back(frame.to_parent(lerp(middle, on, shrink) - Vec3{0.0, 0.0, below}));
            }
            loops.push_back(std::move(loop));
        };
        for (const auto& [below, shrink] : kEnd) add(kLowest, below, shrink);
        for (const double height : heights) add(height, 0.0, 1.0);
        return loft(loops);
    }

  private:
    // The ball of the head; beyond the anatomical neck it sinks below the tubercles.
    double head_exit(const Vec3& from, double way_x, double way_y) const {
        const double head = head_radius();
        const double h = from.z / head;
        if (h * h >= 1.0) return 0.0;
        const double k = head * std::sqrt(1.0 - h * h);
        const double r = exit_of(from.x, from.y, way_x, way_y, k, k);
        constexpr double kHalfRoot = 0.7071;  // the head's axis rises at 45 degrees
        const double along = (from.z - from.x - way_x * r) * kHalfRoot;
        const double neck = head - table_.head_height * section_;
        constexpr double kSinks = 0.2;
        return r * (1.0 - kSinks * (1.0 - det::smoothstep(neck - 9.0, neck + 1.0, along)));
    }

    static constexpr double kLowest = -84.0;
    static constexpr double kShaftTop = 4.0;
    ShoulderTable table_;
    double section_;
};

Frame arm_frame(const ArmRow& arm, const Scapula& scapula, const Vec3& centre) {
    const Vec3 up = -arm.direction;
    const Frame rest = frame_along(centre, up, scapula.frame.x_axis);
    const double turn = det::radians(arm.internal_rotation_deg);
    const Vec3 out = rest.x_axis * det::cos(turn) - rest.y_axis * det::sin(turn);
    return frame_along(centre, up, out);
}

}  // namespace

ClavicleAndBone make_left_clavicle(const SkeletonTable& table, const Individual& individual,
                                   const Vec3& acromial_end, const std::vector<Rib>& ribs) {
    const ShoulderTable& row = table.shoulder;
    const Vec3 sternal_end = ribs.front().centreline.back() + row.sternal_end;
    const Vec3 along = normalised(sternal_end - acromial_end);
    const Vec3 up = normalised(Vec3{0.0, 0.0, 1.0} - along * along.z);
    const Vec3 forward = cross(up, along);  // along runs inwards
    Clavicle clavicle;
    clavicle.name = "clavicle.left";
    clavicle.is_left = true;
    const auto value = [&](const char* name, double share) { return row.clavicle.at(name)(share); };
    for (std::size_t i = 0; i < kClaviclePoints; ++i) {
        const double share = static_cast<double>(i) / static_cast<double>(kClaviclePoints - 1);
        clavicle.line.push_back(lerp(acromial_end, sternal_end, share) +
                                forward * value("forward_mm", share) + up * value("up_mm", share));
        clavicle.half_height.push_back(value("half_height_mm", share) * individual.bone_section);
        clavicle.half_depth.push_back(value("half_depth_mm", share) * individual.bone_section);
    }
    // The extents change with the direction, so a second pass settles what the first began.
    for (int pass = 0; pass < 2; ++pass) {
        const double lift = lift_over(ribs, clavicle, up);
        for (std::size_t i = 0; lift > 0.0 && i < kClaviclePoints; ++i) {
            const double share = static_cast<double>(i) / static_cast<double>(kClaviclePoints - 1);
            clavicle.line[i] += up * (lift * lifted_by(share));
        }
    }
    Box box;
    for (std::size_t i = 0; i < kClaviclePoints; ++i) {
        const Vec3& before = clavicle.line[i > 0 ? i - 1 : i];
        const Vec3& after = clavicle.line[i + 1 < kClaviclePoints ? i + 1 : i];
        const Frame frame = frame_along(clavicle.line[i], after - before, up);
        clavicle.up.push_back(frame.x_axis);
        clavicle.upper_surface.push_back(clavicle.line[i] + frame.x_axis * clavicle.half_height[i]);
        // The sweep's y axis points backwards or forwards as its path runs.
        const Vec3 back = frame.y_axis.y > 0.0 ? frame.y_axis : -frame.y_axis;
        clavicle.posterior_border.push_back(clavicle.line[i] + back * clavicle.half_depth[i]);
        box.take_in(clavicle.line[i],
                    std::fmax(clavicle.half_height[i], clavicle.half_depth[i]) + 1.0);
    }
    const LazyMesh bare([clavicle] { return clavicle_mesh(clavicle); });
    return {std::move(clavicle), {"clavicle.left", box, bare}};
}

HumerusAndBone make_left_humerus(const SkeletonTable& table, const Individual& individual,
                                 const Scapula& scapula) {
    const ShoulderTable& row = table.shoulder;
    const UpperArm arm(row, individual.bone_section);
    const Vec3 centre =
        scapula.glenoid + scapula.frame.x_axis * (arm.head_radius() + row.joint_space);
    Humerus humerus;
    humerus.name = "humerus.left";
    humerus.is_left = true;
    humerus.frame = arm_frame(individual.arm, scapula, centre);
    humerus.head_radius = arm.head_radius();
    const Frame& frame = humerus.frame;
    const auto on = [&](double height, double angle_deg) {
        return frame.to_parent(arm.at(height * individual.bone_section, angle_deg));
    };
    // Heights over the head's centre and angles from outwards to the back: anatomy texts.
    humerus.greater_tubercle = on(3.0, 5.0);
    humerus.superior_facet = on(14.5, -12.0);
    humerus.middle_facet = on(11.0, 22.0);
    humerus.inferior_facet = on(1.0, 50.0);
    humerus.lesser_tubercle = on(-3.0, -85.0);
    for (int i = 0; i <= 16; ++i) {
        const double down = i / 16.0;
        humerus.bicipital_groove.push_back(on(8.0 - 78.0 * down, -52.0 - 8.0 * down));
        humerus.medial_lip.push_back(on(-22.0 - 55.0 * down, -88.0));
        humerus.shaft.push_back(frame.to_parent(arm.axis(-22.0 + (arm.lowest() + 22.0) * down)));
    }
    Box box;
    box.take_in(centre, arm.head_radius() + 8.0);
    box.take_in(frame.to_parent(arm.axis(arm.lowest())), 20.0);
    const LazyMesh bare([arm, frame] { return arm.mesh(frame); });
    return {std::move(humerus), {"humerus.left", box, bare}};
}

}  // namespace dryrun::anatomy
