// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A fold of skin between two digits, and how it is lifted.
//
// The digits press on the fold from both sides as hard as friction needs to carry the lift, so that
// what lies between them comes along: the skin from one pad to the other is drawn outward, each bit
// of it with an equal share. How far it and what lies below rise is the tissue's answer, that of
// small strains, which a stretched fold exceeds as skin and fascia do that give no more: by
// 1 / (1 − (h / kMostHeight)³) at a height h. The squeeze itself moves nothing here: the fold's
// width is not followed.
#pragma once

#include <span>

#include "palpation/finger.h"

namespace dryrun::palpation {

inline constexpr double kSkinFriction = 0.4;
/// Of one digit against the other: the hand's force ceiling.
inline constexpr double kMostSqueeze_N = 40.0;
/// More than two digits hold by friction slips out between them.
inline constexpr double kMostLift_N = 2.0 * kSkinFriction * kMostSqueeze_N;
/// A fold stays in the hand while that moves along the skin by no more than this. ASSUMED
inline constexpr double kMostDrag = 8.0;

/// No fold is higher: taught lifts are 15 to 20 mm. ASSUMED, with the power above
inline constexpr double kMostHeight = 30.0;

/// What each digit presses with so that both together hold `lift_N`.
double squeeze_for(double lift_N);

/// Lays the skin from one pad to the other on the patch, which yields `yield` times as far as the
/// block; false, and nothing is held, where part of it is off the patch.
bool lay_fold(const tissue::Site& site, std::span<const PadContact> pads, double yield,
              HeldFold& fold);

/// Outward displacement of the held skin, its mean, by everything but the lift. `background` is the
/// inward displacement of each patch point by everything but the fingers.
double resting_height(const tissue::Site& site, const SkinMemory& memory,
                      std::span<const double> background, HeldFold& fold);

/// What lifts: a hand that pulls with `pull_N` against its own damping.
struct LiftDrive {
    double pull_N = 0.0;
    double damping = 0.0;  ///< N a mm in a tick
    double most_step = 0.15;
};
/// One tick; `resting` is the resting height.
void lift_fold(const LiftDrive& drive, double resting, HeldFold& fold);
/// Load and lift of a fold as high as it is.
void carry(double resting, HeldFold& fold);

/// What one of the two pads feels of the lift and shows of it.
void report_lift(const tissue::Site& site, const SkinMemory& memory,
                 std::span<const double> background, double yield, const HeldFold& fold,
                 PadContact& pad);

}  // namespace dryrun::palpation
