// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A chance whose odds are multiplied. Private to this folder.
#pragma once

namespace dryrun::physiology {

inline double with_odds(double chance, double times) {
    if (chance >= 1.0) return 1.0;
    const double odds = times * chance / (1.0 - chance);
    return odds / (1.0 + odds);
}

}  // namespace dryrun::physiology
