// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Measures of the hand that feels.
//
// Searching takes 3 to 10 N. Provoking pain is a ramp up to the patient's answer, no farther than
// 90 % of the patient's healthy threshold, which a press on a control spot measures; a tender spot
// means something only beside a control spot and a neighbour pressed as hard.
#include <algorithm>
#include <cmath>

#include "core/json.h"
#include "scoring/measures.h"

namespace dryrun::scoring::measures {
namespace {

using namespace events;

struct PressSpan {
    Entry<PalpationPressed> press;
    std::int64_t begin = 0;  ///< tick; presses are logged when they end
};

std::vector<PressSpan> presses_before_puncture(const Log& log) {
    std::vector<PressSpan> spans;
    for (const auto& press : log.before_puncture<PalpationPressed>())
        spans.push_back({press, press.tick - ticks_of(press->duration)});
    return spans;
}

template <class Body>
bool has_within(const std::vector<Entry<Body>>& entries, const PressSpan& span) {
    return std::any_of(entries.begin(), entries.end(), [&](const Entry<Body>& entry) {
        return entry.tick >= span.begin && entry.tick <= span.press.tick;
    });
}

// The first press begun after the step "control_spot" announced it; null where there was none.
const PressSpan* control_press(const Log& log, const std::vector<PressSpan>& spans) {
    for (const auto& step : log.before_puncture<StepDone>()) {
        if (step->step != "control_spot") continue;
        for (const PressSpan& span : spans)
            if (span.begin >= step.tick) return &span;
    }
    return nullptr;
}

// The last mark before the needle: the one that was needled.
Entry<SiteMarked> needled_mark(const Log& log) {
    const auto marks = log.before_puncture<SiteMarked>();
    return marks.empty() ? Entry<SiteMarked>{} : marks.back();
}

std::string mm(double value) {
    return fixed_text(value, 1) + " mm";
}

}  // namespace

Measured landmark_error(const Log& log, const MeasureRule& rule) {
    std::vector<std::int64_t> ids;
    double sum = 0.0;
    for (const auto& landmark : log.before_puncture<LandmarkMarked>()) {
        if (!std::isfinite(landmark->error)) continue;
        sum += std::min(landmark->error, std::max(rule.zero, rule.full));
        ids.push_back(landmark.id);
    }
    if (ids.empty()) return missing("no landmark was marked");
    const double wanted = rule.limits.at("least_landmarks");
    const double marked = static_cast<double>(ids.size());
    const double lacking = std::max(0.0, wanted - marked);
    // A landmark that was to be marked and was not counts as one that was missed altogether.
    const double mean = (sum + lacking * rule.zero) / std::max(wanted, marked);
    std::string reason = std::to_string(ids.size()) +
                         (ids.size() == 1 ? " landmark, " : " landmarks, ") + mm(sum / marked) +
                         " off on average";
    if (lacking > 0.0) reason += "; " + fixed_text(wanted, 0) + " were to be marked";
    return found(mean, ids, reason);
}

Measured palpation_force(const Log& log, const MeasureRule& rule) {
    const std::vector<PressSpan> spans = presses_before_puncture(log);
    const auto answers = log.before_puncture<TendernessReported>();
    const auto brackets = log.before_puncture<BracketHeld>();
    const PressSpan* control = control_press(log, spans);
    // The ceiling is this patient's where a control spot was pressed up to the patient's answer.
    const double ceiling = control != nullptr && has_within(answers, *control)
                               ? rule.limits.at("provoke_share") * control->press->peak_force_N
                               : rule.limits.at("provoke_high_N");
    std::vector<std::int64_t> ids;
    int within = 0;
    for (const PressSpan& span : spans) {
        if (&span == control || has_within(brackets, span)) continue;
        const double force = span.press->peak_force_N;
        const double high = has_within(answers, span)
                                ? std::max(ceiling, rule.limits.at("search_high_N"))
                                : rule.limits.at("search_high_N");
        ids.push_back(span.press.id);
        if (force >= rule.limits.at("search_low_N") && force <= high) ++within;
    }
    if (ids.empty()) return missing("the back was not palpated");
    return found(100.0 * within / static_cast<double>(ids.size()), ids,
                 std::to_string(within) + " of " + std::to_string(ids.size()) +
                     " presses within the range for searching or provoking");
}

Measured comparison_presses(const Log& log, const MeasureRule& rule) {
    const Entry<SiteMarked> mark = needled_mark(log);
    if (mark.body == nullptr) return missing("no site was marked to compare with");
    const std::vector<PressSpan> spans = presses_before_puncture(log);
    const double site_reach = rule.limits.at("site_reach_mm");
    const double neighbour_reach = rule.limits.at("neighbour_reach_mm");
    const auto distance_of = [&](const PressSpan& span) {
        return distance(span.press->at, mark->at);
    };
    double site_force = 0.0;
    for (const PressSpan& span : spans)
        if (distance_of(span) <= site_reach)
            site_force = std::max(site_force, span.press->peak_force_N);
    if (site_force <= 0.0) return missing("the marked site was not pressed");
    const PressSpan* announced = control_press(log, spans);
    const PressSpan* neighbour = nullptr;
    const PressSpan* control = announced;
    for (const PressSpan& span : spans) {
        if (&span == announced) continue;
        if (span.press->peak_force_N < rule.limits.at("least_force_share") * site_force) continue;
        const double away = distance_of(span);
        if (away > neighbour_reach && control == nullptr) control = &span;
        if (away > site_reach && away <= neighbour_reach && neighbour == nullptr) neighbour = &span;
    }
    std::vector<std::int64_t> ids;
    if (control != nullptr) ids.push_back(control->press.id);
    if (neighbour != nullptr) ids.push_back(neighbour->press.id);
    std::sort(ids.begin(), ids.end());
    const std::string reason = control == nullptr && neighbour == nullptr
                                   ? "neither a control spot nor a neighbour was pressed as hard"
                               : control == nullptr   ? "a neighbour, but no control spot"
                               : neighbour == nullptr ? "a control spot, but no neighbour"
                                                      : "a control spot and a neighbour";
    return found(static_cast<double>(ids.size()), ids, reason);
}

Measured site_error(const Log& log, const MeasureRule&) {
    const Entry<SiteMarked> mark = needled_mark(log);
    if (mark.body == nullptr) return missing("no site was marked before the needle");
    if (!std::isfinite(mark->site_error))
        return not_applicable("there is no active trigger point to find");
    return found(mark->site_error, {mark.id},
                 "marked " + mm(mark->site_error) +
                     " from the nearest active trigger point (along the fibres ÷ 3)");
}

Measured bracket_held(const Log& log, const MeasureRule& rule) {
    const std::vector<Insertion> insertions = insertions_of(log);
    if (insertions.empty()) return missing("no needle was inserted");
    const auto held = log.all<BracketHeld>();
    const auto lost = log.all<BracketLost>();
    double sum = 0.0;
    std::vector<std::int64_t> ids;
    bool is_any_lost = false;
    for (const Insertion& insertion : insertions) {
        const Entry<BracketHeld>* last = nullptr;
        for (const auto& one : held)
            if (one.index < insertion.puncture.index) last = &one;
        if (last == nullptr) continue;
        const std::size_t begin = last->index;
        const auto lost_before = [&](std::size_t place) {
            return std::any_of(lost.begin(), lost.end(), [&](const auto& one) {
                return one.index > begin && one.index < place;
            });
        };
        if (lost_before(insertion.puncture.index)) continue;
        ids.push_back(last->id);
        const bool is_over_rib =
            !(*last)->rib.empty() && (*last)->rib_offset <= rule.limits.at("rib_offset_mm");
        if (!is_over_rib) continue;
        const bool is_lost = lost_before(insertion.end);
        is_any_lost = is_any_lost || is_lost;
        sum += is_lost ? 0.5 : 1.0;
    }
    const double percent = 100.0 * sum / static_cast<double>(insertions.size());
    std::string reason = percent >= 100.0 ? "a rib was held between two pads while needling"
                         : is_any_lost    ? "the hold on the rib was lost while the needle was in"
                         : ids.empty()    ? "no rib was held while needling"
                                          : "the pads were not over the middle of a rib";
    return found(percent, ids, std::move(reason));
}

}  // namespace dryrun::scoring::measures
