// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "needle/lateral.h"

#include <cmath>
#include <span>

#include "core/deterministic_math.h"
#include "core/result.h"

namespace dryrun::needle {
namespace {

constexpr double kHandCeiling = 2.0;      // N, as along the needle
constexpr double kHandCompliance = 0.5;   // mm/N, ASSUMED: finger pads on a handle
constexpr double kLeastHold = 0.02;       // of a piece, below which a station does not hold
constexpr double kLeastFreeLength = 0.5;  // the handle is a clamp of some length
constexpr std::size_t kMostSupports = std::size_t{tissue::kMostStations} * tissue::kMostStations;

// Distances of the holding stations from the grip.
std::span<const double> distances(const LateralProblem& problem, StationValues& values) {
    const double outside =
        problem.free_length > kLeastFreeLength ? problem.free_length : kLeastFreeLength;
    for (int i = 0; i < problem.engaged; ++i) {
        values[static_cast<std::size_t>(i)] = outside + problem.coupling->path(i);
    }
    return {values.data(), static_cast<std::size_t>(problem.engaged)};
}

}  // namespace

LateralForces solve_lateral(const LateralProblem& problem, const LateralPose& pose) {
    LateralForces forces;
    if (!problem.is_held) {
        // A needle that nobody holds lies in its channel.
        for (std::size_t plane = 0; plane < 2; ++plane) forces.clamp[plane] = {};
        return forces;
    }
    StationValues at{};
    const auto distance = distances(problem, at);
    const std::size_t n = distance.size();
    std::array<double, kMostSupports> work;  // of the solve
    double square = 0.0;
    for (std::size_t plane = 0; plane < 2; ++plane) {
        forces.clamp[plane] = {pose.offset[plane], pose.slope[plane], kHandCompliance};
        if (n == 0) continue;
        const auto& compliance = problem.coupling->side[plane];
        const auto count = static_cast<std::size_t>(problem.coupling->count);
        StationValues give{};
        for (std::size_t i = 0; i < n; ++i) {
            const double hold = problem.hold[i] > kLeastHold ? problem.hold[i] : kLeastHold;
            give[i] = compliance[i * count + i] * (1.0 / hold - 1.0) + 1e-6;
        }
        const softbody::SupportedBeam beam{problem.bending_stiffness,
                                           forces.clamp[plane],
                                           distance,
                                           {problem.background[plane].data(), n},
                                           compliance,
                                           count,
                                           {give.data(), n}};
        const bool solved =
            softbody::solve_supported_beam(beam, {forces.tissue_N[plane].data(), n}, work);
        DRYRUN_ASSERT(solved);
        double sum = 0.0;
        for (std::size_t i = 0; i < n; ++i) sum += forces.tissue_N[plane][i];
        square += sum * sum;
    }
    forces.hand_N = std::sqrt(square);
    if (forces.hand_N > kHandCeiling) {
        // The solution is linear in pose and background; where the hand gives up, the shaft lies
        // that much nearer to the undisturbed line.
        const double share = kHandCeiling / forces.hand_N;
        for (std::size_t plane = 0; plane < 2; ++plane) {
            forces.clamp[plane].offset *= share;
            forces.clamp[plane].slope *= share;
            for (std::size_t i = 0; i < n; ++i) forces.tissue_N[plane][i] *= share;
        }
        forces.hand_N = kHandCeiling;
    }
    return forces;
}

std::array<double, 2> deflection_at(const LateralProblem& problem, const LateralForces& forces,
                                    double from_grip) {
    std::array<double, 2> deflection{};
    if (!problem.is_held) {
        const double place = (from_grip - problem.free_length) / problem.coupling->spacing;
        const double most = problem.coupling->count - 1;
        const auto station =
            static_cast<std::size_t>(det::clamp(place, 0.0, most > 0.0 ? most : 0.0));
        for (std::size_t plane = 0; plane < 2; ++plane) {
            deflection[plane] = problem.background[plane][station];
        }
        return deflection;
    }
    StationValues at{};
    const auto distance = distances(problem, at);
    for (std::size_t plane = 0; plane < 2; ++plane) {
        deflection[plane] = softbody::supported_deflection(
            problem.bending_stiffness, forces.clamp[plane], distance,
            {forces.tissue_N[plane].data(), distance.size()}, from_grip);
    }
    return deflection;
}

}  // namespace dryrun::needle
