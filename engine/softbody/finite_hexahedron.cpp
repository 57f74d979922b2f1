// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "softbody/finite_hexahedron.h"

#include <cmath>
#include <limits>

#include "core/deterministic_math.h"

namespace dryrun::softbody {
namespace {

constexpr std::size_t kDof = 24;

// One Gauss point before the dilatation is shared.
struct Kinematics {
    std::array<Vec3, 8> by_rest;   // gradient of each shape over the undeformed body
    std::array<Vec3, 8> by_moved;  // over the deformed one
    Matrix3 f{};
    double j = 0.0;
    double weight = 0.0;  // undeformed volume
};

struct Element {
    std::array<Kinematics, kHexahedronPoints> points;
    double rest_volume = 0.0;
    double moved_volume = 0.0;
    bool is_right_way_out = true;
    double dilatation() const { return moved_volume / rest_volume; }
};

Matrix3 deformation(const std::array<Vec3, 8>& slopes, const HexahedronCorners& moved) {
    Matrix3 f{};
    for (std::size_t corner = 0; corner < 8; ++corner) {
        const Vec3& x = moved[corner];
        const Vec3& g = slopes[corner];
        f[0] += x.x * g.x, f[1] += x.x * g.y, f[2] += x.x * g.z;
        f[3] += x.y * g.x, f[4] += x.y * g.y, f[5] += x.y * g.z;
        f[6] += x.z * g.x, f[7] += x.z * g.y, f[8] += x.z * g.z;
    }
    return f;
}

Element kinematics(const HexahedronCorners& rest, const HexahedronCorners& moved) {
    Element element;
    for (std::size_t p = 0; p < kHexahedronPoints; ++p) {
        Kinematics& point = element.points[p];
        point.weight = shape_slopes(rest, p, point.by_rest);
        point.f = deformation(point.by_rest, moved);
        point.j = determinant(point.f);
        element.is_right_way_out = element.is_right_way_out && point.weight > 0.0 && point.j > 0.0;
        element.rest_volume += point.weight;
        element.moved_volume += point.weight * point.j;
    }
    return element;
}

void find_spatial_slopes(Kinematics& point) {
    const Matrix3 inv = inverse(point.f);
    for (std::size_t corner = 0; corner < 8; ++corner) {
        const Vec3& g = point.by_rest[corner];
        point.by_moved[corner] = {inv[0] * g.x + inv[3] * g.y + inv[6] * g.z,
                                  inv[1] * g.x + inv[4] * g.y + inv[7] * g.z,
                                  inv[2] * g.x + inv[5] * g.y + inv[8] * g.z};
    }
}

double component(const Vec3& v, std::size_t i) {
    return i == 0 ? v.x : i == 1 ? v.y : v.z;
}

double cube_root(double x) {
    return det::exp(det::log(x) / 3.0);
}

Matrix3 scaled(Matrix3 f, double s) {
    for (double& x : f) x *= s;
    return f;
}

Matrix3 shared(const Kinematics& point, double dilatation) {
    return scaled(point.f, cube_root(dilatation / point.j));
}

// How much the logarithm of the element's volume changes with each degree of freedom.
HexahedronVector volume_slopes(const Element& element) {
    HexahedronVector theta{};
    for (const Kinematics& point : element.points) {
        const double share = point.weight * point.j / element.moved_volume;
        for (std::size_t a = 0; a < kDof; ++a)
            theta[a] += share * component(point.by_moved[a / 3], a % 3);
    }
    return theta;
}

// A third of how far the volume of the element outruns that of the point, by each degree of
// freedom.
HexahedronVector excesses(const Kinematics& point, const HexahedronVector& theta) {
    HexahedronVector excess;
    for (std::size_t a = 0; a < kDof; ++a)
        excess[a] = (theta[a] - component(point.by_moved[a / 3], a % 3)) / 3.0;
    return excess;
}

double contract(const Matrix3& a, const Matrix3& b) {
    double sum = 0.0;
    for (std::size_t n = 0; n < 9; ++n) sum += a[n] * b[n];
    return sum;
}

// With F̄ = s F, dF̄ = s (F e + x ⊗ ∇N) by a degree of freedom along x, e its excess: the force is
// P̄ : F̄ e + d, d = s P̄ x · ∇N.
HexahedronVector direct_forces(const Kinematics& point, const Matrix3& stress, double s) {
    HexahedronVector direct;
    for (std::size_t a = 0; a < kDof; ++a) {
        const std::size_t i = 3 * (a % 3);
        const Vec3& g = point.by_rest[a / 3];
        direct[a] = s * (stress[i] * g.x + stress[i + 1] * g.y + stress[i + 2] * g.z);
    }
    return direct;
}

struct Sums {
    HexahedronMatrix tangent{};    // blocks of corners on and below the diagonal
    double pull = 0.0;             // Σ w P̄:F̄ / 3
    HexahedronMatrix volume_by{};  // second derivative of the volume, first part; the same blocks
};

void add_force(const Kinematics& point, const PointStress& at, const Matrix3& f, double s,
               const HexahedronVector& theta, FiniteForces& sums) {
    const double pull = contract(at.stress, f);
    const auto direct = direct_forces(point, at.stress, s);
    const auto excess = excesses(point, theta);
    sums.energy += point.weight * at.energy;
    for (std::size_t a = 0; a < kDof; ++a)
        sums.force[a] += point.weight * (pull * excess[a] + direct[a]);
}

// The rest of the tangent is of rank two: e h + h e.
HexahedronVector rank_two(const Kinematics& point, const PointResponse& response, double pull,
                          double s, const HexahedronVector& excess) {
    Matrix3 by_f{};  // A : F
    for (std::size_t n = 0; n < 9; ++n)
        for (std::size_t m = 0; m < 9; ++m) by_f[n] += response.tangent[9 * n + m] * point.f[m];
    const double half = 0.5 * (s * s * contract(by_f, point.f) + pull);
    const auto direct = direct_forces(point, response.stress, s);
    const auto stiff = direct_forces(point, by_f, s * s);
    HexahedronVector h;
    for (std::size_t a = 0; a < kDof; ++a) h[a] = stiff[a] + direct[a] + half * excess[a];
    return h;
}

// ∇N of one corner through the tangent of the point: [9 i + 3 k + L].
using Through = std::array<double, 27>;
Through through(const PointResponse& response, const Vec3& g, double factor) {
    Through t;
    for (std::size_t i = 0; i < 3; ++i) {
        const double* row = response.tangent.data() + 27 * i;
        for (std::size_t n = 0; n < 9; ++n)
            t[9 * i + n] = factor * (row[n] * g.x + row[9 + n] * g.y + row[18 + n] * g.z);
    }
    return t;
}

void add_point(const Kinematics& point, const Hyperelastic& material, double dilatation,
               const HexahedronVector& theta, Sums& sums) {
    const double s = cube_root(dilatation / point.j);
    const PointResponse response = respond(material, scaled(point.f, s));
    const double w = point.weight;
    const double pull = s * contract(response.stress, point.f);
    const double share = w * point.j;
    const auto e = excesses(point, theta);
    const auto h = rank_two(point, response, pull, s, e);
    sums.pull += w * pull / 3.0;
    for (std::size_t ca = 0; ca < 8; ++ca) {
        const Through t = through(response, point.by_rest[ca], w * s * s);
        for (std::size_t cb = 0; cb <= ca; ++cb) {
            const Vec3& g = point.by_rest[cb];
            for (std::size_t i = 0; i < 3; ++i) {
                const std::size_t a = 3 * ca + i;
                const double ja = component(point.by_moved[ca], i);
                const double turned = component(point.by_moved[cb], i);
                for (std::size_t k = 0; k < 3; ++k) {
                    const std::size_t b = 3 * cb + k;
                    const double* l = t.data() + 9 * i + 3 * k;
                    const double turn = turned * component(point.by_moved[ca], k);
                    sums.tangent[kDof * a + b] +=
                        l[0] * g.x + l[1] * g.y + l[2] * g.z +
                        w * (e[a] * h[b] + h[a] * e[b] + pull * turn / 3.0);
                    sums.volume_by[kDof * a + b] +=
                        share * (ja * component(point.by_moved[cb], k) - turn);
                }
            }
        }
    }
}

}  // namespace

FiniteForces finite_forces(const HexahedronCorners& rest, const HexahedronCorners& moved,
                           std::span<const Hyperelastic* const, kHexahedronPoints> materials) {
    Element element = kinematics(rest, moved);
    if (!element.is_right_way_out) return {std::numeric_limits<double>::infinity(), {}};
    for (Kinematics& point : element.points) find_spatial_slopes(point);
    const HexahedronVector theta = volume_slopes(element);
    FiniteForces sums;
    for (std::size_t p = 0; p < kHexahedronPoints; ++p) {
        const Kinematics& point = element.points[p];
        const double s = cube_root(element.dilatation() / point.j);
        const Matrix3 f = scaled(point.f, s);
        add_force(point, stress(*materials[p], f), f, s, theta, sums);
    }
    return sums;
}

HexahedronMatrix finite_tangent(const HexahedronCorners& rest, const HexahedronCorners& moved,
                                std::span<const Hyperelastic* const, kHexahedronPoints> materials) {
    Element element = kinematics(rest, moved);
    if (!element.is_right_way_out) return {};
    for (Kinematics& point : element.points) find_spatial_slopes(point);
    const HexahedronVector theta = volume_slopes(element);
    Sums sums;
    for (std::size_t p = 0; p < kHexahedronPoints; ++p)
        add_point(element.points[p], *materials[p], element.dilatation(), theta, sums);
    HexahedronMatrix& tangent = sums.tangent;
    for (std::size_t a = 0; a < kDof; ++a) {
        for (std::size_t b = 0; b <= a; ++b) {
            const double value = tangent[kDof * a + b] +
                                 sums.pull * (sums.volume_by[kDof * a + b] / element.moved_volume -
                                              theta[a] * theta[b]);
            tangent[kDof * a + b] = tangent[kDof * b + a] = value;
        }
    }
    return tangent;
}

std::array<GaussState, kHexahedronPoints> gauss_states(const HexahedronCorners& rest,
                                                       const HexahedronCorners& moved) {
    const Element element = kinematics(rest, moved);
    std::array<GaussState, kHexahedronPoints> states;
    for (std::size_t p = 0; p < kHexahedronPoints; ++p)
        states[p] = {shared(element.points[p], element.dilatation()), element.points[p].weight};
    return states;
}

}  // namespace dryrun::softbody
