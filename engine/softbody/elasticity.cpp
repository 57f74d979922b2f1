// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
#include "softbody/elasticity.h"

#include "core/result.h"

namespace dryrun::softbody {
namespace {

// The 6 × 6 matrix that turns strains (engineering shear) of the parent's axes into those of
// `frame`; a stiffness D of the frame is Tᵀ D T in the parent.
Matrix6 strain_rotation(const Frame& frame) {
    const Vec3 axes[3] = {frame.x_axis, frame.y_axis, frame.z_axis};
    constexpr int kFirst[6] = {0, 1, 2, 0, 1, 2};
    constexpr int kSecond[6] = {0, 1, 2, 1, 2, 0};
    Matrix6 t{};
    for (std::size_t row = 0; row < 6; ++row) {
        const Vec3& a = axes[kFirst[row]];
        const Vec3& b = axes[kSecond[row]];
        const double factor = row < 3 ? 1.0 : 2.0;
        double* out = &t[6 * row];
        out[0] = factor * a.x * b.x;
        out[1] = factor * a.y * b.y;
        out[2] = factor * a.z * b.z;
        out[3] = 0.5 * factor * (a.x * b.y + a.y * b.x);
        out[4] = 0.5 * factor * (a.y * b.z + a.z * b.y);
        out[5] = 0.5 * factor * (a.z * b.x + a.x * b.z);
    }
    return t;
}

Matrix6 congruent(const Matrix6& t, const Matrix6& d) {
    Matrix6 dt{};
    for (std::size_t i = 0; i < 6; ++i) {
        for (std::size_t j = 0; j < 6; ++j) {
            for (std::size_t k = 0; k < 6; ++k) dt[6 * i + j] += d[6 * i + k] * t[6 * k + j];
        }
    }
    Matrix6 result{};
    for (std::size_t i = 0; i < 6; ++i) {
        for (std::size_t j = 0; j < 6; ++j) {
            for (std::size_t k = 0; k < 6; ++k) result[6 * i + j] += t[6 * k + i] * dt[6 * k + j];
        }
    }
    return result;
}

}  // namespace

TransverselyIsotropic nearly_incompressible(double across, double along, double shear,
                                            double poisson) {
    TransverselyIsotropic material;
    material.across = across;
    material.along = along;
    material.shear = shear;
    material.poisson_along = poisson;
    material.poisson_across = poisson * (2.0 - across / along);
    return material;
}

bool is_admissible(const TransverselyIsotropic& m) {
    if (!(m.across > 0.0 && m.along > 0.0 && m.shear > 0.0)) return false;
    const double reverse = m.poisson_along * m.across / m.along;
    return m.poisson_across < 1.0 && m.poisson_across > -1.0 &&
           1.0 - m.poisson_across - 2.0 * m.poisson_along * reverse > 0.0;
}

Matrix6 stiffness(const Isotropic& material) {
    const double nu = material.poisson;
    const double shear = material.youngs / (2.0 * (1.0 + nu));
    const double lame = material.youngs * nu / ((1.0 + nu) * (1.0 - 2.0 * nu));
    Matrix6 d{};
    for (std::size_t i = 0; i < 3; ++i) {
        for (std::size_t j = 0; j < 3; ++j) d[6 * i + j] = lame;
        d[7 * i] += 2.0 * shear;
        d[7 * (i + 3)] = shear;
    }
    return d;
}

Matrix6 stiffness(const TransverselyIsotropic& m, const Vec3& fibre) {
    return turned_to(stiffness_along_axes(m), fibre);
}

Matrix6 stiffness_along_axes(const TransverselyIsotropic& m) {
    DRYRUN_ASSERT(is_admissible(m));
    Matrix6 compliance{};
    compliance[0] = 1.0 / m.along;
    compliance[7] = compliance[14] = 1.0 / m.across;
    compliance[1] = compliance[6] = compliance[2] = compliance[12] = -m.poisson_along / m.along;
    compliance[8] = compliance[13] = -m.poisson_across / m.across;
    compliance[21] = compliance[35] = 1.0 / m.shear;
    compliance[28] = 2.0 * (1.0 + m.poisson_across) / m.across;
    return inverse(compliance);
}

Matrix6 turned_to(const Matrix6& along_axes, const Vec3& fibre) {
    const Frame across = frame_along({}, fibre, {1.0, 0.0, 0.0});
    const Frame frame{{}, across.z_axis, across.x_axis, across.y_axis};
    return congruent(strain_rotation(frame), along_axes);
}

// Cholesky: symmetric positive definite by what it is called with.
Matrix6 inverse(const Matrix6& matrix) {
    double l[6][6] = {};
    for (std::size_t j = 0; j < 6; ++j) {
        for (std::size_t i = j; i < 6; ++i) {
            double sum = matrix[6 * i + j];
            for (std::size_t k = 0; k < j; ++k) sum -= l[i][k] * l[j][k];
            if (i == j) {
                DRYRUN_ASSERT(sum > 0.0);
                l[j][j] = std::sqrt(sum);
            } else {
                l[i][j] = sum / l[j][j];
            }
        }
    }
    double m[6][6] = {};  // l⁻¹
    for (std::size_t j = 0; j < 6; ++j) {
        m[j][j] = 1.0 / l[j][j];
        for (std::size_t i = j + 1; i < 6; ++i) {
            double sum = 0.0;
            for (std::size_t k = j; k < i; ++k) sum -= l[i][k] * m[k][j];
            m[i][j] = sum / l[i][i];
        }
    }
    Matrix6 result{};
    for (std::size_t i = 0; i < 6; ++i) {
        for (std::size_t j = 0; j < 6; ++j) {
            for (std::size_t k = i > j ? i : j; k < 6; ++k) result[6 * i + j] += m[k][i] * m[k][j];
        }
    }
    return result;
}

Matrix6 add_scaled(const Matrix6& a, double s, const Matrix6& b) {
    Matrix6 sum = a;
    for (std::size_t i = 0; i < 36; ++i) sum[i] += s * b[i];
    return sum;
}

Vec6 multiply(const Matrix6& matrix, const Vec6& v) {
    Vec6 result{};
    for (std::size_t i = 0; i < 6; ++i) {
        for (std::size_t j = 0; j < 6; ++j) result[i] += matrix[6 * i + j] * v[j];
    }
    return result;
}

Vec6 fibre_stress(double tension, const Vec3& f) {
    return {tension * f.x * f.x, tension * f.y * f.y, tension * f.z * f.z,
            tension * f.x * f.y, tension * f.y * f.z, tension * f.z * f.x};
}

double mean_shear(const Matrix6& stiffness) {
    return (stiffness[21] + stiffness[28] + stiffness[35]) / 3.0;
}

}  // namespace dryrun::softbody
