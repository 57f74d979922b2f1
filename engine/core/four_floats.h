// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Four floats in a register of the processor. Sums and products are written with operators, which
// any compiler knows; what it would not make one instruction of is here. Every x86-64 has these.
#pragma once

#include <emmintrin.h>

namespace dryrun {

using FourFloats = float __attribute__((vector_size(16)));

inline FourFloats four_of(double x) {
    const auto f = static_cast<float>(x);
    return FourFloats{f, f, f, f};
}

/// a < b ? a : b of each
inline FourFloats lesser(FourFloats a, FourFloats b) {
    return _mm_min_ps(a, b);
}

/// a > b ? a : b of each
inline FourFloats greater(FourFloats a, FourFloats b) {
    return _mm_max_ps(a, b);
}

/// The last two in the place of the first two.
inline FourFloats upper_half(FourFloats x) {
    return _mm_movehl_ps(x, x);
}

/// Bit k is set where the comparison holds for the k-th.
template <class Comparison>
unsigned lanes_of(const Comparison& comparison) {
    static_assert(sizeof(Comparison) == sizeof(__m128));
    return static_cast<unsigned>(_mm_movemask_ps(reinterpret_cast<__m128>(comparison)));
}

}  // namespace dryrun
