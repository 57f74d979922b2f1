// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "softbody/hyperelastic.h"

#include <cmath>

#include "core/deterministic_math.h"
#include "core/result.h"

namespace dryrun::softbody {
namespace {

constexpr std::size_t at(std::size_t i, std::size_t j) {
    return 3 * i + j;
}

Vec3 times(const Matrix3& f, const Vec3& a) {
    return {f[0] * a.x + f[1] * a.y + f[2] * a.z, f[3] * a.x + f[4] * a.y + f[5] * a.z,
            f[6] * a.x + f[7] * a.y + f[8] * a.z};
}
Vec3 transposed_times(const Matrix3& f, const Vec3& a) {
    return {f[0] * a.x + f[3] * a.y + f[6] * a.z, f[1] * a.x + f[4] * a.y + f[7] * a.z,
            f[2] * a.x + f[5] * a.y + f[8] * a.z};
}
std::array<double, 3> numbers(const Vec3& v) {
    return {v.x, v.y, v.z};
}

double first_invariant(const Matrix3& f) {
    double sum = 0.0;
    for (const double x : f) sum += x * x;
    return sum;
}

bool has_fibre(const Hyperelastic& m) {
    return m.alpha != 0.0 || m.beta != 0.0 || m.gamma != 0.0 || m.tension != 0.0;
}

// How the energy of the shear term rises with q.
double shear_slope(const Hyperelastic& m, const Matrix3& f, double log_j) {
    if (m.stiffening <= 0.0) return 0.5 * m.shear;
    return 0.5 * m.shear * det::exp(m.stiffening * (first_invariant(f) - 3.0 - 2.0 * log_j));
}

// The neo-Hookean part, by the slope and curvature of its shear term in q.
void add_matrix_part(const Hyperelastic& m, const Matrix3& f, const Matrix3& inv, double log_j,
                     PointResponse& out) {
    const double slope = shear_slope(m, f, log_j);
    const double curvature = m.stiffening * slope;
    Matrix3 by_f;  // of q
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t j = 0; j < 3; ++j) by_f[at(i, j)] = 2.0 * (f[at(i, j)] - inv[at(j, i)]);
    const double turning = 2.0 * slope - m.lame * log_j;
    for (std::size_t i = 0; i < 3; ++i) {
        for (std::size_t j = 0; j < 3; ++j) {
            const std::size_t row = at(i, j);
            out.stress[row] += slope * by_f[row] + m.lame * log_j * inv[at(j, i)];
            for (std::size_t k = 0; k < 3; ++k) {
                for (std::size_t l = 0; l < 3; ++l) {
                    const std::size_t column = at(k, l);
                    double value = curvature * by_f[row] * by_f[column] +
                                   m.lame * inv[at(j, i)] * inv[at(l, k)] +
                                   turning * inv[at(l, i)] * inv[at(j, k)];
                    if (row == column) value += 2.0 * slope;
                    out.tangent[9 * row + column] += value;
                }
            }
        }
    }
}

// A fibre's own energy over γ, and its slope and curvature by I₄: (I₄ − 1)² where it is stretched,
// ln² I₄ where it is shortened. The first has a weakest length, 0.58, past which a fibre that pulls
// would fall together, and is weaker before; the second carries any pull. All three are continuous.
struct FibreOwn {
    double energy = 0.0;
    double slope = 0.0;
    double curvature = 2.0;
};
FibreOwn fibre_own(double fourth) {
    const double over = fourth - 1.0;
    if (over >= 0.0) return {over * over, 2.0 * over, 2.0};
    const double log = det::log(fourth);
    return {log * log, 2.0 * log / fourth, 2.0 * (1.0 - log) / (fourth * fourth)};
}

// What depends on the stretch of the fibre.
struct FibreTerms {
    std::array<double, 3> a;   // fibre
    std::array<double, 3> f;   // F a
    std::array<double, 3> c;   // C a
    std::array<double, 3> fc;  // F C a
    double stretch_squared = 1.0;
    double fifth = 1.0;  // I₅
    FibreOwn own;
};

FibreTerms fibre_terms(const Hyperelastic& m, const Matrix3& deformation) {
    const Vec3 f = times(deformation, m.fibre);
    const Vec3 c = transposed_times(deformation, f);
    return {numbers(m.fibre), numbers(f), numbers(c),          numbers(times(deformation, c)),
            dot(f, f),        dot(c, c),  fibre_own(dot(f, f))};
}

double fibre_energy(const Hyperelastic& m, const FibreTerms& t, double log_j) {
    return (m.alpha + m.beta * log_j) * (t.stretch_squared - 1.0) + m.gamma * t.own.energy -
           0.5 * m.alpha * (t.fifth - 1.0) + 0.5 * m.tension * det::log(t.stretch_squared);
}

// Slopes of the energy over I₄ and I₅.
double by_fourth_invariant(const Hyperelastic& m, const FibreTerms& t, double log_j) {
    return m.alpha + m.beta * log_j + m.gamma * t.own.slope + 0.5 * m.tension / t.stretch_squared;
}
double by_fifth_invariant(const Hyperelastic& m) {
    return -0.5 * m.alpha;
}

// The fibre's part of one entry of the stress.
double fibre_stress_at(const Hyperelastic& m, const FibreTerms& t, const Matrix3& inv, double log_j,
                       std::size_t i, std::size_t j) {
    return by_fourth_invariant(m, t, log_j) * 2.0 * t.f[i] * t.a[j] +
           m.beta * (t.stretch_squared - 1.0) * inv[at(j, i)] +
           by_fifth_invariant(m) * 2.0 * (t.f[i] * t.c[j] + t.fc[i] * t.a[j]);
}

void add_fibre_part(const Hyperelastic& m, const Matrix3& f, const Matrix3& inv, double log_j,
                    PointResponse& out) {
    const FibreTerms t = fibre_terms(m, f);
    const double over = t.stretch_squared - 1.0;
    const double by_fourth = by_fourth_invariant(m, t, log_j);
    const double fourth_twice =
        m.gamma * t.own.curvature - 0.5 * m.tension / (t.stretch_squared * t.stretch_squared);
    const double by_fifth = by_fifth_invariant(m);
    Matrix3 left{};  // F Fᵀ
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t k = 0; k < 3; ++k)
            for (std::size_t n = 0; n < 3; ++n) left[at(i, k)] += f[at(i, n)] * f[at(k, n)];
    for (std::size_t i = 0; i < 3; ++i) {
        for (std::size_t j = 0; j < 3; ++j) {
            const std::size_t row = at(i, j);
            const double fourth_row = 2.0 * t.f[i] * t.a[j];
            out.stress[row] += fibre_stress_at(m, t, inv, log_j, i, j);
            for (std::size_t k = 0; k < 3; ++k) {
                for (std::size_t l = 0; l < 3; ++l) {
                    const double same_row = i == k ? 1.0 : 0.0;
                    const double same_column = j == l ? 1.0 : 0.0;
                    const double fourth_column = 2.0 * t.f[k] * t.a[l];
                    double fifth = same_row * t.a[l] * t.c[j] +
                                   t.f[i] * (same_column * t.f[k] + f[at(k, j)] * t.a[l]);
                    fifth += t.a[j] *
                             (same_row * t.c[l] + f[at(i, l)] * t.f[k] + left[at(i, k)] * t.a[l]);
                    out.tangent[9 * row + at(k, l)] +=
                        by_fourth * 2.0 * same_row * t.a[j] * t.a[l] +
                        fourth_twice * fourth_row * fourth_column +
                        m.beta * (fourth_row * inv[at(l, k)] + inv[at(j, i)] * fourth_column -
                                  over * inv[at(l, i)] * inv[at(j, k)]) +
                        by_fifth * 2.0 * fifth;
                }
            }
        }
    }
}

}  // namespace

Hyperelastic hyperelastic(const Isotropic& material) {
    const double e = material.youngs, nu = material.poisson;
    Hyperelastic m;
    m.shear = e / (2.0 * (1.0 + nu));
    m.lame = e * nu / ((1.0 + nu) * (1.0 - 2.0 * nu));
    return m;
}

// The five small-strain constants, read off the stiffness for a fibre along x:
// C₂₃ = λ, C₄₄ = μ across, C₅₅ = μ along = μ − α, C₁₂ = λ + 2β, C₁₁ = λ + 4β + 4 μ_along − 2μ + 8γ.
Hyperelastic hyperelastic(const TransverselyIsotropic& material, const Vec3& fibre) {
    DRYRUN_ASSERT(is_admissible(material));
    const Matrix6 c = stiffness(material, {1.0, 0.0, 0.0});
    Hyperelastic m;
    m.fibre = fibre;
    m.shear = c[6 * 4 + 4];  // yz
    m.lame = c[6 * 1 + 2];
    const double along = c[6 * 3 + 3];  // xy
    m.alpha = m.shear - along;
    m.beta = 0.5 * (c[1] - m.lame);
    m.gamma = (c[0] - m.lame - 4.0 * m.beta - 4.0 * along + 2.0 * m.shear) / 8.0;
    return m;
}

double determinant(const Matrix3& f) {
    return f[0] * (f[4] * f[8] - f[5] * f[7]) - f[1] * (f[3] * f[8] - f[5] * f[6]) +
           f[2] * (f[3] * f[7] - f[4] * f[6]);
}

Matrix3 inverse(const Matrix3& f) {
    const double s = 1.0 / determinant(f);
    return {s * (f[4] * f[8] - f[5] * f[7]), s * (f[2] * f[7] - f[1] * f[8]),
            s * (f[1] * f[5] - f[2] * f[4]), s * (f[5] * f[6] - f[3] * f[8]),
            s * (f[0] * f[8] - f[2] * f[6]), s * (f[2] * f[3] - f[0] * f[5]),
            s * (f[3] * f[7] - f[4] * f[6]), s * (f[1] * f[6] - f[0] * f[7]),
            s * (f[0] * f[4] - f[1] * f[3])};
}

PointStress stress(const Hyperelastic& m, const Matrix3& f) {
    const double log_j = det::log(determinant(f));
    const Matrix3 inv = inverse(f);
    const double slope = shear_slope(m, f, log_j);
    const double shear = m.stiffening > 0.0 ? (slope - 0.5 * m.shear) / m.stiffening
                                            : slope * (first_invariant(f) - 3.0 - 2.0 * log_j);
    PointStress out;
    out.energy = shear + 0.5 * m.lame * log_j * log_j;
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t j = 0; j < 3; ++j)
            out.stress[at(i, j)] =
                2.0 * slope * (f[at(i, j)] - inv[at(j, i)]) + m.lame * log_j * inv[at(j, i)];
    if (!has_fibre(m)) return out;
    const FibreTerms t = fibre_terms(m, f);
    out.energy += fibre_energy(m, t, log_j);
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t j = 0; j < 3; ++j)
            out.stress[at(i, j)] += fibre_stress_at(m, t, inv, log_j, i, j);
    return out;
}

PointResponse respond(const Hyperelastic& m, const Matrix3& f) {
    const double j = determinant(f);
    DRYRUN_ASSERT(j > 0.0);
    const double log_j = det::log(j);
    const Matrix3 inv = inverse(f);
    PointResponse out;
    add_matrix_part(m, f, inv, log_j, out);
    if (has_fibre(m)) add_fibre_part(m, f, inv, log_j, out);
    return out;
}

}  // namespace dryrun::softbody
