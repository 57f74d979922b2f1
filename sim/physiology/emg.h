// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What a needle electrode records: one sample a tick, in microvolts.
//
// Noise of endplates about a trigger point (Simons, Hong and Simons 2002; Chou 2009), activity
// while the needle moves in muscle, and the burst of a twitch in its band, one Gaussian whose root
// mean square is the three together. A pure function of tick and state: it leaves no trace in
// either. Single endplate spikes, motor units of a tense patient and the shape of potentials are
// not modelled. Root mean squares and reaches are rows of assets/physiology/trigger_points.json.
#pragma once

#include <cstdint>
#include <span>

#include "physiology/trigger_point.h"
#include "physiology/twitch.h"

namespace dryrun::physiology {

struct EmgInput {
    std::span<const TriggerPoint> points;
    TipMotion tip;  ///< of the needle under the skin
    std::int64_t tick = 0;
    std::uint64_t seed = 0;
};

/// Root mean square of the trace at this tick; 0 outside muscle but for the amplifier's own.
double emg_rms_uV(const EmgInput& input, const PointParameters& parameters,
                  const TwitchParameters& twitch_parameters, const TwitchState& twitch);
/// The sample drawn from it.
double emg_uV(const EmgInput& input, const PointParameters& parameters,
              const TwitchParameters& twitch_parameters, const TwitchState& twitch);

}  // namespace dryrun::physiology
