// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "softbody/beam.h"

#include <cmath>
#include <cstddef>

#include "core/deterministic_math.h"
#include "softbody/dense_spd.h"

namespace dryrun::softbody {

double bending_stiffness(double youngs_GPa, double diameter) {
    const double square = diameter * diameter;
    return youngs_GPa * 1000.0 * det::kPi * square * square / 64.0;
}

double cantilever_deflection(double bending_stiffness, double at, double force_at) {
    const double near = at < force_at ? at : force_at;
    const double far = at < force_at ? force_at : at;
    return near * near * (3.0 * far - near) / (6.0 * bending_stiffness);
}

double euler_load(double bending_stiffness, double length, BeamEnds ends) {
    // P = (u / L)² E I; u is π/2, the smallest root of tan u = u, π and 2π.
    double root = det::kPi;
    switch (ends) {
        case BeamEnds::ClampedFree:
            root = 0.5 * det::kPi;
            break;
        case BeamEnds::ClampedPinned:
            root = 4.4934094579090642;
            break;
        case BeamEnds::PinnedPinned:
            root = det::kPi;
            break;
        case BeamEnds::ClampedClamped:
            root = 2.0 * det::kPi;
            break;
    }
    const double ratio = root / length;
    return ratio * ratio * bending_stiffness;
}

double buckled_bow(double shortening, double length) {
    if (shortening <= 0.0 || length <= 0.0) return 0.0;
    return 2.0 / det::kPi * std::sqrt(shortening * length);
}

bool SupportedBeam::solve(double bending_stiffness, const BeamClamp& clamp,
                          std::span<const double> distance, std::span<const double> rest,
                          std::span<const double> compliance, std::size_t stride,
                          std::span<const double> give, std::span<double> force) {
    const std::size_t n = distance.size();
    matrix_.resize(n * n);
    const double scale = 1.0 / (6.0 * bending_stiffness);
    for (std::size_t i = 0; i < n; ++i) {
        const double at = distance[i];
        double* row = matrix_.data() + i * n;
        const double* tissue = compliance.data() + i * stride;
        // Supports are in order from the clamp, so j is the farther one.
        for (std::size_t j = i; j < n; ++j) {
            row[j] = tissue[j] + clamp.compliance + at * at * (3.0 * distance[j] - at) * scale;
        }
        row[i] += give[i];
        force[i] = clamp.offset + clamp.slope * at - rest[i];
    }
    if (!factor_spd(matrix_, static_cast<int>(n))) return false;
    solve_spd(matrix_, static_cast<int>(n), force);
    return true;
}

double supported_deflection(double bending_stiffness, const BeamClamp& clamp,
                            std::span<const double> distance, std::span<const double> force,
                            double at) {
    double deflection = clamp.offset + clamp.slope * at;
    for (std::size_t i = 0; i < distance.size(); ++i) {
        deflection -= force[i] * (cantilever_deflection(bending_stiffness, at, distance[i]) +
                                  clamp.compliance);
    }
    return deflection;
}

}  // namespace dryrun::softbody
