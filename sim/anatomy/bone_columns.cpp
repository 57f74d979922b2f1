// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "anatomy/bone_columns.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "core/deterministic_math.h"

namespace dryrun::anatomy {
namespace {

constexpr float kDeepestBone = 75.0F;      // bone deeper than this is the front of the chest
constexpr float kHighestBone = 70.0F;      // and higher than this the skull, over the shoulders
constexpr double kSpinousHalfWidth = 9.5;  // nearer the midline a column may meet one
constexpr float kScapulaDepth = 45.0F;     // from its spine to its costal face at most
constexpr double kAcross = 8.0;            // as far beyond the midline as triangles are filled

enum class Role {
    None,
    Frame,
    Vertebra,  // frame, but for its spinous process
    Rib,       // frame, and what the pleura lies under
    Scapula,
};

struct RoleRow {
    std::string_view prefix;
    Role role;
};
constexpr RoleRow kRoles[] = {
    {"rib.", Role::Rib},       {"vertebra.", Role::Vertebra}, {"scapula.", Role::Scapula},
    {"sacrum", Role::Frame},   {"ilium.", Role::Frame},       {"clavicle.", Role::Frame},
    {"humerus.", Role::Frame}, {"skull", Role::Frame},
};

Role role_of(std::string_view name) {
    for (const RoleRow& row : kRoles) {
        if (name.substr(0, row.prefix.size()) == row.prefix) return row.role;
    }
    return Role::None;
}

int floor_of(double x) {
    const int cut = static_cast<int>(x);
    return x < cut ? cut - 1 : cut;
}

// Where a column meets a face of a bone.
struct Meeting {
    std::size_t node = 0;
    float h = 0.0F;
    bool is_outer = true;  // the face looks outwards
};

class Raster {
  public:
    Raster(const BackModel& model, const ChartGrid& half) : model_(model), half_(half) {}

    /// Lays the outline on the chart; the answers are in meetings() and corners().
    void lay(const Mesh& outline) {
        meetings_.clear();
        corners_.clear();
        corners_.reserve(outline.points.size());
        constexpr ChartPoint kBeyond{0.0, 0.0, -1e9};
        for (const Vec3& point : outline.points) {
            corners_.push_back(point.x > kAcross ? kBeyond : model_.chart.to_chart(point));
        }
        for (const auto& t : outline.triangles) {
            fill(corners_[t[0]], corners_[t[1]], corners_[t[2]]);
        }
    }
    const std::vector<Meeting>& meetings() const { return meetings_; }
    const std::vector<ChartPoint>& corners() const { return corners_; }

    /// Lifts the four nodes round a corner to its height.
    void lift_round(const ChartPoint& corner, HeightField& field) const {
        const auto lifted = static_cast<float>(corner.h);
        if (lifted < -kDeepestBone || lifted > kHighestBone) return;
        const int left = floor_of((corner.u - half_.first_u) / half_.step);
        const int low = floor_of((corner.v - half_.first_v) / half_.step);
        for (int j = std::max(low, 0); j <= std::min(low + 1, half_.rows - 1); ++j) {
            for (int i = std::max(left, 0); i <= std::min(left + 1, half_.columns - 1); ++i) {
                float& h = field[half_.index(i, j)];
                h = std::max(h, lifted);
            }
        }
    }

  private:
    void fill(const ChartPoint& a, const ChartPoint& b, const ChartPoint& c) {
        constexpr double kTooDeep = -kDeepestBone - 40.0F;
        constexpr double kTooLarge = 60.0;  // across a fold of the chart
        if (a.h < kTooDeep || b.h < kTooDeep || c.h < kTooDeep) return;
        if (std::max({a.h, b.h, c.h}) > kHighestBone) return;
        const double low_u = std::min({a.u, b.u, c.u});
        const double high_u = std::max({a.u, b.u, c.u});
        const double low_v = std::min({a.v, b.v, c.v});
        const double high_v = std::max({a.v, b.v, c.v});
        if (high_u - low_u > kTooLarge || high_v - low_v > kTooLarge) return;
        const int first_i = node_from(low_u - half_.first_u);
        const int last_i = node_until(high_u - half_.first_u, half_.columns);
        const int first_j = node_from(low_v - half_.first_v);
        const int last_j = node_until(high_v - half_.first_v, half_.rows);
        if (first_i > last_i || first_j > last_j) return;
        const double twice = (b.u - a.u) * (c.v - a.v) - (b.v - a.v) * (c.u - a.u);
        if (std::fabs(twice) < 1e-9) return;
        const double per_twice = 1.0 / twice;
        for (int j = first_j; j <= last_j; ++j) {
            const double v = half_.v(j) - a.v;
            for (int i = first_i; i <= last_i; ++i) {
                const double u = half_.u(i) - a.u;
                const double s = (u * (c.v - a.v) - v * (c.u - a.u)) * per_twice;
                const double t = ((b.u - a.u) * v - (b.v - a.v) * u) * per_twice;
                if (s < 0.0 || t < 0.0 || s + t > 1.0) continue;
                // Seen from outside, u and v turn clockwise: left is to the left, up is up, and
                // one looks at the back.
                const double h = a.h + (b.h - a.h) * s + (c.h - a.h) * t;
                meetings_.push_back({half_.index(i, j), static_cast<float>(h), twice < 0.0});
            }
        }
    }
    int node_from(double along) const { return std::max(0, -floor_of(-along / half_.step)); }
    int node_until(double along, int count) const {
        return std::min(count - 1, floor_of(along / half_.step));
    }

    const BackModel& model_;
    const ChartGrid& half_;
    std::vector<Meeting> meetings_;
    std::vector<ChartPoint> corners_;
};

void add_frame(const std::vector<Meeting>& meetings, double nearest_u, const ChartGrid& half,
               HeightField& frame) {
    for (const Meeting& met : meetings) {
        if (!met.is_outer || met.h <= -kDeepestBone) continue;
        const int column = static_cast<int>(met.node % static_cast<std::size_t>(half.columns));
        if (std::fabs(half.u(column)) <= nearest_u) continue;
        frame[met.node] = std::max(frame[met.node], met.h);
    }
}

// Of the outermost rib in each column, where the column leaves it.
void add_rib(const std::vector<Meeting>& meetings, HeightField& outermost, HeightField& inner) {
    for (const Meeting& met : meetings) {
        if (!met.is_outer || met.h <= outermost[met.node]) continue;
        outermost[met.node] = met.h;
        inner[met.node] = kNoHeight;
    }
    for (const Meeting& met : meetings) {
        if (met.is_outer || met.h > outermost[met.node]) continue;
        // Whatever was left below this rib's outer face belongs to a rib further in.
        inner[met.node] = std::max(inner[met.node], met.h);
    }
}

void add_scapula(const std::vector<Meeting>& meetings, std::size_t nodes, HeightField& inner) {
    HeightField outer(nodes, kNoHeight);
    for (const Meeting& met : meetings) outer[met.node] = std::max(outer[met.node], met.h);
    for (const Meeting& met : meetings) {
        if (met.is_outer || met.h <= outer[met.node] - kScapulaDepth) continue;
        float& h = inner[met.node];
        if (h == kNoHeight || met.h < h) h = met.h;
    }
}

}  // namespace

BoneColumns measure_bones(const BackModel& model, const ChartGrid& half) {
    BoneColumns columns;
    const HeightField none(half.size(), kNoHeight);
    columns.frame = columns.rib_inner = columns.scapula_inner = none;
    columns.scapula_outer = columns.bone_outer = none;
    HeightField outermost_rib = none;
    HeightField scapula = none;
    HeightField bone = none;
    Raster raster(model, half);
    for (const Bone& one : model.skeleton.bones) {
        const Role role = role_of(one.name);
        if (role == Role::None || one.name.ends_with(".left")) continue;
        raster.lay(one.outline.get());
        const std::vector<Meeting>& meetings = raster.meetings();
        if (role == Role::Scapula) {
            add_scapula(meetings, half.size(), columns.scapula_inner);
        } else {
            const bool has_spine = role == Role::Vertebra;
            const double nearest_u = has_spine ? kSpinousHalfWidth * model.scale : -1.0;
            add_frame(meetings, nearest_u, half, columns.frame);
        }
        if (role == Role::Rib) add_rib(meetings, outermost_rib, columns.rib_inner);
        for (const Meeting& met : meetings) {
            if (met.h < -kDeepestBone) continue;
            bone[met.node] = std::max(bone[met.node], met.h);
            if (role == Role::Scapula) scapula[met.node] = std::max(scapula[met.node], met.h);
        }
        for (const ChartPoint& corner : raster.corners()) {
            raster.lift_round(corner, columns.bone_outer);
            if (role == Role::Scapula) raster.lift_round(corner, columns.scapula_outer);
        }
    }
    const auto widen = [&](const HeightField& at_nodes, HeightField& field) {
        const HeightField wide = widened(at_nodes, half);
        for (std::size_t n = 0; n < half.size(); ++n) field[n] = std::max(field[n], wide[n]);
    };
    widen(scapula, columns.scapula_outer);
    widen(bone, columns.bone_outer);
    return columns;
}

}  // namespace dryrun::anatomy
