// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "anatomy/height_stack.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/deterministic_math.h"
#include "core/result.h"

namespace dryrun::anatomy {
namespace {

using Weights = std::array<double, 4>;

Weights spline_weights(double t) {
    constexpr double kSixth = 1.0 / 6.0;
    constexpr double kTwoThirds = 2.0 / 3.0;
    const double s = 1.0 - t;
    return {s * s * s * kSixth, kTwoThirds - t * t * (1.0 - 0.5 * t),
            kTwoThirds - s * s * (1.0 - 0.5 * s), t * t * t * kSixth};
}

Weights spline_slopes(double t) {
    const double s = 1.0 - t;
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
    place.fraction_u_ = x - i;
    place.fraction_v_ = y - j;
    place.weights_u_ = spline_weights(place.fraction_u_);
    place.weights_v_ = spline_weights(place.fraction_v_);
    place.side_ = u > 0.0 ? -1.0 : 1.0;
    const int last = half_.columns - 1;
    for (int k = 0; k < 4; ++k) {
        const int column = std::max(i + k - 1, 0);
        // Beyond the midline it is the one as far on this side.
        place.columns_[static_cast<std::size_t>(k)] =
            static_cast<std::size_t>(column <= last ? column : 2 * last - column);
        const int row = std::clamp(j + k - 1, 0, half_.rows - 1);
        place.rows_[static_cast<std::size_t>(k)] = half_.index(0, row);
    }
    return place;
}

void HeightStack::estimate(const Place& place, int block, float* heights) const {
    DRYRUN_ASSERT(block < block_count_);
    // Four surfaces in a register.
    using Four = float __attribute__((vector_size(16)));
    using FourInMemory = float __attribute__((vector_size(16), may_alias));
    Four sums[kBlock / 4] = {};
    float u[4];
    for (std::size_t a = 0; a < 4; ++a) u[a] = static_cast<float>(place.weights_u_[a]);
    for (std::size_t b = 0; b < 4; ++b) {
        const auto v = static_cast<float>(place.weights_v_[b]);
        for (std::size_t a = 0; a < 4; ++a) {
            const float weight = u[a] * v;
            const auto* fours =
                reinterpret_cast<const FourInMemory*>(&at(place, a, b, block * kBlock));
            for (int i = 0; i < kBlock / 4; ++i) sums[i] += weight * fours[i];
        }
    }
    float* to = heights + block * kBlock;
    for (int i = 0; i < kBlock; ++i) to[i] = sums[i / 4][i % 4];
}

void HeightStack::estimate(const Place& place, float* heights) const {
    for (int block = 0; block < block_count_; ++block) estimate(place, block, heights);
}

double HeightStack::height(int surface, const Place& place) const {
    double h = 0.0;
    for (std::size_t b = 0; b < 4; ++b) {
        double row = 0.0;
        for (std::size_t a = 0; a < 4; ++a)
            row += place.weights_u_[a] * double{at(place, a, b, surface)};
        h += place.weights_v_[b] * row;
    }
    return h;
}

double HeightStack::thickness_below(int surface, double u, double v) const {
    const Place place = locate(u, v);
    return height(surface, place) - height(surface - 1, place);
}

HeightStack::Slope HeightStack::slope(int surface, double u, double v) const {
    const Place place = locate(u, v);
    const Weights& w_u = place.weights_u_;
    const Weights& w_v = place.weights_v_;
    const Weights d_u = spline_slopes(place.fraction_u_);
    const Weights d_v = spline_slopes(place.fraction_v_);
    Slope slope;
    for (std::size_t b = 0; b < 4; ++b) {
        double row = 0.0;
        double row_by_u = 0.0;
        for (std::size_t a = 0; a < 4; ++a) {
            const double h = at(place, a, b, surface);
            row += w_u[a] * h;
            row_by_u += d_u[a] * h;
        }
        slope.h += w_v[b] * row;
        slope.by_u += w_v[b] * row_by_u;
        slope.by_v += d_v[b] * row;
    }
    slope.by_u *= place.side_ * per_step_;
    slope.by_v *= per_step_;
    return slope;
}

}  // namespace dryrun::anatomy
