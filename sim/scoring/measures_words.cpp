// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Measures of what was asked, said and done beside needling. Order counts only where harm does:
// screening and hygiene before the needle, consent before touch, counting before leaving.
#include <algorithm>
#include <map>

#include "core/json.h"
#include "events/vocabulary.h"
#include "scoring/measures.h"

namespace dryrun::scoring::measures {
namespace {

using namespace events;

// The phrase of a patient who answers without telling anything.
constexpr std::string_view kVagueAnswer = "answer.vague";
constexpr const char* kHandedOver = "the patient was handed over";

// "hand_hygiene" as people read it.
std::string in_words(std::string word) {
    std::replace(word.begin(), word.end(), '_', ' ');
    return word;
}

// How many of `needed` occur among `done`, with the ids of their first occurrences.
struct Share {
    double percent = 0.0;
    std::vector<std::int64_t> ids;
    std::string lacking;  ///< in words, with commas
};
Share share_done(const std::vector<std::string>& needed,
                 const std::vector<std::pair<std::string, std::int64_t>>& done) {
    Share share;
    for (const std::string& word : needed) {
        const auto first = std::find_if(done.begin(), done.end(),
                                        [&](const auto& one) { return one.first == word; });
        if (first != done.end()) {
            share.ids.push_back(first->second);
        } else {
            share.lacking += (share.lacking.empty() ? "" : ", ") + in_words(word);
        }
    }
    share.percent =
        100.0 * static_cast<double>(share.ids.size()) / static_cast<double>(needed.size());
    std::sort(share.ids.begin(), share.ids.end());
    return share;
}

std::vector<std::pair<std::string, std::int64_t>> steps_in(
    const std::vector<Entry<StepDone>>& entries) {
    std::vector<std::pair<std::string, std::int64_t>> steps;
    for (const auto& entry : entries) steps.emplace_back(entry->step, entry.id);
    return steps;
}

std::string count_of(const Share& share, std::size_t needed, const std::string& what) {
    std::string text = std::to_string(share.ids.size()) + " of " + std::to_string(needed) + what;
    return share.lacking.empty() ? text : text + "; missing: " + share.lacking;
}

// The tick at which the patient was first touched or punctured; -1 if never. Presses are logged
// when they end.
std::int64_t first_exposure(const Log& log) {
    std::int64_t first = -1;
    const auto sooner = [&](std::int64_t tick) {
        if (first < 0 || tick < first) first = std::max<std::int64_t>(0, tick);
    };
    for (const auto& press : log.all<PalpationPressed>())
        sooner(press.tick - ticks_of(press->duration));
    for (const auto& puncture : log.all<SkinPunctured>()) sooner(puncture.tick);
    return first;
}

}  // namespace

Measured screening_asked(const Log& log, const MeasureRule& rule) {
    std::vector<std::pair<std::string, std::int64_t>> asked;
    // An answer that says nothing has to be followed up.
    bool has_asked = false;
    for (const auto& entry : log.before_puncture<PatientAsked>()) {
        has_asked = true;
        if (entry->answer != kVagueAnswer) asked.emplace_back(entry->topic, entry.id);
    }
    if (!has_asked) return missing("the patient was asked nothing before the needle");
    const Share share = share_done(rule.needs, asked);
    return found(share.percent, share.ids,
                 "asked " + count_of(share, rule.needs.size(), " topics before the needle"));
}

Measured repeated_questions(const Log& log, const MeasureRule&) {
    const auto asked = log.all<PatientAsked>();
    if (asked.empty()) return missing("the patient was asked nothing");
    std::map<std::string, int> times;
    std::vector<std::int64_t> ids;
    for (const auto& entry : asked) {
        if (entry->answer == kVagueAnswer || is_topic_of_now(entry->topic)) continue;
        if (++times[entry->topic] > 1) ids.push_back(entry.id);
    }
    return found(static_cast<double>(ids.size()), ids,
                 ids.empty() ? "no question was asked twice" : "questions were asked again");
}

Measured consent_before_touch(const Log& log, const MeasureRule&) {
    const auto steps = log.all<StepDone>();
    const auto consent = std::find_if(steps.begin(), steps.end(), [](const auto& step) {
        return step->step == "explain_and_consent";
    });
    if (consent == steps.end()) return missing("consent was not asked for");
    const std::int64_t exposed = first_exposure(log);
    const bool is_before = exposed < 0 || consent->tick <= exposed;
    return found(is_before ? 1.0 : 0.0, {consent->id},
                 is_before ? "explained and consent given before the first touch"
                           : "consent came after the first touch");
}

Measured steps_before_puncture(const Log& log, const MeasureRule& rule) {
    const Share share = share_done(rule.needs, steps_in(log.before_puncture<StepDone>()));
    if (share.ids.empty())
        return missing("nothing of it was done before the needle: " + share.lacking);
    return found(share.percent, share.ids,
                 count_of(share, rule.needs.size(), " done before the needle"));
}

Measured steps_after_needling(const Log& log, const MeasureRule& rule) {
    if (was_handed_over(log)) return not_applicable(kHandedOver);
    const auto withdrawn = log.all<NeedleWithdrawn>();
    if (withdrawn.empty()) return missing("no needling came to its end");
    const Share share = share_done(rule.needs, steps_in(log.all<StepDone>(withdrawn.back().index)));
    if (share.ids.empty())
        return missing("nothing of it was done after needling: " + share.lacking);
    return found(share.percent, share.ids,
                 count_of(share, rule.needs.size(), " done after needling"));
}

Measured sharps_accounted(const Log& log, const MeasureRule&) {
    const auto finished = log.all<SessionFinished>();
    if (finished.empty()) return missing("the session was not finished");
    const auto& end = finished.back();
    if (end->needles_opened == 0) return not_applicable("no needle was opened");
    const std::string numbers = std::to_string(end->needles_disposed) + " of " +
                                std::to_string(end->needles_opened) + " needles disposed of";
    if (end->needles_disposed != end->needles_opened) return found(0.0, {end.id}, numbers);
    const auto steps = log.all<StepDone>(log.has_punctured() ? log.first_puncture() : 0);
    const auto counted = std::find_if(
        steps.begin(), steps.end(), [](const auto& step) { return step->step == "count_needles"; });
    if (counted == steps.end()) return found(0.5, {end.id}, numbers + ", not counted");
    return found(1.0, {counted->id, end.id}, numbers + " and counted");
}

Measured asked_during_needling(const Log& log, const MeasureRule&) {
    const std::vector<Insertion> insertions = insertions_of(log);
    if (insertions.empty()) return missing("no needle was inserted");
    std::vector<std::int64_t> ids;
    for (const Insertion& insertion : insertions) {
        for (const auto& asked : log.all<PatientAsked>(insertion.puncture.index, insertion.end)) {
            if (asked->topic == "how_are_you" || asked->topic == "pain_now" ||
                asked->topic == "may_i_go_on")
                ids.push_back(asked.id);
        }
    }
    const std::string reason = ids.empty() ? "the patient was not asked while the needle was in"
                                           : "the patient was asked while the needle was in";
    return found(static_cast<double>(ids.size()), ids, reason);
}

Measured response_reported(const Log& log, const MeasureRule&) {
    if (!log.has_punctured()) return missing("no needle was inserted");
    const auto reports = log.all<ResponseReported>(log.first_puncture());
    if (reports.empty() && has_emergency_ended_needling(log))
        return not_applicable("an emergency ended the needling");
    if (reports.empty()) return missing("neither a twitch nor its absence was reported");
    std::vector<std::int64_t> ids;
    int right = 0;
    for (const auto& report : reports) {
        ids.push_back(report.id);
        if (report->is_right) ++right;
    }
    return found(
        100.0 * right / static_cast<double>(reports.size()), ids,
        std::to_string(right) + " of " + std::to_string(reports.size()) + " reports were right");
}

Measured contact_answered(const Log& log, const MeasureRule& rule) {
    std::vector<std::pair<std::size_t, std::int64_t>> contacts;  // place and tick
    std::vector<std::int64_t> ids;
    for (const auto& nerve : log.all<NerveContacted>()) {
        contacts.emplace_back(nerve.index, nerve.tick);
        ids.push_back(nerve.id);
    }
    for (const auto& vessel : log.all<VesselPunctured>()) {
        contacts.emplace_back(vessel.index, vessel.tick);
        ids.push_back(vessel.id);
    }
    if (contacts.empty()) return not_applicable("no nerve or vessel was touched");
    const std::int64_t within = ticks_of(rule.limits.at("within_s"));
    int answered = 0;
    for (const auto& [index, tick] : contacts) {
        const auto is_in_time = [limit = tick + within](const auto& entries) {
            return !entries.empty() && entries.front().tick <= limit;
        };
        if (is_in_time(log.all<PatientAsked>(index)) || is_in_time(log.all<NeedleWithdrawn>(index)))
            ++answered;
    }
    std::sort(ids.begin(), ids.end());
    return found(100.0 * answered / static_cast<double>(contacts.size()), ids,
                 std::to_string(answered) + " of " + std::to_string(contacts.size()) +
                     " contacts with a nerve or vessel were answered in time");
}

Measured decision(const Log& log, const MeasureRule&) {
    const auto judged = log.all<DecisionJudged>();
    if (judged.empty()) return not_applicable("the attempt does not say whether to needle");
    const auto& last = judged.back();
    const std::string done = last->was_needled ? "needled" : "not needled";
    const std::string ended = done + ", ended as \"" + in_words(last->reason) + "\"";
    return found(last->is_right ? 1.0 : 0.0, {last.id},
                 last->is_right ? ended : ended + ": not what this case asks for");
}

Measured steps_done(const Log& log, const MeasureRule& rule) {
    if (was_handed_over(log)) return not_applicable(kHandedOver);
    const Share share = share_done(rule.needs, steps_in(log.all<StepDone>()));
    if (share.ids.empty()) return missing("nothing of it was done: " + share.lacking);
    return found(share.percent, share.ids, count_of(share, rule.needs.size(), " done"));
}

// What was to be done, in time, in order, and nothing that harms; the worst one counts.
Measured emergency_handled(const Log& log, const MeasureRule& rule) {
    const auto ended = log.all<EmergencyEnded>();
    if (ended.empty()) return not_applicable("there was no emergency");
    double least = 100.0;
    std::vector<std::int64_t> ids;
    std::string reason;
    for (const auto& event : ended) {
        ids.push_back(event.id);
        const auto of_wanted = [&](double count) {
            return count / static_cast<double>(std::max<std::int64_t>(event->actions_wanted, 1));
        };
        double share =
            of_wanted(static_cast<double>(event->actions_in_time)) +
            rule.limits.at("late_share") * of_wanted(static_cast<double>(event->actions_late));
        share -= rule.limits.at("wrong_share") * static_cast<double>(event->wrong_actions);
        if (!event->is_in_order) share -= rule.limits.at("disorder_share");
        const double percent = 100.0 * std::clamp(share, 0.0, 1.0);
        if (percent <= least) {
            least = percent;
            reason = in_words(event->emergency) + ": " + std::to_string(event->actions_in_time) +
                     " of " + std::to_string(event->actions_wanted) + " actions in time, " +
                     std::to_string(event->actions_late) + " late, " +
                     std::to_string(event->wrong_actions) + " wrong; " + in_words(event->outcome);
        }
    }
    return found(least, ids, reason);
}

}  // namespace dryrun::scoring::measures
