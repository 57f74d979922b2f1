// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "core/deterministic_math.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "core/two_doubles.h"

namespace dryrun::det {
namespace {

// ln 2 and pi/2 cut in two: the high part has trailing zeros, so k * high is exact.
constexpr double kLn2High = 6.93147180369123816490e-01;
constexpr double kLn2Low = 1.90821492927058770002e-10;
constexpr double kHalfPi1 = 1.57079632673412561417e+00;
constexpr double kHalfPi2 = 6.07710050630396597660e-11;
constexpr double kHalfPi2Tail = 2.02226624879595063154e-21;
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

double sin_kernel(double x) {
    const double z = x * x;
    const double r = 8.33333333332248946124e-03 +
                     z * (-1.98412698298579493134e-04 +
                          z * (2.75573137070700676789e-06 +
                               z * (-2.50507602534068634195e-08 + z * 1.58969099521155010221e-10)));
    return x + (z * x) * (-1.66666666666666324348e-01 + z * r);
}

double cos_kernel(double x) {
    const double z = x * x;
    const double r =
        z * (4.16666666666666019037e-02 +
             z * (-1.38888888888741095749e-03 +
                  z * (2.48015872894767294178e-05 +
                       z * (-2.75573143513906633035e-07 +
                            z * (2.08757232129817482790e-09 + z * -1.13596475577881948265e-11)))));
    const double half = 0.5 * z;
    const double w = 1.0 - half;
    return w + ((1.0 - w - half) + z * r);
}

struct Reduced {
    double r;
    std::int64_t quadrant;
};

// x = quadrant * pi/2 + r with |r| <= pi/4, by Cody and Waite's subtraction in parts.
Reduced reduce(double x) {
    const double q = std::floor(x * (2.0 / kPi) + 0.5);
    const double r = ((x - q * kHalfPi1) - q * kHalfPi2) - q * kHalfPi2Tail;
    return {r, static_cast<std::int64_t>(q)};
}

// 2^k for -1022 <= k <= 1023, assembled from its bits.
double power_of_two(int k) {
    return std::bit_cast<double>(static_cast<std::uint64_t>(k + 1023) << 52);
}

}  // namespace

double sin(double x) {
    if (!(std::fabs(x) <= 1e5)) return kNaN;
    const Reduced a = reduce(x);
    switch (a.quadrant & 3) {
        case 0:
            return sin_kernel(a.r);
        case 1:
            return cos_kernel(a.r);
        case 2:
            return -sin_kernel(a.r);
        default:
            return -cos_kernel(a.r);
    }
}

double cos(double x) {
    if (!(std::fabs(x) <= 1e5)) return kNaN;
    const Reduced a = reduce(x);
    switch (a.quadrant & 3) {
        case 0:
            return cos_kernel(a.r);
        case 1:
            return -sin_kernel(a.r);
        case 2:
            return -cos_kernel(a.r);
        default:
            return sin_kernel(a.r);
    }
}

double tan(double x) {
    return sin(x) / cos(x);
}

double exp(double x) {
    if (x != x) return x;
    if (x > 709.7) return kInfinity;
    if (x < -745.0) return 0.0;
    const double k = std::floor(x / 6.93147180559945286227e-01 + 0.5);
    const double high = x - k * kLn2High;
    const double low = k * kLn2Low;
    const double r = high - low;
    const double t = r * r;
    const double c =
        r - t * (1.66666666666666019037e-01 +
                 t * (-2.77777777770155933842e-03 +
                      t * (6.61375632143793436117e-05 +
                           t * (-1.65339022054652515390e-06 + t * 4.13813679705723846039e-08))));
    const double y = 1.0 - ((low - (r * c) / (2.0 - c)) - high);
    // Two factors, so that neither power leaves the normal range.
    const int whole = static_cast<int>(k);
    const int half = whole / 2;
    return y * power_of_two(half) * power_of_two(whole - half);
}

double log(double x) {
    if (x != x || x < 0.0) return kNaN;
    if (x == 0.0) return -kInfinity;
    if (x == kInfinity) return x;
    int k = 0;
    if (x < std::numeric_limits<double>::min()) {
        x *= power_of_two(54);
        k = -54;
    }
    // x = 2^k * m with m in [sqrt(1/2), sqrt(2)).
    auto bits = std::bit_cast<std::uint64_t>(x);
    k += static_cast<int>(bits >> 52) - 1023;
    bits = (bits & 0x000FFFFFFFFFFFFFULL) | 0x3FF0000000000000ULL;
    double m = std::bit_cast<double>(bits);
    if (m > 1.41421356237309514547) {
        m *= 0.5;
        k += 1;
    }
    const double f = m - 1.0;
    const double s = f / (2.0 + f);
    const double z = s * s;
    const double r =
        z * (6.666666666666735130e-01 +
             z * (3.999999999940941908e-01 +
                  z * (2.857142874366239149e-01 +
                       z * (2.222219843214978396e-01 +
                            z * (1.818357216161805012e-01 +
                                 z * (1.531383769920937332e-01 + z * 1.479819860511658591e-01))))));
    const double half_square = 0.5 * f * f;
    const double dk = static_cast<double>(k);
    return dk * kLn2High - ((half_square - (s * (half_square + r) + dk * kLn2Low)) - f);
}

namespace {

// Where another piece of atan begins; there its argument is reckoned from a middle, whose atan this
// is, in two parts.
constexpr double kAtanFrom[] = {0.4375, 0.6875, 1.1875, 2.4375};
constexpr double kAtanHigh[] = {4.63647609000806093515e-01, 7.85398163397448278999e-01,
                                9.82793723247329054082e-01, 1.57079632679489655800e+00};
constexpr double kAtanLow[] = {2.26987774529616870924e-17, 3.06161699786838301793e-17,
                               1.39033110312309984516e-17, 6.12323399573676603587e-17};

// t - atan(t) near zero.
template <class Number>
Number atan_falls_short(const Number& t) {
    const Number z = t * t;
    const Number w = z * z;
    const Number odd =
        z * (3.33333333333329318027e-01 +
             w * (1.42857142725034663711e-01 +
                  w * (9.09088713343650656196e-02 +
                       w * (6.66107313738753120669e-02 +
                            w * (4.97687799461593236017e-02 + w * 1.62858201153657823623e-02)))));
    const Number even =
        w * (-1.99999999998764832476e-01 +
             w * (-1.11111104054623557880e-01 +
                  w * (-7.69187620504482999495e-02 +
                       w * (-5.83357013379057348645e-02 + w * -3.65315727442169155270e-02))));
    return t * (odd + even);
}

// Of none below zero.
TwoDoubles atan_of_size(TwoDoubles a) {
    if (pair_lanes_of(a >= kAtanFrom[0]) == 0) return a - atan_falls_short(a);
    TwoDoubles above = a;
    TwoDoubles below{1.0, 1.0};
    TwoDoubles high{};
    TwoDoubles low{};
    const auto from = [&](int id, TwoDoubles its_above, TwoDoubles its_below) {
        const auto is_there = a >= kAtanFrom[id];
        above = chosen(is_there, its_above, above);
        below = chosen(is_there, its_below, below);
        high = chosen(is_there, TwoDoubles{kAtanHigh[id], kAtanHigh[id]}, high);
        low = chosen(is_there, TwoDoubles{kAtanLow[id], kAtanLow[id]}, low);
    };
    from(0, 2.0 * a - 1.0, 2.0 + a);
    from(1, a - 1.0, a + 1.0);
    from(2, a - 1.5, 1.0 + 1.5 * a);
    from(3, TwoDoubles{-1.0, -1.0}, a);
    const TwoDoubles t = above / below;
    // Nothing is added to what has no middle.
    return high - ((atan_falls_short(t) - low) - t);
}

}  // namespace

double atan(double x) {
    if (x != x) return x;
    const double a = std::fabs(x);
    int id = -1;
    double t = a;
    if (a >= kAtanFrom[3]) {
        id = 3;
        t = -1.0 / a;
    } else if (a >= kAtanFrom[2]) {
        id = 2;
        t = (a - 1.5) / (1.0 + 1.5 * a);
    } else if (a >= kAtanFrom[1]) {
        id = 1;
        t = (a - 1.0) / (a + 1.0);
    } else if (a >= kAtanFrom[0]) {
        id = 0;
        t = (2.0 * a - 1.0) / (2.0 + a);
    }
    double result = 0.0;
    if (id < 0) {
        result = t - atan_falls_short(t);
    } else {
        result = kAtanHigh[id] - ((atan_falls_short(t) - kAtanLow[id]) - t);
    }
    return x < 0.0 ? -result : result;
}

double atan2(double y, double x) {
    if (x != x || y != y) return kNaN;
    if (x == 0.0 && y == 0.0) return 0.0;
    if (x == 0.0) return y > 0.0 ? 0.5 * kPi : -0.5 * kPi;
    const double a = atan(std::fabs(y / x));
    const double in_half_plane = x > 0.0 ? a : kPi - a;
    return y < 0.0 ? -in_half_plane : in_half_plane;
}

TwoDoubles atan2(TwoDoubles y, TwoDoubles x) {
    // Zero and what is no number are rare.
    if ((pair_lanes_of(x == 0.0) | pair_lanes_of(x != x) | pair_lanes_of(y != y)) != 0)
        return TwoDoubles{atan2(y[0], x[0]), atan2(y[1], x[1])};
    const TwoDoubles a = atan_of_size(size_of(y / x));
    const TwoDoubles in_half_plane = chosen(x > 0.0, a, kPi - a);
    return chosen(y < 0.0, -in_half_plane, in_half_plane);
}

double acos(double x) {
    const double c = clamp(x, -1.0, 1.0);
    return atan2(std::sqrt((1.0 - c) * (1.0 + c)), c);
}

double asin(double x) {
    const double s = clamp(x, -1.0, 1.0);
    return atan2(s, std::sqrt((1.0 - s) * (1.0 + s)));
}

double pow(double base, double exponent) {
    return exp(exponent * log(base));
}

}  // namespace dryrun::det
