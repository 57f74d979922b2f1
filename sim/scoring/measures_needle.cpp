// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Measures of the needle. They read where it went and how it was moved, never what a draw made of
// it: twitches are scored by the opportunity given to them.
#include <algorithm>
#include <cmath>
#include <optional>

#include "core/json.h"
#include "scoring/measures.h"

namespace dryrun::scoring::measures {
namespace {

using namespace events;

constexpr const char* kNoNeedle = "no needle was inserted";

std::string mm(double value) {
    return fixed_text(value, 1) + " mm";
}

// Mean of one number of every puncture, those left out that are none.
struct Mean {
    double sum = 0.0;
    std::vector<std::int64_t> ids;
    double value() const { return sum / static_cast<double>(ids.size()); }
};
Mean mean_of(const std::vector<Entry<SkinPunctured>>& punctures, double SkinPunctured::*number) {
    Mean mean;
    for (const auto& puncture : punctures) {
        if (!std::isfinite(puncture.body->*number)) continue;
        mean.sum += puncture.body->*number;
        mean.ids.push_back(puncture.id);
    }
    return mean;
}

Entry<PlanStated> last_plan(const Log& log) {
    const auto plans = log.all<PlanStated>();
    return plans.empty() ? Entry<PlanStated>{} : plans.back();
}

bool is_plan_without_strokes(const Log& log) {
    const Entry<PlanStated> plan = last_plan(log);
    return plan.body != nullptr && (plan->stop_rule == "dwell" || plan->stop_rule == "rotation");
}

}  // namespace

Measured entry_error(const Log& log, const MeasureRule&) {
    const auto punctures = log.all<SkinPunctured>();
    if (punctures.empty()) return missing(kNoNeedle);
    const Mean mean = mean_of(punctures, &SkinPunctured::entry_error);
    if (mean.ids.empty()) return not_applicable("there is no target to enter for");
    return found(mean.value(), mean.ids,
                 "entered " + mm(mean.value()) + " from where the target can be reached safely");
}

Measured angle_error(const Log& log, const MeasureRule&) {
    const auto punctures = log.all<SkinPunctured>();
    if (punctures.empty()) return missing(kNoNeedle);
    const Mean mean = mean_of(punctures, &SkinPunctured::angle_error_deg);
    if (mean.ids.empty()) return missing("there was no plan to keep to");
    return found(mean.value(), mean.ids,
                 "entered " + fixed_text(mean.value(), 1) + "° off the plan");
}

Measured guide_tube_used(const Log& log, const MeasureRule& rule) {
    const auto punctures = log.all<SkinPunctured>();
    if (punctures.empty()) return missing(kNoNeedle);
    // A tube cannot stand on the skin at a flatter angle.
    std::vector<std::int64_t> ids;
    int in_tube = 0;
    for (const auto& puncture : punctures) {
        if (!puncture->is_in_guide_tube && puncture->tilt_deg > rule.limits.at("steepest_tilt_deg"))
            continue;
        ids.push_back(puncture.id);
        if (puncture->is_in_guide_tube) ++in_tube;
    }
    if (ids.empty()) return not_applicable("the needle lay too flat for a guide tube");
    return found(100.0 * in_tube / static_cast<double>(ids.size()), ids,
                 std::to_string(in_tube) + " of " + std::to_string(ids.size()) +
                     " insertions through a guide tube");
}

Measured path_ratio(const Log& log, const MeasureRule&) {
    if (!log.has_punctured()) return missing(kNoNeedle);
    double sum = 0.0;
    std::vector<std::int64_t> ids;
    for (const auto& reached : log.all<TargetReached>()) {
        if (!std::isfinite(reached->path_ratio)) continue;
        sum += reached->path_ratio;
        ids.push_back(reached.id);
    }
    // Not reaching it costs opportunity already.
    if (ids.empty()) return not_applicable("the target was not reached");
    const double mean = sum / static_cast<double>(ids.size());
    return found(mean, ids, "the tip went " + fixed_text(mean, 2) + " times the straight way");
}

Measured deep_redirects(const Log& log, const MeasureRule&) {
    if (!log.has_punctured()) return missing(kNoNeedle);
    std::vector<std::int64_t> ids;
    for (const auto& turned : log.all<NeedleRedirected>())
        if (turned->is_deep) ids.push_back(turned.id);
    return found(static_cast<double>(ids.size()), ids,
                 ids.empty() ? "never turned while deep"
                             : "turned while deep under fascia, not drawn back first");
}

Measured stop_depth_overrun(const Log& log, const MeasureRule&) {
    if (!log.has_punctured()) return missing(kNoNeedle);
    std::optional<double> worst;
    std::vector<std::int64_t> ids;
    for (const auto& out : log.all<NeedleWithdrawn>()) {
        if (!std::isfinite(out->stop_depth_overrun)) continue;
        ids.push_back(out.id);
        worst = std::max(worst.value_or(out->stop_depth_overrun), out->stop_depth_overrun);
    }
    if (!worst) return missing("no stop depth to keep to, or the needle never came out");
    const double over = std::max(0.0, *worst);
    return found(
        over, ids,
        over > 0.0 ? mm(over) + " past the planned stop depth" : "kept to the planned stop depth");
}

Measured twitch_opportunity(const Log& log, const MeasureRule& rule) {
    if (!log.has_punctured()) return missing(kNoNeedle);
    if (is_plan_without_strokes(log))
        return not_applicable("the plan says dwell or rotation: no stroke is right");
    // Told to stop, a trainee stops; what could not be given any more is not missed.
    const auto stopped = log.all<ConsentWithdrawn>();
    const std::size_t end = stopped.empty() ? log.size() : stopped.front().index;
    double strokes = 0.0;
    double sum = 0.0;
    std::vector<std::int64_t> ids;
    const auto made = log.all<StrokeMade>(0, end);
    auto stroke = made.begin();
    for (const auto& pass : log.all<NeedlePassed>(0, end)) {
        for (; stroke != made.end() && stroke->index < pass.index; ++stroke) strokes += 1.0;
        if (strokes >= rule.limits.at("strokes")) break;
        if (!(pass->probability > 0.0)) continue;
        sum += std::min(1.0, pass->probability);
        ids.push_back(pass.id);
    }
    const bool is_full = share_on_line(sum, rule.full, rule.zero) >= 1.0;
    if (!stopped.empty() && !is_full) return not_applicable("the patient ended the needling");
    if (has_emergency_ended_needling(log) && !is_full)
        return not_applicable("an emergency ended the needling");
    return found(sum, ids,
                 "passes gave a twitch a summed chance of " + fixed_text(sum, 2) + " within " +
                     fixed_text(rule.limits.at("strokes"), 0) + " strokes");
}

Measured dose_discipline(const Log& log, const MeasureRule& rule) {
    if (!log.has_punctured()) return missing(kNoNeedle);
    const auto strokes = log.all<StrokeMade>();
    if (strokes.empty() && !is_plan_without_strokes(log)) return missing("no stroke was made");
    const auto twitches = log.all<Twitch>();
    const auto stopped = log.all<ConsentWithdrawn>();
    const std::size_t stop = stopped.empty() ? SIZE_MAX : stopped.front().index;
    const double most =
        is_plan_without_strokes(log) ? 0.0 : rule.limits.at("strokes_without_twitch");
    double since_twitch = 0.0;
    auto twitch = twitches.begin();
    std::vector<std::int64_t> beyond;
    for (const auto& stroke : strokes) {
        for (; twitch != twitches.end() && twitch->index < stroke.index; ++twitch)
            since_twitch = 0.0;
        since_twitch += 1.0;
        if (since_twitch > most || stroke.index > stop) beyond.push_back(stroke.id);
    }
    const std::string total = std::to_string(strokes.size()) + " strokes, ";
    return found(
        static_cast<double>(beyond.size()), beyond,
        total + (beyond.empty() ? "none past the ending rule"
                                : std::to_string(beyond.size()) + " past the ending rule"));
}

// Full marks at the smaller of the rubric's clearance and what the site's safe cone offers in this
// body; shielded by bone all the time is full.
Measured clearance(const Log& log, const MeasureRule& rule) {
    if (!log.has_punctured()) return missing(kNoNeedle);
    const auto withdrawals = log.all<NeedleWithdrawn>();
    if (withdrawals.empty()) return missing("the needle never came out");
    Measured worst;
    worst.share = 2.0;
    for (const auto& out : withdrawals) {
        worst.events.push_back(out.id);
        const double least = out->clearance_worst_percent;
        if (!std::isfinite(least)) continue;
        const double offered = out->clearance_offered;
        const double full = std::isfinite(offered) ? std::min(rule.full, offered) : rule.full;
        const double share =
            least >= full ? 1.0 : share_on_line(least, std::max(full, rule.zero + 1e-6), rule.zero);
        if (share > *worst.share || (share == *worst.share && least >= worst.value)) continue;
        worst.share = share;
        worst.value = least;
        worst.reason = mm(least) + " left to an unshielded hazard in the worst 1 % of the time; " +
                       mm(full) + " is full";
    }
    if (!worst.value) {
        worst.share = 1.0;
        worst.reason = "shielded by bone all the time";
    }
    return worst;
}

Measured exit_pressed(const Log& log, const MeasureRule& rule) {
    const std::vector<Insertion> insertions = insertions_of(log);
    if (insertions.empty()) return missing(kNoNeedle);
    if (has_emergency_ended_needling(log))
        return not_applicable("the needle came out in an emergency, which went before");
    double worst = 0.0;
    std::vector<std::int64_t> ids;
    for (std::size_t i = 0; i < insertions.size(); ++i) {
        if (insertions[i].withdrawal.body == nullptr) return missing("the needle never came out");
        const std::size_t next =
            i + 1 < insertions.size() ? insertions[i + 1].puncture.index : log.size();
        const auto presses = log.all<ExitPressed>(insertions[i].end, next);
        if (presses.empty()) {
            worst = std::max(worst, rule.zero);
            continue;
        }
        worst = std::max(worst, presses.front()->delay);
        ids.push_back(presses.front().id);
    }
    if (ids.empty()) return missing("the exit was not pressed");
    return found(worst, ids,
                 ids.size() == insertions.size() ? "pressed within " + fixed_text(worst, 1) + " s"
                                                 : "not every exit was pressed");
}

}  // namespace dryrun::scoring::measures
