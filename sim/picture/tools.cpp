// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "picture/tools.h"

#include <algorithm>
#include <cmath>

#include "core/deterministic_math.h"
#include "geometry/curve.h"
#include "geometry/sweep.h"

namespace dryrun::picture {
namespace {

constexpr double kHandleLength = 22.0;  // a wound-wire handle of a filiform needle
constexpr double kHandleRadius = 0.65;
constexpr double kTubeRadius = 1.3;
constexpr double kTubeOverNeedle = 4.0;  // the handle stands this far out of the tube
constexpr double kFingerRadius = 7.6;
constexpr double kFingerLength = 46.0;
constexpr int kFingerRings = 18;
constexpr int kFingerSpokes = 28;

const render::Color kSteel{0.86f, 0.88f, 0.92f, 1.0f};
const render::Color kHandle{0.80f, 0.55f, 0.30f, 1.0f};
const render::Color kHandleTop{0.20f, 0.45f, 0.75f, 1.0f};
const render::Color kTube{0.62f, 0.82f, 0.95f, 0.45f};
const render::Color kInk{0.30f, 0.12f, 0.55f, 1.0f};

// A stout bar is drawn as short pieces, because each piece faces the viewer on its own.
void add_bar(std::vector<render::Bar>& bars, const Vec3& from, const Vec3& to, double radius,
             double least_px, const render::Color& color, float hidden, float metal) {
    render::Bar bar;
    bar.from = from;
    bar.to = to;
    bar.radius = radius;
    bar.least_px = least_px;
    bar.color = color;
    bar.hidden_opacity = hidden;
    bar.metal = metal;
    bars.push_back(bar);
}

}  // namespace

std::vector<render::Bar> needle_bars(const session::Snapshot& moment) {
    std::vector<render::Bar> bars;
    const auto& shaft = moment.needle.shaft;
    if (!moment.needle_spec || shaft.size() < 2) return bars;
    const double radius = 0.5 * moment.needle_spec->diameter;
    for (std::size_t i = 0; i + 1 < shaft.size(); ++i) {
        add_bar(bars, shaft[i], shaft[i + 1], radius, 2.2, kSteel, 0.65f, 1.0f);
    }
    const Vec3 back = -normalised(moment.needle.shaft_direction);
    const Vec3 top = shaft.front() + back * kHandleLength;
    add_bar(bars, shaft.front(), top, kHandleRadius, 4.0, kHandle, 0.3f, 0.8f);
    add_bar(bars, top, top + back * 1.5, kHandleRadius * 1.5, 5.0, kHandleTop, 0.3f, 0.2f);
    if (moment.is_in_guide_tube) {
        const Vec3 end = top - back * kTubeOverNeedle;
        const double length = moment.needle_spec->length + kHandleLength - kTubeOverNeedle;
        add_bar(bars, end + (-back) * length, end, kTubeRadius, 6.0, kTube, 0.0f, 0.0f);
    }
    return bars;
}

std::vector<render::Bar> mark_bars(const session::Snapshot& moment) {
    std::vector<render::Bar> bars;
    constexpr double kArm = 5.0;
    constexpr double kAbove = 0.5;
    for (const auto& mark : moment.percepts.marks) {
        const Vec3 middle = mark.on_skin + mark.normal * kAbove;
        for (const Vec3& along : {mark.medial, mark.caudal}) {
            add_bar(bars, middle - along * kArm, middle + along * kArm, 0.55, 2.0, kInk, 0.0f,
                    0.0f);
        }
    }
    return bars;
}

namespace {

void append(const Mesh& part, Mesh& whole) {
    const auto first = static_cast<std::uint32_t>(whole.points.size());
    whole.points.insert(whole.points.end(), part.points.begin(), part.points.end());
    whole.normals.insert(whole.normals.end(), part.normals.begin(), part.normals.end());
    for (const auto& t : part.triangles)
        whole.triangles.push_back({t[0] + first, t[1] + first, t[2] + first});
}

// Thin at its ends and swollen about its nodule.
Mesh spindle(const tissue::TautBand& band) {
    constexpr double kApart = 2.0;
    constexpr double kTaper = 10.0;
    constexpr double kSwelling = 0.25;
    constexpr int kSpokes = 16;
    const Curve line(band.centreline);
    const double length = line.length();
    const int steps = std::max(8, static_cast<int>(length / kApart));
    std::vector<Vec3> path;
    std::vector<double> radii;
    for (int i = 0; i <= steps; ++i) {
        const double s = length * i / steps;
        path.push_back(line.at(s));
        const double to_end = std::min({s, length - s, kTaper}) / kTaper;
        const double off = distance(path.back(), band.nodule) / (1.5 * band.nodule_half_length);
        radii.push_back(band.radius * std::sqrt(0.05 + 0.95 * to_end) *
                        (1.0 + kSwelling * std::exp(-off * off)));
    }
    return tube(path, radii, kSpokes);
}

}  // namespace

Mesh band_mesh(const session::Snapshot& moment) {
    Mesh mesh;
    for (const auto& band : moment.bands) {
        if (band.centreline.size() >= 2) append(spindle(band), mesh);
    }
    return mesh;
}

Mesh nodule_mesh(const session::Snapshot& moment) {
    constexpr int kRings = 10;
    constexpr int kSpokes = 16;
    Mesh mesh;
    for (const auto& band : moment.bands) {
        if (band.centreline.size() < 2) continue;
        const Vec3 along = normalised(band.centreline.back() - band.centreline.front());
        const Frame frame = frame_along(band.nodule, along, {0.0, 1.0, 0.0});
        const auto first = static_cast<std::uint32_t>(mesh.points.size());
        for (int ring = 0; ring <= kRings; ++ring) {
            const double polar = det::kPi * ring / kRings;
            for (int spoke = 0; spoke < kSpokes; ++spoke) {
                const double turn = 2.0 * det::kPi * spoke / kSpokes;
                const Vec3 unit{std::sin(polar) * std::cos(turn), std::sin(polar) * std::sin(turn),
                                std::cos(polar)};
                const double wide = band.nodule_half_width * 1.6;
                mesh.points.push_back(frame.to_parent(
                    {unit.x * wide, unit.y * wide, unit.z * band.nodule_half_length * 1.2}));
                mesh.normals.push_back(frame.direction_to_parent(unit));
            }
        }
        for (int ring = 0; ring < kRings; ++ring) {
            for (int spoke = 0; spoke < kSpokes; ++spoke) {
                const auto at = [&](int r, int s) {
                    return first + static_cast<std::uint32_t>(r * kSpokes + s % kSpokes);
                };
                mesh.triangles.push_back(
                    {at(ring, spoke), at(ring + 1, spoke), at(ring, spoke + 1)});
                mesh.triangles.push_back(
                    {at(ring, spoke + 1), at(ring + 1, spoke), at(ring + 1, spoke + 1)});
            }
        }
    }
    return mesh;
}

namespace {

// Along the skin from the pad towards the palm: from the feet and the side, and square to the line
// between two pads, so that both fingers are seen.
Vec3 finger_direction(const session::Snapshot& moment, const palpation::PadContact& pad,
                      const Vec3& across) {
    const Vec3 lateral = pad.centre.x < 0.0 ? Vec3{-1, 0, 0} : Vec3{1, 0, 0};
    Vec3 away = normalised(moment.percepts.pad_caudal, {0, 0, -1}) * 0.8 + lateral * 0.35;
    away = away - across * dot(away, across);
    away = away - pad.normal * dot(away, pad.normal);
    return normalised(away, lateral);
}

}  // namespace

Mesh finger_mesh(const session::Snapshot& moment) {
    Mesh mesh;
    if (moment.fingers.pads.empty()) return mesh;
    const auto& pads = moment.fingers.pads;
    const Vec3 across = pads.size() > 1 ? normalised(pads[1].centre - pads[0].centre) : Vec3{};
    for (const auto& pad : pads) {
        const Vec3 contact = pad.centre - pad.normal * pad.indentation;
        const Vec3 level = finger_direction(moment, pad, across);
        const double raised = det::radians(38.0);
        const Vec3 along = level * std::cos(raised) + pad.normal * std::sin(raised);
        // z along the finger from its tip, x up from the pad.
        const Vec3 up = normalised(pad.normal - along * dot(pad.normal, along));
        const Vec3 side = cross(along, up);
        const auto first = static_cast<std::uint32_t>(mesh.points.size());
        // The pad is the lower front of the tip, so the tip lies a little ahead of the contact.
        const Vec3 tip = contact + up * (kFingerRadius * 0.86) - along * (kFingerRadius * 0.75);
        for (int ring = 0; ring <= kFingerRings; ++ring) {
            const double t = static_cast<double>(ring) / kFingerRings;
            const double z = kFingerLength * t * t * (1.6 - 0.6 * t);
            const double round = std::min(z / (kFingerRadius * 1.15), 1.0);
            const double taper = std::sqrt(std::max(1.0 - (1.0 - round) * (1.0 - round), 0.0));
            // A joint's slight thickening 24 mm behind the tip.
            const double joint = 0.05 * std::exp(-(z - 24.0) * (z - 24.0) / 60.0);
            // The last ring closes the end.
            const double end = ring == kFingerRings ? 0.02 : 1.0;
            const double radius = kFingerRadius * taper * (1.0 + 0.10 * t + joint) * end;
            for (int spoke = 0; spoke < kFingerSpokes; ++spoke) {
                const double turn = 2.0 * det::kPi * spoke / kFingerSpokes;
                const double c = std::cos(turn);
                const double s = std::sin(turn);
                const double flat = s < 0.0 ? 0.90 : 0.94;
                mesh.points.push_back(tip + along * z + side * (radius * c) +
                                      up * (radius * flat * s));
                mesh.normals.push_back(up);
            }
        }
        for (int ring = 0; ring < kFingerRings; ++ring) {
            for (int spoke = 0; spoke < kFingerSpokes; ++spoke) {
                const auto at = [&](int r, int sp) {
                    return first +
                           static_cast<std::uint32_t>(r * kFingerSpokes + sp % kFingerSpokes);
                };
                mesh.triangles.push_back(
                    {at(ring, spoke), at(ring + 1, spoke), at(ring, spoke + 1)});
                mesh.triangles.push_back(
                    {at(ring, spoke + 1), at(ring + 1, spoke), at(ring + 1, spoke + 1)});
            }
        }
    }
    compute_normals(mesh);
    return mesh;
}

render::Material glove_material() {
    render::Material material;
    material.color = {0.30f, 0.50f, 0.78f, 1.0f};
    material.groove = {0.15f, 0.28f, 0.5f, 1.0f};
    material.gloss = 0.35f;
    material.softness = 0.35f;
    return material;
}

render::Material band_material() {
    render::Material material;
    material.color = {0.98f, 0.80f, 0.20f, 1.0f};
    material.gloss = 0.3f;
    return material;
}

render::Material nodule_material() {
    render::Material material;
    material.color = {1.0f, 0.45f, 0.05f, 1.0f};
    material.gloss = 0.4f;
    return material;
}

}  // namespace dryrun::picture
