// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The local twitch response: when a passing needle elicits one, how strong it is, how it runs.
//
// One draw a pass, at the tip's closest approach to a trigger point:
//     P = P0 · exp(−(d/σ)²) · (1 − 0.85 exp(−v/40)) · 0.72^min(n, 3) · h(kind)
// d is the anisotropic distance, v the tip's speed there in mm/s, n the twitches so far. A point is
// armed again when the tip has left it by two widths. The parameters are rows of
// assets/physiology/twitch.json with range, source and grade; most are assumed.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/hash.h"
#include "core/result.h"
#include "core/vec3.h"
#include "physiology/trigger_point.h"

namespace dryrun::physiology {

struct TwitchParameters {
    double ceiling = 0.75;     ///< P0
    double width = 2.5;        ///< σ
    double speed_loss = 0.85;  ///< share lost by a tip that hardly moves
    double speed_scale_mm_s = 40.0;
    double waning = 0.72;  ///< by each twitch before, up to three
    double latent_share = 0.7;
    double decoy_share = 0.03;
    double least_strength = 0.4;  ///< below which repeated twitches do not wane
    double delay = 0.015;         ///< s from mechanical trigger to first movement
    double rise = 0.045;          ///< s, half cosine
    double decay = 0.06;          ///< s, time constant
    double peak_kPa = 40.0;       ///< active stress in the band of a twitch of strength 1
    double grasp = 3.0;           ///< friction on the shaft at full activation, times
};
Result<TwitchParameters> read_twitch_parameters();

/// What a pass gave, in the tick in which it was decided.
struct Pass {
    int point = 0;         ///< index of the trigger point
    double closest = 0.0;  ///< anisotropic
    double tip_speed_mm_s = 0.0;
    /// By distance, speed and kind alone, without waning: what the trainee brought about. Scores
    /// go by this one, since waning depends on earlier draws.
    double opportunity = 0.0;
    double probability = 0.0;  ///< with waning: what was drawn against
    bool has_twitched = false;
    int twitch_number = 0;  ///< 1 for the first at this point; 0 for none
    double strength = 0.0;  ///< of that twitch, 1 for the first
};

/// The needle's tip in this tick.
struct TipMotion {
    Vec3 at;                  ///< in resting tissue: entry + direction · tip path, bend included
    double speed_mm_s = 0.0;  ///< relative to the tissue
    bool is_in_muscle = false;
};

struct PointPasses {
    bool is_armed = true;  ///< the tip has been two widths away since the last draw
    bool is_near = false;
    double closest = 0.0;
    double speed_at_closest_mm_s = 0.0;
    int twitches = 0;
};
struct TwitchState {
    std::vector<PointPasses> points;
    std::int64_t passes = 0;  ///< drawn so far; the counter of the next draw
    int twitching = -1;       ///< index of the point, −1 for none yet
    std::int64_t started = 0;
    double strength = 0.0;
    void hash(StateHasher& hasher) const;
};

/// Follows the tip for one tick. Draws at most one pass a point; of two twitches in one tick the
/// last one runs.
std::vector<Pass> follow_passes(std::span<const TriggerPoint> points,
                                const TwitchParameters& parameters,
                                const std::optional<TipMotion>& tip, std::int64_t tick,
                                std::uint64_t seed, TwitchState& state);

/// 0 to 1 over the course of a twitch, without its strength.
double twitch_activation(const TwitchParameters& parameters, const TwitchState& state,
                         std::int64_t tick);
/// Active stress in the band of the twitching point now, kPa.
double twitch_stress_kPa(const TwitchParameters& parameters, const TwitchState& state,
                         std::int64_t tick);
/// Factor on the shaft's friction now, 1 at rest.
double twitch_grasp(const TwitchParameters& parameters, const TwitchState& state,
                    std::int64_t tick);

/// P without waning, and the factor of waning: for tests, plans and studies.
double twitch_opportunity(const TwitchParameters& parameters, PointKind kind, double distance,
                          double tip_speed_mm_s);
double twitch_waning(const TwitchParameters& parameters, int twitches_before);

}  // namespace dryrun::physiology
