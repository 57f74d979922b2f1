// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Lung is wrapped in pleura on every side, also where it touches bone, diaphragm or what lies
// between the lungs.
#pragma once

#include <vector>

#include "anatomy/model.h"

namespace dryrun::anatomy {

/// Gives each stretch of lung pleura at its ends where the line's spans have none there.
void wrap_lungs(const BackModel& model, std::vector<LayerSpan>& spans);

}  // namespace dryrun::anatomy
