// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
#include "softbody/hexahedron.h"

#include <cmath>

#include "core/processor.h"
#include "core/result.h"
#include "core/wide_doubles.h"

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

[[gnu::always_inline]] inline Vec3 corner_slope(int corner, const double xi[3]) {
    const double* c = kCorner[corner];
    return {0.125 * c[0] * (1 + c[1] * xi[1]) * (1 + c[2] * xi[2]),
            0.125 * c[1] * (1 + c[0] * xi[0]) * (1 + c[2] * xi[2]),
            0.125 * c[2] * (1 + c[0] * xi[0]) * (1 + c[1] * xi[1])};
}

[[gnu::always_inline]] inline Jacobian jacobian_at(const HexahedronCorners& corners,
                                                   const double xi[3]) {
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

[[gnu::always_inline]] inline Vec3 to_space(const Jacobian& j, const Vec3& slope) {
    return {j.inverse[0][0] * slope.x + j.inverse[1][0] * slope.y + j.inverse[2][0] * slope.z,
            j.inverse[0][1] * slope.x + j.inverse[1][1] * slope.y + j.inverse[2][1] * slope.z,
            j.inverse[0][2] * slope.x + j.inverse[1][2] * slope.y + j.inverse[2][2] * slope.z};
}

// Gradients of the shapes, filled up with zeros to whole fours.
constexpr std::size_t kFour = 4;
constexpr std::size_t kShapeRoom = 12;
struct Slopes {
    double x[kShapeRoom] = {};
    double y[kShapeRoom] = {};
    double z[kShapeRoom] = {};

    void set(std::size_t shape, const Vec3& slope) {
        x[shape] = slope.x;
        y[shape] = slope.y;
        z[shape] = slope.z;
    }
    Vec3 of(std::size_t shape) const { return {x[shape], y[shape], z[shape]}; }
};

// Gradients of the eleven shapes at a Gauss point. The incompatible ones use the Jacobian of the
// centre, scaled so that their integral vanishes: that is what passes the patch test.
[[gnu::always_inline]] inline void gradients(const HexahedronCorners& corners,
                                             const Jacobian& centre, const double xi[3],
                                             Slopes& out, double& determinant) {
    const Jacobian j = jacobian_at(corners, xi);
    determinant = j.determinant;
    for (int corner = 0; corner < 8; ++corner)
        out.set(static_cast<std::size_t>(corner), to_space(j, corner_slope(corner, xi)));
    const double ratio = determinant != 0.0 ? centre.determinant / determinant : 0.0;
    out.set(8, to_space(centre, {-2.0 * xi[0] * ratio, 0, 0}));
    out.set(9, to_space(centre, {0, -2.0 * xi[1] * ratio, 0}));
    out.set(10, to_space(centre, {0, 0, -2.0 * xi[2] * ratio}));
}

// Elasticity times the strain of shape b: six rows, three columns.
[[gnu::always_inline]] inline void stress_of(const Matrix6& d, const Vec3& g, double out[6][3]) {
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

// The same stiffness as it is summed: of shape b and its direction c by that of shapes a.
struct Sums {
    double at[kShapes][3][3][kShapeRoom] = {};  // b, c, direction of a, a
};

[[gnu::always_inline]] inline void add(const FourDoubles& four, double* to) {
    FourDoubles sum;
    load(to, sum);
    store(sum + four, to);
}

[[gnu::always_inline]] inline void add_point(const Slopes& g, const Matrix6& d, double weight,
                                             Sums& sums) {
    Slopes weighed;
    for (std::size_t a = 0; a < kShapeRoom; ++a) {
        weighed.x[a] = g.x[a] * weight;
        weighed.y[a] = g.y[a] * weight;
        weighed.z[a] = g.z[a] * weight;
    }
    double stress[6][3];
    for (std::size_t b = 0; b < kShapes; ++b) {
        stress_of(d, g.of(b), stress);
        for (std::size_t a = b / kFour * kFour; a < kShapeRoom; a += kFour) {
            FourDoubles x, y, z;
            load(weighed.x + a, x);
            load(weighed.y + a, y);
            load(weighed.z + a, z);
            for (std::size_t c = 0; c < 3; ++c) {
                auto& to = sums.at[b][c];
                add(x * stress[0][c] + y * stress[3][c] + z * stress[5][c], to[0] + a);
                add(y * stress[1][c] + x * stress[3][c] + z * stress[4][c], to[1] + a);
                add(z * stress[2][c] + y * stress[4][c] + x * stress[5][c], to[2] + a);
            }
        }
    }
}

[[gnu::always_inline]] inline void take_sums(const Sums& sums, Full& full) {
    for (std::size_t b = 0; b < kShapes; ++b)
        for (std::size_t c = 0; c < 3; ++c)
            for (std::size_t r = 0; r < 3; ++r)
                for (std::size_t a = b; a < kShapes; ++a)
                    full.k[3 * a + r][3 * b + c] = sums.at[b][c][r][a];
}

[[gnu::always_inline]] inline void add_initial_stress(const Slopes& g, const Vec6& s, double weight,
                                                      Full& full) {
    for (std::size_t a = 0; a < kShapes; ++a) {
        full.f[3 * a] -= weight * (g.x[a] * s[0] + g.y[a] * s[3] + g.z[a] * s[5]);
        full.f[3 * a + 1] -= weight * (g.y[a] * s[1] + g.x[a] * s[3] + g.z[a] * s[4]);
        full.f[3 * a + 2] -= weight * (g.z[a] * s[2] + g.y[a] * s[4] + g.x[a] * s[5]);
    }
}

// Static condensation of the inner degrees of freedom: the inner block is factored as L Lᵀ, and
// what is taken off the outer block is wᵀ w with w = L⁻¹ of the rows between.
[[gnu::always_inline]] inline void condense(Full& full) {
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
            // The upper triangle is not read.
            for (int b = 0; b < kOuter; ++b) full.k[a][b] -= wa * w[i][b];
            full.f[a] -= wa * w[i][kOuter];
        }
    }
}

[[gnu::always_inline]] inline void find_terms(
    const HexahedronCorners& corners, std::span<const Matrix6* const, kHexahedronPoints> elasticity,
    std::span<const Vec6> initial_stress, HexahedronTerms& terms) {
    const double middle[3] = {0.0, 0.0, 0.0};
    const Jacobian centre = jacobian_at(corners, middle);
    Full full;
    Sums sums;
    bool is_convex = true;
    for (std::size_t p = 0; p < kHexahedronPoints; ++p) {
        const double xi[3] = {kGauss * kCorner[p][0], kGauss * kCorner[p][1],
                              kGauss * kCorner[p][2]};
        Slopes g;
        double determinant = 0.0;
        gradients(corners, centre, xi, g, determinant);
        is_convex = is_convex && determinant > 0.0;
        terms.volume += determinant;
        add_point(g, *elasticity[p], determinant, sums);
        if (!initial_stress.empty()) add_initial_stress(g, initial_stress[p], determinant, full);
    }
    if (!is_convex) {
        terms.volume = 0.0;
        return;
    }
    take_sums(sums, full);
    condense(full);
    for (std::size_t a = 0; a < 24; ++a) {
        terms.load[a] = full.f[a];
        for (std::size_t b = 0; b <= a; ++b) {
            terms.stiffness[24 * a + b] = terms.stiffness[24 * b + a] = full.k[a][b];
        }
    }
}

}  // namespace

HexahedronTerms hexahedron_terms(const HexahedronCorners& corners,
                                 std::span<const Matrix6* const, kHexahedronPoints> elasticity,
                                 std::span<const Vec6> initial_stress) {
    DRYRUN_ASSERT(initial_stress.empty() || initial_stress.size() == kHexahedronPoints);
    HexahedronTerms terms;
    with_avx2_if_any([&]() __attribute__((always_inline)) {
        find_terms(corners, elasticity, initial_stress, terms);
    });
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
