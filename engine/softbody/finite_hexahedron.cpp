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

Matrix3 shared(const Kinematics& point, double dilatation) {
    const double s = cube_root(dilatation / point.j);
    Matrix3 f = point.f;
    for (double& x : f) x *= s;
    return f;
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

// Ĝ: change of the shared deformation by each degree of freedom, over (Θ/J)^⅓.
struct Slopes {
    double g[kDof][9];
    double excess[kDof];  // (θ − j) / 3
};

void find_slopes(const Kinematics& point, const HexahedronVector& theta, Slopes& slopes) {
    for (std::size_t a = 0; a < kDof; ++a) {
        const std::size_t corner = a / 3, i = a % 3;
        slopes.excess[a] = (theta[a] - component(point.by_moved[corner], i)) / 3.0;
        for (std::size_t n = 0; n < 9; ++n) slopes.g[a][n] = point.f[n] * slopes.excess[a];
        slopes.g[a][3 * i] += point.by_rest[corner].x;
        slopes.g[a][3 * i + 1] += point.by_rest[corner].y;
        slopes.g[a][3 * i + 2] += point.by_rest[corner].z;
    }
}

struct Sums {
    FiniteTerms terms;
    double pull = 0.0;             // Σ w P̄:F̄ / 3
    HexahedronMatrix volume_by{};  // second derivative of the volume over the volume, first part
};

void add_point(const Kinematics& point, const Hyperelastic& material, double dilatation,
               const HexahedronVector& theta, Sums& sums) {
    const double s = cube_root(dilatation / point.j);
    const Matrix3 f = shared(point, dilatation);
    sums.terms.energy += point.weight * energy(material, f);
    const PointResponse response = respond(material, f);
    Slopes slopes;
    find_slopes(point, theta, slopes);
    double pull = 0.0;  // P̄:F̄
    for (std::size_t n = 0; n < 9; ++n) pull += response.stress[n] * f[n];
    const double w = point.weight;
    sums.pull += w * pull / 3.0;
    double stiff[kDof][9];
    double along[kDof];  // P̄ : s G
    for (std::size_t a = 0; a < kDof; ++a) {
        double force = 0.0;
        for (std::size_t n = 0; n < 9; ++n) {
            force += response.stress[n] * slopes.g[a][n];
            double sum = 0.0;
            for (std::size_t m = 0; m < 9; ++m) sum += response.tangent[9 * n + m] * slopes.g[a][m];
            stiff[a][n] = sum * w * s * s;
        }
        sums.terms.force[a] += w * s * force;
        along[a] = s * force - pull * slopes.excess[a];
    }
    const double share = w * point.j;
    for (std::size_t a = 0; a < kDof; ++a) {
        const std::size_t ca = a / 3, i = a % 3;
        const double ja = component(point.by_moved[ca], i);
        for (std::size_t b = 0; b <= a; ++b) {
            const std::size_t cb = b / 3, k = b % 3;
            double sum = 0.0;
            for (std::size_t n = 0; n < 9; ++n) sum += slopes.g[b][n] * stiff[a][n];
            const double turn = component(point.by_moved[cb], i) * component(point.by_moved[ca], k);
            const double ea = slopes.excess[a], eb = slopes.excess[b];
            sum += w * (along[a] * eb + along[b] * ea + pull * ea * eb + pull * turn / 3.0);
            sums.terms.tangent[kDof * a + b] += sum;
            sums.volume_by[kDof * a + b] += share * (ja * component(point.by_moved[cb], k) - turn);
        }
    }
}

}  // namespace

FiniteTerms finite_terms(const HexahedronCorners& rest, const HexahedronCorners& moved,
                         std::span<const Hyperelastic* const, kHexahedronPoints> materials) {
    Element element = kinematics(rest, moved);
    if (!element.is_right_way_out) return {};
    for (Kinematics& point : element.points) find_spatial_slopes(point);
    const HexahedronVector theta = volume_slopes(element);
    Sums sums;
    for (std::size_t p = 0; p < kHexahedronPoints; ++p)
        add_point(element.points[p], *materials[p], element.dilatation(), theta, sums);
    FiniteTerms& terms = sums.terms;
    terms.volume = element.moved_volume;
    for (std::size_t a = 0; a < kDof; ++a) {
        for (std::size_t b = 0; b <= a; ++b) {
            const double value =
                terms.tangent[kDof * a + b] +
                sums.pull * (sums.volume_by[kDof * a + b] / terms.volume - theta[a] * theta[b]);
            terms.tangent[kDof * a + b] = terms.tangent[kDof * b + a] = value;
        }
    }
    return terms;
}

double finite_energy(const HexahedronCorners& rest, const HexahedronCorners& moved,
                     std::span<const Hyperelastic* const, kHexahedronPoints> materials) {
    const Element element = kinematics(rest, moved);
    if (!element.is_right_way_out) return std::numeric_limits<double>::infinity();
    double sum = 0.0;
    for (std::size_t p = 0; p < kHexahedronPoints; ++p)
        sum += element.points[p].weight *
               energy(*materials[p], shared(element.points[p], element.dilatation()));
    return sum;
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
