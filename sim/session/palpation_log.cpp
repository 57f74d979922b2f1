// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "session/palpation_log.h"

#include <algorithm>

#include "events/input_sample.h"

namespace dryrun::session {
namespace {

constexpr double kPressBegins_N = 0.5;
constexpr double kPressEnds_N = 0.3;
constexpr double kSwab_N = 1.0;
// A swab of 25 mm covers an exit that it is centred within this of.
constexpr double kSwabReach = 12.0;

double seconds(std::int64_t ticks) {
    return static_cast<double>(ticks) / events::kTicksPerSecond;
}

}  // namespace

HandContact contact_of(const palpation::FingerState& fingers) {
    HandContact contact;
    if (fingers.pads.empty()) return contact;
    Vec3 normal;
    for (const palpation::PadContact& pad : fingers.pads) {
        contact.centre += pad.centre;
        normal += pad.normal;
        contact.force_N += pad.force_N;
        contact.indentation += pad.indentation;
        contact.stiffness_N_per_mm += pad.stiffness_N_per_mm;
    }
    const double pads = static_cast<double>(fingers.pads.size());
    contact.is_touching = contact.force_N != 0.0;
    contact.centre = contact.centre / pads;
    contact.normal = normalised(normal);
    contact.indentation /= pads;
    contact.stiffness_N_per_mm /= pads;
    return contact;
}

std::optional<events::PalpationPressed> PressLog::step(const HandContact& contact,
                                                       std::int64_t tick) {
    if (!is_pressing_ && contact.force_N > kPressBegins_N) {
        *this = {};
        is_pressing_ = true;
        began_ = tick;
    }
    if (!is_pressing_) return std::nullopt;
    if (contact.force_N > peak_N_) {
        peak_N_ = contact.force_N;
        at_ = contact.centre;
    }
    peak_indentation_ = std::max(peak_indentation_, contact.indentation);
    if (contact.force_N >= kPressEnds_N) return std::nullopt;
    is_pressing_ = false;
    return events::PalpationPressed{at_, peak_N_, peak_indentation_, seconds(tick - began_)};
}

void PressLog::hash(StateHasher& hasher) const {
    hasher.add(is_pressing_);
    hasher.add(began_);
    hasher.add(at_);
    hasher.add(peak_N_);
    hasher.add(peak_indentation_);
}

void ExitPressLog::needle_left(std::int64_t tick, const Vec3& exit) {
    *this = {};
    has_exit_ = true;
    exit_ = exit;
    left_tick_ = tick;
}

std::optional<events::ExitPressed> ExitPressLog::step(std::int64_t tick, const Vec3& at,
                                                      double force_N) {
    const bool presses = has_exit_ && force_N >= kSwab_N && distance(at, exit_) <= kSwabReach;
    if (presses) {
        if (!is_pressed_) {
            is_pressed_ = true;
            began_ = tick;
            force_sum_ = 0.0;
        }
        force_sum_ += force_N;
        return std::nullopt;
    }
    if (!is_pressed_) return std::nullopt;
    is_pressed_ = false;
    const std::int64_t ticks = tick - began_;
    return events::ExitPressed{seconds(began_ - left_tick_), seconds(ticks),
                               force_sum_ / static_cast<double>(ticks)};
}

void ExitPressLog::hash(StateHasher& hasher) const {
    hasher.add(has_exit_);
    hasher.add(exit_);
    hasher.add(left_tick_);
    hasher.add(is_pressed_);
    hasher.add(began_);
    hasher.add(force_sum_);
}

}  // namespace dryrun::session
