// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// How tissue stiffens as a finger squeezes it against what lies below: the reduced model of the
// full solve at any strain.
//
// The block of a site is linear. By how much more a rigid sphere of 8 mm presses on layers at any
// strain than on the same at small strains, both as deep, was solved on the bench (lab/lab.h) for
// fat of 2 to 30 mm and 5 to 32 mm between deep fascia and bone, to three fifths of the whole
// (squeeze_table.h, made by tools/squeeze-table). Under a sphere that does not give, the skin goes
// in by its depth d in the middle and less towards the rim, weighted by pressure by 0.8 d (Hertz);
// so the force's factor at d is taken for the load of each taxel whose skin goes in by 0.86 d (the
// best fit), and by less beyond a tenth of the thickness. `validate` holds it to the full solve
// on other layers (mechanics.F1, F2): within 3 % to three eighths of the way to bone, but under fat
// of twice the muscle's thickness, where it is up to 6 % too stiff beyond a third.
//
// The law at any strain is W of softbody/hyperelastic.h with b = 1 in every layer (ASSUMED): a
// punch of 20 mm then presses 20 mm of muscle by 45 % with three times the force of a linear layer,
// where three to eight is wanted (DERIVED). mm.
#pragma once

#include "tissue/site.h"

namespace dryrun::palpation {

/// Share of the felt load that a linear block would need for the same displacement, and its slope
/// over displacement: 1 at rest and falling.
struct LinearShare {
    double value = 1.0;
    double slope = 0.0;
};
/// `displacement` of the skin inward. Beyond three fifths of the thickness (at the sphere's middle)
/// the force grows without limit towards kMostStrain of it.
LinearShare linear_share(double displacement, const tissue::UnderSkin& under);

inline constexpr double kMostStrain = 0.75;

}  // namespace dryrun::palpation
