// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Connective tissue winds round a turned needle and holds it: skin, fat and fascia, not muscle
// (Langevin 2001, 2002). Pull-out friction is 2.67 times as high after two turns one way and 1.52
// times after turning to and fro; half a turn is enough to begin.
#pragma once

namespace dryrun::needle {

/// Adds the rotation of one tick and lets what is wound relax (time constant 60 s, ASSUMED).
/// Tissue slips on the shaft beyond four net turns.
void wind(double rotation_deg, double& net_turns, double& total_turns);

/// Factor of friction in tissue that winds.
double winding_factor(double net_turns, double total_turns);

}  // namespace dryrun::needle
