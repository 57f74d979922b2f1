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
      patch_columns_(static_cast<unsigned>((half.columns + kCells - 1) / kCells)) {
    DRYRUN_ASSERT(count_ >= 1 && count_ <= kMostSurfaces && half.columns >= 3 && half.rows >= 3);
    const auto patch_rows = static_cast<unsigned>((half.rows + kCells - 1) / kCells);
    Patch empty;
    empty.surface.fill(static_cast<std::uint8_t>(count_));
    patches_.assign(std::size_t{patch_rows} * patch_columns_, empty);
    const std::size_t fours = (static_cast<std::size_t>(count_) + kTogether - 1) / kTogether;
    nodes_ = std::make_unique_for_overwrite<Node[]>(patches_.size() * fours * kPatchNodes);
}

HeightStack::HeightStack(const ChartGrid& half, const std::vector<HeightField>& surfaces)
    : HeightStack(half, static_cast<int>(surfaces.size())) {
    for (std::size_t k = 0; k < surfaces.size(); ++k)
        add(surfaces[k], k > 0 ? &surfaces[k - 1] : nullptr, NodeWindow::whole(half));
}

void HeightStack::add(const HeightField& surface, const HeightField* below,
                      const NodeWindow& window) {
    DRYRUN_ASSERT(added_ < count_ && (below != nullptr) == (added_ > 0));
    DRYRUN_ASSERT(surface.size() == half_.size());
    const std::size_t patch_rows = patches_.size() / patch_columns_;
    const auto width = static_cast<std::size_t>(window.last_column - window.first_column + 1);
    // By row of patches and by column, from the one before the first on: whether it lies apart from
    // the one below. What a patch mirrors lies in it as well.
    const std::size_t padded = std::size_t{patch_columns_} * kCells + kSide - kCells;
    std::vector<std::uint32_t> apart(patch_rows * padded, below == nullptr ? 1U : 0U);
    const auto first_column = static_cast<std::size_t>(window.first_column);
    auto row = static_cast<std::size_t>(window.first_row);
    window.each_row(half_, [&](std::size_t begin, std::size_t) {
        if (below == nullptr) return;
        const float* const here = &surface[begin];
        const float* const there = &(*below)[begin];
        const std::size_t first = row < kSide ? 0 : (row + 1 + kCells - kSide) / kCells;
        const std::size_t last = std::min((row + 1) / kCells, patch_rows - 1);
        ++row;
        if (std::memcmp(here, there, width * sizeof *here) == 0) return;
        for (std::size_t patch_row = first; patch_row <= last; ++patch_row) {
            std::uint32_t* const is_apart = &apart[patch_row * padded + 1 + first_column];
            for (std::size_t i = 0; i < width; ++i) is_apart[i] |= here[i] != there[i] ? 1U : 0U;
        }
    });
    for (unsigned patch_row = 0; patch_row < patch_rows; ++patch_row) {
        const Lines rows = rows_of(patch_row);
        for (unsigned column = 0; column < patch_columns_; ++column) {
            const std::uint32_t* const is_apart =
                &apart[patch_row * padded + std::size_t{column} * kCells];
            std::uint32_t is_any = 0;
            for (std::size_t i = 0; i < kSide; ++i) is_any |= is_apart[i];
            Patch& patch = patches_[patch_row * patch_columns_ + column];
            if (is_any != 0) hold(patch, surface, columns_of(column), rows);
            patch.held[static_cast<unsigned>(added_)] =
                static_cast<std::uint8_t>(patch.held_count - 1);
        }
    }
    ++added_;
    if (added_ == count_) {
        for (const Patch& patch : patches_) fill_up(patch);
    }
}

// One column more at either side than the cells have nodes: beyond the midline the mirror image,
// elsewhere, and where the grid ends within the patch, the outermost again.
HeightStack::Lines HeightStack::columns_of(unsigned patch_column) const {
    const int midline = half_.columns - 1;
    Lines columns{};
    for (int k = 0; k < kSide; ++k) {
        const int column = static_cast<int>(patch_column) * kCells - 1 + k;
        const int kept = column > midline ? 2 * midline - column : column;
        columns[static_cast<std::size_t>(k)] =
            static_cast<std::size_t>(std::clamp(kept, 0, midline));
    }
    return columns;
}

HeightStack::Lines HeightStack::rows_of(unsigned patch_row) const {
    Lines rows{};
    for (int k = 0; k < kSide; ++k) {
        const int row = static_cast<int>(patch_row) * kCells - 1 + k;
        rows[static_cast<std::size_t>(k)] =
            static_cast<std::size_t>(std::clamp(row, 0, half_.rows - 1));
    }
    return rows;
}

void HeightStack::hold(Patch& patch, const HeightField& surface, const Lines& columns,
                       const Lines& rows) {
    const unsigned held = patch.held_count++;
    if (held % kTogether == 0) {
        patch.begin[patch.fours++] = node_count_;
        node_count_ += kPatchNodes;
    }
    patch.surface[held] = static_cast<std::uint8_t>(added_);
    patch.apart |= std::uint64_t{1} << added_;
    Node* to = nodes_.get() + patch.begin[held / kTogether];
    for (const std::size_t row : rows) {
        const float* const from = &surface[row * static_cast<std::size_t>(half_.columns)];
        for (const std::size_t column : columns) (to++)->heights[held % kTogether] = from[column];
    }
}

// Places for surfaces that are not there repeat the last.
void HeightStack::fill_up(const Patch& patch) {
    const unsigned last = (patch.held_count - 1) % kTogether;
    Node* const first = nodes_.get() + patch.begin[patch.fours - 1];
    for (Node* node = first; node != first + kPatchNodes; ++node) {
        for (unsigned k = last + 1; k < kTogether; ++k) node->heights[k] = node->heights[last];
    }
}

namespace {

// The weights of sixteen nodes, each in a register of its own.
struct Weighing {
    FourFloats u0, u1, u2, u3;
    FourFloats v0, v1, v2, v3;
};

template <std::size_t kSide, class Node>
FourFloats weighed(const Weighing& by, const Node* corner) {
    const auto along = [&](const Node* node) {
        return (by.u0 * node[0].heights + by.u1 * node[1].heights) +
               (by.u2 * node[2].heights + by.u3 * node[3].heights);
    };
    FourFloats sum{};
    sum += by.v0 * along(corner);
    sum += by.v1 * along(corner + kSide);
    sum += by.v2 * along(corner + 2 * kSide);
    sum += by.v3 * along(corner + 3 * kSide);
    return sum;
}

template <int Lane>
FourFloats all_of(FourFloats four) {
    return _mm_shuffle_ps(four, four, _MM_SHUFFLE(Lane, Lane, Lane, Lane));
}

Weighing weighing(FourFloats u, FourFloats v) {
    return {all_of<0>(u), all_of<1>(u), all_of<2>(u), all_of<3>(u),
            all_of<0>(v), all_of<1>(v), all_of<2>(v), all_of<3>(v)};
}

}  // namespace

int HeightStack::estimate_held(const Place& place, float h, float* heights) const {
    const Weighing by = weighing(place.of_u_, place.of_v_);
    const Four level = all_of<0>(_mm_set_ss(h));
    const Node* const corner = nodes_.get() + place.corner_;
    // They are in order: those that are not above are the first. Each counts −1.
    __m128i count = _mm_setzero_si128();
    for (unsigned four = 0; four < place.patch_->fours; ++four) {
        const Four found = weighed<kSide>(by, corner + place.patch_->begin[four]);
        _mm_store_ps(heights + std::size_t{kTogether} * four, found);
        count = _mm_add_epi32(count, _mm_castps_si128(_mm_cmple_ps(found, level)));
    }
    count = _mm_add_epi32(count, _mm_shuffle_epi32(count, _MM_SHUFFLE(1, 0, 3, 2)));
    count = _mm_add_epi32(count, _mm_shuffle_epi32(count, _MM_SHUFFLE(2, 3, 0, 1)));
    return place.patch_->surface[static_cast<unsigned>(-_mm_cvtsi128_si32(count))];
}

float HeightStack::estimate(const Place& place, int surface) const {
    const unsigned held = place.patch_->held[static_cast<unsigned>(surface)];
    const Node* const corner = four_of(*place.patch_, held) + place.corner_;
    return weighed<kSide>(weighing(place.of_u_, place.of_v_), corner)[held % kTogether];
}

void HeightStack::estimate(const Place& place, float* heights) const {
    alignas(16) float held[kMostSurfaces];
    estimate_held(place, 0.0F, held);
    for (std::size_t k = 0; k < static_cast<std::size_t>(count_); ++k)
        heights[k] = held[place.patch_->held[k]];
}

double HeightStack::height(int surface, const Place& place) const {
    const Weights weights = spline_weights(place.fraction_);
    const unsigned held = place.patch_->held[static_cast<unsigned>(surface)];
    const unsigned k = held % kTogether;
    const Node* row = four_of(*place.patch_, held) + place.corner_;
    double h = 0.0;
    for (std::size_t b = 0; b < 4; ++b, row += kSide) {
        double along = 0.0;
        for (std::size_t a = 0; a < 4; ++a) along += weights[a][0] * double{row[a].heights[k]};
        h += weights[b][1] * along;
    }
    return h;
}

double height_over(const HeightField& surface, const ChartGrid& half, double u, double v) {
    // As HeightStack::locate() finds the cell, and as its patches are filled round it.
    const double per_step = 1.0 / half.step;
    const double x = std::max((-std::fabs(u) - half.first_u) * per_step, 0.0);
    const double y = std::max((v - half.first_v) * per_step, 0.0);
    const int i = static_cast<int>(std::min(x, half.columns - 2.0));
    const int j = static_cast<int>(std::min(y, half.rows - 2.0));
    const Weights weights = spline_weights(Pair{std::min(x - i, 1.0), std::min(y - j, 1.0)});
    const int midline = half.columns - 1;
    double h = 0.0;
    for (int b = 0; b < 4; ++b) {
        const int row = std::clamp(j - 1 + b, 0, half.rows - 1);
        double along = 0.0;
        for (int a = 0; a < 4; ++a) {
            const int column = i - 1 + a;
            const int kept = std::max(column > midline ? 2 * midline - column : column, 0);
            along +=
                weights[static_cast<std::size_t>(a)][0] * double{surface[half.index(kept, row)]};
        }
        h += weights[static_cast<std::size_t>(b)][1] * along;
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
    const unsigned held = place.patch_->held[static_cast<unsigned>(surface)];
    const unsigned k = held % kTogether;
    const Node* row = four_of(*place.patch_, held) + place.corner_;
    Slope slope;
    for (std::size_t b = 0; b < 4; ++b, row += kSide) {
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
