// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The fingers' part of the state hash: everything that the next tick depends on.
#include "palpation/finger.h"

namespace dryrun::palpation {

void FingerState::hash(StateHasher& hasher) const {
    hasher.add(static_cast<std::uint64_t>(pads.size()));
    hasher.add(static_cast<std::uint64_t>(grip));
    hasher.add(is_held);
    hasher.add(is_still);
    hasher.add(is_out_of_room);
    hasher.add(position);
    hasher.add(across);
    hasher.add(spread);
    hasher.add(press_N);
    hasher.add(held_press_N);
    hasher.add(pad_depth);
    hasher.add(taxel_N);
    hasher.add(taxel_load_N);
    hasher.add(taxel_background);
    if (fold != Fold::None) {
        hasher.add(static_cast<std::uint64_t>(fold));
        hasher.add(held_fold.taken_at);
        hasher.add(held_fold.height);
        hasher.add(held_fold.lift_N);
    }
    memory.hash(hasher);
    if (!pads.empty()) taxel_memory.hash(hasher);
}

}  // namespace dryrun::palpation
