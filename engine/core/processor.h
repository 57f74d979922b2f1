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

/// Runs `job` as compiled for such a processor: a lambda that is always inlined, as all that it
/// calls must be, or that is compiled for the baseline.
template <class Job, class... Arguments>
[[gnu::target("avx2")]] auto with_avx2(const Job& job, Arguments... arguments) {
    return job(arguments...);
}
template <class Job, class... Arguments>
[[gnu::target("avx512f")]] auto with_avx512(const Job& job, Arguments... arguments) {
    return job(arguments...);
}

/// The same where there is AVX2; elsewhere as compiled for the baseline.
template <class Job>
auto with_avx2_if_any(const Job& job) {
    return has_avx2() ? with_avx2(job) : job();
}

}  // namespace dryrun
