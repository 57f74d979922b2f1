// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// One press of the finger: down to a searching force, feel, and where wanted a slow ramp up to the
// patient's answer, no farther than a ceiling.
#pragma once

#include <cstdint>
#include <optional>

#include "core/vec3.h"
#include "events/input_sample.h"
#include "session/percepts.h"

namespace dryrun::trainee {

/// The skin under the finger, as a hand knows it.
struct Felt {
    Vec3 at;
    Vec3 normal{0.0, 1.0, 0.0};
    Vec3 medial{1.0, 0.0, 0.0};
    Vec3 caudal{0.0, 0.0, -1.0};
    double stiffness_N_per_mm = 0.0;  ///< force over indentation; 0 where nothing was felt
    bool is_answered = false;
    double nrs = 0.0;
    bool is_recognised = false;
    double force_at_answer_N = 0.0;  ///< when it began to hurt: before the words came
};
Felt felt_now(const session::Percepts& percepts);

/// The patient's answer to a finger.
struct TendernessHeard {
    std::int64_t tick = 0;
    double nrs = 0.0;
    bool is_recognised = false;
};

class PressRun {
  public:
    struct Order {
        double search_N = 8.0;
        double hold = 0.25;
        double provoke_N = 0.0;  ///< 0: searches only
        double ramp_N_s = 16.0;
    };
    explicit PressRun(const Order& order) : order_(order) {}

    /// True when the finger has let go. `heard`: the last answer of the patient, if any.
    bool step(const session::Percepts& percepts, const std::optional<TendernessHeard>& heard,
              events::PalpatingHand& hand);
    const Felt& felt() const { return felt_; }

  private:
    enum class Phase { Start, Down, Feel, Ramp, Wait, Up };
    void enter(Phase phase, std::int64_t tick);
    bool has_answer(const session::Percepts& percepts, const std::optional<TendernessHeard>& heard);

    Order order_;
    Phase phase_ = Phase::Start;
    std::int64_t began_ = 0;
    std::int64_t phase_began_ = 0;
    std::int64_t ramp_began_ = 0;
    double force_sum_N_ = 0.0;
    double indentation_sum_ = 0.0;
    Felt felt_;
};

}  // namespace dryrun::trainee
