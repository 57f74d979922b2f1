// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "study/summary.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

#include "core/file.h"
#include "study/attempt_line.h"
#include "study/journal.h"

namespace dryrun::study {
namespace {

// Scores are written with six decimals; what is made of them gets no more.
double rounded(double value) {
    return std::floor(value * 1e6 + 0.5) / 1e6 + 0.0;
}

double quantile(const std::vector<double>& sorted, double share) {
    const double at = share * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(at);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (at - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

void add_to(Group& group, const AttemptLine& line) {
    group.attempts.push_back({line.score, !line.critical_failures.empty()});
    group.passed += line.passed ? 1 : 0;
    group.with_critical_failure += line.critical_failures.empty() ? 0 : 1;
    // One attempt may fail in the same way in two insertions.
    const std::set<std::string> codes(line.critical_failures.begin(), line.critical_failures.end());
    for (const std::string& code : codes) ++group.critical_failures[code];
}

}  // namespace

Spread spread_of(const Group& group) {
    DRYRUN_ASSERT(!group.attempts.empty());
    std::vector<double> scores;
    double sum = 0.0;
    for (const ScoreOfAttempt& attempt : group.attempts) {
        scores.push_back(attempt.score);
        sum += attempt.score;
    }
    std::sort(scores.begin(), scores.end());
    const auto count = static_cast<double>(scores.size());
    Spread spread;
    spread.mean = sum / count;
    if (scores.size() > 1) {
        double squares = 0.0;
        for (const double score : scores) squares += (score - spread.mean) * (score - spread.mean);
        spread.sd = std::sqrt(squares / (count - 1.0));
    }
    spread.min = scores.front();
    spread.lower_quartile = quantile(scores, 0.25);
    spread.median = quantile(scores, 0.5);
    spread.upper_quartile = quantile(scores, 0.75);
    spread.max = scores.back();
    return spread;
}

Result<std::vector<Group>> read_groups(const std::filesystem::path& path) {
    const auto content = read_file(path, kLargestStudyFile);
    if (!content) return content.error();
    if (content->starts_with("{\"schema\":\"dryrun.study-shard/"))
        return bad_input(path.string() + ":1", "is a shard of a study",
                         "`dryrun study merge` puts all of them together");
    struct Known {
        Group group;
        std::string basis;
    };
    std::map<std::pair<std::string, std::string>, Known> known;
    std::set<std::tuple<std::string, std::string, std::uint64_t>> played;
    std::size_t line_number = 0;
    for (const std::string_view text : lines_of(*content)) {
        const std::string place = path.string() + ":" + std::to_string(++line_number);
        const auto line = read_attempt_line(text, place);
        if (!line) return line.error();
        if (!played.emplace(line->scenario, line->trainee, line->seed).second)
            return bad_input(place, "is an attempt that stands here twice: " + line->trainee +
                                        " at " + line->scenario + " with seed " +
                                        std::to_string(line->seed));
        Known& one = known[{line->scenario, line->trainee}];
        if (one.group.attempts.empty()) {
            one.basis = line->basis;
            one.group.scenario = line->scenario;
            one.group.trainee = line->trainee;
        }
        if (line->basis != one.basis)
            return bad_input(place,
                             "was played with another version, scenario text, rubric or "
                             "profile than other attempts of " +
                                 line->trainee + " at " + line->scenario);
        add_to(one.group, *line);
    }
    if (known.empty()) return Error{ErrorKind::NothingToDo, "holds no attempt", path.string(), {}};
    std::vector<Group> groups;
    for (auto& [name, one] : known) groups.push_back(std::move(one.group));
    return groups;
}

Json summary_json(const std::vector<Group>& groups) {
    Json json;
    json["schema"] = "dryrun.study-summary/1";
    json["note"] = kNoEvidence;
    json["groups"] = Json::array();
    for (const Group& group : groups) {
        const Spread spread = spread_of(group);
        Json one;
        one["scenario"] = group.scenario;
        one["trainee"] = group.trainee;
        one["n"] = group.attempts.size();
        one["score"]["mean"] = rounded(spread.mean);
        one["score"]["sd"] = spread.sd ? Json(rounded(*spread.sd)) : Json(nullptr);
        one["score"]["min"] = rounded(spread.min);
        one["score"]["lower_quartile"] = rounded(spread.lower_quartile);
        one["score"]["median"] = rounded(spread.median);
        one["score"]["upper_quartile"] = rounded(spread.upper_quartile);
        one["score"]["max"] = rounded(spread.max);
        one["passed"] = group.passed;
        one["with_critical_failure"] = group.with_critical_failure;
        one["critical_failures"] = Json::object();
        for (const auto& [code, attempts] : group.critical_failures)
            one["critical_failures"][code] = attempts;
        json["groups"].push_back(one);
    }
    return json;
}

}  // namespace dryrun::study
