// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "anatomy/height_stack.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include "core/deterministic_math.h"
#include "core/result.h"

namespace dryrun::anatomy {
namespace {

// Of u and v at once.
using Pair = double __attribute__((vector_size(16)));
using Weights = std::array<Pair, 4>;

Weights spline_weights(const Pair& t) {
    constexpr double kSixth = 1.0 / 6.0;
    constexpr double kTwoThirds = 2.0 / 3.0;
    const Pair s = 1.0 - t;
    return {s * s * s * kSixth, kTwoThirds - t * t * (1.0 - 0.5 * t),
            kTwoThirds - s * s * (1.0 - 0.5 * s), t * t * t * kSixth};
}

Weights spline_slopes(const Pair& t) {
    const Pair s = 1.0 - t;
    return {-0.5 * s * s, 1.5 * t * t - 2.0 * t, 2.0 * s - 1.5 * s * s, 0.5 * t * t};
}

}  // namespace

HeightStack::HeightStack(const ChartGrid& half, const std::vector<HeightField>& surfaces)
    : half_(half),
      per_step_(1.0 / half.step),
      count_(static_cast<int>(surfaces.size())),
      block_count_((static_cast<int>(surfaces.size()) + kBlock - 1) / kBlock) {
    DRYRUN_ASSERT(count_ <= kMostSurfaces && half.columns >= 3 && half.rows >= 3);
    for (const HeightField& surface : surfaces) DRYRUN_ASSERT(surface.size() == half.size());
    blocks_ = std::make_unique_for_overwrite<Block[]>(half.size() *
                                                      static_cast<std::size_t>(block_count_));
    for (std::size_t first = 0; first < surfaces.size(); first += kBlock) {
        // Places for surfaces that are not there repeat the skin's.
        std::array<const float*, kBlock> from{};
        for (std::size_t k = 0; k < from.size(); ++k)
            from[k] = surfaces[std::min(first + k, surfaces.size() - 1)].data();
        for (std::size_t node = 0; node < half.size(); ++node) {
            float* to = blocks_[first / kBlock * half.size() + node].heights;
            for (std::size_t k = 0; k < from.size(); ++k) to[k] = from[k][node];
        }
    }
}

HeightStack::Place HeightStack::locate(double u, double v) const {
    // On the right, which is kept; columns go from the side to the midline.
    const double right = u > 0.0 ? -u : u;
    const double x = det::clamp((right - half_.first_u) * per_step_, 0.0, half_.columns - 1.0);
    const double y = det::clamp((v - half_.first_v) * per_step_, 0.0, half_.rows - 1.0);
    const int i = std::min(static_cast<int>(x), half_.columns - 2);
    const int j = std::min(static_cast<int>(y), half_.rows - 2);
    Place place;
    place.fraction_ = Pair{x - i, y - j};
    place.weights_ = spline_weights(place.fraction_);
    place.side_ = u > 0.0 ? -1.0 : 1.0;
    find_nodes(i, j, place);
    return place;
}

// The four columns and rows round a cell.
void HeightStack::find_nodes(int column, int row, Place& place) const {
    const int last = half_.columns - 1;
    for (int k = 0; k < 4; ++k) {
        const int at = std::max(column + k - 1, 0);
        // Beyond the midline it is the one as far on this side.
        place.columns_[static_cast<std::size_t>(k)] =
            static_cast<std::uint32_t>(at <= last ? at : 2 * last - at);
        place.rows_[static_cast<std::size_t>(k)] =
            static_cast<std::uint32_t>(std::clamp(row + k - 1, 0, half_.rows - 1) * half_.columns);
    }
}

void HeightStack::estimate(const Place& place, int block, float* heights) const {
    DRYRUN_ASSERT(block < block_count_);
    // Four surfaces in a register.
    using Four = float __attribute__((vector_size(16)));
    using FourInMemory = float __attribute__((vector_size(16), may_alias));
    constexpr std::size_t kFours = kBlock / 4;
    Four sums[kFours] = {};
    const Block* const nodes = blocks_.get() + static_cast<std::size_t>(block) * half_.size();
    float u[4];
    for (std::size_t a = 0; a < 4; ++a) u[a] = static_cast<float>(place.weights_[a][0]);
    for (std::size_t b = 0; b < 4; ++b) {
        const Block* const row = nodes + place.rows_[b];
        const auto v = static_cast<float>(place.weights_[b][1]);
        for (std::size_t a = 0; a < 4; ++a) {
            const float weight = u[a] * v;
            const auto* fours =
                reinterpret_cast<const FourInMemory*>(row[place.columns_[a]].heights);
            for (std::size_t i = 0; i < kFours; ++i) sums[i] += weight * fours[i];
        }
    }
    std::memcpy(heights + block * kBlock, sums, sizeof sums);
}

void HeightStack::estimate(const Place& place, float* heights) const {
    for (int block = 0; block < block_count_; ++block) estimate(place, block, heights);
}

double HeightStack::height(int surface, const Place& place) const {
    const Block* const nodes = &block_of(0, surface);
    const auto k = static_cast<std::size_t>(surface % kBlock);
    double h = 0.0;
    for (std::size_t b = 0; b < 4; ++b) {
        const Block* const nodes_of_row = nodes + place.rows_[b];
        double row = 0.0;
        for (std::size_t a = 0; a < 4; ++a)
            row += place.weights_[a][0] * double{nodes_of_row[place.columns_[a]].heights[k]};
        h += place.weights_[b][1] * row;
    }
    return h;
}

double HeightStack::thickness_below(int surface, double u, double v) const {
    const Place place = locate(u, v);
    return height(surface, place) - height(surface - 1, place);
}

HeightStack::Slope HeightStack::slope(int surface, double u, double v) const {
    const Place place = locate(u, v);
    const Weights& weights = place.weights_;
    const Weights slopes = spline_slopes(place.fraction_);
    const Block* const nodes = &block_of(0, surface);
    const auto k = static_cast<std::size_t>(surface % kBlock);
    Slope slope;
    for (std::size_t b = 0; b < 4; ++b) {
        double row = 0.0;
        double row_by_u = 0.0;
        for (std::size_t a = 0; a < 4; ++a) {
            const double h = nodes[place.rows_[b] + place.columns_[a]].heights[k];
            row += weights[a][0] * h;
            row_by_u += slopes[a][0] * h;
        }
        slope.h += weights[b][1] * row;
        slope.by_u += weights[b][1] * row_by_u;
        slope.by_v += slopes[b][1] * row;
    }
    slope.by_u *= place.side_ * per_step_;
    slope.by_v *= per_step_;
    return slope;
}

}  // namespace dryrun::anatomy
