// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "anatomy/bone_columns.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "core/deterministic_math.h"
#include "core/four_floats.h"
#include "core/two_doubles.h"

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

using Meeting = BoneOnChart::Meeting;

class Raster {
  public:
    Raster(const Chart& chart, const ChartGrid& half)
        : chart_(chart),
          half_(half),
          per_step_(1.0 / half.step),
          least_{0.0F, 0.0F, static_cast<float>(1 - half.columns),
                 static_cast<float>(1 - half.rows)} {}

    BoneOnChart lay(const Mesh& outline) {
        const std::vector<Corner> corners = corners_at(outline.points);
        for (const auto& t : outline.triangles) {
            fill(corners[t[0]], corners[t[1]], corners[t[2]]);
        }
        laid_.meetings.resize(met_);
        laid_.corners.reserve(corners.size());
        for (const Corner& corner : corners) {
            const auto h = static_cast<float>(corner.h);
            if (h >= -kDeepestBone && h <= kHighestBone)
                laid_.corners.push_back(
                    {-static_cast<int>(corner.nodes[2]), -static_cast<int>(corner.nodes[3]), h});
        }
        return std::move(laid_);
    }

  private:
    /// A point of an outline, u and v counted in nodes.
    struct Corner {
        double x = 0.0;
        double y = 0.0;
        double h = 0.0;
        // The nodes round it, found once for all its triangles: the column and the row after it,
        // and, negative, those before it, so that the least of each is what a triangle reaches.
        FourFloats nodes{};
    };
    // The chart is asked for two at once.
    std::vector<Corner> corners_at(const std::vector<Vec3>& points) const {
        constexpr Corner kBeyond{0.0, 0.0, -1e9, {}};
        std::vector<Corner> corners(points.size(), kBeyond);
        const std::size_t none = points.size();
        std::size_t before = none;
        for (std::size_t i = 0; i < points.size(); ++i) {
            if (points[i].x > kAcross) continue;
            if (before == none) {
                before = i;
                continue;
            }
            const auto [a, b] = chart_.to_chart(points[before], points[i]);
            corners[before] = corner_at(a);
            corners[i] = corner_at(b);
            before = none;
        }
        if (before != none) corners[before] = corner_at(chart_.to_chart(points[before]));
        return corners;
    }
    Corner corner_at(const ChartPoint& place) const {
        const double x = (place.u - half_.first_u) * per_step_;
        const double y = (place.v - half_.first_v) * per_step_;
        const FourFloats nodes = {
            static_cast<float>(-floor_of(-x)), static_cast<float>(-floor_of(-y)),
            static_cast<float>(-floor_of(x)), static_cast<float>(-floor_of(y))};
        return {x, y, place.h, nodes};
    }
    bool is_too_far(double a, double b, double c) const {
        constexpr double kTooLarge = 60.0;  // across a fold of the chart
        const double span = std::max(a, std::max(b, c)) - std::min(a, std::min(b, c));
        return span > kTooLarge * per_step_;
    }
    void fill(const Corner& a, const Corner& b, const Corner& c) {
        constexpr double kTooDeep = -kDeepestBone - 40.0F;
        // First column, first row and, negative, the last ones.
        const FourFloats reach = greater(lesser(a.nodes, lesser(b.nodes, c.nodes)), least_);
        const unsigned lacks = lanes_of(reach + upper_half(reach) > 0.0F);
        const double lowest = std::min(a.h, std::min(b.h, c.h));
        const double highest = std::max(a.h, std::max(b.h, c.h));
        // Most triangles hold no node, or lie on the other side. Why, no processor can foresee: one
        // branch for all reasons.
        const bool is_nowhere = (static_cast<int>((lacks & 3U) != 0) | (lowest < kTooDeep) |
                                 (highest > kHighestBone)) != 0;
        if (is_nowhere) return;
        if (is_too_far(a.x, b.x, c.x) || is_too_far(a.y, b.y, c.y)) return;
        const double twice = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
        if (std::fabs(twice) < 1e-10) return;
        const double per_twice = 1.0 / twice;
        const int first_i = static_cast<int>(reach[0]);
        const int first_j = static_cast<int>(reach[1]);
        const int last_i = -static_cast<int>(reach[2]);
        const int last_j = -static_cast<int>(reach[3]);
        // Shares of b and c, reckoned together.
        const TwoDoubles by_x = TwoDoubles{c.y - a.y, b.y - a.y};
        const TwoDoubles by_y = TwoDoubles{c.x - a.x, b.x - a.x};
        const TwoDoubles to_shares = {per_twice, -per_twice};
        Meeting* const met = room_for((last_i - first_i + 1) * (last_j - first_j + 1));
        std::size_t count = 0;
        for (int j = first_j; j <= last_j; ++j) {
            const double y = j - a.y;
            for (int i = first_i; i <= last_i; ++i) {
                const double x = i - a.x;
                const TwoDoubles shares = (x * by_x - y * by_y) * to_shares;
                const double s = shares[0];
                const double t = shares[1];
                const bool is_outside =
                    (static_cast<int>(pair_lanes_of(shares < 0.0) != 0) | (s + t > 1.0)) != 0;
                // Seen from outside, u and v turn clockwise: left is to the left, up is up, and
                // one looks at the back.
                const double h = a.h + (b.h - a.h) * s + (c.h - a.h) * t;
                // Which nodes lie in the triangle no processor can foresee: what is outside, the
                // next is written over.
                met[count] = {half_.index(i, j), static_cast<float>(h), twice < 0.0};
                count += is_outside ? 0 : 1;
            }
        }
        met_ += count;
    }
    Meeting* room_for(int more) {
        const std::size_t wanted = met_ + static_cast<std::size_t>(more);
        if (laid_.meetings.size() < wanted) laid_.meetings.resize(2 * wanted);
        return laid_.meetings.data() + met_;
    }

    const Chart& chart_;
    const ChartGrid& half_;
    double per_step_;   ///< nodes a millimetre
    FourFloats least_;  ///< that a triangle's nodes can be, in the order of Corner::nodes
    BoneOnChart laid_;
    std::size_t met_ = 0;  ///< of its meetings, after which there is room
};

/// Lifts the four nodes round each corner to its height.
void lift_round_corners(const std::vector<BoneOnChart::Corner>& corners, const ChartGrid& half,
                        HeightField& field) {
    const auto lift = [](float& h, float to) { h = std::max(h, to); };
    for (const auto& [left, low, lifted] : corners) {
        const bool is_inside = (static_cast<int>(left >= 0) & (left + 1 < half.columns) &
                                (low >= 0) & (low + 1 < half.rows)) != 0;
        if (is_inside) {
            float* const below = field.data() + half.index(left, low);
            float* const above = below + half.columns;
            for (float* const h : {below, below + 1, above, above + 1}) lift(*h, lifted);
            continue;
        }
        for (int j = std::max(low, 0); j <= std::min(low + 1, half.rows - 1); ++j) {
            for (int i = std::max(left, 0); i <= std::min(left + 1, half.columns - 1); ++i)
                lift(field[half.index(i, j)], lifted);
        }
    }
}

Role role_on_right(const Bone& bone) {
    return bone.name.ends_with(".left") ? Role::None : role_of(bone.name);
}

// A number of 32 bits is divided in a third of the time of one of 64.
int column_of(std::size_t node, const ChartGrid& half) {
    return static_cast<int>(static_cast<unsigned>(node) % static_cast<unsigned>(half.columns));
}

// Nothing nearer the midline than `nearest_u`; a negative one leaves nothing out.
void add_frame(const std::vector<Meeting>& meetings, double nearest_u, const ChartGrid& half,
               HeightField& frame) {
    for (const Meeting& met : meetings) {
        if (!met.is_outer || met.h <= -kDeepestBone) continue;
        if (nearest_u >= 0.0 && std::fabs(half.u(column_of(met.node, half))) <= nearest_u) continue;
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

BoneOnChart lay_bone(const Chart& chart, const ChartGrid& half, const Bone& bone) {
    if (role_on_right(bone) == Role::None) return {};
    return Raster(chart, half).lay(bone.outline.get());
}

BonesOnChart::~BonesOnChart() {
    for (const Batch& batch : batches_) errands_.drop(batch.first_errand, batch.bones.size());
}

void BonesOnChart::lay(const Chart& chart, const ChartGrid& half, const std::vector<Bone>& bones) {
    const bool is_same = half.first_u == half_.first_u && half.first_v == half_.first_v &&
                         half.columns == half_.columns && half.step == half_.step;
    DRYRUN_ASSERT(is_same || batches_.empty());
    half_ = half;
    Batch& batch = batches_.emplace_back();
    for (std::size_t number = places_.size(); number < bones.size(); ++number) {
        places_.emplace_back(batches_.size() - 1, batch.bones.size());
        if (role_on_right(bones[number]) != Role::None) batch.bones.push_back(bones[number]);
    }
    batch.laid.resize(batch.bones.size());
    batch.first_errand = errands_.add(batch.bones.size(), [&batch, &chart, half](std::size_t i) {
        batch.laid[i] = lay_bone(chart, half, batch.bones[i]);
    });
}

const BoneOnChart& BonesOnChart::bone(std::size_t number, std::size_t nodes) {
    const auto& [from, at] = places_[number];
    Batch& batch = batches_[from];
    errands_.finish(batch.first_errand + at);
    BoneOnChart& laid = batch.laid[at];
    std::erase_if(laid.meetings, [&](const Meeting& met) { return met.node >= nodes; });
    return laid;
}

BoneColumns measure_bones(const BackModel& model, const ChartGrid& half,
                          const std::function<const BoneOnChart&(std::size_t bone)>& laid) {
    BoneColumns columns;
    const HeightField none(half.size(), kNoHeight);
    columns.frame = columns.rib_inner = columns.scapula_inner = none;
    columns.scapula_outer = columns.bone_outer = none;
    HeightField outermost_rib = none;
    HeightField scapula = none;
    HeightField bone = none;
    // Vertebrae and ribs last: they may be being laid still.
    const auto is_of_trunk = [](Role role) { return role == Role::Vertebra || role == Role::Rib; };
    for (const bool of_trunk : {false, true}) {
        for (std::size_t i = 0; i < model.skeleton.bones.size(); ++i) {
            const Role role = role_on_right(model.skeleton.bones[i]);
            if (role == Role::None || is_of_trunk(role) != of_trunk) continue;
            const auto& [meetings, corners] = laid(i);
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
            lift_round_corners(corners, half, columns.bone_outer);
            if (role == Role::Scapula) lift_round_corners(corners, half, columns.scapula_outer);
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
