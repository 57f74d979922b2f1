// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Where a muscle is tendon or aponeurosis, for pictures.
#pragma once

#include "anatomy/model.h"

namespace dryrun::anatomy {

/// 1 at a muscle's bone, a half where the table says that the tendon ends, 0 from twice as far on.
/// Fascia and ligaments are strands from end to end: 1.
double tendon_share(const BackModel& model, const Layer& layer, const FibrePlace& place);

/// Whether it changes over the layer.
bool has_tendon(const Layer& layer);

}  // namespace dryrun::anatomy
