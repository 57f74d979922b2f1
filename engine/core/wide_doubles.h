// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Four and eight doubles at once, where a processor has such registers (processor.h); elsewhere the
// compiler makes several operations of one. Each number has the bits that it would have by itself.
// They are handed over by reference: how a value goes depends on what a function is compiled for.
#pragma once

namespace dryrun {

using FourDoubles = double __attribute__((vector_size(32)));
using EightDoubles = double __attribute__((vector_size(64)));

/// Numbers lie at any multiple of eight bytes.
template <class Wide>
[[gnu::always_inline]] inline void load(const double* from, Wide& wide) {
    __builtin_memcpy(&wide, from, sizeof wide);
}
template <class Wide>
[[gnu::always_inline]] inline void store(const Wide& wide, double* to) {
    __builtin_memcpy(to, &wide, sizeof wide);
}

}  // namespace dryrun
