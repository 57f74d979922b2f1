// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "core/random.h"

#include <cmath>

#include "core/deterministic_math.h"

namespace dryrun {
namespace {

std::uint64_t mix(std::uint64_t x) {
    x += 0x9E3779B97F4A7C15ULL;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
    return x ^ (x >> 31);
}

}  // namespace

RandomStream::RandomStream(std::uint64_t seed, std::string_view purpose) : key_(mix(seed)) {
    for (const char c : purpose) key_ = mix(key_ ^ static_cast<unsigned char>(c));
}

std::uint64_t RandomStream::bits(std::uint64_t tick, std::uint64_t index) const {
    return mix(mix(key_ ^ mix(tick)) ^ index);
}

double RandomStream::uniform(std::uint64_t tick, std::uint64_t index) const {
    return static_cast<double>(bits(tick, index) >> 11) * 0x1p-53;
}

double RandomStream::normal(std::uint64_t tick, std::uint64_t index) const {
    // Two sub-draws of this index; the first is kept off zero so that its logarithm is finite.
    const std::uint64_t first = mix(bits(tick, index) ^ 0x5851F42D4C957F2DULL);
    const std::uint64_t second = mix(first);
    const double u = (static_cast<double>(first >> 11) + 0.5) * 0x1p-53;
    const double v = static_cast<double>(second >> 11) * 0x1p-53;
    return std::sqrt(-2.0 * det::log(u)) * det::cos(2.0 * det::kPi * v);
}

}  // namespace dryrun
