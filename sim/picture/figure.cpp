// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "picture/figure.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "geometry/isosurface.h"
#include "geometry/solids.h"

namespace dryrun::picture {
namespace {

using anatomy::Posture;

// Shares of stature (Drillis and Contini 1966).
constexpr double kUpperArm = 0.186;
constexpr double kForearm = 0.146;
constexpr double kHand = 0.108;
constexpr double kThigh = 0.245;
constexpr double kShank = 0.246;

constexpr double kBlend = 30.0;
constexpr double kChainBlend = 3.0;  // between the pieces of a limb
constexpr double kArmBlend = 10.0;   // so that it does not grow to the trunk
constexpr double kGentle = 0.3;      // between the trunk's levels the distance changes too fast
constexpr double kTrunkBack = 40.0;  // behind the line of the sides, under the modelled skin

// Left side, x to the patient's left, y back, z up; unit vectors are made of them. The upper arm
// hangs on the modelled humerus, the rest is what the posture's name says (assumed).
struct Limbs {
    Posture posture;
    Vec3 forearm;
    Vec3 hand;
};
constexpr Limbs kLimbs[] = {
    {Posture::Standing, {0.05, -0.12, -1.0}, {-0.05, -0.15, -1.0}},
    {Posture::Prone, {-0.1, -0.35, 0.9}, {-0.2, -0.1, 0.95}},
    {Posture::ProneHandBehindBack, {-0.75, -0.02, -0.3}, {-0.3, 0.05, -0.9}},
    {Posture::ProneArmHanging, {0.05, -1.0, -0.1}, {0.0, -1.0, -0.05}},
    {Posture::SideLyingLeft, {-0.15, -0.9, 0.35}, {-0.2, -0.9, 0.3}},
    {Posture::SideLyingRight, {-0.15, -0.9, 0.35}, {-0.2, -0.9, 0.3}},
    {Posture::ProneArmsBySide, {0.05, -0.05, -1.0}, {-0.05, -0.05, -1.0}},
    {Posture::ProneArmOverhead, {-0.35, -0.2, 0.9}, {-0.5, -0.1, 0.85}},
};

// One side's bone of a body without a seed or with one: the dummy is even, as the body is.
Vec3 at_left(const anatomy::Atlas& atlas, const std::string& name) {
    const auto point = atlas.landmark(name + ".left");
    return point ? *point : Vec3{};
}
Vec3 in_midline(const anatomy::Atlas& atlas, const std::string& name) {
    const auto point = atlas.landmark(name);
    return point ? Vec3{0.0, point->y, point->z} : Vec3{};
}

// Along the humerus from its head: to the point of the bone farthest from there.
Vec3 along_humerus(const anatomy::Atlas& atlas, anatomy::Detail detail, const Vec3& head) {
    Vec3 farthest = head + Vec3{0.1, 0.0, -1.0};
    const auto bone = atlas.find("humerus.left");
    const Mesh* mesh = bone ? atlas.mesh(*bone, detail) : nullptr;
    if (mesh != nullptr) {
        for (const Vec3& p : mesh->points) {
            if (distance(p, head) > distance(farthest, head)) farthest = p;
        }
    }
    return normalised(farthest - head);
}

double grid_step(anatomy::Detail detail) {
    return detail == anatomy::Detail::Fine ? 7.0 : detail == anatomy::Detail::Middle ? 10.0 : 16.0;
}

double square(double x) {
    return x * x;
}

// A level of the trunk: half an ellipse in front of the line where the modelled skin ends.
struct TrunkLevel {
    double z = 0.0;
    double half_width = 0.0;
    double middle_y = 0.0;  ///< of that line
    double depth = 0.0;     ///< from there forwards
};

// Of a limb: a point of its axis and its radius there.
struct Station {
    Vec3 at;
    double radius = 0.0;
};

class Figure {
  public:
    Figure(const anatomy::Atlas& atlas, anatomy::Detail detail);
    double distance_to(const Vec3& point) const;
    double far_left() const { return far_left_; }
    double low_z() const { return low_z_; }
    double high_z() const { return high_z_; }
    double front_y() const { return front_y_; }
    double back_y() const { return back_y_; }

  private:
    void add_head_and_neck();
    void add_shoulder_and_arm();
    void add_trunk();
    void add_leg();
    /// Pieces from station to station.
    void add_limb(std::span<const Station> line, double girth, std::vector<Capsule>& limb);
    /// A ball drawn from a to b: neck, shoulder, buttock.
    void ball(const Vec3& a, const Vec3& b, double radius_a, double radius_b);
    void reaches(const Vec3& point, double radius);
    double trunk(const Vec3& point) const;

    const anatomy::Atlas& atlas_;
    anatomy::Detail detail_;
    double size_ = 1.0;                         // of stature
    double girth_ = 1.0;                        // of limbs
    std::vector<std::pair<Vec3, Vec3>> heads_;  // ellipsoids: centre and half axes, head's axes
    std::vector<Capsule> ears_;
    Frame head_;
    std::vector<Capsule> parts_;
    // Limbs, each a chain of tapering pieces: next to no fillet between them, which would be a
    // ring.
    std::vector<Capsule> leg_;
    std::vector<Capsule> arm_;
    std::vector<TrunkLevel> trunk_;
    double far_left_ = 0.0;
    double low_z_ = 0.0;
    double high_z_ = 0.0;
    double front_y_ = 0.0;
    double back_y_ = 0.0;
};

Figure::Figure(const anatomy::Atlas& atlas, anatomy::Detail detail)
    : atlas_(atlas), detail_(detail) {
    const anatomy::BodyParameters& body = atlas.body();
    size_ = body.stature / 1750.0;
    girth_ = size_ * std::sqrt(anatomy::body_mass_index(body) / 23.5);
    add_trunk();
    add_head_and_neck();
    add_shoulder_and_arm();
    add_leg();
}

void Figure::reaches(const Vec3& point, double radius) {
    far_left_ = std::max(far_left_, std::fabs(point.x) + radius);
    low_z_ = std::min(low_z_, point.z - radius);
    high_z_ = std::max(high_z_, point.z + radius);
    front_y_ = std::min(front_y_, point.y - radius);
    back_y_ = std::max(back_y_, point.y + radius);
}

void Figure::ball(const Vec3& a, const Vec3& b, double radius_a, double radius_b) {
    parts_.emplace_back(a, b, radius_a, radius_b);
    reaches(a, radius_a);
    reaches(b, radius_b);
}

void Figure::add_limb(std::span<const Station> line, double girth, std::vector<Capsule>& limb) {
    for (std::size_t i = 0; i < line.size(); ++i) {
        reaches(line[i].at, line[i].radius * girth);
        if (i == 0) continue;
        const Station& before = line[i - 1];
        limb.emplace_back(before.at, line[i].at, before.radius * girth, line[i].radius * girth);
    }
}

void Figure::add_head_and_neck() {
    const Vec3 mastoid = at_left(atlas_, "skull.mastoid");
    const Vec3 middle{0.0, mastoid.y, mastoid.z};
    const Vec3 vertex = in_midline(atlas_, "skull.vertex");
    const Vec3 protuberance = in_midline(atlas_, "skull.external_occipital_protuberance");
    const Vec3 up = normalised(vertex - middle);
    const Vec3 behind = protuberance - middle;
    const Vec3 back = normalised(behind - up * dot(behind, up));
    head_ = {middle, {1.0, 0.0, 0.0}, back, up};
    // Of a head 200 mm long, 155 wide and 235 high from chin to vertex (average adult).
    heads_ = {{{0.0, 0.0, 82.0}, {80.0, 100.0, 74.0}},
              // Hair, which ends above the protuberance, over the edge of the modelled skin.
              {{0.0, 5.0, 58.5}, {90.0, 120.5, 65.0}},
              {{0.0, 8.0, 18.0}, {78.0, 52.0, 46.0}},
              {{0.0, -56.0, 12.0}, {60.0, 56.0, 84.0}},
              {{0.0, -72.0, -50.0}, {34.0, 34.0, 28.0}},
              {{0.0, -108.0, 8.0}, {13.0, 18.0, 26.0}}};
    reaches(vertex, 130.0 * size_);
    const auto in_head = [&](const Vec3& place) { return head_.to_parent(place * size_); };
    for (const auto& [low, high] : {std::pair{Vec3{73.0, -8.0, 22.0}, Vec3{77.0, 0.0, 58.0}},
                                    std::pair{Vec3{76.0, 6.0, 40.0}, Vec3{80.0, 7.0, 56.0}}}) {
        ears_.emplace_back(in_head(low), in_head(high), 6.0 * size_, 8.0 * size_);
    }
    const Vec3 c4 = in_midline(atlas_, "body.C4");
    const Vec3 t1 = in_midline(atlas_, "body.T1");
    // As wide as the modelled skin of the neck where that ends, else inside it, as pain is drawn on
    // it.
    ball(t1 + Vec3{12.0, -32.0, -10.0} * size_, c4 + Vec3{10.0, -21.0, 20.0} * size_, 51.0 * girth_,
         51.0 * girth_);
}

void Figure::add_shoulder_and_arm() {
    const Vec3 humerus = at_left(atlas_, "humerus.head_centre");
    const Vec3 clavicle = at_left(atlas_, "clavicle.acromial_end");
    const Vec3 t1 = in_midline(atlas_, "body.T1");
    const double stature = atlas_.body().stature;
    const Limbs* limbs = std::find_if(std::begin(kLimbs), std::end(kLimbs), [&](const Limbs& row) {
        return row.posture == atlas_.body().posture;
    });
    const Vec3 arm = along_humerus(atlas_, detail_, humerus);
    const Vec3 elbow = humerus + arm * (kUpperArm * stature);
    const Vec3 wrist = elbow + normalised(limbs->forearm) * (kForearm * stature);
    const Vec3 fingers = wrist + normalised(limbs->hand) * (kHand * stature);

    ball(t1 + Vec3{42.0, -34.0, -10.0} * size_, clavicle + Vec3{-14.0, -18.0, -40.0} * size_,
         32.0 * girth_, 31.0 * girth_);
    // Within the modelled shoulder the arm stays under its skin.
    const Vec3 forearm = wrist - elbow;
    const Vec3 hand = fingers - wrist;
    const Station line[] = {{humerus, 38.0},
                            {humerus + arm * (60.0 * size_), 52.0},
                            {humerus + arm * (110.0 * size_), 55.0},
                            {humerus + arm * (0.62 * kUpperArm * stature), 47.0},
                            {elbow, 40.0},
                            {elbow + forearm * 0.12, 42.0},
                            {elbow + forearm * 0.35, 42.0},
                            {wrist, 28.0},
                            {wrist + hand * 0.45, 35.0},
                            {fingers, 20.0}};
    add_limb(line, girth_, arm_);
}

// The side of the modelled skin: the points farthest out, from the buttock up to T9, below the
// arm in every posture.
std::vector<Vec3> side_of_skin(const anatomy::Atlas& atlas, anatomy::Detail detail) {
    const auto skin = atlas.find("skin");
    const Mesh* mesh = skin ? atlas.mesh(*skin, detail) : nullptr;
    if (mesh == nullptr) return {};
    const double low = in_midline(atlas, "sacrum.coccyx_tip").z;
    const double high = in_midline(atlas, "spinous.T9").z;
    constexpr int kLevels = 10;
    std::vector<Vec3> side(kLevels);
    for (const Vec3& p : mesh->points) {
        const double share = (p.z - low) / (high - low) * kLevels;
        if (share < 0.0 || share >= kLevels) continue;
        Vec3& best = side[static_cast<std::size_t>(share)];
        if (p.x > best.x) best = p;
    }
    // Two that lie close would make a step.
    const double apart = 0.6 * (high - low) / kLevels;
    std::vector<Vec3> kept;
    for (const Vec3& p : side) {
        if (p.x > 0.0 && (kept.empty() || p.z > kept.back().z + apart)) kept.push_back(p);
    }
    return kept;
}

void Figure::add_trunk() {
    const std::vector<Vec3> side = side_of_skin(atlas_, detail_);
    if (side.empty()) return;
    const double bmi = anatomy::body_mass_index(atlas_.body());
    const double belly = -95.0 * size_ - 5.0 * (bmi - 22.0);
    const double chest = at_left(atlas_, "clavicle.sternal_end").y - 62.0 * size_;
    const double hips_z = side.front().z;
    const double chest_z = side.back().z;
    // The front runs from the pubis over the belly to the lower end of the breast bone.
    const auto front_at = [&](double z) {
        const double share = (z - hips_z) / (chest_z - hips_z);
        const double bulge = 4.0 * share * (1.0 - share);
        const double straight = -88.0 * size_ + (chest + 88.0 * size_) * share;
        return straight + std::min(0.0, belly - straight) * bulge;
    };
    const Vec3& hips = side.front();
    trunk_.push_back({hips.z - 150.0 * size_, 0.55 * hips.x, hips.y, hips.y - front_at(hips.z)});
    for (const Vec3& p : side) trunk_.push_back({p.z, 0.95 * p.x, p.y, p.y - front_at(p.z)});
    const Vec3& ribs = side.back();
    const auto above = [&](const char* level, double width_share, double front) {
        const Vec3 body = in_midline(atlas_, level);
        const double middle = body.y - 45.0 * size_;
        trunk_.push_back({body.z, width_share * ribs.x, middle, middle - front});
    };
    above("body.T6", 0.98, chest + 4.0 * size_);
    above("body.T4", 0.90, chest + 14.0 * size_);
    above("body.T3", 0.82, chest + 24.0 * size_);
    above("body.T1", 0.60, chest + 44.0 * size_);
    above("body.C6", 0.38, chest + 56.0 * size_);
    for (const TrunkLevel& level : trunk_) {
        reaches({level.half_width, level.middle_y, level.z}, 20.0);
        reaches({0.0, level.middle_y - level.depth, level.z}, 20.0);
    }
    std::sort(trunk_.begin(), trunk_.end(),
              [](const TrunkLevel& a, const TrunkLevel& b) { return a.z < b.z; });
}

double Figure::trunk(const Vec3& point) const {
    if (trunk_.empty()) return 1e3;
    std::size_t i = 1;
    while (i + 1 < trunk_.size() && point.z > trunk_[i].z) ++i;
    const TrunkLevel& low = trunk_[i - 1];
    const TrunkLevel& high = trunk_[i];
    const double share = det::clamp((point.z - low.z) / (high.z - low.z), 0.0, 1.0);
    const auto between = [&](double TrunkLevel::*what) {
        return low.*what + (high.*what - low.*what) * share;
    };
    const double width = between(&TrunkLevel::half_width);
    const double forward = point.y - between(&TrunkLevel::middle_y);
    const double depth = forward < 0.0 ? between(&TrunkLevel::depth) : kTrunkBack * size_;
    // The distance to an ellipse to first order, alike on both sides of the middle.
    const double reach = std::hypot(point.x / width, forward / depth);
    const double slope = std::hypot(point.x / square(width), forward / square(depth));
    const double aside = slope > 0.0 ? reach * (reach - 1.0) / slope : -std::min(width, depth);
    return std::max(aside, std::max(trunk_.front().z - point.z, point.z - trunk_.back().z));
}

void Figure::add_leg() {
    const double stature = atlas_.body().stature;
    const Vec3 asis = at_left(atlas_, "asis");
    const Vec3 coccyx = in_midline(atlas_, "sacrum.coccyx_tip");
    const Vec3 hip{0.74 * asis.x, asis.y + 62.0 * size_, coccyx.z + 10.0 * size_};
    const Vec3 knee = hip + normalised(Vec3{-0.02, 0.0, -1.0}) * (kThigh * stature);
    const Vec3 ankle = knee + normalised(Vec3{-0.02, 0.06, -1.0}) * (kShank * stature);
    ball(hip + Vec3{-10.0, 60.0, -52.0} * size_, hip + Vec3{2.0, 34.0, -118.0} * size_,
         90.0 * girth_, 96.0 * girth_);
    // Lying, the foot points away; standing, it is flat on the floor.
    const bool stands = atlas_.body().posture == Posture::Standing;
    const Vec3 toes = stands ? Vec3{0.15, -1.0, -0.3} : Vec3{0.1, -0.35, -1.0};
    const Vec3 calf = knee + (ankle - knee) * 0.3 + Vec3{0.0, 12.0, 0.0} * size_;
    const Station line[] = {{hip + Vec3{2.0, 34.0, -118.0} * size_, 96.0},
                            {hip + (knee - hip) * 0.6, 72.0},
                            {knee, 54.0},
                            {calf, 55.0},
                            {knee + (ankle - knee) * 0.65, 44.0},
                            {ankle, 36.0},
                            {ankle + normalised(toes) * (0.1 * stature), 24.0}};
    add_limb(line, girth_, leg_);
}

double Figure::distance_to(const Vec3& given) const {
    const Vec3 point{std::fabs(given.x), given.y, given.z};
    const Vec3 in_head = head_.to_local(point);
    double head = 1e3;
    for (const auto& [centre, half_axes] : heads_) {
        head = smooth_union(head, ellipsoid(in_head, centre * size_, half_axes * size_), 14.0);
    }
    for (const Capsule& ear : ears_) head = joined(head, ear, point, 8.0);
    double body = smooth_union(head, trunk(point), kBlend);
    for (const Capsule& part : parts_) body = joined(body, part, point, kBlend);
    double leg = 1e3;
    for (const Capsule& part : leg_) leg = joined(leg, part, point, kChainBlend);
    double arm = 1e3;
    for (const Capsule& part : arm_) arm = joined(arm, part, point, kChainBlend);
    return kGentle * smooth_union(smooth_union(body, leg, kBlend), arm, kArmBlend);
}

}  // namespace

Mesh figure_mesh(const anatomy::Atlas& atlas, anatomy::Detail detail) {
    const Figure figure(atlas, detail);
    const double step = grid_step(detail);
    IsosurfaceGrid grid;
    grid.step = {step, step, step};
    const double margin = 2.0 * step;
    const auto cells = [&](double length) {
        return static_cast<int>(std::ceil((length + 2.0 * margin) / step)) + 1;
    };
    grid.cells_x = 2 * (cells(figure.far_left()) / 2 + cells(figure.far_left()) / 2);
    grid.low = {-0.5 * step * grid.cells_x, figure.front_y() - margin, figure.low_z() - margin};
    grid.cells_y = cells(figure.back_y() - figure.front_y());
    grid.cells_z = cells(figure.high_z() - figure.low_z());
    return even_isosurface([&](const Vec3& point) { return figure.distance_to(point); }, grid);
}

}  // namespace dryrun::picture
