// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Room for many numbers that are written before they are read. Filling it with zeros first, and
// letting the system find it page by page, would cost as much as what is done with it.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <memory>

namespace dryrun::softbody {

class Room {
  public:
    Room() = default;
    /// Of `count` numbers that hold anything.
    explicit Room(std::size_t count);

    double* data() { return numbers_.get(); }
    const double* data() const { return numbers_.get(); }
    std::size_t size() const { return size_; }

  private:
    struct Free {
        void operator()(double* numbers) const { std::free(numbers); }
    };
    std::unique_ptr<double, Free> numbers_;
    std::size_t size_ = 0;
};

}  // namespace dryrun::softbody
