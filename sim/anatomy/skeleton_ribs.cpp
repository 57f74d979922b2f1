// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Breathing in turns it about its neck, upwards in front (pump handle) and at the side (bucket
// handle); Wilson, Rehder, Krayer, Hoffman, Whitney and Rodarte 1987, J Appl Physiol 62:1872.
//
// A rib runs smoothly through a few stations that hang on its vertebra; its flattened section turns
// so that its outer face looks away from the middle of the chest.
#include <cmath>

#include "anatomy/skeleton_parts.h"
#include "core/deterministic_math.h"
#include "geometry/curve.h"
#include "geometry/sweep.h"

namespace dryrun::anatomy {
namespace {

constexpr std::size_t kCentrelinePoints = 32;
constexpr int kAround = 8;

Vec3 turned_about_x(const Vec3& v, double tilt_deg) {
    const double s = det::sin(det::radians(tilt_deg));
    const double c = det::cos(det::radians(tilt_deg));
    return {v.x, v.y * c + v.z * s, v.z * c - v.y * s};
}

// Lifts what lies at the left of the axis from back to front.
Vec3 turned_about_y(const Vec3& v, double lift_deg) {
    const double s = det::sin(det::radians(lift_deg));
    const double c = det::cos(det::radians(lift_deg));
    return {v.x * c - v.z * s, v.y, v.z * c + v.x * s};
}

// The shaft about the tubercle: how it hangs in this body, and how far this breath lifts it.
Vec3 turned_shaft(const SkeletonTable& table, const Individual& individual, int number,
                  const Vec3& from_tubercle) {
    const double pump = table.breathing.at("pump_handle_deg")(number) * individual.breath_in;
    const double bucket = table.breathing.at("bucket_handle_deg")(number) * individual.breath_in;
    const Vec3 hanging = turned_about_x(from_tubercle, pump - individual.rib_turn_down_deg);
    return turned_about_y(hanging, bucket);
}

Curve rib_curve(const SkeletonTable& table, const Individual& individual, int number,
                const Vertebra& vertebra, double tilt_deg, double reference_tilt_deg) {
    std::vector<Vec3> points;
    Vec3 tubercle;
    for (std::size_t i = 0; i < table.rib_stations.size(); ++i) {
        const RibStation& station = table.rib_stations[i];
        const bool is_joint = i < 2;  // head and tubercle stay on the vertebra
        const double width = is_joint ? 1.0 : individual.cage_width;
        Vec3 at{station.out(number) * width, station.back(number), station.up(number)};
        if (i == 1) tubercle = at;
        if (!is_joint) at = tubercle + turned_shaft(table, individual, number, at - tubercle);
        const double lean_deg =
            0.5 * reference_tilt_deg + station.follow * (tilt_deg - reference_tilt_deg);
        points.push_back(vertebra.frame.origin + turned_about_x(at, lean_deg));
    }
    return Curve(points);
}

// Away from the lung: level and at right angles to the rib, then turned up about it where the cage
// is a dome.
Vec3 outward_of(const Vec3& tangent, double up_deg) {
    const Vec3 level = normalised(cross({0.0, 0.0, 1.0}, tangent), {0.0, 1.0, 0.0});
    const double rise = det::radians(up_deg);
    return level * det::cos(rise) + cross(tangent, level) * det::sin(rise);
}

Rib make_left_rib(const SkeletonTable& table, const Individual& individual, int number,
                  const Curve& curve) {
    Rib rib;
    rib.name = "rib." + std::to_string(number) + ".left";
    rib.number = number;
    rib.is_left = true;
    rib.centreline = curve.evenly(kCentrelinePoints);

    // Head, slender neck, tubercle, shaft, and the cup for the cartilage, as parts of the shaft.
    const double tubercle = curve.arc_length_at(1);
    const double end = curve.length();
    const std::vector<double> at = {0.0, 0.5 * tubercle, tubercle, tubercle + 22.0, end - 12.0,
                                    end};
    const Profile high(at, {0.82, 0.72, 0.95, 1.0, 0.97, 1.05});
    const Profile thick(at, {1.15, 0.85, 1.1, 1.0, 0.95, 1.15});
    const double height = table.rib_sections.at("height_mm")(number) * individual.bone_section;
    const double thickness =
        table.rib_sections.at("thickness_mm")(number) * individual.bone_section;
    const double up_deg = table.rib_sections.at("outward_up_deg")(number);
    rib.outward.reserve(kCentrelinePoints);
    rib.height.reserve(kCentrelinePoints);
    rib.thickness.reserve(kCentrelinePoints);
    for (std::size_t i = 0; i < kCentrelinePoints; ++i) {
        const double s = end * static_cast<double>(i) / static_cast<double>(kCentrelinePoints - 1);
        rib.outward.push_back(outward_of(curve.tangent(s), up_deg));
        rib.height.push_back(height * high(s));
        rib.thickness.push_back(thickness * thick(s));
    }
    return rib;
}

}  // namespace

std::vector<Rib> make_left_ribs(const SkeletonTable& table, const Individual& individual,
                                const std::vector<Vertebra>& spine) {
    const auto tilts = spine_tilts_deg(table, individual);
    const BodyParameters reference_body;
    Individual reference;
    reference.kyphosis_deg = reference_body.kyphosis_deg;
    reference.lordosis_deg = reference_body.lordosis_deg;
    const auto reference_tilts = spine_tilts_deg(table, reference);
    std::vector<Rib> ribs;
    ribs.reserve(12);
    for (int number = 1; number <= 12; ++number) {
        const auto level = static_cast<std::size_t>(kFirstThoracicLevel - kFirstLevel + number - 1);
        const Curve curve = rib_curve(table, individual, number, spine[level], tilts[level],
                                      reference_tilts[level]);
        ribs.push_back(make_left_rib(table, individual, number, curve));
    }
    return ribs;
}

namespace {

Mesh rib_mesh(const Rib& rib) {
    const std::vector<Vec3>& line = rib.centreline;
    std::vector<Section> sections;
    sections.reserve(line.size());
    for (std::size_t i = 0; i < line.size(); ++i) {
        const Vec3& before = line[i > 0 ? i - 1 : i];
        const Vec3& after = line[i + 1 < line.size() ? i + 1 : i];
        Section section;
        section.frame = frame_along(line[i], after - before, rib.outward[i]);
        section.half_x = 0.5 * rib.thickness[i];
        section.half_y = 0.5 * rib.height[i];
        section.exponent = 2.3;
        sections.push_back(section);
    }
    return sweep(sections, kAround);
}

}  // namespace

Bone make_rib(const Rib& rib) {
    constexpr double kDome = 1.0;  // by which the ends stand out beyond their section
    constexpr std::size_t kPerPiece = 4;
    std::vector<Box> pieces;
    for (std::size_t i = 0; i < rib.centreline.size(); ++i) {
        const double reach = 0.5 * std::fmax(rib.height[i], rib.thickness[i]) + kDome;
        // Where one piece ends the next begins.
        if (i % kPerPiece == 0 && i > 0) pieces.back().take_in(rib.centreline[i], reach);
        if (i % kPerPiece == 0 && i + 1 < rib.centreline.size()) pieces.emplace_back();
        pieces.back().take_in(rib.centreline[i], reach);
    }
    const LazyMesh bare([rib] { return rib_mesh(rib); });
    return {rib.name, std::move(pieces), bare.then(with_normals), bare};
}

}  // namespace dryrun::anatomy
