// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "scoring/score.h"

#include <algorithm>
#include <cmath>

#include "scoring/critical_failures.h"
#include "scoring/log.h"
#include "scoring/measures.h"

namespace dryrun::scoring {
namespace {

using namespace events;

double seconds(std::int64_t ticks) {
    return static_cast<double>(ticks) / kTicksPerSecond;
}

bool is_recorded(const attempt::Channels& needed, const attempt::Channels& recorded) {
    return (!needed.has_palpation || recorded.has_palpation) &&
           (!needed.has_decisions || recorded.has_decisions) &&
           (!needed.has_needle || recorded.has_needle);
}

// Who rightly did not needle loses nothing by what belongs to needling.
bool applies(const MeasureKind& kind, const Log& log) {
    const auto judged = log.all<DecisionJudged>();
    const bool has_rightly_declined =
        !judged.empty() && judged.back()->is_right && !judged.back()->was_needled;
    if (!has_rightly_declined) return true;
    switch (kind.applies) {
        case MeasureKind::Applies::Always:
            return true;
        case MeasureKind::Applies::Touched:
            return !log.all<PalpationPressed>().empty();
        case MeasureKind::Applies::Needled:
            break;
    }
    return false;
}

MeasureScore score_measure(const Log& log, const MeasureRule& rule,
                           const attempt::Channels& channels) {
    const MeasureKind* kind = find_measure(rule.name);
    DRYRUN_ASSERT(kind != nullptr);  // the rubric was checked when read
    MeasureScore score;
    score.name = rule.name;
    score.title = rule.title;
    score.unit = rule.unit;
    score.max_points = rule.max_points;
    if (!is_recorded(kind->reads, channels)) {
        score.reason = "not in the recording";
        return score;
    }
    if (!applies(*kind, log)) {
        score.reason = "rightly not needled";
        return score;
    }
    Measured measured = kind->measure(log, rule);
    // A hand-made log may hold what is no number.
    if (measured.value && !std::isfinite(*measured.value)) measured = missing("not measured");
    score.value = measured.value;
    score.events = measured.events;
    score.reason = measured.reason;
    if (measured.share) {
        score.points = rule.max_points * *measured.share;
    } else if (measured.value) {
        score.points = rule.max_points * share_on_line(*measured.value, rule.full, rule.zero);
    } else if (!measured.is_not_applicable && rule.when_absent == WhenAbsent::Zero) {
        score.points = 0.0;
    }
    return score;
}

DomainScore score_domain(const Log& log, const DomainRule& rule,
                         const attempt::Channels& channels) {
    DomainScore domain;
    domain.name = rule.name;
    domain.title = rule.title;
    double points = 0.0;
    double most = 0.0;
    for (const MeasureRule& measure : rule.measures) {
        domain.measures.push_back(score_measure(log, measure, channels));
        if (!domain.measures.back().points) continue;
        points += *domain.measures.back().points;
        most += measure.max_points;
    }
    if (most > 0.0) {
        domain.score = 100.0 * points / most;
        domain.weight = rule.weight;
    }
    return domain;
}

// Weights are those of the domains that exist, so that what a recording lacks costs nothing.
void weigh(Score& score) {
    double sum = 0.0;
    for (const DomainScore& domain : score.domains) sum += domain.weight;
    if (sum <= 0.0) return;
    for (DomainScore& domain : score.domains) {
        domain.weight /= sum;
        score.score += domain.weight * domain.score.value_or(0.0);
    }
}

std::vector<CriticalFailure> find_critical_failures(std::span<const Event> events,
                                                    const Rubric& rubric,
                                                    const attempt::Channels& channels) {
    std::vector<CriticalFailure> failures;
    std::size_t of_this_insertion = 0;
    for (const Event& event : events) {
        if (std::holds_alternative<SkinPunctured>(event.body)) of_this_insertion = failures.size();
        const std::optional<FailureFound> failure = critical_failure(event, channels);
        if (!failure) continue;
        const auto rule =
            std::find_if(rubric.critical_failures.begin(), rubric.critical_failures.end(),
                         [&](const CriticalRule& one) { return one.code == failure->code; });
        if (rule == rubric.critical_failures.end()) continue;
        const auto begin = failures.begin() + static_cast<std::ptrdiff_t>(of_this_insertion);
        const auto known = std::find_if(begin, failures.end(), [&](const CriticalFailure& one) {
            return one.code == rule->code;
        });
        if (known != failures.end()) {
            ++known->times;
        } else {
            failures.push_back({rule->code, rule->title, rule->consequence, event.tick, event.id,
                                failure->detail});
        }
    }
    return failures;
}

Aids aids_of(const Log& log) {
    Aids aids;
    std::int64_t on_since = -1;
    for (const auto& aid : log.all<AidUsed>()) {
        if (aid->aid == "hint") ++aids.hints;
        if (aid->aid == "see_through_on" && on_since < 0) on_since = aid.tick;
        if (aid->aid == "see_through_off" && on_since >= 0) {
            aids.see_through_s += seconds(aid.tick - on_since);
            on_since = -1;
        }
    }
    if (on_since >= 0) aids.see_through_s += seconds(log.last_tick() - on_since);
    return aids;
}

std::vector<ReportedValue> report_without_points(const Log& log) {
    double palpation = 0.0;
    for (const auto& press : log.all<PalpationPressed>()) palpation += press->duration;
    double in_tissue = 0.0;
    double skin_force = 0.0;
    for (const auto& out : log.all<NeedleWithdrawn>()) {
        in_tissue += out->time_in_tissue;
        skin_force = std::max(skin_force, out->skin_force_peak_N);
    }
    const auto count = [](const auto& entries) { return static_cast<double>(entries.size()); };
    std::vector<ReportedValue> values = {
        {"palpation_time", "Time spent pressing", palpation, "s"},
        {"presses", "Presses", count(log.all<PalpationPressed>()), "count"},
        {"insertions", "Insertions", count(log.all<SkinPunctured>()), "count"},
        {"time_in_tissue", "Needle in tissue", in_tissue, "s"},
        {"strokes", "Strokes", count(log.all<StrokeMade>()), "count"},
        {"twitches", "Twitches", count(log.all<Twitch>()), "count"},
        {"skin_force_peak", "Highest force on the skin", skin_force, "N"},
        {"bleeding", "Bleeding", count(log.all<Bleeding>()), "count"},
        {"bruises", "Bruises", count(log.all<Bruise>()), "count"},
    };
    const auto marks = log.before_puncture<SiteMarked>();
    if (!marks.empty())
        values.push_back(
            {"confidence", "Confidence in the marked site", marks.back()->confidence, "0 to 1"});
    // What a hand-made log may hold is no number; a report holds numbers only.
    std::erase_if(values, [](const ReportedValue& one) { return !std::isfinite(one.value); });
    return values;
}

}  // namespace

Score score_events(std::span<const Event> events, const Rubric& rubric,
                   const attempt::Channels& channels) {
    const Log log(events);
    Score score;
    const auto started = log.all<SessionStarted>();
    if (!started.empty()) score.scenario = started.front()->scenario;
    score.pass_mark = rubric.pass_mark;
    score.rubric_name = rubric.name;
    score.rubric_version = rubric.version;
    score.rubric_sha256 = rubric.sha256;
    score.aids = aids_of(log);
    score.simulated_s = seconds(log.last_tick());
    score.is_complete = !log.all<SessionFinished>().empty();
    for (const DomainRule& rule : rubric.domains)
        score.domains.push_back(score_domain(log, rule, channels));
    weigh(score);
    score.critical_failures = find_critical_failures(events, rubric, channels);
    score.reported = report_without_points(log);
    score.passed = score.critical_failures.empty() && score.score >= rubric.pass_mark.value;
    return score;
}

Score score_attempt(const attempt::Attempt& attempt, const Rubric& rubric,
                    const std::string& file) {
    Score score = score_events(attempt.events, rubric, attempt.header.channels);
    score.file = file;
    score.scenario = attempt.header.scenario_name;
    score.attempt_sha256 = attempt.sha256;
    score.simulated_s = seconds(attempt.ticks);
    score.is_complete = attempt.ending == attempt::Ending::Finished;
    return score;
}

}  // namespace dryrun::scoring
