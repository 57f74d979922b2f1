// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Two doubles in a register of the processor. Sums and products are written with operators, which
// any compiler knows; what it would not make one instruction of is here. Every x86-64 has these,
// and each of the two has the bits that it would have by itself.
#pragma once

#include <emmintrin.h>

namespace dryrun {

using TwoDoubles = double __attribute__((vector_size(16)));

/// Bit k is set where the comparison holds for the k-th.
template <class Comparison>
unsigned pair_lanes_of(const Comparison& comparison) {
    static_assert(sizeof(Comparison) == sizeof(__m128d));
    return static_cast<unsigned>(_mm_movemask_pd(reinterpret_cast<__m128d>(comparison)));
}

/// a where the comparison holds, else b.
template <class Comparison>
TwoDoubles chosen(const Comparison& comparison, TwoDoubles a, TwoDoubles b) {
    static_assert(sizeof(Comparison) == sizeof(__m128d));
    const auto is_a = reinterpret_cast<__m128d>(comparison);
    return _mm_or_pd(_mm_and_pd(is_a, a), _mm_andnot_pd(is_a, b));
}

/// Without the sign.
inline TwoDoubles size_of(TwoDoubles x) {
    return _mm_andnot_pd(_mm_set1_pd(-0.0), x);
}

inline TwoDoubles root_of(TwoDoubles x) {
    return _mm_sqrt_pd(x);
}

namespace det {

/// The same bits as atan2() of each (deterministic_math.h).
TwoDoubles atan2(TwoDoubles y, TwoDoubles x);

}  // namespace det

}  // namespace dryrun
