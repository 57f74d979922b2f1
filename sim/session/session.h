// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// One attempt as it runs: hands in, events, percepts and snapshots out, one millisecond at a time.
//
//     auto session = Session::start(scenario, seed);
//     while (!session->is_finished()) session->step(hands(session->percepts()));
//
// The step is deterministic: the same scenario, seed and samples give the same events and hashes on
// every machine. A session knows no window, clock or file.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "anatomy/atlas.h"
#include "core/result.h"
#include "events/event.h"
#include "events/input_sample.h"
#include "scenario/scenario.h"
#include "session/percepts.h"
#include "session/site_builder.h"
#include "session/snapshot.h"
#include "softbody/scale.h"

namespace dryrun::session {

/// Changes whenever the same inputs may give other events or hashes.
inline constexpr int kModelVersion = 17;
inline constexpr int kTicksPerHash = 100;
/// An attempt ends by itself after this many ticks (30 minutes).
inline constexpr std::int64_t kLongestAttempt = std::int64_t{30} * 60 * events::kTicksPerSecond;

/// How the cost of a tick is counted by `play --timing`.
enum class Phase : std::uint8_t { Idle, Pressing, Needling };

/// What stands behind the skin: the block of finite elements, or a stand-in that does not move
/// (rigid_corridor.h), for cohorts of thousands of treatments.
enum class TissueModel : std::uint8_t { Elements, RigidCorridor };

/// Doors for tests and cohorts: an attempt that is recorded always runs with the defaults.
struct SessionOptions {
    TissueModel tissue = TissueModel::Elements;
    /// The scenario's body, and the same without its own variation (as a textbook has it), where
    /// they were made before for other sessions. None: made.
    std::shared_ptr<const anatomy::Atlas> atlas;
    std::shared_ptr<const anatomy::Atlas> textbook;
    /// Moves every hidden trigger point, with its band, before it is laid into its muscle (LPS).
    Vec3 trigger_point_shift;
    /// Nothing that tells of this patient's tissue reaches the percepts: no force, pressure,
    /// stiffness, word or movement. Poses, pen marks and landmarks stay.
    bool are_percepts_muted = false;
    /// On the tissue's elements, the needle as a beam and the friction of its shaft.
    softbody::Scale scale{};
    /// Told when a step waits for tissue that is being made; decides nothing.
    WaitWatch wait_watch{};
};

class Session {
  public:
    static Result<std::unique_ptr<Session>> start(const scenario::Scenario& scenario,
                                                  std::uint64_t seed,
                                                  const SessionOptions& options = {});
    ~Session();

    /// One millisecond. `sample` is put on the grid first (events::on_grid).
    void step(const events::InputSample& sample);

    std::int64_t tick() const;  ///< steps done
    bool is_finished() const;
    const Briefing& briefing() const;
    const Percepts& percepts() const;
    /// All events so far; those of the last step are the tail from `first_new_event()`.
    const std::vector<events::Event>& events() const;
    std::size_t first_new_event() const;
    std::uint64_t state_hash() const;
    Snapshot snapshot() const;
    Phase phase() const;
    int elements() const;
    int degrees_of_freedom() const;

  private:
    struct State;
    explicit Session(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace dryrun::session
