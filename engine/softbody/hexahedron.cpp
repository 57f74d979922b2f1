// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
#include "softbody/hexahedron.h"

#include <cmath>

#include "core/result.h"

namespace dryrun::softbody {
namespace {

constexpr int kShapes = 11;  // eight corners, three incompatible modes
constexpr int kInner = 9;    // degrees of freedom of the incompatible modes
constexpr double kGauss = 0.57735026918962576;
constexpr double kCorner[8][3] = {{-1, -1, -1}, {1, -1, -1}, {1, 1, -1}, {-1, 1, -1},
                                  {-1, -1, 1},  {1, -1, 1},  {1, 1, 1},  {-1, 1, 1}};

struct Jacobian {
    double inverse[3][3];  // d(xi) / d(x)
    double determinant;
};

Vec3 corner_slope(int corner, const double xi[3]) {
    const double* c = kCorner[corner];
    return {0.125 * c[0] * (1 + c[1] * xi[1]) * (1 + c[2] * xi[2]),
            0.125 * c[1] * (1 + c[0] * xi[0]) * (1 + c[2] * xi[2]),
            0.125 * c[2] * (1 + c[0] * xi[0]) * (1 + c[1] * xi[1])};
}

Jacobian jacobian_at(const HexahedronCorners& corners, const double xi[3]) {
    Vec3 by_xi, by_eta, by_zeta;
    for (int corner = 0; corner < 8; ++corner) {
        const Vec3 slope = corner_slope(corner, xi);
        const Vec3& x = corners[static_cast<std::size_t>(corner)];
        by_xi += x * slope.x;
        by_eta += x * slope.y;
        by_zeta += x * slope.z;
    }
    Jacobian j{};
    j.determinant = dot(by_xi, cross(by_eta, by_zeta));
    const double inverse = j.determinant != 0.0 ? 1.0 / j.determinant : 0.0;
    const Vec3 rows[3] = {cross(by_eta, by_zeta) * inverse, cross(by_zeta, by_xi) * inverse,
                          cross(by_xi, by_eta) * inverse};
    for (int r = 0; r < 3; ++r) {
        j.inverse[r][0] = rows[r].x;
        j.inverse[r][1] = rows[r].y;
        j.inverse[r][2] = rows[r].z;
    }
    return j;
}

Vec3 to_space(const Jacobian& j, const Vec3& slope) {
    return {j.inverse[0][0] * slope.x + j.inverse[1][0] * slope.y + j.inverse[2][0] * slope.z,
            j.inverse[0][1] * slope.x + j.inverse[1][1] * slope.y + j.inverse[2][1] * slope.z,
            j.inverse[0][2] * slope.x + j.inverse[1][2] * slope.y + j.inverse[2][2] * slope.z};
}

// Gradients of the eleven shapes at a Gauss point. The incompatible ones use the Jacobian of the
// centre, scaled so that their integral vanishes: that is what passes the patch test.
void gradients(const HexahedronCorners& corners, const Jacobian& centre, const double xi[3],
               Vec3 out[kShapes], double& determinant) {
    const Jacobian j = jacobian_at(corners, xi);
    determinant = j.determinant;
    for (int corner = 0; corner < 8; ++corner) out[corner] = to_space(j, corner_slope(corner, xi));
    const double ratio = determinant != 0.0 ? centre.determinant / determinant : 0.0;
    out[8] = to_space(centre, {-2.0 * xi[0] * ratio, 0, 0});
    out[9] = to_space(centre, {0, -2.0 * xi[1] * ratio, 0});
    out[10] = to_space(centre, {0, 0, -2.0 * xi[2] * ratio});
}

// Elasticity times the strain of shape b: six rows, three columns.
void stress_of(const Matrix6& d, const Vec3& g, double out[6][3]) {
    for (std::size_t r = 0; r < 6; ++r) {
        const double* row = &d[6 * r];
        out[r][0] = row[0] * g.x + row[3] * g.y + row[5] * g.z;
        out[r][1] = row[1] * g.y + row[3] * g.x + row[4] * g.z;
        out[r][2] = row[2] * g.z + row[4] * g.y + row[5] * g.x;
    }
}

struct Full {
    double k[3 * kShapes][3 * kShapes] = {};
    double f[3 * kShapes] = {};
};

void add_point(const Vec3 g[kShapes], const Matrix6& d, double weight, Full& full) {
    double stress[6][3];
    for (int b = 0; b < kShapes; ++b) {
        stress_of(d, g[b], stress);
        for (int a = b; a < kShapes; ++a) {
            const Vec3 ga = g[a] * weight;
            for (int c = 0; c < 3; ++c) {
                full.k[3 * a][3 * b + c] +=
                    ga.x * stress[0][c] + ga.y * stress[3][c] + ga.z * stress[5][c];
                full.k[3 * a + 1][3 * b + c] +=
                    ga.y * stress[1][c] + ga.x * stress[3][c] + ga.z * stress[4][c];
                full.k[3 * a + 2][3 * b + c] +=
                    ga.z * stress[2][c] + ga.y * stress[4][c] + ga.x * stress[5][c];
            }
        }
    }
}

void add_initial_stress(const Vec3 g[kShapes], const Vec6& s, double weight, Full& full) {
    for (int a = 0; a < kShapes; ++a) {
        full.f[3 * a] -= weight * (g[a].x * s[0] + g[a].y * s[3] + g[a].z * s[5]);
        full.f[3 * a + 1] -= weight * (g[a].y * s[1] + g[a].x * s[3] + g[a].z * s[4]);
        full.f[3 * a + 2] -= weight * (g[a].z * s[2] + g[a].y * s[4] + g[a].x * s[5]);
    }
}

// Static condensation of the inner degrees of freedom: the inner block is factored as L Lᵀ, and
// what is taken off the outer block is wᵀ w with w = L⁻¹ of the rows between.
void condense(Full& full) {
    constexpr int kOuter = 24;
    double l[kInner][kInner];
    for (int j = 0; j < kInner; ++j) {
        for (int i = j; i < kInner; ++i) {
            double sum = full.k[kOuter + i][kOuter + j];
            for (int k = 0; k < j; ++k) sum -= l[i][k] * l[j][k];
            l[i][j] = i == j ? std::sqrt(sum) : sum / l[j][j];
        }
    }
    double w[kInner][kOuter + 1];
    for (int i = 0; i < kInner; ++i) {
        const double inverse = 1.0 / l[i][i];
        for (int c = 0; c < kOuter; ++c) w[i][c] = full.k[kOuter + i][c];
        w[i][kOuter] = full.f[kOuter + i];
        for (int k = 0; k < i; ++k) {
            for (int c = 0; c <= kOuter; ++c) w[i][c] -= l[i][k] * w[k][c];
        }
        for (int c = 0; c <= kOuter; ++c) w[i][c] *= inverse;
    }
    for (int i = 0; i < kInner; ++i) {
        for (int a = 0; a < kOuter; ++a) {
            const double wa = w[i][a];
            for (int b = 0; b <= a; ++b) full.k[a][b] -= wa * w[i][b];
            full.f[a] -= wa * w[i][kOuter];
        }
    }
}

}  // namespace

HexahedronTerms hexahedron_terms(const HexahedronCorners& corners,
                                 std::span<const Matrix6* const, kHexahedronPoints> elasticity,
                                 std::span<const Vec6> initial_stress) {
    DRYRUN_ASSERT(initial_stress.empty() || initial_stress.size() == kHexahedronPoints);
    const double middle[3] = {0.0, 0.0, 0.0};
    const Jacobian centre = jacobian_at(corners, middle);
    Full full;
    HexahedronTerms terms;
    bool is_convex = true;
    for (std::size_t p = 0; p < kHexahedronPoints; ++p) {
        const double xi[3] = {kGauss * kCorner[p][0], kGauss * kCorner[p][1],
                              kGauss * kCorner[p][2]};
        Vec3 g[kShapes];
        double determinant = 0.0;
        gradients(corners, centre, xi, g, determinant);
        is_convex = is_convex && determinant > 0.0;
        terms.volume += determinant;
        add_point(g, *elasticity[p], determinant, full);
        if (!initial_stress.empty()) add_initial_stress(g, initial_stress[p], determinant, full);
    }
    if (!is_convex) {
        terms.volume = 0.0;
        return terms;
    }
    condense(full);
    for (std::size_t a = 0; a < 24; ++a) {
        terms.load[a] = full.f[a];
        for (std::size_t b = 0; b <= a; ++b) {
            terms.stiffness[24 * a + b] = terms.stiffness[24 * b + a] = full.k[a][b];
        }
    }
    return terms;
}

double shape_slopes(const HexahedronCorners& corners, std::size_t point,
                    std::array<Vec3, 8>& slopes) {
    const double xi[3] = {kGauss * kCorner[point][0], kGauss * kCorner[point][1],
                          kGauss * kCorner[point][2]};
    const Jacobian j = jacobian_at(corners, xi);
    for (int corner = 0; corner < 8; ++corner)
        slopes[static_cast<std::size_t>(corner)] = to_space(j, corner_slope(corner, xi));
    return j.determinant;
}

std::array<Vec3, kHexahedronPoints> gauss_points(const HexahedronCorners& corners) {
    std::array<Vec3, kHexahedronPoints> points;
    for (std::size_t p = 0; p < kHexahedronPoints; ++p) {
        for (std::size_t c = 0; c < 8; ++c) {
            double shape = 0.125;
            for (int axis = 0; axis < 3; ++axis) {
                shape *= 1.0 + kCorner[c][axis] * kGauss * kCorner[p][axis];
            }
            points[p] += corners[c] * shape;
        }
    }
    return points;
}

}  // namespace dryrun::softbody
