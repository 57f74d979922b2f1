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

bool solve_supported_beam(const SupportedBeam& beam, std::span<double> force,
                          std::span<double> work) {
    const std::size_t n = beam.distance.size();
    const std::span<double> matrix = work.first(n * n);
    const double scale = 1.0 / (6.0 * beam.bending_stiffness);
    for (std::size_t i = 0; i < n; ++i) {
        const double at = beam.distance[i];
        double* row = matrix.data() + i * n;
        const double* tissue = beam.compliance.data() + i * beam.stride;
        // Supports are in order from the clamp, so j is the farther one.
        for (std::size_t j = i; j < n; ++j) {
            row[j] =
                tissue[j] + beam.clamp.compliance + at * at * (3.0 * beam.distance[j] - at) * scale;
        }
        row[i] += beam.give[i];
        force[i] = beam.clamp.offset + beam.clamp.slope * at - beam.rest[i];
    }
    if (!factor_spd(matrix, static_cast<int>(n))) return false;
    solve_spd(matrix, static_cast<int>(n), force);
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
