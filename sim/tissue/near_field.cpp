// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "tissue/near_field.h"

#include <algorithm>

#include "core/deterministic_math.h"

namespace dryrun::tissue {
namespace {

// Between which two looks a place lies.
struct Between {
    int before = 0;
    double part = 0.0;
};
Between between(double place) {
    constexpr int kLast = NearFields::kLooks - 1;
    const double looks = det::clamp(place / NearFields::kApart + NearFields::kLooks / 2, 0.0,
                                    static_cast<double>(kLast));
    const int before = std::min(static_cast<int>(looks), kLast - 1);
    return {before, looks - before};
}

}  // namespace

NearFields::NearFields(const std::function<softbody::BrickStack(int aside, int along)>& layers,
                       double cell) {
    for (int look = 0; look < kLooks * kLooks; ++look) {
        const auto stack = layers(look % kLooks - kLooks / 2, look / kLooks - kLooks / 2);
        const auto squares =
            softbody::square_compliance(stack, NearField::kSide, NearField::kSquares);
        const auto bricks = softbody::corner_compliance(stack, cell, NearField::kColumns);
        NearField& field = looks_.emplace_back();
        std::copy(squares.begin(), squares.end(), field.squares.begin());
        std::copy(bricks.begin(), bricks.end(), field.bricks.begin());
    }
}

NearField NearFields::at(double x, double y) const {
    const Between aside = between(x), along = between(y);
    NearField field;
    for (int corner = 0; corner < 4; ++corner) {
        const int i = corner % 2, j = corner / 2;
        const double weight =
            (i ? aside.part : 1.0 - aside.part) * (j ? along.part : 1.0 - along.part);
        const NearField& there =
            looks_[static_cast<std::size_t>((along.before + j) * kLooks + aside.before + i)];
        for (std::size_t e = 0; e < field.squares.size(); ++e)
            field.squares[e] += weight * there.squares[e];
        for (std::size_t e = 0; e < field.bricks.size(); ++e)
            field.bricks[e] += weight * there.bricks[e];
    }
    return field;
}

}  // namespace dryrun::tissue
