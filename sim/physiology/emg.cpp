// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "physiology/emg.h"

#include <algorithm>
#include <cmath>

#include "core/deterministic_math.h"
#include "core/random.h"

namespace dryrun::physiology {
namespace {

// A burst is recorded this much before the muscle is seen to move; assumed.
constexpr double kElectromechanicalDelay_s = 0.01;
// Slower, a needle counts as resting.
constexpr double kMoves_mm_s = 2.0;
constexpr double kTicksPerSecond = 1000.0;

double bell(double distance, double reach) {
    const double ratio = distance / reach;
    return det::exp(-ratio * ratio);
}

// Across the band: its centreline's nearest point, in a muscle whose burst runs far along it.
double off_band(const TriggerPoint& point, const Vec3& at) {
    const auto& line = point.band.centreline;
    double least = distance(point.centre, at);
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
        const Vec3 step = line[i + 1] - line[i];
        const double share = det::clamp(dot(at - line[i], step) / dot(step, step), 0.0, 1.0);
        least = std::min(least, distance(line[i] + step * share, at));
    }
    return least;
}

double burst_uV(const EmgInput& input, const PointParameters& parameters,
                const TwitchParameters& twitch_parameters, const TwitchState& twitch) {
    if (twitch.twitching < 0) return 0.0;
    const RandomStream stream(input.seed, "electromyographic burst");
    const double lasts =
        parameters.burst_least_s + (parameters.burst_most_s - parameters.burst_least_s) *
                                       stream.uniform(static_cast<std::uint64_t>(twitch.started));
    const double begins = std::max(0.0, twitch_parameters.delay - kElectromechanicalDelay_s);
    const double since =
        static_cast<double>(input.tick - twitch.started) / kTicksPerSecond - begins;
    if (since < 0.0 || since > lasts) return 0.0;
    const TriggerPoint& point = input.points[static_cast<std::size_t>(twitch.twitching)];
    return parameters.twitch_uV * twitch.strength *
           bell(off_band(point, input.tip.at), parameters.burst_reach);
}

}  // namespace

double emg_rms_uV(const EmgInput& input, const PointParameters& parameters,
                  const TwitchParameters& twitch_parameters, const TwitchState& twitch) {
    double power = parameters.rest_noise_uV * parameters.rest_noise_uV;
    const auto add = [&](double rms_uV) { power += rms_uV * rms_uV; };
    if (!input.tip.is_in_muscle) return std::sqrt(power);
    for (const TriggerPoint& point : input.points) {
        if (point.endplate_noise_uV > 0.0)
            add(point.endplate_noise_uV *
                bell(anisotropic_distance(point, input.tip.at), parameters.noise_reach));
    }
    if (input.tip.speed_mm_s > kMoves_mm_s) add(parameters.insertion_uV);
    add(burst_uV(input, parameters, twitch_parameters, twitch));
    return std::sqrt(power);
}

double emg_uV(const EmgInput& input, const PointParameters& parameters,
              const TwitchParameters& twitch_parameters, const TwitchState& twitch) {
    const RandomStream stream(input.seed, "electromyogram");
    return emg_rms_uV(input, parameters, twitch_parameters, twitch) *
           stream.normal(static_cast<std::uint64_t>(input.tick));
}

}  // namespace dryrun::physiology
