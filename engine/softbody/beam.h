// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A thin straight beam clamped at one end: Euler–Bernoulli bending in one plane, held along its
// length by elastic supports that push on each other (tissue), and the load at which it buckles.
//
// Units mm and N. Small slopes: the deflection is a function of the distance from the clamp, and
// an axial load changes the bending stiffness only through the buckling limit. Shear deformation
// of a filiform needle is below 0.1 % and left out.
#pragma once

#include <span>

namespace dryrun::softbody {

/// E I of a solid round wire, N mm².
double bending_stiffness(double youngs_GPa, double diameter);

/// Deflection at `at` from the clamp of a cantilever under a lateral unit force at `force_at`,
/// mm/N.
double cantilever_deflection(double bending_stiffness, double at, double force_at);

/// How the two ends are held, the driven end first.
enum class BeamEnds { ClampedFree, ClampedPinned, PinnedPinned, ClampedClamped };

/// Axial load at which a straight beam of that length buckles (Euler), N.
double euler_load(double bending_stiffness, double length, BeamEnds ends);

/// Height of the bow of a buckled span whose ends have come nearer by `shortening`: a half sine
/// of the same arc length, to first order.
double buckled_bow(double shortening, double length);

/// A clamp: displacement and slope of the beam's driven end, and how much the hand gives way
/// laterally, mm/N.
struct BeamClamp {
    double offset = 0.0;
    double slope = 0.0;
    double compliance = 0.0;
};

/// A beam on elastic supports. Support i is at `distance[i]` from the clamp, rests at `rest[i]`
/// and is displaced by Σ compliance(i, j) · force(j); the beam follows the supports exactly.
struct SupportedBeam {
    double bending_stiffness = 0.0;
    BeamClamp clamp;
    std::span<const double> distance;
    std::span<const double> rest;
    /// Row-major with `stride` values a row; the leading block of the supports' count is read and
    /// must be symmetric positive semi-definite.
    std::span<const double> compliance;
    std::size_t stride = 0;
    std::span<const double> give;  ///< added to its diagonal, mm/N
};

/// Writes the forces on the supports to `force`, with as many values of work space as the square
/// of their count. False if the system is singular.
bool solve_supported_beam(const SupportedBeam& beam, std::span<double> force,
                          std::span<double> work);

/// Deflection of such a beam at `at` from the clamp, `force` being what it does to its supports.
double supported_deflection(double bending_stiffness, const BeamClamp& clamp,
                            std::span<const double> distance, std::span<const double> force,
                            double at);

}  // namespace dryrun::softbody
