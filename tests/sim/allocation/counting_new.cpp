// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "counting_new.h"

#include <cstdlib>
#include <new>

namespace {
// Of this thread: tissue that is made beside the steps takes its memory there.
thread_local std::size_t count = 0;
}  // namespace

namespace dryrun {

std::size_t allocations() {
    return count;
}

}  // namespace dryrun

void* operator new(std::size_t size) {
    ++count;
    void* memory = std::malloc(size > 0 ? size : 1);
    if (memory == nullptr) throw std::bad_alloc();
    return memory;
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}
