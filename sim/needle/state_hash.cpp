// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The needle's part of the state hash: everything that the next tick depends on.
#include "needle/needle.h"
#include "needle/next_track.h"

namespace dryrun::needle {

void NeedleState::hash(StateHasher& hasher) const {
    hasher.add(track.has_value());
    if (track) {
        hasher.add(track->entry);
        hasher.add(track->direction);
        for (const Vec3& displaced : track->course.displacement) hasher.add(displaced);
    }
    hasher.add(next_track != nullptr);
    if (next_track) next_track->hash(hasher);
    hasher.add(static_cast<std::uint64_t>(tip_state));
    hasher.add(is_in_skin);
    hasher.add(is_held);
    hasher.add(is_buckled);
    hasher.add(glided);
    hasher.add(tip_path);
    hasher.add(deepest_path);
    hasher.add(travel);
    hasher.add(path_shift);
    hasher.add(tip);
    hasher.add(tip_at_rest);
    hasher.add(tip_force_N);
    hasher.add(axial_force_N);
    hasher.add(tip_slip);
    hasher.add(tip_speed_mm_s);
    hasher.add(static_cast<std::int64_t>(layers_entered));
    hasher.add(steady_direction);
    hasher.add(static_cast<std::int64_t>(steady_ticks));
    hasher.add(bone_path.has_value());
    hasher.add(bone_path.value_or(0.0));
    hasher.add(bone_looked_from);
    hasher.add(hand_position);
    hasher.add(hand_direction);
    hasher.add(turned_deg);
    hasher.add(net_turns);
    hasher.add(total_turns);
    hasher.add(twist_rad);
    hasher.add(skin_clearance);
    hasher.add(friction_N);
    hasher.add(slip);
    hasher.add(slip_speed_mm_s);
    hasher.add(lateral_N);
    for (const softbody::Relaxation& station : relaxation) {
        hasher.add(station.elastic());
        for (const double lag : station.lags()) hasher.add(lag);
    }
}

}  // namespace dryrun::needle
