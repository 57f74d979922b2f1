// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What the processor can do beyond the baseline that every build is for. Code that asks does the
// same operations on the same numbers, more of them at a time, and so has the same bits.
#pragma once

namespace dryrun {

/// Eight floats or four doubles at once.
inline bool has_avx2() {
    static const bool has = __builtin_cpu_supports("avx2") != 0;
    return has;
}

/// Eight doubles at once.
inline bool has_avx512() {
    static const bool has = __builtin_cpu_supports("avx512f") != 0;
    return has;
}

}  // namespace dryrun
