// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A list of things that are mostly few: the first `kFew` lie in the list itself, so that a question
// asked hundreds of thousands of times a second need not ask for memory. When there are more they
// move to a vector, all together.
#pragma once

#include <cstddef>
#include <new>
#include <type_traits>
#include <vector>

namespace dryrun {

template <class Thing, std::size_t kFew>
class Few {
  public:
    static_assert(std::is_trivially_copyable_v<Thing> && std::is_trivially_destructible_v<Thing>);

    Few() : first_(room()) {}
    Few(const Few&) = delete;
    Few& operator=(const Few&) = delete;

    void push_back(const Thing& thing) {
        if (count_ < kFew && many_.empty()) {
            new (first_ + count_++) Thing(thing);
            return;
        }
        push_to_many(thing);
    }
    /// Keeps the first `count`, of no fewer.
    void shorten(std::size_t count) {
        count_ = count;
        if (!many_.empty())
            many_.erase(many_.begin() + static_cast<std::ptrdiff_t>(count), many_.end());
        if (many_.empty()) first_ = room();
    }
    void pop_back() { shorten(count_ - 1); }
    void clear() { shorten(0); }

    std::size_t size() const { return count_; }
    bool empty() const { return count_ == 0; }
    Thing& operator[](std::size_t i) { return first_[i]; }
    const Thing& operator[](std::size_t i) const { return first_[i]; }
    Thing& back() { return first_[count_ - 1]; }
    const Thing& back() const { return first_[count_ - 1]; }
    Thing* begin() { return first_; }
    Thing* end() { return first_ + count_; }
    const Thing* begin() const { return first_; }
    const Thing* end() const { return first_ + count_; }

  private:
    Thing* room() { return reinterpret_cast<Thing*>(room_); }
    [[gnu::noinline]] void push_to_many(const Thing& thing) {
        const Thing kept = thing;  // it may be one of the list
        if (many_.empty()) many_.assign(begin(), end());
        many_.push_back(kept);
        first_ = many_.data();
        ++count_;
    }

    Thing* first_;
    std::size_t count_ = 0;
    std::vector<Thing> many_;  ///< all of them, or none
    alignas(Thing) std::byte room_[kFew * sizeof(Thing)];
};

}  // namespace dryrun
