// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "model_body.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <limits>
#include <map>
#include <numbers>
#include <set>
#include <string>

#include "polyline.h"

namespace dryrun::compare {
namespace {

constexpr double kRibReach = 80.0;     // half the breadth of a chest
constexpr double kRibGap = 25.0;       // between neighbours
constexpr double kBesideBlade = 0.25;  // of the way from the inferior angle to the acromion
constexpr double kCrestFrom = 60.0;    // first measured point of the iliac crest
constexpr double kLineStep = 3.0;      // between places of the models' lines
constexpr double kMostAbove = 40.0;    // a line further out belongs to another part of the body

// How far out a group lies over the others (Gray's Anatomy, 41st ed.); none of one not named.
std::optional<int> layer_of(const std::string& group) {
    static const std::map<std::string, int> layers = {
        {"multifidus", 0},       {"quadratus_lumborum", 0}, {"semispinalis", 1},
        {"iliocostalis", 2},     {"longissimus", 2},        {"splenius", 3},
        {"levator_scapulae", 4}, {"rhomboids", 4},          {"serratus_anterior", 4},
        {"supraspinatus", 4},    {"latissimus_dorsi", 5},   {"trapezius", 6}};
    const auto found = layers.find(group);
    if (found == layers.end()) return std::nullopt;
    return found->second;
}

// Between the values at neighbouring places of a map; none outside.
std::optional<double> between(const std::map<double, double>& values, double at) {
    if (values.empty()) return std::nullopt;
    const auto above = values.lower_bound(at);
    if (above == values.end()) return std::nullopt;
    if (above->first == at || above == values.begin()) {
        if (above->first != at) return std::nullopt;
        return above->second;
    }
    const auto below = std::prev(above);
    const double part = (at - below->first) / (above->first - below->first);
    return below->second + (above->second - below->second) * part;
}

}  // namespace

std::string_view name_of(Obstacle obstacle) {
    switch (obstacle) {
        case Obstacle::None:
            return "none";
        case Obstacle::Ribs:
            return "in the chest or its ribs";
        case Obstacle::Skin:
            return "outside the models' skin or in its fat";
        case Obstacle::Pelvis:
            return "below the measured iliac crest";
        case Obstacle::Muscle:
            return "under the models' line of a deeper muscle";
        case Obstacle::Bone:
            return "in or before other bone";
        case Obstacle::Chord:
            return "short of a line drawn tight over these";
    }
    return "";
}

std::optional<ScapulaPoints> scapula_points(const Reference& reference, bool is_left) {
    constexpr std::array<const char*, 3> kNames = {
        "scapula.inferior_angle", "scapula.superior_angle", "scapula.acromion_lateral"};
    ScapulaPoints points;
    for (std::size_t i = 0; i < kNames.size(); ++i) {
        const std::string name = std::string(kNames[i]) + (is_left ? ".left" : ".right");
        const auto found = std::find_if(reference.places.begin(), reference.places.end(),
                                        [&](const Place& place) { return place.name == name; });
        if (found == reference.places.end()) return std::nullopt;
        points[i] = found->at;
    }
    return points;
}

Vec3 carried_with_scapula(const Vec3& at, const ScapulaPoints& from, const ScapulaPoints& to) {
    const Vec3 up = from[1] - from[0];
    const Vec3 out = from[2] - from[0];
    const Vec3 square = normalised(cross(up, out));
    const Vec3 square_here = normalised(cross(to[1] - to[0], to[2] - to[0]));
    const double uu = dot(up, up);
    const double uo = dot(up, out);
    const double oo = dot(out, out);
    const double determinant = uu * oo - uo * uo;
    if (determinant < 1.0) return at;
    const Vec3 v = at - from[0];
    const double a = (dot(v, up) * oo - dot(v, out) * uo) / determinant;
    const double b = (dot(v, out) * uu - dot(v, up) * uo) / determinant;
    if (b < -kBesideBlade) return at;
    return to[0] + (to[1] - to[0]) * a + (to[2] - to[0]) * b + square_here * dot(v, square);
}

Vec3 carried_with_rib(const Vec3& at, const std::vector<Vec3>& from, const std::vector<Vec3>& to) {
    if (from.size() < 2 || to.size() < 2) return at;
    double whole = 0.0;
    for (std::size_t i = 0; i + 1 < from.size(); ++i) whole += distance(from[i], from[i + 1]);
    double before = 0.0;
    double least = std::numeric_limits<double>::infinity();
    double share = 0.0;
    Vec3 nearest;
    for (std::size_t i = 0; i + 1 < from.size(); ++i) {
        const Vec3 along = from[i + 1] - from[i];
        const double step = length(along);
        if (step <= 0.0) continue;
        const double t = std::clamp(dot(at - from[i], along) / (step * step), 0.0, 1.0);
        const double away = distance(from[i] + along * t, at);
        if (away < least) {
            least = away;
            nearest = from[i] + along * t;
            share = (before + step * t) / whole;
        }
        before += step;
    }
    return at + (along_line(to, share) - nearest);
}

std::optional<double> ModelBody::outside_ribs(const Vec3& at) const {
    double least = kRibReach;
    std::optional<double> outside;
    for (const RibLine& rib : reference_.ribs) {
        // Floating ribs end in muscle, which lies on both sides of them.
        if (rib.number > 10 || rib.points.size() < 3) continue;
        const bool is_left = rib.points.back().x > 0.0;
        if (is_left != (at.x > 0.0)) continue;
        Vec3 middle;
        for (const Vec3& point : rib.points) middle += point;
        middle = middle / static_cast<double>(rib.points.size());
        middle.x = 0.0;
        // Medial of its angle a rib is covered by the transverse processes and what lies on them.
        const std::size_t first = rib.points.size() / 6;
        for (std::size_t i = first; i + 1 < rib.points.size(); ++i) {
            const Vec3 along = rib.points[i + 1] - rib.points[i];
            const double squared = dot(along, along);
            if (squared <= 0.0) continue;
            const double t = std::clamp(dot(at - rib.points[i], along) / squared, 0.0, 1.0);
            const Vec3 nearest = rib.points[i] + along * t;
            const double away = distance(nearest, at);
            if (away >= least) continue;
            least = away;
            // Outwards is square to the rib in its own slanted plane, away from the chest's middle.
            const Vec3 up = normalised(cross(along, nearest - middle));
            Vec3 out = normalised(cross(up, along));
            if (dot(out, nearest - middle) < 0.0) out = -out;
            outside = dot(at - nearest, out) - 0.5 * rib.thickness;
            // Above the first rib and below the last that reaches the sternum is no chest.
            const double above = dot(at - nearest, up) * (up.z < 0.0 ? -1.0 : 1.0);
            const bool is_beyond =
                (rib.number == 1 && above > 0.0) || (rib.number == 10 && above < -0.5 * kRibGap);
            if (is_beyond) outside.reset();
        }
    }
    return outside;
}

std::optional<double> ModelBody::skin_in_profile(double z, double x) const {
    std::map<double, double> profile;
    for (const SkinProfilePoint& point : reference_.skin) {
        if (point.z == z && point.y) profile[point.x] = *point.y;
    }
    return between(profile, x);
}

std::optional<double> ModelBody::skin_behind(const Vec3& at) const {
    double below = -std::numeric_limits<double>::infinity();
    double above = std::numeric_limits<double>::infinity();
    for (const SkinProfilePoint& point : reference_.skin) {
        if (point.z <= at.z) below = std::max(below, point.z);
        if (point.z >= at.z) above = std::min(above, point.z);
    }
    if (!std::isfinite(below) || !std::isfinite(above)) return std::nullopt;
    const auto low = skin_in_profile(below, at.x);
    const auto high = skin_in_profile(above, at.x);
    if (!low || !high) return std::nullopt;
    const double part = above > below ? (at.z - below) / (above - below) : 0.0;
    return *low + (*high - *low) * part - at.y;
}

std::optional<double> ModelBody::crest_height(double x) const {
    std::map<double, double> crest;
    for (const Place& place : reference_.places) {
        if (place.name.starts_with("iliac_crest")) crest[place.at.x] = place.at.z;
    }
    return between(crest, x);
}

ModelBody::ModelBody(const Reference& reference) : reference_(reference) {
    for (const FasciclePath& path : reference.paths) {
        const auto layer = layer_of(path.group);
        if (!layer) continue;
        const double radius = std::sqrt(path.section_mm2 / std::numbers::pi);
        for (const auto& piece : path.pieces) {
            for (std::size_t i = 0; i + 1 < piece.size(); ++i) {
                const double whole = distance(piece[i], piece[i + 1]);
                const int steps = std::max(1, static_cast<int>(whole / kLineStep));
                for (int k = 0; k < steps; ++k)
                    lines_.push_back(
                        {lerp(piece[i], piece[i + 1], (k + 0.5) / steps), *layer, radius});
            }
        }
    }
}

double ModelBody::under_deeper(const FasciclePath& path, const Vec3& at,
                               const Vec3& outwards) const {
    const auto layer = layer_of(path.group);
    double under = 0.0;
    if (!layer) return under;
    for (const LinePlace& place : lines_) {
        if (place.layer >= *layer) continue;
        const Vec3 away = place.at - at;
        const double above = dot(away, outwards);
        if (above <= 0.0 || above > kMostAbove) continue;
        const double aside = dot(away, away) - above * above;
        const double squared = place.radius * place.radius - aside;
        if (squared > 0.0) under = std::max(under, above + std::sqrt(squared));
    }
    return under;
}

double ModelBody::pushed_out(const FasciclePath& path, const Vec3& at, const Vec3& outwards) const {
    return std::max(under_deeper(path, at, outwards), -outside_ribs(at).value_or(0.0));
}

std::vector<double> drawn_tight(const std::vector<double>& pushed) {
    struct Corner {
        double along = 0.0;
        double out = 0.0;
    };
    std::vector<Corner> corners;
    const auto add = [&](const Corner& next) {
        while (corners.size() >= 2) {
            const Corner& last = corners.back();
            const Corner& before = corners[corners.size() - 2];
            const bool is_short = (last.out - before.out) * (next.along - before.along) <=
                                  (next.out - before.out) * (last.along - before.along);
            if (!is_short) break;
            corners.pop_back();
        }
        corners.push_back(next);
    };
    const auto middle = [](std::size_t i) { return static_cast<double>(i) + 0.5; };
    add({});
    for (std::size_t i = 0; i < pushed.size(); ++i) add({middle(i), std::max(0.0, pushed[i])});
    add({static_cast<double>(pushed.size()), 0.0});
    std::vector<double> tight;
    std::size_t next = 1;
    for (std::size_t i = 0; i < pushed.size(); ++i) {
        while (corners[next].along < middle(i)) ++next;
        const Corner& from = corners[next - 1];
        const Corner& to = corners[next];
        const double part = (middle(i) - from.along) / (to.along - from.along);
        tight.push_back(from.out + (to.out - from.out) * part);
    }
    return tight;
}

bool ModelBody::is_stretched_sheet(const FasciclePath& path) {
    static const std::set<std::string> sheets = {"latissimus_dorsi", "rhomboids",
                                                 "serratus_anterior", "splenius", "trapezius"};
    return sheets.count(path.group) != 0;
}

bool ModelBody::lies_behind_bones(const FasciclePath& path) {
    static const std::set<std::string> before_bones = {"levator_scapulae", "quadratus_lumborum",
                                                       "serratus_anterior", "supraspinatus"};
    return layer_of(path.group).has_value() && before_bones.count(path.group) == 0;
}

Obstacle ModelBody::obstacle_at(const FasciclePath& path, const Vec3& at, const Vec3& outwards,
                                double under_skin, double beside) const {
    if (const auto skin = skin_behind(at); skin && *skin < under_skin) return Obstacle::Skin;
    if (const auto outside = outside_ribs(at); outside && *outside < -beside) return Obstacle::Ribs;
    if (path.is_from_pelvis) {
        // Medial of the first measured point of the crest muscles come from the sacrum.
        const auto crest = crest_height(at.x);
        const bool is_lateral = std::fabs(at.x) >= kCrestFrom;
        if (is_lateral && crest && at.z < *crest - beside) return Obstacle::Pelvis;
    }
    return under_deeper(path, at, outwards) > beside ? Obstacle::Muscle : Obstacle::None;
}

}  // namespace dryrun::compare
