// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The torque that a turned needle puts on the hand, N mm.
//
// Skin, fat and fascia wind on to the shaft (winding.h), and hold it the harder the more they have:
// τ (exp(0.9 w) − 1) a millimetre after w turns. That gives 3.5 times the torque after 180° that it
// has after 60°; in a model of tissue it was 3.6 times, 0.082 and 0.292 N mm (Han 2015). The depth
// there is not told: with 20 mm τ is 0.025 N mm (ASSUMED). What has wound on is a bundle of fibres
// thicker than the shaft, so that τ does not know the needle's diameter (ASSUMED; twisting force
// did not grow with it in pig, five diameters, 2020).
//
// Muscle does not wind: it is turned along by up to kSlipTwist_rad and then slides round the shaft
// by the friction that it has along it. With 4 π G r² a radian for a rod stuck to its tissue and
// the table's friction that is 0.8 (DERIVED).
//
// The shaft itself is not twisted: it would be by less than 20° at 0.3 N mm. Turning does not yet
// ease the way in.
#pragma once

#include "needle/needle.h"

namespace dryrun::needle {

inline constexpr double kSlipTwist_rad = 0.8;

/// The handle is turned by so much in a tick, the needle being in tissue.
void turn_in_tissue(double rotation_deg, NeedleState& state);

/// Positive where the hand has to hold against tissue turned positively. `muscle_grasp` as in
/// NeedleSurroundings.
double torque_of_tissue_Nmm(const NeedleState& state, double diameter, double muscle_grasp);

}  // namespace dryrun::needle
