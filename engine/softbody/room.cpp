// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "softbody/room.h"

#include <sys/mman.h>

#include <new>

namespace dryrun::softbody {
namespace {

constexpr std::size_t kLargePage = std::size_t{2} << 20;

}  // namespace

Room::Room(std::size_t count) : size_(count) {
    if (count == 0) return;
    const std::size_t bytes = count * sizeof(double);
    const bool is_large = bytes >= kLargePage;
    const std::size_t whole = (bytes + kLargePage - 1) / kLargePage * kLargePage;
    void* found = is_large ? std::aligned_alloc(kLargePage, whole) : std::malloc(bytes);
    if (found == nullptr) throw std::bad_alloc();
    // A wish: where the system has no large pages it goes on with small ones.
    if (is_large) madvise(found, whole, MADV_HUGEPAGE);
    numbers_.reset(static_cast<double*>(found));
}

}  // namespace dryrun::softbody
