// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
#include "softbody/membrane.h"

namespace dryrun::softbody {
namespace {

constexpr double kGauss = 0.57735026918962576;
constexpr double kCorner[4][2] = {{-1, -1}, {1, -1}, {1, 1}, {-1, 1}};

// Plane-stress stiffness at one Gauss point, in the tangent plane there.
void add_point(const std::array<Vec3, 4>& corners, double xi, double eta, const double d[3][3],
               std::array<double, 144>& k) {
    double slope[4][2];
    Vec3 by_xi, by_eta;
    for (std::size_t c = 0; c < 4; ++c) {
        slope[c][0] = 0.25 * kCorner[c][0] * (1 + kCorner[c][1] * eta);
        slope[c][1] = 0.25 * kCorner[c][1] * (1 + kCorner[c][0] * xi);
        by_xi += corners[c] * slope[c][0];
        by_eta += corners[c] * slope[c][1];
    }
    const Vec3 normal = cross(by_xi, by_eta);
    const double area = length(normal);
    const Frame plane = frame_along({}, normal, by_xi);
    const Vec3 axes[2] = {plane.x_axis, plane.y_axis};
    const double j[2][2] = {{dot(by_xi, axes[0]), dot(by_xi, axes[1])},
                            {dot(by_eta, axes[0]), dot(by_eta, axes[1])}};
    const double inverse = 1.0 / (j[0][0] * j[1][1] - j[0][1] * j[1][0]);
    double b[3][12];
    for (std::size_t c = 0; c < 4; ++c) {
        const double gx = (j[1][1] * slope[c][0] - j[0][1] * slope[c][1]) * inverse;
        const double gy = (j[0][0] * slope[c][1] - j[1][0] * slope[c][0]) * inverse;
        const Vec3 rows[3] = {axes[0] * gx, axes[1] * gy, axes[0] * gy + axes[1] * gx};
        for (int r = 0; r < 3; ++r) {
            b[r][3 * c] = rows[r].x;
            b[r][3 * c + 1] = rows[r].y;
            b[r][3 * c + 2] = rows[r].z;
        }
    }
    for (std::size_t r = 0; r < 12; ++r) {
        double stress[3];
        for (int s = 0; s < 3; ++s) {
            stress[s] = area * (d[s][0] * b[0][r] + d[s][1] * b[1][r] + d[s][2] * b[2][r]);
        }
        for (std::size_t c = 0; c < 12; ++c) {
            k[12 * r + c] += stress[0] * b[0][c] + stress[1] * b[1][c] + stress[2] * b[2][c];
        }
    }
}

}  // namespace

std::array<double, 144> membrane_stiffness(const std::array<Vec3, 4>& corners,
                                           double tension_stiffness, double poisson) {
    const double c = tension_stiffness / (1.0 - poisson * poisson);
    const double d[3][3] = {
        {c, c * poisson, 0}, {c * poisson, c, 0}, {0, 0, 0.5 * c * (1.0 - poisson)}};
    std::array<double, 144> k{};
    for (const auto& corner : kCorner) {
        add_point(corners, kGauss * corner[0], kGauss * corner[1], d, k);
    }
    return k;
}

}  // namespace dryrun::softbody
