// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
#include "softbody/line_correction.h"

#include <cmath>

#include "core/deterministic_math.h"
#include "core/result.h"

namespace dryrun::softbody {
namespace {

double asinh(double x) {
    const double a = std::fabs(x);
    const double value = det::log(a + std::sqrt(a * a + 1.0));
    return x < 0.0 ? -value : value;
}

}  // namespace

LineResponse line_response(double offset, double piece, double radius, double poisson) {
    const double from = offset - 0.5 * piece;
    const double to = offset + 0.5 * piece;
    const double a = asinh(to / radius) - asinh(from / radius);
    const double b =
        to / std::sqrt(to * to + radius * radius) - from / std::sqrt(from * from + radius * radius);
    const double scale = 1.0 / (16.0 * det::kPi * (1.0 - poisson) * piece);
    return {scale * ((3.0 - 4.0 * poisson) * a + 0.5 * b), scale * ((4.0 - 4.0 * poisson) * a - b)};
}

void add_line_correction(std::span<const ShaftStation> stations, const Vec3& direction,
                         double spacing, double shaft_radius, std::vector<double>& compliance) {
    const std::size_t n = stations.size();
    DRYRUN_ASSERT(compliance.size() == 9 * n * n);
    const double t[3] = {direction.x, direction.y, direction.z};
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j) {
            const double offset = spacing * static_cast<double>(i > j ? i - j : j - i);
            const double poisson = 0.5 * (stations[i].poisson + stations[j].poisson);
            const double mesh_radius = std::sqrt(stations[i].mesh_radius * stations[j].mesh_radius);
            const LineResponse thin = line_response(offset, spacing, shaft_radius, poisson);
            const LineResponse thick = line_response(offset, spacing, mesh_radius, poisson);
            const double scale = 1.0 / std::sqrt(stations[i].shear * stations[j].shear);
            const double lateral = scale * (thin.lateral - thick.lateral);
            const double axial = scale * (thin.axial - thick.axial);
            for (std::size_t r = 0; r < 3; ++r) {
                for (std::size_t c = 0; c < 3; ++c) {
                    const double value = (r == c ? lateral : 0.0) + (axial - lateral) * t[r] * t[c];
                    compliance[(3 * i + r) * 3 * n + 3 * j + c] += value;
                }
            }
        }
    }
}

}  // namespace dryrun::softbody
