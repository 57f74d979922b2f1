// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Presses of the palpating hand and swab as events: when one began, how hard it was, where.
#pragma once

#include <cstdint>
#include <optional>

#include "core/hash.h"
#include "core/vec3.h"
#include "events/event.h"
#include "palpation/finger.h"

namespace dryrun::session {

/// Sums over the pads of a hand.
struct HandContact {
    bool is_touching = false;
    Vec3 centre;
    Vec3 normal{0.0, 1.0, 0.0};
    double force_N = 0.0;      ///< below zero: a fold is lifted
    double indentation = 0.0;  ///< mean over the pads
    double stiffness_N_per_mm = 0.0;
};
HandContact contact_of(const palpation::FingerState& fingers);

class PressLog {
  public:
    /// A press begins above 0.5 N and ends below 0.3 N; told when it ends.
    std::optional<events::PalpationPressed> step(const HandContact& contact, std::int64_t tick);
    bool is_pressing() const { return is_pressing_; }
    void hash(StateHasher& hasher) const;

  private:
    bool is_pressing_ = false;
    std::int64_t began_ = 0;
    Vec3 at_;
    double peak_N_ = 0.0;
    double peak_indentation_ = 0.0;
};

/// The swab on an exit: told when it is lifted.
class ExitPressLog {
  public:
    void needle_left(std::int64_t tick, const Vec3& exit);
    /// `force_N` of the swab at `at`; zero while no swab is on the skin.
    std::optional<events::ExitPressed> step(std::int64_t tick, const Vec3& at, double force_N);
    /// Pressed with 1 N or more, now.
    bool is_pressed() const { return is_pressed_; }
    void hash(StateHasher& hasher) const;

  private:
    bool has_exit_ = false;
    Vec3 exit_;
    std::int64_t left_tick_ = 0;
    bool is_pressed_ = false;
    std::int64_t began_ = 0;
    double force_sum_ = 0.0;
};

}  // namespace dryrun::session
