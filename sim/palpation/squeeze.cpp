// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "palpation/squeeze.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <span>

#include "core/deterministic_math.h"
#include "palpation/squeeze_table.h"

namespace dryrun::palpation {
namespace {

constexpr double kMeanOverMiddle = 0.86;
// Pressed further than this share of the thickness, a sphere touches more skin that goes in by
// little; by so much more a taxel counts then. All three are fitted to the table's own stacks, from
// a twentieth to two fifths of the thickness (1.6 % in the mean square); of the values that do
// about as well there, those are taken that `validate` finds best on its other stacks.
constexpr double kWide = 0.1;
constexpr double kWidens = 0.22;
constexpr double kLeastShare = 0.02;
constexpr double kLeastThickness = 3.0;  // skin is not squeezed to nothing

// Between which two rows of a grid a value lies, and how far beyond the first.
struct Between {
    std::size_t row = 0;
    double beyond = 0.0;
};
Between between(std::span<const double> grid, double value) {
    const double held = det::clamp(value, grid.front(), grid.back());
    Between found;
    while (found.row + 2 < grid.size() && held > grid[found.row + 1]) ++found.row;
    found.beyond = (held - grid[found.row]) / (grid[found.row + 1] - grid[found.row]);
    return found;
}

// Force over the linear one where the sphere's middle is `column` grid steps deep.
double growth_at(const Between& fat, const Between& below, std::size_t column) {
    const auto& table = kForceOverLinear;
    const auto along = [&](std::size_t f) {
        const double near = table[f][below.row][column];
        return near + below.beyond * (table[f][below.row + 1][column] - near);
    };
    const double near = along(fat.row);
    return near + fat.beyond * (along(fat.row + 1) - near);
}

// How deep the sphere's middle is, as a share of the thickness, for a taxel's skin that is strained
// by so much; and its slope.
struct Share {
    double value = 0.0;
    double slope = 0.0;
};
constexpr Share share_of(double strain) {
    const double even = strain / kMeanOverMiddle;
    if (even <= kWide) return {even, 1.0 / kMeanOverMiddle};
    return {even + kWidens * (even - kWide), (1.0 + kWidens) / kMeanOverMiddle};
}
constexpr double kLastShare = kShareStep * (kShares - 1);
constexpr double kLastStrain =
    kMeanOverMiddle * (kLastShare + kWidens * kWide) / (1.0 + kWidens);  // where the table ends

struct Growth {
    double value = 1.0;
    double slope = 0.0;  // a mm of displacement
};

Growth growth(double displacement, const tissue::UnderSkin& under) {
    const double thickness = std::max(under.whole, kLeastThickness);
    const Between fat = between(kFat, under.fat);
    const Between below = between(kBelowFascia, under.below_fascia);
    const Share share = share_of(displacement / thickness);
    const double place = share.value / kShareStep;
    if (place >= kShares - 1) {
        const double last = kLastStrain * thickness, ends = kMostStrain * thickness;
        const double left = ends - displacement;
        const double most = growth_at(fat, below, kShares - 1);
        if (left <= 0.0) return {1e300, 0.0};
        return {most * (ends - last) / left, most * (ends - last) / (left * left)};
    }
    const auto column = static_cast<std::size_t>(place);
    const double from = growth_at(fat, below, column);
    const double rise = growth_at(fat, below, column + 1) - from;
    return {from + rise * (place - static_cast<double>(column)),
            rise * share.slope / (kShareStep * thickness)};
}

}  // namespace

LinearShare linear_share(double displacement, const tissue::UnderSkin& under) {
    if (displacement <= 0.0) return {};
    const Growth grown = growth(displacement, under);
    const double share = 1.0 / grown.value;
    if (share <= kLeastShare) return {kLeastShare, 0.0};
    return {share, -grown.slope * share * share};
}

}  // namespace dryrun::palpation
