// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A needle on a track through made-up tissue: an elastic medium without end (Kelvin's solution,
// stations' own displacement by a rod of half a millimetre) with skin, fat, fascia and muscle of
// the shipped materials.
#pragma once

#include <vector>

#include "needle/needle.h"
#include "needle/on_track.h"

namespace dryrun::needle {

/// Stations `spacing` apart along −y from the origin in a medium of that shear modulus; a stiff
/// medium hardly yields.
inline tissue::Track synthetic_track(double length, double spacing, double shear_kPa) {
    tissue::Track track;
    track.entry = {0.0, 0.0, 0.0};
    track.direction = {0.0, -1.0, 0.0};
    track.spacing = spacing;
    for (double path = 0.5 * spacing; path < length; path += spacing) {
        track.stations.push_back(track.direction * path);
        track.structure.push_back({});
    }
    const std::size_t n = track.stations.size();
    const double poisson = 0.45;
    const double factor = 1000.0 / (16.0 * 3.14159265358979 * shear_kPa * (1.0 - poisson));
    track.compliance.assign(9 * n * n, 0.0);
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j) {
            const double apart = distance(track.stations[i], track.stations[j]);
            const double r = i == j ? 0.4 * spacing : apart;
            for (std::size_t k = 0; k < 3; ++k) {
                const double along = k == 1 ? 1.0 : 0.0;
                track.compliance[(3 * i + k) * 3 * n + 3 * j + k] =
                    factor / r * (3.0 - 4.0 * poisson + along);
            }
        }
    }
    return track;
}

inline TrackLayer layer(double enter, double exit, double puncture, double face, double cutting,
                        double friction, double ratio) {
    TrackLayer made;
    made.enter = enter;
    made.exit = exit;
    made.puncture_N = puncture;
    made.face_N_per_mm = face;
    made.cutting_N = cutting;
    made.friction_N_per_mm = friction;
    made.static_ratio = ratio;
    return made;
}

/// Skin 2, fat 6, fascia 0.5 and muscle 30 mm; the reference values for 0.25 mm.
inline std::vector<TrackLayer> back_layers() {
    std::vector<TrackLayer> layers = {
        layer(0.0, 2.0, 0.25, 0.10, 0.040, 0.015, 1.25),
        layer(2.0, 8.0, 0.0, 0.2, 0.003, 0.002, 1.15),
        layer(8.0, 8.5, 0.15, 0.50, 0.010, 0.010, 1.25),
        layer(8.5, 38.5, 0.02, 0.20, 0.020, 0.005, 1.20),
    };
    layers[0].can_wind = layers[1].can_wind = layers[2].can_wind = true;
    layers[3].is_muscle = true;
    return layers;
}

/// A needle driven along its track at a steady speed, tick by tick.
struct Insertion {
    NeedleSpec spec{"0.25x40", 40.0, 0.25, 193.0};
    NeedleState state;
    TrackStep step;
    StepFacts facts;  ///< all so far
    double peak_N = 0.0;
    double work_mJ = 0.0;  ///< put in by the hand, N mm

    explicit Insertion(double shear_kPa = 4.0, std::vector<TrackLayer> layers = back_layers()) {
        begin_track(synthetic_track(38.0, 1.3, shear_kPa), 0.0, state);
        state.layers = std::move(layers);
    }
    void tick() {
        const double before = state.travel;
        StepFacts now;
        const double ahead = step_on_track(step, spec, state, now);
        step.hand_at -= ahead;
        work_mJ += state.axial_force_N * (state.travel - before);
        if (state.axial_force_N > peak_N) peak_N = state.axial_force_N;
        facts.punctures.insert(facts.punctures.end(), now.punctures.begin(), now.punctures.end());
        facts.has_touched_bone |= now.has_touched_bone;
        if (now.has_buckled) {
            facts.has_buckled = true;
            facts.buckling_N = now.buckling_N;
            facts.free_length = now.free_length;
        }
        facts.has_left_tissue |= now.has_left_tissue;
    }
    /// Moves the hand to `target` at `speed_mm_s`.
    void move_to(double target, double speed_mm_s) {
        const double stride = speed_mm_s * 1e-3;
        for (int i = 0; i < 200000; ++i) {
            const double way = target - step.hand_at;
            const double before = step.hand_at;
            if (way > stride) {
                step.hand_at += stride;
            } else if (way < -stride) {
                step.hand_at -= stride;
            } else {
                step.hand_at = target;
                tick();
                return;
            }
            tick();
            if (way > 0.0 && step.hand_at <= before + 1e-9) return;  // stalled
        }
    }
    void wait(int ticks) {
        for (int i = 0; i < ticks; ++i) tick();
    }
};

}  // namespace dryrun::needle
