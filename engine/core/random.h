// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Counter-based random numbers: a draw is a pure function of (seed, purpose, tick, index), so the
// order in which parts of the program draw changes nothing, and a replay can draw again.
// Mixing is SplitMix64's finaliser (Steele, Lea and Flood 2014), chained over the four keys.
#pragma once

#include <cstdint>
#include <string_view>

namespace dryrun {

class RandomStream {
  public:
    /// `purpose` names what is drawn ("twitch", "site jitter"); two purposes never share numbers.
    RandomStream(std::uint64_t seed, std::string_view purpose);

    std::uint64_t bits(std::uint64_t tick, std::uint64_t index = 0) const;
    /// Uniform in [0, 1), 53 bits.
    double uniform(std::uint64_t tick, std::uint64_t index = 0) const;
    /// Normal with mean 0 and standard deviation 1 (Box and Muller 1958).
    double normal(std::uint64_t tick, std::uint64_t index = 0) const;

  private:
    std::uint64_t key_;
};

}  // namespace dryrun
