// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "anatomy/height_stack.h"

#include <algorithm>
#include <cmath>

#include "core/deterministic_math.h"
#include "core/result.h"

namespace dryrun::anatomy {
namespace {

void spline_weights(double t, double* w) {
    const double s = 1.0 - t;
    w[0] = s * s * s / 6.0;
    w[1] = (4.0 - 6.0 * t * t + 3.0 * t * t * t) / 6.0;
    w[2] = (4.0 - 6.0 * s * s + 3.0 * s * s * s) / 6.0;
    w[3] = t * t * t / 6.0;
}

void spline_slopes(double t, double* w) {
    const double s = 1.0 - t;
    w[0] = -0.5 * s * s;
    w[1] = 1.5 * t * t - 2.0 * t;
    w[2] = 2.0 * s - 1.5 * s * s;
    w[3] = 0.5 * t * t;
}

}  // namespace

HeightStack::HeightStack(const ChartGrid& grid, const std::vector<std::vector<double>>& surfaces)
    : grid_(grid), count_(static_cast<int>(surfaces.size())) {
    DRYRUN_ASSERT(count_ <= kMostSurfaces && grid.columns >= 4 && grid.rows >= 4);
    const std::size_t half_size =
        static_cast<std::size_t>(grid.columns / 2 + 1) * static_cast<std::size_t>(grid.rows);
    const bool is_mirrored = !surfaces.empty() && surfaces[0].size() != grid.size();
    const int columns = is_mirrored ? grid.columns / 2 + 1 : grid.columns;
    stride_ = (surfaces.size() + kBlock - 1) / kBlock * kBlock;
    heights_.resize(grid.size() * stride_);
    surfaces_.resize(grid.size() * surfaces.size());
    float* to = surfaces_.data();
    for (const auto& surface : surfaces) {
        DRYRUN_ASSERT(surface.size() == (is_mirrored ? half_size : grid.size()));
        for (int j = 0; j < grid.rows; ++j) {
            const double* row = surface.data() + static_cast<std::ptrdiff_t>(columns) * j;
            for (int i = 0; i < columns; ++i) *to++ = static_cast<float>(row[i]);
            for (int i = grid.columns - columns; i > 0; --i) *to++ = static_cast<float>(row[i - 1]);
        }
    }
    // Some nodes at a time, so that what is read stays near.
    constexpr std::size_t kNodes = 64;
    for (std::size_t first = 0; first < grid.size(); first += kNodes) {
        const std::size_t end = std::min(first + kNodes, grid.size());
        for (std::size_t k = 0; k < surfaces.size(); ++k) {
            const float* from = surfaces_.data() + k * grid.size();
            for (std::size_t node = first; node < end; ++node)
                heights_[node * stride_ + k] = from[node];
        }
    }
}

HeightStack::Place HeightStack::locate(double u, double v) const {
    const double x = det::clamp((u - grid_.first_u) / grid_.step, 0.0, grid_.columns - 1.0);
    const double y = det::clamp((v - grid_.first_v) / grid_.step, 0.0, grid_.rows - 1.0);
    const int i = std::min(static_cast<int>(x), grid_.columns - 2);
    const int j = std::min(static_cast<int>(y), grid_.rows - 2);
    Place place;
    place.fraction_u = x - i;
    place.fraction_v = y - j;
    spline_weights(place.fraction_u, place.weights.u);
    spline_weights(place.fraction_v, place.weights.v);
    Cell& cell = place.cell;
    const auto columns = static_cast<std::size_t>(grid_.columns);
    if (i >= 1 && j >= 1 && i + 2 < grid_.columns && j + 2 < grid_.rows) {
        std::size_t first = grid_.index(i - 1, j - 1);
        for (int b = 0; b < 4; ++b, first += columns) {
            for (int a = 0; a < 4; ++a) cell.node[4 * b + a] = first + static_cast<std::size_t>(a);
        }
        return place;
    }
    for (int b = 0; b < 4; ++b) {
        const int row = std::clamp(j + b - 1, 0, grid_.rows - 1);
        for (int a = 0; a < 4; ++a) {
            const int column = std::clamp(i + a - 1, 0, grid_.columns - 1);
            cell.node[4 * b + a] = grid_.index(column, row);
        }
    }
    return place;
}

void HeightStack::evaluate(double u, double v, double* heights) const {
    const Place place = locate(u, v);
    const Cell& cell = place.cell;
    const Weights& w = place.weights;
    const int count = count_;
    for (int k = 0; k < count; ++k) heights[k] = 0.0;
    for (int b = 0; b < 4; ++b) {
        for (int a = 0; a < 4; ++a) {
            const double weight = w.u[a] * w.v[b];
            const float* node = heights_.data() + cell.node[4 * b + a] * stride_;
            for (int k = 0; k < count; ++k) heights[k] += weight * double{node[k]};
        }
    }
}

void HeightStack::estimate(double u, double v, int block, float* heights) const {
    const Place place = locate(u, v);
    const Cell& cell = place.cell;
    const Weights& w = place.weights;
    float weights[16];
    for (int n = 0; n < 16; ++n) weights[n] = static_cast<float>(w.u[n % 4] * w.v[n / 4]);
    // Four surfaces in a register.
    using Four = float __attribute__((vector_size(16)));
    using FourInMemory = float __attribute__((vector_size(16), aligned(4), may_alias));
    const auto first = static_cast<std::size_t>(block * kBlock);
    DRYRUN_ASSERT(first < stride_);
    Four sums[kBlock / 4] = {};
    for (int n = 0; n < 16; ++n) {
        const auto* fours =
            reinterpret_cast<const FourInMemory*>(heights_.data() + cell.node[n] * stride_ + first);
        for (int i = 0; i < kBlock / 4; ++i) sums[i] += weights[n] * fours[i];
    }
    auto* to = reinterpret_cast<FourInMemory*>(heights + first);
    for (int i = 0; i < kBlock / 4; ++i) to[i] = sums[i];
}

double HeightStack::thickness_below(int surface, double u, double v) const {
    const Place place = locate(u, v);
    const Cell& cell = place.cell;
    const Weights& w = place.weights;
    double thickness = 0.0;
    for (int b = 0; b < 4; ++b) {
        for (int a = 0; a < 4; ++a) {
            const float* at = heights_.data() + cell.node[4 * b + a] * stride_ + surface;
            thickness += w.u[a] * w.v[b] * (double{at[0]} - double{at[-1]});
        }
    }
    return thickness;
}

double HeightStack::height(int surface, double u, double v) const {
    const Place place = locate(u, v);
    const Cell& cell = place.cell;
    const Weights& w = place.weights;
    const float* field = surfaces_.data() + static_cast<std::size_t>(surface) * grid_.size();
    double h = 0.0;
    for (int b = 0; b < 4; ++b) {
        for (int a = 0; a < 4; ++a) {
            h += w.u[a] * w.v[b] * double{field[cell.node[4 * b + a]]};
        }
    }
    return h;
}

HeightStack::Slope HeightStack::slope(int surface, double u, double v) const {
    const Place place = locate(u, v);
    const Cell& cell = place.cell;
    const Weights& w = place.weights;
    Weights d;
    spline_slopes(place.fraction_u, d.u);
    spline_slopes(place.fraction_v, d.v);
    const float* field = surfaces_.data() + static_cast<std::size_t>(surface) * grid_.size();
    Slope slope;
    for (int b = 0; b < 4; ++b) {
        for (int a = 0; a < 4; ++a) {
            const double h = field[cell.node[4 * b + a]];
            slope.h += w.u[a] * w.v[b] * h;
            slope.by_u += d.u[a] * w.v[b] * h;
            slope.by_v += w.u[a] * d.v[b] * h;
        }
    }
    slope.by_u /= grid_.step;
    slope.by_v /= grid_.step;
    return slope;
}

}  // namespace dryrun::anatomy
