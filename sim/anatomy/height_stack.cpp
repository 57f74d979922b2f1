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

HeightStack::HeightStack(const ChartGrid& half, int count)
    : half_(half),
      per_step_(1.0 / half.step),
      last_cell_u_(half.columns - 2.0),
      last_cell_v_(half.rows - 2.0),
      count_(count),
      padded_columns_(static_cast<std::size_t>(half.columns + 2)),
      padded_size_(padded_columns_ * static_cast<std::size_t>(half.rows + 2)) {
    DRYRUN_ASSERT(count_ <= kMostSurfaces && half.columns >= 3 && half.rows >= 3);
    const std::size_t fours = (static_cast<std::size_t>(count_) + kTogether - 1) / kTogether;
    nodes_ = std::make_unique_for_overwrite<Node[]>(fours * padded_size_);
}

HeightStack::HeightStack(const ChartGrid& half, const std::vector<HeightField>& surfaces)
    : HeightStack(half, static_cast<int>(surfaces.size())) {
    for (std::size_t first = 0; first < surfaces.size(); first += kTogether) {
        std::vector<const HeightField*> four;
        for (std::size_t s = first; s < std::min(first + kTogether, surfaces.size()); ++s)
            four.push_back(&surfaces[s]);
        set(static_cast<int>(first), four);
    }
}

void HeightStack::set(int first, const std::vector<const HeightField*>& surfaces) {
    DRYRUN_ASSERT(place_among(first) == 0 && !surfaces.empty() && surfaces.size() <= kTogether);
    DRYRUN_ASSERT(first + static_cast<int>(surfaces.size()) <= count_);
    // Places for surfaces that are not there repeat the skin's.
    std::array<const float*, kTogether> from{};
    for (std::size_t k = 0; k < from.size(); ++k) {
        const HeightField& surface = *surfaces[std::min(k, surfaces.size() - 1)];
        DRYRUN_ASSERT(surface.size() == half_.size());
        from[k] = surface.data();
    }
    Node* to = nodes_.get() + static_cast<unsigned>(first) / kTogether * padded_size_;
    for (int j = -1; j <= half_.rows; ++j) {
        const std::size_t row = half_.index(0, std::clamp(j, 0, half_.rows - 1));
        const auto put = [&](std::size_t n) {
            *to++ = {Four{from[0][n], from[1][n], from[2][n], from[3][n]}};
        };
        const std::size_t end = row + static_cast<std::size_t>(half_.columns);
        put(row);
        for (std::size_t n = row; n < end; ++n) put(n);
        put(end - 2);
    }
}

void HeightStack::estimate(const Place& place, float* heights) const {
    for (unsigned four = 0; kTogether * four < static_cast<unsigned>(count_); ++four) {
        const Four found = estimate(place, four);
        std::memcpy(heights + kTogether * four, &found, sizeof found);
    }
}

double HeightStack::height(int surface, const Place& place) const {
    const Weights weights = spline_weights(place.fraction_);
    const Node* row = nodes_of(surface) + place.corner_;
    const unsigned k = place_among(surface);
    double h = 0.0;
    for (std::size_t b = 0; b < 4; ++b, row += padded_columns_) {
        double along = 0.0;
        for (std::size_t a = 0; a < 4; ++a) along += weights[a][0] * double{row[a].heights[k]};
        h += weights[b][1] * along;
    }
    return h;
}

double HeightStack::thickness_below(int surface, double u, double v) const {
    const Place place = locate(u, v);
    return height(surface, place) - height(surface - 1, place);
}

HeightStack::Slope HeightStack::slope(int surface, double u, double v) const {
    const Place place = locate(u, v);
    const Weights weights = spline_weights(place.fraction_);
    const Weights slopes = spline_slopes(place.fraction_);
    const Node* row = nodes_of(surface) + place.corner_;
    const unsigned k = place_among(surface);
    Slope slope;
    for (std::size_t b = 0; b < 4; ++b, row += padded_columns_) {
        double along = 0.0;
        double along_by_u = 0.0;
        for (std::size_t a = 0; a < 4; ++a) {
            const double h = row[a].heights[k];
            along += weights[a][0] * h;
            along_by_u += slopes[a][0] * h;
        }
        slope.h += weights[b][1] * along;
        slope.by_u += weights[b][1] * along_by_u;
        slope.by_v += slopes[b][1] * along;
    }
    slope.by_u *= place.side_ * per_step_;
    slope.by_v *= per_step_;
    return slope;
}

}  // namespace dryrun::anatomy
