// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "session/manipulation.h"

#include <algorithm>
#include <cmath>

#include "core/deterministic_math.h"

namespace dryrun::session {
namespace {

// Physiological tremor of a working hand stays below this at the tip (ASSUMED).
constexpr double kDeadBand = 0.5;
constexpr std::int64_t kStrokeRest_ticks = 300;
// Speed over about 20 ms: the spring of a membrane that gives way is not the stroke's.
constexpr double kSpeedShare = 0.05;
constexpr std::int64_t kTurnRest_ticks = 200;
constexpr double kTurnDeadBand_deg = 0.5;
// Travel finer than this is the tissue creeping past a resting needle.
constexpr double kTravelGrain = 0.05;

double angle_between_deg(const Vec3& a, const Vec3& b) {
    return det::degrees(det::acos(dot(normalised(a), normalised(b))));
}

}  // namespace

void TurningPoints::start(double path) {
    is_advancing_ = true;
    extreme_ = begin_ = path;
}

bool TurningPoints::step(double path) {
    const double forward = is_advancing_ ? path - extreme_ : extreme_ - path;
    if (forward >= 0.0) {
        extreme_ = path;
        return false;
    }
    if (forward > -kDeadBand) return false;
    is_advancing_ = !is_advancing_;
    begin_ = extreme_;
    extreme_ = path;
    return true;
}

void TurningPoints::hash(StateHasher& hasher) const {
    hasher.add(is_advancing_);
    hasher.add(extreme_);
    hasher.add(begin_);
}

void StrokeCounter::start(double path) {
    *this = {};
    turns_.start(path);
}

bool StrokeCounter::is_stroke(double advance) const {
    return !is_counted_ && was_in_muscle_ && retreat_ >= kLeastStroke && advance >= kLeastStroke &&
           advance <= kMostStroke;
}

std::optional<events::StrokeMade> StrokeCounter::close() {
    const double advance = turns_.extreme() - turns_.begin();
    if (!turns_.is_advancing() || !is_stroke(advance)) return std::nullopt;
    is_counted_ = true;
    return events::StrokeMade{advance, std::max(peak_speed_, retreat_speed_)};
}

std::optional<events::StrokeMade> StrokeCounter::step(double path, double speed_mm_s,
                                                      bool is_in_muscle) {
    std::optional<events::StrokeMade> made;
    const double deepest = turns_.extreme();
    const double begin = turns_.begin();
    const bool was_advancing = turns_.is_advancing();
    if (turns_.step(path)) {
        if (was_advancing) {
            const double advance = deepest - begin;
            if (is_stroke(advance)) {
                made = events::StrokeMade{advance, std::max(peak_speed_, retreat_speed_)};
            }
            retreat_speed_ = 0.0;
        } else {
            retreat_ = begin - deepest;
            peak_speed_ = 0.0;
            is_counted_ = false;
            was_in_muscle_ = false;
            resting_ = 0;
        }
    }
    smooth_speed_ += kSpeedShare * (speed_mm_s - smooth_speed_);
    const double speed = std::fabs(smooth_speed_);
    if (turns_.is_advancing()) {
        peak_speed_ = std::max(peak_speed_, speed);
        was_in_muscle_ = was_in_muscle_ || is_in_muscle;
        resting_ = turns_.extreme() > deepest ? 0 : resting_ + 1;
        if (resting_ == kStrokeRest_ticks) made = close();
    } else {
        retreat_speed_ = std::max(retreat_speed_, speed);
    }
    return made;
}

std::optional<events::StrokeMade> StrokeCounter::finish() {
    return close();
}

void StrokeCounter::hash(StateHasher& hasher) const {
    turns_.hash(hasher);
    hasher.add(retreat_);
    hasher.add(peak_speed_);
    hasher.add(retreat_speed_);
    hasher.add(smooth_speed_);
    hasher.add(resting_);
    hasher.add(is_counted_);
    hasher.add(was_in_muscle_);
}

void TurnWatch::start(const Vec3& direction) {
    settled_ = watched_ = direction;
    resting_ = 0;
    is_deep_ = false;
}

std::optional<events::NeedleRedirected> TurnWatch::step(const Vec3& direction, bool is_deep) {
    if (angle_between_deg(watched_, direction) > kTurnDeadBand_deg) {
        watched_ = direction;
        resting_ = 0;
        is_deep_ = is_deep_ || is_deep;
        return std::nullopt;
    }
    if (++resting_ != kTurnRest_ticks) return std::nullopt;
    const double change_deg = angle_between_deg(settled_, direction);
    if (change_deg < kLeastTurn_deg) return std::nullopt;
    const events::NeedleRedirected turned{change_deg, is_deep_};
    start(direction);
    return turned;
}

void TurnWatch::hash(StateHasher& hasher) const {
    hasher.add(settled_);
    hasher.add(watched_);
    hasher.add(resting_);
    hasher.add(is_deep_);
}

void ClearanceRecord::add(std::optional<double> travel) {
    ++samples_;
    if (!travel) return;
    const double bin = det::clamp(std::floor(*travel / kBin), 0.0, kBins - 1.0);
    ++counts_[static_cast<std::size_t>(bin)];
}

std::optional<double> ClearanceRecord::worst_percent() const {
    const std::int64_t worst = std::max<std::int64_t>(1, (samples_ + 99) / 100);
    std::int64_t counted = 0;
    for (std::size_t bin = 0; bin < counts_.size(); ++bin) {
        counted += counts_[bin];
        if (counted >= worst) return (static_cast<double>(bin) + 0.5) * kBin;
    }
    return std::nullopt;
}

void ClearanceRecord::hash(StateHasher& hasher) const {
    hasher.add(samples_);
    for (const std::int32_t count : counts_) hasher.add(static_cast<std::int64_t>(count));
}

void Insertion::hash(StateHasher& hasher) const {
    hasher.add(tick);
    hasher.add(entry);
    for (const double value : {skin_force_N, path, travelled, deepest_path, broken_path,
                               fascia_path.value_or(-1.0), summed_opportunity}) {
        hasher.add(value);
    }
    for (const std::int64_t value : {ticks_in_tissue, strokes, strokes_to_full_dose}) {
        hasher.add(value);
    }
    hasher.add(has_reached_target);
    stroke_counter.hash(hasher);
    turns.hash(hasher);
    clearance.hash(hasher);
}

void add_pass(double opportunity, Insertion& insertion) {
    insertion.summed_opportunity += opportunity;
    if (insertion.summed_opportunity >= kFullDose && insertion.strokes_to_full_dose < 0) {
        insertion.strokes_to_full_dose = insertion.strokes;
    }
}

void add_travel(double path, Insertion& insertion) {
    const double moved = std::fabs(path - insertion.path);
    if (moved < kTravelGrain) return;
    insertion.travelled += moved;
    insertion.path = path;
}

}  // namespace dryrun::session
