# SPDX-FileCopyrightText: 2026 The DryRun authors
# SPDX-License-Identifier: Apache-2.0
#
# Flags that every target shares. The first group is what the promise "the same bits on every
# x86-64 machine, g++ or clang, debug or release" rests on: no contraction into fused
# multiply-add, no value-changing optimisation, Eigen without vector packets.

add_library(dryrun_flags INTERFACE)
# g++ 12 makes one fused instruction of a sum and a difference of products side by side even so, where
# the processor it builds for has one.
target_compile_options(dryrun_flags INTERFACE -ffp-contract=off -mno-fma -fno-fast-math)
target_compile_definitions(dryrun_flags INTERFACE EIGEN_DONT_VECTORIZE EIGEN_MPL2_ONLY
                                                  BT_USE_DOUBLE_PRECISION)

target_compile_options(dryrun_flags INTERFACE -Wall -Wextra -Wconversion -Wshadow)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # g++ 12 sees uninitialised strings in any moved std::variant, and overlapping copies in "a" + a
    # string (GCC bug 105651); the sanitizer build looks for real.
    target_compile_options(dryrun_flags INTERFACE -Wno-maybe-uninitialized -Wno-restrict)
    if(DRYRUN_PRECOMPILED)
        # From precompiled headers it tells of the standard library's own strings what it keeps to
        # itself from plain ones.
        target_compile_options(dryrun_flags INTERFACE -Wno-stringop-overflow -Wno-array-bounds)
    endif()
endif()
if(DRYRUN_WERROR)
    target_compile_options(dryrun_flags INTERFACE -Werror)
endif()
if(DRYRUN_SANITIZE)
    target_compile_options(dryrun_flags INTERFACE -fsanitize=address,undefined
                                                  -fno-sanitize-recover=undefined
                                                  -fno-omit-frame-pointer)
    target_link_options(dryrun_flags INTERFACE -fsanitize=address,undefined)
endif()
