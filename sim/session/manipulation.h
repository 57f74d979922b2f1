// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What a needling hand does, read off the tip's path along the needle and the handle's direction:
// strokes, turns of the handle, distance travelled, the clearance kept. Each is a small state
// machine fed once a tick with numbers, so that it can be tested with numbers.
//
// Definitions. A stroke is a retreat of at least 2 mm followed by an advance of at least 2 mm, in
// muscle; beyond 15 mm the needle was drawn back and put in again. A turn is a change of the
// handle's direction by 5° or more, ended by 200 ms of rest. The clearance of an insertion is the
// travel left to a hazard that is undercut during the worst 1 % of the time in tissue.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "core/hash.h"
#include "core/vec3.h"
#include "events/event.h"

namespace dryrun::session {

inline constexpr double kLeastStroke = 2.0;
inline constexpr double kMostStroke = 15.0;  ///< strokes of 5 to 10 mm are taught; ASSUMED
inline constexpr double kLeastTurn_deg = 5.0;

/// Where the tip turns round, with a dead band that a trembling hand stays within.
class TurningPoints {
  public:
    void start(double path);
    /// True in the tick in which a new direction of travel is certain.
    bool step(double path);
    bool is_advancing() const { return is_advancing_; }
    /// The farthest point of the present run: deepest if advancing, shallowest if not.
    double extreme() const { return extreme_; }
    /// Where the present run began.
    double begin() const { return begin_; }
    void hash(StateHasher& hasher) const;

  private:
    bool is_advancing_ = true;
    double extreme_ = 0.0;
    double begin_ = 0.0;
};

class StrokeCounter {
  public:
    void start(double path);
    /// A stroke in the tick in which its end is certain: the tip turned back or rested.
    std::optional<events::StrokeMade> step(double path, double speed_mm_s, bool is_in_muscle);
    /// The stroke under way when the needle leaves.
    std::optional<events::StrokeMade> finish();
    void hash(StateHasher& hasher) const;

  private:
    bool is_stroke(double advance) const;
    std::optional<events::StrokeMade> close();

    TurningPoints turns_;
    double retreat_ = 0.0;     ///< of the run before this advance
    double peak_speed_ = 0.0;  ///< of this advance and the retreat before it
    double retreat_speed_ = 0.0;
    double smooth_speed_ = 0.0;
    std::int64_t resting_ = 0;  ///< ticks since the advance last went deeper
    bool is_counted_ = false;   ///< this advance has made its stroke
    bool was_in_muscle_ = false;
};

/// Turns of the handle while the tip is under the skin.
class TurnWatch {
  public:
    void start(const Vec3& direction);
    /// `is_deep`: the tip is more than 5 mm under fascia.
    std::optional<events::NeedleRedirected> step(const Vec3& direction, bool is_deep);
    void hash(StateHasher& hasher) const;

  private:
    Vec3 settled_;  ///< direction after the last turn
    Vec3 watched_;  ///< direction when the handle last moved
    std::int64_t resting_ = 0;
    bool is_deep_ = false;
};

/// Time spent at each clearance, in bins of 0.1 mm.
class ClearanceRecord {
  public:
    static constexpr double kBin = 0.1;
    static constexpr int kBins = 600;
    /// `travel` to an unshielded hazard; none if shielded or beyond reach.
    void add(std::optional<double> travel);
    /// Largest clearance of the worst hundredth of the samples; none if that is shielded.
    std::optional<double> worst_percent() const;
    void hash(StateHasher& hasher) const;

  private:
    std::array<std::int32_t, kBins> counts_{};
    std::int64_t samples_ = 0;
};

/// One insertion, from the puncture of the skin until the tip is out again.
struct Insertion {
    std::int64_t tick = 0;
    Vec3 entry;
    Vec3 entry_normal{0.0, 1.0, 0.0};  ///< of resting skin, outward
    double skin_force_N = 0.0;
    double path = 0.0;       ///< of the tip, now
    double travelled = 0.0;  ///< by the tip, to and fro
    double deepest_path = 0.0;
    Vec3 deepest;                       ///< where that was, in resting tissue
    double broken_path = 0.0;           ///< of the deepest face broken through
    std::optional<double> fascia_path;  ///< where fascia was gone through
    std::int64_t ticks_in_tissue = 0;
    std::int64_t strokes = 0;
    double summed_opportunity = 0.0;
    std::int64_t strokes_to_full_dose = -1;
    bool has_reached_target = false;
    StrokeCounter stroke_counter;
    TurnWatch turns;
    ClearanceRecord clearance;
    void hash(StateHasher& hasher) const;
};

/// Chance of a twitch, summed over passes, that counts as a full dose.
inline constexpr double kFullDose = 0.7;
void add_pass(double opportunity, Insertion& insertion);
void add_travel(double path, Insertion& insertion);

}  // namespace dryrun::session
