// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "needle/winding.h"

#include <cmath>

#include "core/deterministic_math.h"

namespace dryrun::needle {
namespace {

constexpr double kMostNetTurns = 4.0;
constexpr double kRelaxationTicks = 60.0 * 1000.0;
// What turning to and fro leaves behind, in turns; fitted to the 1.52 of Langevin 2001.
constexpr double kToAndFroTurns = 0.31;
constexpr double kToAndFroOnset = 4.0;

}  // namespace

void wind(double rotation_deg, double& net_turns, double& total_turns) {
    const double turns = rotation_deg / 360.0;
    net_turns = det::clamp(net_turns + turns, -kMostNetTurns, kMostNetTurns);
    total_turns += std::fabs(turns);
    net_turns -= net_turns / kRelaxationTicks;
    total_turns -= total_turns / kRelaxationTicks;
}

double winding_factor(double net_turns, double total_turns) {
    if (total_turns <= 0.0) return 1.0;
    const double wound =
        std::fabs(net_turns) + kToAndFroTurns * (1.0 - det::exp(-total_turns / kToAndFroOnset));
    // 1 at none, 2.67 at two turns one way.
    return 1.0 + 1.67 * (1.0 - det::exp(-wound)) / 0.8646647167633873;
}

}  // namespace dryrun::needle
