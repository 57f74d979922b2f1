// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "session/safety.h"

#include <algorithm>
#include <string>

#include "approach/line.h"
#include "core/deterministic_math.h"

namespace dryrun::session {
namespace {

constexpr int kLinesAround = 4;
// A needle on its way out: its speed, averaged over about 50 ms, is outward by more than this.
constexpr double kWithdrawal_mm_s = -1.0;
constexpr double kSpeedShare = 0.02;
constexpr double kLeastAdvance = 1.0;
constexpr std::int64_t kReaction_ticks = 2000;
constexpr double kTapDepth = 5.0;
// A stroke at 1 Hz comes back to its depth within this.
constexpr std::int64_t kWorking_ticks = 1500;

// The line ahead through tissue as the hands hold it, brought to rest: straight in space, from the
// tip in a direction near the needle's.
approach::BentLine bent_line(const TipView& view, const Vec3& direction) {
    constexpr double kChord = 10.0;  // bent by a lift of 15 mm it strays by 1 mm in between
    const tissue::TrackCourse& course = view.bent->course;
    const Vec3 here = tissue::displacement_of(course, view.path);
    approach::BentLine line;
    line.direction = direction;
    const double end = course.path.back() - view.path;
    for (double travel = 0.0;; travel += kChord) {
        const double at = std::min(travel, std::max(end, 0.0));
        const Vec3 displaced = tissue::displacement_of(course, view.path + at);
        line.travel.push_back(at);
        line.at_rest.push_back(view.tip + direction * at - (displaced - here));
        if (travel >= end) return line;
    }
}

approach::Ahead look_on(const anatomy::Atlas& atlas, const TipView& view, const Vec3& direction,
                        double reach) {
    if (view.bent == nullptr)
        return approach::look_ahead(atlas, view.tip, direction, view.path, reach);
    return approach::look_ahead(atlas, bent_line(view, direction), reach);
}

}  // namespace

LineLook look_along_cone(const anatomy::Atlas& atlas, const TipView& view) {
    const double reach = std::max(approach::kReachAhead, view.shaft_left + kWarningBand);
    const approach::Ahead centre = look_on(atlas, view, view.direction, reach);
    LineLook look{centre.pleura, centre.hazard};
    const Frame frame = frame_along(view.tip, view.direction, {0.0, 0.0, 1.0});
    const double lean = det::sin(det::radians(kLineTolerance_deg));
    const double ahead = det::cos(det::radians(kLineTolerance_deg));
    const double shaft = view.shaft_left + kWarningBand;
    for (int line = 0; line < kLinesAround; ++line) {
        const double angle = 2.0 * det::kPi * line / kLinesAround;
        const Vec3 direction =
            frame.direction_to_parent({lean * det::cos(angle), lean * det::sin(angle), ahead});
        const auto pleura = look_on(atlas, view, direction, shaft).pleura;
        if (pleura && (!look.pleura || *pleura < *look.pleura)) look.pleura = pleura;
    }
    return look;
}

LineWatch::Facts LineWatch::step(const TipView& view, const LineLook& look) {
    Facts facts;
    if (!view.is_in_tissue) {
        *this = {};
        return facts;
    }
    smooth_speed_ += kSpeedShare * (view.speed_mm_s - smooth_speed_);
    const bool is_watched = view.depth >= kLeastWatchedDepth && look.pleura.has_value();
    if (!is_watched || *look.pleura > view.shaft_left + kWarningBand) {
        unprotected_ = 0;
        if (++protected_ > kUnprotected_ticks) is_warned_ = is_told_ = false;
        return facts;
    }
    protected_ = 0;
    if (!is_warned_) {
        is_warned_ = true;
        facts.warning = events::PleuraWarning{*look.pleura};
    }
    if (*look.pleura > view.shaft_left || smooth_speed_ < kWithdrawal_mm_s) return facts;
    if (++unprotected_ > kUnprotected_ticks && !is_told_) {
        is_told_ = true;
        facts.unprotected = events::UnprotectedLine{*look.pleura, view.shaft_left};
    }
    return facts;
}

void LineWatch::hash(StateHasher& hasher) const {
    hasher.add(smooth_speed_);
    hasher.add(unprotected_);
    hasher.add(protected_);
    hasher.add(is_warned_);
    hasher.add(is_told_);
}

std::vector<events::HazardEntered> HazardWatch::step(const anatomy::Atlas& atlas,
                                                     std::span<const anatomy::StructureId> passed,
                                                     std::optional<anatomy::StructureId> inside,
                                                     double path) {
    std::vector<events::HazardEntered> entered;
    const auto visit = [&](anatomy::StructureId id) {
        const bool is_old = std::find(visited_.begin(), visited_.end(), id) != visited_.end();
        if (is_old || !approach::must_never_be_entered(atlas.structure(id))) return;
        visited_.push_back(id);
        entered.push_back({atlas.structure(id).name, path});
    };
    for (const anatomy::StructureId id : passed) visit(id);
    if (inside) visit(*inside);
    return entered;
}

void HazardWatch::hash(StateHasher& hasher) const {
    for (const anatomy::StructureId id : visited_) hasher.add(static_cast<std::int64_t>(id));
}

void StopWatch::begin_stop(const TipView& view) {
    stopped_at_ = view.tick;
    reference_path_ = std::max(view.path, working_path_);
    shallowest_ = view.path;
    shallowest_tick_ = view.tick;
    is_advance_told_ = is_stroke_told_ = is_insertion_told_ = false;
}

std::optional<events::ContinuedAfterStop> StopWatch::step(const TipView& view, bool is_stopped,
                                                          bool has_punctured_skin) {
    const double path = view.is_in_tissue ? view.path : 0.0;
    if (path >= working_path_ || view.tick - working_tick_ > kWorking_ticks) {
        working_path_ = path;
        working_tick_ = view.tick;
    }
    if (!is_stopped) {
        stopped_at_ = -1;
        return std::nullopt;
    }
    if (stopped_at_ < 0) begin_stop(view);
    const bool is_late = view.tick - stopped_at_ > kReaction_ticks;
    if (has_punctured_skin && is_late && !is_insertion_told_) {
        is_insertion_told_ = is_advance_told_ = is_stroke_told_ = true;
        return events::ContinuedAfterStop{"new_insertion", path};
    }
    if (has_punctured_skin) reference_path_ = kTapDepth;  // a tap that was under way
    if (!view.is_in_tissue) {
        shallowest_ = reference_path_ = 0.0;
        shallowest_tick_ = view.tick;
        return std::nullopt;
    }
    if (path > reference_path_ + kLeastAdvance && !is_advance_told_) {
        is_advance_told_ = is_stroke_told_ = true;
        return events::ContinuedAfterStop{"advanced", path - reference_path_};
    }
    // Resting at the shallowest place moves the beginning of what follows.
    if (path <= shallowest_ + 0.1) {
        shallowest_ = std::min(shallowest_, path);
        shallowest_tick_ = view.tick;
    }
    const bool begins_late = shallowest_tick_ - stopped_at_ > kReaction_ticks;
    if (path > shallowest_ + kLeastAdvance && begins_late && !is_stroke_told_) {
        is_stroke_told_ = true;
        return events::ContinuedAfterStop{"new_stroke", path - shallowest_};
    }
    return std::nullopt;
}

void StopWatch::hash(StateHasher& hasher) const {
    for (const std::int64_t value : {stopped_at_, working_tick_, shallowest_tick_}) {
        hasher.add(value);
    }
    for (const double value : {working_path_, reference_path_, shallowest_}) hasher.add(value);
    hasher.add(is_advance_told_);
    hasher.add(is_stroke_told_);
    hasher.add(is_insertion_told_);
}

}  // namespace dryrun::session
