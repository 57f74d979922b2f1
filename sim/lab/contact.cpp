// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "lab/contact.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include "core/deterministic_math.h"
#include "lab/answer.h"

namespace dryrun::lab {
namespace {

using softbody::Assembly;
using softbody::Strain;

constexpr std::array<double, 3> kPlace = {-0.7745966692414834, 0.0, 0.7745966692414834};
constexpr std::array<double, 3> kWeight = {5.0 / 9.0, 8.0 / 9.0, 5.0 / 9.0};

// Squares along a side of a face where a punch's edge may cross it. So fine, that what a square has
// under the punch, told by how far its middle lies from the edge, sums up to the area there within
// a thousandth wherever the punch stands.
constexpr int kSquares = 8;

// A piece of skin that stands for some area.
struct Piece {
    std::array<int, 4> nodes{};
    std::array<double, 4> share{};
    Vec3 rest;
    double area = 0.0;
    double x = 0.0, y = 0.0;  // in its face, from −1 to 1
    double weight = 0.0;
};

// How large a piece of a face is at x, y.
double area_at(const std::array<Vec3, 4>& corners, double x, double y, double weight) {
    const Vec3 by_x =
        ((corners[1] - corners[0]) * (1 - y) + (corners[2] - corners[3]) * (1 + y)) * 0.25;
    const Vec3 by_y =
        ((corners[3] - corners[0]) * (1 - x) + (corners[2] - corners[1]) * (1 + x)) * 0.25;
    return weight * length(cross(by_x, by_y));
}

std::array<Vec3, 4> corners_of(std::span<const Vec3> points, const std::array<int, 4>& face) {
    std::array<Vec3, 4> corners;
    for (std::size_t c = 0; c < 4; ++c) corners[c] = points[static_cast<std::size_t>(face[c])];
    return corners;
}

struct Place {
    double at = 0.0, weight = 0.0;
};
// Along a side, from −1 to 1: Gauss points under a sphere, whose pressure ends in nothing; squares
// under a punch, whose edge cuts it off.
std::vector<Place> places_for(Shape shape) {
    std::vector<Place> places;
    if (shape == Shape::Sphere)
        for (std::size_t i = 0; i < 3; ++i) places.push_back({kPlace[i], kWeight[i]});
    else
        for (int i = 0; i < kSquares; ++i)
            places.push_back({(2 * i + 1.0) / kSquares - 1.0, 2.0 / kSquares});
    return places;
}

std::vector<Piece> pieces_of(const LayeredMesh& mesh, Shape shape) {
    const std::vector<Place> places = places_for(shape);
    std::vector<Piece> pieces;
    for (const auto& face : mesh.surface) {
        const std::array<Vec3, 4> corners = corners_of(mesh.solid.points, face);
        for (const Place& along : places) {
            for (const Place& across : places) {
                const double x = along.at, y = across.at;
                Piece piece;
                piece.nodes = face;
                piece.share = {0.25 * (1 - x) * (1 - y), 0.25 * (1 + x) * (1 - y),
                               0.25 * (1 + x) * (1 + y), 0.25 * (1 - x) * (1 + y)};
                for (std::size_t c = 0; c < 4; ++c) piece.rest += corners[c] * piece.share[c];
                piece.x = x;
                piece.y = y;
                piece.weight = along.weight * across.weight;
                piece.area = area_at(corners, x, y, piece.weight);
                pieces.push_back(piece);
            }
        }
    }
    return pieces;
}

// The part of a piece that lies under the indenter; a sphere's gap sees to the rest.
double covered(const Piece& piece, const Indenter& indenter) {
    if (indenter.shape == Shape::Sphere) return 1.0;
    return part_under_punch(piece.rest.x - indenter.centre.x, piece.rest.y - indenter.centre.y,
                            std::sqrt(piece.area), indenter.radius);
}

Vec3 moved_of(const Piece& piece, std::span<const Vec3> moved) {
    Vec3 at;
    for (std::size_t c = 0; c < 4; ++c)
        at += moved[static_cast<std::size_t>(piece.nodes[c])] * piece.share[c];
    return at;
}

// How far a piece has sunk into the indenter, and which way is out of it.
struct Sunk {
    double by = 0.0;
    Vec3 out;  // unit; from the indenter
    double curvature = 0.0;
    bool is_beside = false;  // of the stem, which curves round the axis only
};

Sunk sunk_of(const Piece& piece, const Vec3& at, const Indenter& indenter) {
    const bool is_small = indenter.strain == Strain::Small;
    const Vec3 flat{piece.rest.x - indenter.centre.x, piece.rest.y - indenter.centre.y, 0.0};
    const double r = length(flat);
    const Vec3 down{0.0, 0.0, -1.0};
    if (indenter.shape == Shape::Flat) return {at.z + indenter.depth, down};
    if (is_small) return {at.z + indenter.depth - 0.5 * r * r / indenter.radius, down};
    const Vec3 centre{indenter.centre.x, indenter.centre.y, indenter.radius - indenter.depth};
    Vec3 from = at - centre;
    // A finger does not end behind its tip: skin above the middle lies beside a stem as thick.
    const bool is_beside = from.z > 0.0;
    if (is_beside) from.z = 0.0;
    const double away = length(from);
    return {indenter.radius - away, from / away, 1.0 / away, is_beside};
}

}  // namespace

double part_under_punch(double x, double y, double side, double radius) {
    const double r = std::sqrt(x * x + y * y);
    if (r < side) return 1.0;
    const double wide = side * (std::fabs(x) + std::fabs(y)) / r;
    return det::clamp((radius - r) / wide + 0.5, 0.0, 1.0);
}

Indenter read_indenter(JsonReader reader) {
    Indenter indenter;
    indenter.shape =
        reader.choice("shape", {"flat", "sphere"}) == "flat" ? Shape::Flat : Shape::Sphere;
    indenter.radius = reader.number("radius_mm", {1e-2, 1e4});
    indenter.sticks = reader.boolean_or("sticks", false);
    if (indenter.sticks && indenter.shape != Shape::Flat)
        reader.fail("sticks", "only a flat indenter can stick");
    reader.finish();
    return indenter;
}

softbody::Energy contact_energy(const LayeredMesh& mesh, const Indenter& indenter) {
    const auto pieces = std::make_shared<const std::vector<Piece>>(pieces_of(mesh, indenter.shape));
    const Indenter* with = &indenter;
    softbody::Energy energy;
    energy.value = [pieces, with](std::span<const Vec3> moved) {
        double sum = 0.0;
        for (const Piece& piece : *pieces) {
            const double area = piece.area * covered(piece, *with);
            if (area == 0.0) continue;
            const double by = sunk_of(piece, moved_of(piece, moved), *with).by;
            if (by > 0.0) sum += 0.5 * with->bed * area * by * by;
        }
        return sum;
    };
    energy.add_derivatives = [pieces, with](std::span<const Vec3> moved,
                                            std::vector<double>& forces, Assembly& tangent) {
        for (const Piece& piece : *pieces) {
            const double area = piece.area * covered(piece, *with);
            if (area == 0.0) continue;
            const Sunk sunk = sunk_of(piece, moved_of(piece, moved), *with);
            if (!(sunk.by > 0.0)) continue;
            const double stiff = with->bed * area;
            const std::array<double, 3> n = {sunk.out.x, sunk.out.y, sunk.out.z};
            // That the normal turns as skin slides round the sphere may push the wrong way.
            const double turning = with->turns ? stiff * sunk.by * sunk.curvature : 0.0;
            std::array<double, 9> core{};
            for (std::size_t i = 0; i < 3; ++i)
                for (std::size_t k = 0; k < 3; ++k)
                    core[3 * i + k] = (stiff + turning) * n[i] * n[k] - (i == k ? turning : 0.0);
            if (sunk.is_beside) core[8] += turning;
            std::array<double, 144> matrix{};
            for (std::size_t a = 0; a < 4; ++a) {
                for (std::size_t i = 0; i < 3; ++i)
                    forces[3 * static_cast<std::size_t>(piece.nodes[a]) + i] -=
                        stiff * sunk.by * n[i] * piece.share[a];
                for (std::size_t b = 0; b < 4; ++b)
                    for (std::size_t i = 0; i < 3; ++i)
                        for (std::size_t j = 0; j < 3; ++j)
                            matrix[12 * (3 * a + i) + 3 * b + j] =
                                piece.share[a] * piece.share[b] * core[3 * i + j];
            }
            tangent.add(piece.nodes, matrix);
        }
    };
    return energy;
}

ContactSum contact_sum(const LayeredMesh& mesh, const Indenter& indenter,
                       std::span<const double> displacement) {
    std::vector<Vec3> moved = mesh.solid.points;
    for (std::size_t n = 0; n < moved.size(); ++n)
        moved[n] += {displacement[3 * n], displacement[3 * n + 1], displacement[3 * n + 2]};
    ContactSum sum;
    double area = 0.0;
    // What a node carries over the skin that is its own: a piece alone feels every facet.
    std::vector<double> carried(moved.size(), 0.0), own(moved.size(), 0.0);
    for (const Piece& piece : pieces_of(mesh, indenter.shape)) {
        const Sunk sunk = sunk_of(piece, moved_of(piece, moved), indenter);
        const double now =
            indenter.strain == Strain::Small
                ? piece.area
                : area_at(corners_of(moved, piece.nodes), piece.x, piece.y, piece.weight);
        const double pressed = piece.area * covered(piece, indenter);
        const double push = sunk.by > 0.0 ? indenter.bed * pressed * sunk.by : 0.0;
        for (std::size_t c = 0; c < 4; ++c) {
            carried[static_cast<std::size_t>(piece.nodes[c])] += piece.share[c] * push;
            own[static_cast<std::size_t>(piece.nodes[c])] += piece.share[c] * now;
        }
        if (!(push > 0.0)) continue;
        sum.force_N -= mesh.whole * push * sunk.out.z;
        area += mesh.whole * pressed;
    }
    for (std::size_t n = 0; n < own.size(); ++n) {
        if (!(carried[n] > 0.0)) continue;
        sum.map.push_back({moved[n].x, moved[n].y, kPa(carried[n] / own[n])});
        sum.peak_pressure_kPa = std::max(sum.peak_pressure_kPa, sum.map.back().kPa);
    }
    sum.radius = std::sqrt(area / det::kPi);
    return sum;
}

}  // namespace dryrun::lab
