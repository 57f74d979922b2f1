// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "physiology/twitch.h"

#include <algorithm>
#include <cmath>

#include "core/deterministic_math.h"
#include "core/random.h"
#include "physiology/parameter_table.h"

namespace dryrun::physiology {
namespace {

// The closest approach is known once the tip has gone this far from it again.
constexpr double kReceded = 0.3;
// Below this the tip rests: tremor makes no pass.
constexpr double kLeastSpeed_mm_s = 1.0;
constexpr double kArmedAgainWidths = 2.0;
// Seconds after which a twitch is over for the sums that follow.
constexpr double kOverAfter = 1.0;
constexpr int kMostWaningTwitches = 3;
// The first three twitches fall in strength, then it stays (Baraja-Vegas 2020).
constexpr int kMostWeakenings = 2;

double kind_share(const TwitchParameters& parameters, PointKind kind) {
    switch (kind) {
        case PointKind::Active:
            return 1.0;
        case PointKind::Latent:
            return parameters.latent_share;
        case PointKind::BandOnly:
        case PointKind::TenderOnly:
            break;
    }
    return parameters.decoy_share;
}

// The pass is over: draw, spend it, and wait until the tip has left.
Pass draw_pass(const TriggerPoint& point, int index, const TwitchParameters& parameters,
               std::uint64_t seed, std::int64_t tick, TwitchState& state) {
    PointPasses& passes = state.points[static_cast<std::size_t>(index)];
    Pass pass;
    pass.point = index;
    pass.closest = passes.closest;
    pass.tip_speed_mm_s = passes.speed_at_closest_mm_s;
    pass.opportunity =
        twitch_opportunity(parameters, point.kind, pass.closest, pass.tip_speed_mm_s);
    pass.probability = pass.opportunity * twitch_waning(parameters, passes.twitches);
    const RandomStream stream(seed, "twitch");
    const double drawn =
        stream.uniform(static_cast<std::uint64_t>(state.passes), static_cast<std::uint64_t>(index));
    ++state.passes;
    passes.is_armed = false;
    passes.is_near = false;
    if (drawn < pass.probability) {
        pass.has_twitched = true;
        pass.strength =
            std::max(det::pow(parameters.waning, std::min(passes.twitches, kMostWeakenings)),
                     parameters.least_strength);
        pass.twitch_number = ++passes.twitches;
        state.twitching = index;
        state.started = tick;
        state.strength = pass.strength;
    }
    return pass;
}

}  // namespace

Result<TwitchParameters> read_twitch_parameters() {
    Result<ParameterTable> table = ParameterTable::read("twitch.json");
    if (!table) return table.error();
    TwitchParameters parameters;
    parameters.ceiling = table->take("ceiling");
    parameters.width = table->take("width_mm");
    parameters.speed_loss = table->take("speed_loss");
    parameters.speed_scale_mm_s = table->take("speed_scale_mm_s");
    parameters.waning = table->take("waning");
    parameters.latent_share = table->take("latent_share");
    parameters.decoy_share = table->take("decoy_share");
    parameters.least_strength = table->take("least_strength");
    parameters.delay = table->take("delay_s");
    parameters.rise = table->take("rise_s");
    parameters.decay = table->take("decay_s");
    parameters.peak_kPa = table->take("peak_kPa");
    parameters.grasp = table->take("grasp");
    if (const Status status = table->finish(); !status) return status.error();
    return parameters;
}

void TwitchState::hash(StateHasher& hasher) const {
    for (const PointPasses& point : points) {
        hasher.add(point.is_armed);
        hasher.add(point.is_near);
        hasher.add(point.closest);
        hasher.add(point.speed_at_closest_mm_s);
        hasher.add(static_cast<std::int64_t>(point.twitches));
    }
    hasher.add(passes);
    hasher.add(static_cast<std::int64_t>(twitching));
    hasher.add(started);
    hasher.add(strength);
}

double twitch_opportunity(const TwitchParameters& parameters, PointKind kind, double distance,
                          double tip_speed_mm_s) {
    const double widths = distance / parameters.width;
    const double speed_share =
        1.0 - parameters.speed_loss * det::exp(-tip_speed_mm_s / parameters.speed_scale_mm_s);
    return parameters.ceiling * det::exp(-widths * widths) * speed_share *
           kind_share(parameters, kind);
}

double twitch_waning(const TwitchParameters& parameters, int twitches_before) {
    return det::pow(parameters.waning, std::min(twitches_before, kMostWaningTwitches));
}

std::vector<Pass> follow_passes(std::span<const TriggerPoint> points,
                                const TwitchParameters& parameters,
                                const std::optional<TipMotion>& tip, std::int64_t tick,
                                std::uint64_t seed, TwitchState& state) {
    state.points.resize(points.size());
    std::vector<Pass> drawn;
    const double near = kArmedAgainWidths * parameters.width;
    for (std::size_t i = 0; i < points.size(); ++i) {
        PointPasses& passes = state.points[i];
        if (!tip) {
            passes = {.twitches = passes.twitches};
            continue;
        }
        const double distance = anisotropic_distance(points[i], tip->at);
        const bool moves = tip->is_in_muscle && tip->speed_mm_s >= kLeastSpeed_mm_s;
        if (distance > near && !passes.is_near) passes.is_armed = true;
        if (passes.is_armed && distance <= near && moves &&
            (!passes.is_near || distance < passes.closest)) {
            passes.is_near = true;
            passes.closest = distance;
            passes.speed_at_closest_mm_s = tip->speed_mm_s;
        }
        const bool has_receded = distance > passes.closest + kReceded || !tip->is_in_muscle;
        if (passes.is_near && has_receded)
            drawn.push_back(
                draw_pass(points[i], static_cast<int>(i), parameters, seed, tick, state));
    }
    return drawn;
}

double twitch_activation(const TwitchParameters& parameters, const TwitchState& state,
                         std::int64_t tick) {
    if (state.twitching < 0) return 0.0;
    const double since = static_cast<double>(tick - state.started) * 1e-3 - parameters.delay;
    if (since <= 0.0 || since > kOverAfter) return 0.0;
    if (since < parameters.rise) return 0.5 * (1.0 - det::cos(det::kPi * since / parameters.rise));
    return det::exp(-(since - parameters.rise) / parameters.decay);
}

double twitch_stress_kPa(const TwitchParameters& parameters, const TwitchState& state,
                         std::int64_t tick) {
    return parameters.peak_kPa * state.strength * twitch_activation(parameters, state, tick);
}

double twitch_grasp(const TwitchParameters& parameters, const TwitchState& state,
                    std::int64_t tick) {
    return 1.0 +
           (parameters.grasp - 1.0) * state.strength * twitch_activation(parameters, state, tick);
}

}  // namespace dryrun::physiology
