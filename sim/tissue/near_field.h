// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// How the skin gives near a load, which a block's bricks of 5 mm cannot follow.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <vector>

#include "softbody/brick_stack.h"

namespace dryrun::tissue {

/// How flat layers like those under a pad give under squares of skin, and how the block's bricks
/// have it (softbody/brick_stack.h): with the second taken off the patch's own compliance and the
/// first put on, a pad's squares find no bricks, and what else the block knows of the place stays.
/// mm/N.
struct NearField {
    static constexpr int kSquares = 7;  ///< across a pad
    static constexpr double kSide = 2.0;
    static constexpr int kColumns = 5;  ///< of patch points under a pad, however it is turned
    std::array<double, std::size_t{kSquares} * kSquares> squares{};
    std::array<double, std::size_t{kColumns} * kColumns> bricks{};

    double of_squares(int aside, int along) const { return squares[cell(aside, along, kSquares)]; }
    /// Nothing further off.
    double of_bricks(int aside, int along) const {
        if (aside >= kColumns || along >= kColumns) return 0.0;
        return bricks[cell(aside, along, kColumns)];
    }

  private:
    static std::size_t cell(int aside, int along, int in_row) {
        return static_cast<std::size_t>(aside) * static_cast<std::size_t>(in_row) +
               static_cast<std::size_t>(along);
    }
};

/// Those of a patch, known in a few places of it.
class NearFields {
  public:
    static constexpr int kLooks = 5;  ///< across the patch
    static constexpr double kApart = 15.0;

    NearFields() = default;
    /// `layers` a place: how many looks it is from the middle. Bricks have sides of `cell`.
    NearFields(const std::function<softbody::BrickStack(int aside, int along)>& layers,
               double cell);
    /// At a place of the patch, in its plane from the middle.
    NearField at(double x, double y) const;

  private:
    std::vector<NearField> looks_;
};

}  // namespace dryrun::tissue
