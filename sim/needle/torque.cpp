// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "needle/torque.h"

#include <algorithm>
#include <cmath>

#include "core/deterministic_math.h"
#include "needle/winding.h"

namespace dryrun::needle {
namespace {

constexpr double kWound_Nmm_per_mm = 0.025;
constexpr double kGrowth = 0.9;  // a turn
constexpr double kMostGrowth = 12.0;

double wound_Nmm_per_mm(double net_turns) {
    const double grown = std::min(det::exp(kGrowth * std::fabs(net_turns)), kMostGrowth);
    const double torque = kWound_Nmm_per_mm * (grown - 1.0);
    return net_turns < 0.0 ? -torque : torque;
}

}  // namespace

void turn_in_tissue(double rotation_deg, NeedleState& state) {
    wind(rotation_deg, state.net_turns, state.total_turns);
    state.twist_rad =
        det::clamp(state.twist_rad + det::radians(rotation_deg), -kSlipTwist_rad, kSlipTwist_rad);
}

double torque_of_tissue_Nmm(const NeedleState& state, double diameter, double muscle_grasp) {
    if (!state.is_in_skin) return 0.0;
    double wound = 0.0;    // mm of tissue that winds
    double sliding = 0.0;  // N along the shaft, of tissue that does not
    for (const TrackLayer& layer : state.layers) {
        if (layer.enter >= state.tip_path) break;
        const double held = std::min(layer.exit, state.tip_path) - layer.enter;
        if (layer.can_wind) {
            wound += held;
        } else {
            sliding += held * layer.friction_N_per_mm * (layer.is_muscle ? muscle_grasp : 1.0);
        }
    }
    return wound * wound_Nmm_per_mm(state.net_turns) +
           0.5 * diameter * sliding * state.twist_rad / kSlipTwist_rad;
}

}  // namespace dryrun::needle
