// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Elementary functions with the same bits on every IEEE-754 machine and compiler.
//
// The C library's sin, exp and their kind differ between versions and vendors, and compilers fold
// them with another library again, so nothing that reaches the simulation's state may call them.
// These use only + - * / sqrt and conversions. Polynomials are those of FDLIBM 5.3 (Sun
// Microsystems, 1993), which keep the error under one unit in the last place in their range.
#pragma once

namespace dryrun::det {

inline constexpr double kPi = 3.14159265358979323846;

/// Sine and cosine of `x` in radians, |x| ≤ 1e5; NaN outside.
double sin(double x);
double cos(double x);
/// e to the power `x`; 0 below −745, infinity above 709.7.
double exp(double x);
/// Natural logarithm of `x` > 0; −infinity at 0, NaN below.
double log(double x);
double atan(double x);
/// Angle of (x, y) from the x axis, −π to π; 0 for (0, 0).
double atan2(double y, double x);
/// Arcus cosine and sine; the argument is clamped to [−1, 1].
double acos(double x);
double asin(double x);
double tan(double x);
/// `base` > 0 to the power `exponent`.
double pow(double base, double exponent);

constexpr double radians(double angle_deg) {
    return angle_deg * (kPi / 180.0);
}
constexpr double degrees(double angle_rad) {
    return angle_rad * (180.0 / kPi);
}

/// `x` held between `low` and `high`; defined for every input but NaN, which is returned.
constexpr double clamp(double x, double low, double high) {
    return x < low ? low : (x > high ? high : x);
}

/// 0 at and below `low`, 1 at and above `high`, 3t² − 2t³ between.
constexpr double smoothstep(double low, double high, double x) {
    const double t = clamp((x - low) / (high - low), 0.0, 1.0);
    return t * t * (3.0 - 2.0 * t);
}

}  // namespace dryrun::det
