// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The scapula: a bent plate with a stout lateral border, a spine that rises to the acromion,
// glenoid and coracoid, described in a chart of its own (scapula_form.h). It is laid at its level
// with the lean and turn of the table and then slid forwards until the muscles between it and the
// ribs are as thin as they get.
#include <algorithm>
#include <cmath>
#include <iterator>
#include <memory>
#include <numeric>
#include <utility>

#include "anatomy/scapula_form.h"
#include "anatomy/skeleton_parts.h"
#include "core/deterministic_math.h"
#include "core/two_doubles.h"
#include "geometry/isosurface.h"
#include "geometry/polygon.h"

namespace dryrun::anatomy {
namespace {

// From chart coordinates (w from the blade) to the scapula's frame.
struct Chart {
    const ScapulaForm& form;
    double scale;
    Vec3 to_frame(const Vec3& p) const {
        return Vec3{p.x, p.z + form.blade(p.x, p.y), p.y} * scale;
    }
};

// A ball within the bone, in the scapula's frame, and what must lie between it and the ribs.
struct Ball {
    Vec3 at;
    double away = 0.0;  ///< radius and room
};

// Balls that fill the bone's side towards the ribs. Muscle lies under the blade; neck and glenoid
// only must not touch. The coracoid reaches past the side of the ribs, out of their way.
std::vector<Ball> costal_side(const ScapulaTable& table, const ScapulaForm& form,
                              const Chart& chart, double section) {
    constexpr double kLittleRoom = 3.0;
    std::vector<Ball> balls;
    const auto add = [&](const Vec3& at, double radius, double room) {
        balls.push_back({chart.to_frame(at), radius + room});
    };
    for (const Vec3& at : form.outline()) add(at, form.half_thickness(at.y), table.gap);
    for (double v = 8.0; v < kScapulaChartLength; v += 11.0) {
        for (double u = -24.0; u < 80.0; u += 11.0) {
            if (polygon_distance(u, v, form.outline()) < 0.0)
                add({u, v, 0.0}, form.half_thickness(v), table.gap);
        }
    }
    for (const Vec3& at : table.lateral_ridge) add(at, 5.0 * section, kLittleRoom);
    for (const double v : {-10.0, 0.0, 10.0})
        add(table.glenoid + Vec3{0.0, v, 0.0}, table.glenoid_half_axes.z, kLittleRoom);
    return balls;
}

// A place on a rib's centreline and its section there.
struct RibPlace {
    Vec3 at;
    Vec3 outward;
    double half_thickness = 0.0;
    double half_height = 0.0;
    /// No place of the section lies farther from its middle.
    double half_width() const { return std::max(half_height, half_thickness); }
};

// Places 3 mm or less apart, where ribs face backwards: between them a ball of a muscle's thickness
// sinks by under 0.1 mm.
std::vector<RibPlace> places_on(const std::vector<Rib>& ribs) {
    constexpr int kBetween = 4;
    std::vector<RibPlace> places;
    for (const Rib& rib : ribs) {
        for (std::size_t i = 0; i + 1 < rib.centreline.size(); ++i) {
            if (rib.outward[i].y < -0.2) continue;
            for (int k = 0; k < kBetween; ++k) {
                const double t = static_cast<double>(k) / kBetween;
                places.push_back({lerp(rib.centreline[i], rib.centreline[i + 1], t), rib.outward[i],
                                  0.5 * rib.thickness[i], 0.5 * rib.height[i]});
            }
        }
    }
    return places;
}

// Places by the squares, seen from behind, in which they lie: a ball is near few of hundreds.
class RibPlaces {
  public:
    explicit RibPlaces(const std::vector<Rib>& ribs) {
        const std::vector<RibPlace> places = places_on(ribs);
        Box box;
        for (const RibPlace& place : places) {
            box.take_in(place.at);
            widest_ = std::max(widest_, place.half_width());
        }
        low_ = box.low;
        columns_ = square(box.high.x - low_.x) + 1;
        rows_ = square(box.high.z - low_.z) + 1;
        const auto square_of = [&](const RibPlace& place) {
            return index(square(place.at.x - low_.x), square(place.at.z - low_.z));
        };
        // Counted, then each put where those of the squares before it end.
        first_.resize(static_cast<std::size_t>(columns_ * rows_) + 1);
        for (const RibPlace& place : places) ++first_[square_of(place) + 1];
        std::partial_sum(first_.begin(), first_.end(), first_.begin());
        std::vector<std::size_t> next = first_;
        places_.resize(places.size());
        for (const RibPlace& place : places) places_[next[square_of(place)]++] = place;
        if (places_.size() % 2 != 0) places_.push_back(places_.back());
        pairs_.reserve(places_.size() / 2);
        for (std::size_t i = 0; i < places_.size(); i += 2)
            pairs_.push_back(pair_of(places_[i], places_[i + 1]));
    }

    /// Two places, as far as they tell whether a ball can touch them.
    struct Two {
        TwoDoubles x, y, z;
        TwoDoubles half_height;
        TwoDoubles half_width;
    };
    /// The places of a pair.
    const RibPlace* of_pair(std::size_t pair) const { return &places_[2 * pair]; }
    /// More than any section's half.
    double widest() const { return widest_; }
    /// Hands every pair of which one may lie within `reach` of a point, seen from behind, and its
    /// number to `visit`; some twice.
    template <class Visit>
    void near(const Vec3& point, double reach, const Visit& visit) const {
        const int first_column = std::max(square(point.x - reach - low_.x), 0);
        const int last_column = std::min(square(point.x + reach - low_.x), columns_ - 1);
        if (first_column > last_column) return;
        const int last_row = std::min(square(point.z + reach - low_.z), rows_ - 1);
        for (int row = std::max(square(point.z - reach - low_.z), 0); row <= last_row; ++row) {
            const std::size_t end = first_[index(last_column, row) + 1];
            for (std::size_t i = first_[index(first_column, row)] / 2; 2 * i < end; ++i)
                visit(pairs_[i], i);
        }
    }

  private:
    static constexpr double kSquare = 8.0;
    static int square(double along) {
        const int cut = static_cast<int>(along * (1.0 / kSquare));
        return along < 0.0 ? cut - 1 : cut;
    }
    std::size_t index(int column, int row) const {
        return static_cast<std::size_t>(row * columns_ + column);
    }
    static Two pair_of(const RibPlace& one, const RibPlace& other) {
        return {TwoDoubles{one.at.x, other.at.x}, TwoDoubles{one.at.y, other.at.y},
                TwoDoubles{one.at.z, other.at.z}, TwoDoubles{one.half_height, other.half_height},
                TwoDoubles{one.half_width(), other.half_width()}};
    }

    std::vector<RibPlace> places_;    ///< square by square, row by row
    std::vector<Two> pairs_;          ///< of them, one after the other
    std::vector<std::size_t> first_;  ///< in each square, and the end
    Vec3 low_;
    int columns_ = 0;
    int rows_ = 0;
    double widest_ = 0.0;
};

// How far back the middle of a ball that is not beside a rib must be to keep `away` from its
// surface here; `beside` is the square of how far beside the place the ball is, seen from behind.
double least_y(double dx, double dz, double beside, double away, const RibPlace& place) {
    double half = place.half_height;
    double back = 0.0;
    // The section is flat, so its half depends on where the ball touches it; that settles at once.
    for (int pass = 0; pass < 3; ++pass) {
        const double reach = away + half;
        back = std::sqrt(std::max(0.0, reach * reach - beside));
        const Vec3 towards = normalised({dx, back, dz});
        const double facing = dot(towards, place.outward);
        const double flat = place.half_thickness * facing;
        half = std::sqrt(flat * flat + place.half_height * place.half_height *
                                           std::max(0.0, 1.0 - facing * facing));
    }
    return place.at.y + back;
}

// Some balls of the scapula that are to rest on the ribs.
class RestingBalls {
  public:
    explicit RestingBalls(std::vector<Ball> balls) : balls_(std::move(balls)) {}

    /// The least y of the frame's origin at which they keep their distance from all ribs.
    double rest_y(const Frame& frame, const RibPlaces& places) {
        return rest_y(frame, places, -1e9, 1e9);
    }
    /// Whether that is more than `y`.
    bool rest_behind(double y, const Frame& frame, const RibPlaces& places) {
        return rest_y(frame, places, y, y) > y;
    }

  private:
    // From `y` up; any y above `enough` will do.
    double rest_y(const Frame& frame, const RibPlaces& places, double y, double enough) {
        // The ball that held the others off last time comes first: it most likely does again, and
        // what lies too far in front to hold them off farther is soon passed over.
        const std::size_t first = holds_;
        for (std::size_t i = 0; i < balls_.size() && y <= enough; ++i) {
            const std::size_t ball = i == 0 ? first : i <= first ? i - 1 : i;
            const double before = y;
            hold_off(balls_[ball], frame, places, y);
            if (y > before) holds_ = ball;
        }
        return y;
    }
    static void hold_off(const Ball& ball, const Frame& frame, const RibPlaces& places, double& y) {
        constexpr double kRounding = 1e-9;
        const Vec3 offset = frame.direction_to_parent(ball.at);
        const Vec3 point = frame.origin + offset;
        const double reach = ball.away + places.widest();
        places.near(point, reach, [&](const RibPlaces::Two& two, std::size_t pair) {
            const TwoDoubles dx = point.x - two.x;
            const TwoDoubles dz = point.z - two.z;
            const TwoDoubles beside = dx * dx + dz * dz;
            const TwoDoubles high = ball.away + two.half_height;
            // A section reaches no farther back than a round one as wide.
            const TwoDoubles most = ball.away + two.half_width;
            const TwoDoubles wanted = y + offset.y - two.y - kRounding;
            const unsigned are_clear = pair_lanes_of(wanted > 0.0) &
                                       pair_lanes_of(wanted * wanted >= most * most - beside);
            const unsigned are_near = pair_lanes_of(beside < high * high) & ~are_clear;
            for (unsigned k = 0; k < 2 && are_near != 0; ++k) {
                if ((are_near >> k & 1U) == 0) continue;
                const RibPlace& place = places.of_pair(pair)[k];
                y = std::max(y, least_y(dx[k], dz[k], beside[k], ball.away, place) - offset.y);
            }
        });
    }

    std::vector<Ball> balls_;
    std::size_t holds_ = 0;
};

template <class Wanted>
RestingBalls those(const std::vector<Ball>& balls, const Wanted& wanted) {
    std::vector<Ball> some;
    std::copy_if(balls.begin(), balls.end(), std::back_inserter(some), wanted);
    return RestingBalls(std::move(some));
}

// The height of a place between the tips of the thoracic spinous processes.
double height_of_level(const std::vector<Vertebra>& spine, double level) {
    const auto whole = static_cast<int>(level);
    const auto i = static_cast<std::size_t>(kFirstThoracicLevel - kFirstLevel + whole - 1);
    const double above = spine[i].spinous_tip.z;
    const double below = spine[i + 1].spinous_tip.z;
    return above + (below - above) * (level - whole);
}

// The scapula at its level and distance from the midline, turned up in its plane as the posture
// says, which leaves its middle where it is, and leaning forwards by `lean_deg`.
Frame leaning(const SkeletonTable& table, const Individual& individual,
              const std::vector<Vertebra>& spine, double lean_deg, double turn_out_deg) {
    const ScapulaTable& row = table.scapula;
    const PostureRow& posture = individual.posture;
    const double length = row.length * individual.scapula_length;
    const double upright = (row.superior_angle_out - row.inferior_angle_out) / row.length;
    const double turn_up = det::radians(posture.scapula_turn_up_deg);
    const double inwards =
        upright * det::cos(turn_up) - std::sqrt(1.0 - upright * upright) * det::sin(turn_up);
    const double out = row.inferior_angle_out + individual.scapula_out + posture.scapula_out +
                       0.5 * length * (upright - inwards);
    const double level = row.inferior_angle_level + individual.scapula_levels_down;
    const double rest = std::sqrt(1.0 - inwards * inwards);
    const double raised = 0.5 * length * (std::sqrt(1.0 - upright * upright) - rest);
    const double lean = det::radians(lean_deg);
    const double turn =
        det::radians(row.internal_rotation_deg - posture.scapula_turn_out_deg - turn_out_deg);
    Frame frame;
    frame.origin = {out, 0.0, height_of_level(spine, level) - posture.scapula_down + raised};
    frame.z_axis = {inwards, -det::sin(lean) * rest, det::cos(lean) * rest};
    const Vec3 lateral{det::cos(turn), -det::sin(turn), 0.0};
    frame.x_axis = normalised(lateral - frame.z_axis * dot(lateral, frame.z_axis));
    frame.y_axis = cross(frame.z_axis, frame.x_axis);
    return frame;
}

// The balls of the lower and the upper half, on which the lean depends.
struct Halves {
    RestingBalls lower;
    RestingBalls upper;
};

// Leans the scapula until its lower and its upper half rest equally, then changes the lean by the
// table's number. Halving a fixed number of times: to 0.02 degrees.
Frame resting(const SkeletonTable& table, const Individual& individual,
              const std::vector<Vertebra>& spine, Halves& halves, const RibPlaces& places,
              double turn_out_deg) {
    double less = -10.0;
    double more = 60.0;
    for (int pass = 0; pass < 12; ++pass) {
        const double lean_deg = 0.5 * (less + more);
        const Frame frame = leaning(table, individual, spine, lean_deg, turn_out_deg);
        const double below = halves.lower.rest_y(frame, places);
        const bool rests_above = halves.upper.rest_behind(below, frame, places);
        (rests_above ? more : less) = lean_deg;
    }
    return leaning(table, individual, spine, less + table.scapula.lean_change_deg, turn_out_deg);
}

// Lays the scapula on the ribs. Serratus anterior and the rhomboids hold the medial border to them:
// where the lateral part would lift it off, the scapula faces less forwards than the table says.
Frame lay(const SkeletonTable& table, const Individual& individual,
          const std::vector<Vertebra>& spine, const std::vector<Ball>& balls,
          const std::vector<Rib>& ribs) {
    constexpr int kPasses = 3;
    constexpr double kMostTurn_deg = 12.0;
    const RibPlaces places(ribs);
    const double length = table.scapula.length * individual.scapula_length;
    const double scale = length / kScapulaChartLength;
    const double medial_end = 0.0;
    const double lateral_start = 40.0 * scale;
    const double apart = 90.0 * scale;  // between what rests on either side
    RestingBalls medial = those(balls, [&](const Ball& ball) { return ball.at.x < medial_end; });
    RestingBalls lateral =
        those(balls, [&](const Ball& ball) { return ball.at.x > lateral_start; });
    Halves halves{those(balls, [&](const Ball& ball) { return ball.at.z <= 0.35 * length; }),
                  those(balls, [&](const Ball& ball) { return ball.at.z >= 0.6 * length; })};
    double turn_out_deg = 0.0;
    Frame frame;
    for (int pass = 0;; ++pass) {
        frame = resting(table, individual, spine, halves, places, turn_out_deg);
        if (pass == kPasses) break;
        const double lifts = lateral.rest_y(frame, places) - medial.rest_y(frame, places);
        turn_out_deg = det::clamp(turn_out_deg + det::degrees(lifts / apart), 0.0, kMostTurn_deg);
    }
    frame.origin.y = RestingBalls(balls).rest_y(frame, places);
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

// Boxes that hold the bone where it lies, bent as the blade is.
std::vector<Box> placed_pieces(const ScapulaForm& form, const Chart& chart, const Frame& frame) {
    constexpr int kSteps = 4;
    constexpr double kRoom = 2.5;  // fillets, and the bend between the steps
    std::vector<Box> pieces;
    for (const Box& part : form.parts()) {
        Box box;
        for (int i = 0; i <= kSteps; ++i) {
            for (int j = 0; j <= kSteps; ++j) {
                const double u = part.low.x + (part.high.x - part.low.x) * i / kSteps;
                const double v = part.low.y + (part.high.y - part.low.y) * j / kSteps;
                for (const double w : {part.low.z, part.high.z})
                    box.take_in(frame.to_parent(chart.to_frame({u, v, w})), kRoom);
            }
        }
        pieces.push_back(box);
    }
    return pieces;
}

Mesh scapula_mesh(const ScapulaForm& form, const Chart& chart, const Frame& frame) {
    IsosurfaceGrid grid;
    grid.step = {3.4, 3.4, 2.2};
    const Box box = form.bounds();
    constexpr double kCellsToSpare = 2.0;
    grid.low = box.low - grid.step * kCellsToSpare;
    const auto cells = [&](double room, double step) {
        return static_cast<int>(room / step + 2.0 * kCellsToSpare) + 1;
    };
    grid.cells_x = cells(box.high.x - box.low.x, grid.step.x);
    grid.cells_y = cells(box.high.y - box.low.y, grid.step.y);
    grid.cells_z = cells(box.high.z - box.low.z, grid.step.z);
    const ScapulaField field(form);
    Mesh mesh = bare_isosurface([&](const Vec3& p) { return field.distance_to(p); }, grid);
    for (Vec3& point : mesh.points) point = frame.to_parent(chart.to_frame(point));
    // The chart is seen with v up and w back: left-handed, so faces turn round.
    for (auto& triangle : mesh.triangles) std::swap(triangle[1], triangle[2]);
    compute_normals(mesh);
    return mesh;
}

}  // namespace

ScapulaAndBone make_left_scapula(const SkeletonTable& table, const Individual& individual,
                                 const std::vector<Vertebra>& spine, const std::vector<Rib>& ribs) {
    const auto shared = std::make_shared<const ScapulaForm>(table.scapula, individual.bone_section);
    const ScapulaForm& form = *shared;
    const double length = table.scapula.length * individual.scapula_length;
    const Chart chart{form, length / kScapulaChartLength};
    Frame frame = lay(table, individual, spine,
                      costal_side(table.scapula, form, chart, individual.bone_section), ribs);
    frame = winged(frame, individual.posture.scapula_wing_deg, 85.0 * chart.scale);

    const auto place = [&](const Vec3& p) { return frame.to_parent(chart.to_frame(p)); };
    const auto make = [shared, scale = chart.scale, frame] {
        return scapula_mesh(*shared, Chart{*shared, scale}, frame);
    };
    const auto outline = [shared, scale = chart.scale, frame] {
        Mesh mesh = shared->outline_mesh();
        for (Vec3& point : mesh.points)
            point = frame.to_parent(Chart{*shared, scale}.to_frame(point));
        for (auto& triangle : mesh.triangles) std::swap(triangle[1], triangle[2]);
        return mesh;
    };
    Bone bone("scapula.left", placed_pieces(form, chart, frame), LazyMesh(make), LazyMesh(outline));
    ScapulaAndBone result{{}, std::move(bone), {}, {}, {}, {}, {}};
    Scapula& scapula = result.scapula;
    scapula.name = "scapula.left";
    scapula.is_left = true;
    scapula.frame = frame;
    scapula.length = length;
    for (int i = 0; i <= 20; ++i) {
        const double share = i / 20.0;
        scapula.medial_border.push_back(
            place({form.border_u(share), share * kScapulaChartLength, 0.0}));
    }
    for (std::size_t i = 0; i < form.crest().size(); ++i) {
        const Vec3 above{0.0, 0.0, table.scapula.spine[i].radius * individual.bone_section};
        scapula.spine_crest.push_back(place(form.crest()[i] + above));
    }
    const Vec3 on_acromion{0.0, 0.0, kAcromionHalfThickness * individual.bone_section};
    for (std::size_t i = 1; i + 1 < table.scapula.acromion.size(); ++i)
        scapula.spine_crest.push_back(place(table.scapula.acromion[i] + on_acromion));
    for (const Vec3& at : form.outline()) scapula.outline.push_back(place(at));
    const Vec3 face{table.scapula.glenoid_half_axes.x, 0.0, 0.0};
    scapula.glenoid = place(table.scapula.glenoid + face);
    result.acromial_end = place(table.shoulder.acromial_end);
    result.inferior_angle = place({0.0, 0.0, 0.0});
    result.superior_angle = place({0.0, kScapulaChartLength, 0.0});
    result.root_of_spine = scapula.spine_crest.front();
    Vec3 lateral = table.scapula.acromion.front();
    for (const Vec3& at : table.scapula.acromion) lateral = at.x > lateral.x ? at : lateral;
    result.acromion =
        place(lateral +
              Vec3{kAcromionHalfThickness * kAcromionWidening * individual.bone_section, 0.0, 0.0});
    return result;
}

}  // namespace dryrun::anatomy
