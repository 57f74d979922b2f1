// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Taut surfaces through what heights are known.
#pragma once

#include <array>

#include "anatomy/height_field.h"

namespace dryrun::anatomy {

/// Four at once, as the processor adds four numbers as fast as one.
using FourFields = std::array<HeightField, 4>;

/// Membranes through the known heights: each other node is about the mean of its neighbours. Found
/// from coarse to fine, in a number of steps that grows with the number of nodes.
FourFields membranes(const FourFields& known, const ChartGrid& half);

}  // namespace dryrun::anatomy
